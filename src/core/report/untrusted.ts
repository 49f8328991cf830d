/** Text from outside (test output, logs, headers) on its way into a work item. */
import { redact } from '../evidence/redact.js';

/** CSI and OSC sequences, and single-character escapes (ECMA-48, 5.4 and 8.3). */
// eslint-disable-next-line no-control-regex -- control characters are the subject
const ANSI = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[PX^_][^\u001b]*(?:\u001b\\)?|[ -/]*[0-~])|\u009b[0-?]*[ -/]*[@-~]/g;

/** Control characters other than tab and newline, and the bidirectional overrides that make text read otherwise than it stands. */
// eslint-disable-next-line no-control-regex -- control characters are the subject
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u2028\u2029]/g;

/** The text without terminal sequences and control characters, LF line endings, a carriage return that redraws a line taken as a new line. */
export function plain(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(ANSI, '').replace(CONTROLS, '');
}

/** The text as it may be shown or kept: plain, and without secrets. */
export function clean(text: string): string {
  return redact(plain(text));
}

/**
 * A fenced code block whose fence is longer than any run of backticks inside, so that nothing inside can close it.
 * A casebook marker inside is defused (its `<` is written as `‹`), so that a line scan cannot take it for one.
 */
export function fenced(text: string, info = 'text'): string {
  const inside = clean(text).replace(/\n+$/, '').replaceAll('<!-- casebook:', '‹!-- casebook:');
  const longest = Math.max(2, ...Array.from(inside.matchAll(/`+/g), (run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${info}\n${inside}\n${fence}`;
}

/** One line of text from outside as inline code that cannot open any structure; bounded to `max` characters. */
export function inlineCode(text: string, max = 200): string {
  const inside = bounded(clean(text).replace(/\s+/g, ' ').trim(), max).replaceAll('<!-- casebook:', '‹!-- casebook:');
  if (inside === '') return '`` ``';
  const longest = Math.max(0, ...Array.from(inside.matchAll(/`+/g), (run) => run[0].length));
  const ticks = '`'.repeat(longest + 1);
  const pad = inside.startsWith('`') || inside.endsWith('`') ? ' ' : '';
  return `${ticks}${pad}${inside}${pad}${ticks}`;
}

/** {@link inlineCode} inside a table cell, where a bar would end the cell even in code. */
export function cellCode(text: string, max = 200): string {
  return inlineCode(text, max).replaceAll('|', '\\|');
}

/** The text cut to `max` characters, never in the middle of a surrogate pair, with an ellipsis where it was cut. */
export function bounded(text: string, max: number): string {
  if (text.length <= max) return text;
  const cut = text.slice(0, max - 1);
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}
