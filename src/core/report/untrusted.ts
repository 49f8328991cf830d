/** Text from outside (test output, logs, headers) on its way into a work item. */
import { redact } from '../evidence/redact.js';

/**
 * CSI sequences, control strings (OSC, DCS, PM, APC, SOS) and single-character escapes (ECMA-48, 5.4 and 8.3). A control string that is never
 * terminated ends with its line: what follows is output that somebody has to see.
 */
// eslint-disable-next-line no-control-regex -- control characters are the subject
const ANSI = /\u001b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\u0007\u001b\n]*(?:\u0007|\u001b\\)?|[ -/]*[0-~])|\u009b[0-?]*[ -/]*[@-~]/g;

/** Control characters other than tab and newline, and the bidirectional overrides that make text read otherwise than it stands. */
// eslint-disable-next-line no-control-regex -- control characters are the subject
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u2028\u2029]/g;

/** One line of text from outside as a view shows it: plain, without secrets, at most `max` characters. */
export function oneLine(text: string, max: number): string {
  return bounded(clean(text).replace(/\s+/g, ' ').trim(), max);
}

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
  const inside = withoutFinalNewlines(defused(clean(text)));
  const fence = '`'.repeat(Math.max(2, longestTicks(inside)) + 1);
  return `${fence}${info}\n${inside}\n${fence}`;
}

/** One line of text from outside as inline code that cannot open any structure; bounded to `max` characters. */
export function inlineCode(text: string, max = 200): string {
  const inside = bounded(defused(clean(text)).replace(/\s+/g, ' ').trim(), max);
  if (inside === '') return '`` ``';
  const ticks = '`'.repeat(longestTicks(inside) + 1);
  const pad = inside.startsWith('`') || inside.endsWith('`') ? ' ' : '';
  return `${ticks}${pad}${inside}${pad}${ticks}`;
}

/**
 * {@link inlineCode} inside a table cell, where a bar would end the cell even in code, unless a backslash stands before it. Backslashes before a bar are doubled,
 * since a table takes them in pairs first.
 */
export function cellCode(text: string, max = 200): string {
  return inlineCode(text, max).replace(/(\\*)\|/g, '$1$1\\|');
}

/** The text cut to `max` characters, never in the middle of a surrogate pair, with an ellipsis where it was cut. */
export function bounded(text: string, max: number): string {
  if (text.length <= max) return text;
  const cut = text.slice(0, max - 1);
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}

/** The text in which a line scan finds no marker of an evidence block. */
function defused(text: string): string {
  return text.replaceAll('<!-- casebook:', '‹!-- casebook:');
}

/** The length of the longest run of backticks. */
function longestTicks(text: string): number {
  let longest = 0;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  return longest;
}

/** Without a regular expression: one for the end of a text tries again at each newline before it. */
function withoutFinalNewlines(text: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === '\n') end--;
  return text.slice(0, end);
}
