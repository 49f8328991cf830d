/** What every write operation gives, and what holds it to changing nothing but its own place. */
import { plain } from '../report/untrusted.js';
import { outlineOf, type Outline } from './outline.js';
import { phaseOfTitle } from './phases.js';
import { plainTitle } from './sections.js';
import { applyEdit, positionAt, type Eol, type TextEdit } from './text.js';

/** One minimal edit, or a sentence that says why there is none and what to do. An edit that changes nothing replaces a text by itself. */
export type EditResult = { readonly edit: TextEdit } | { readonly conflict: string };

/** What an edit may bring into a file's structure. */
export interface Allowed {
  /** Headings of this level and above are refused; 6 refuses all. */
  readonly belowLevel: number;
  /** Headings that the operation itself makes, as they stand in the edit; of any level. */
  readonly headings?: readonly string[];
  /** Whether the edit brings markers of an evidence block. */
  readonly markers?: boolean;
}

/** The edit, if everything outside it keeps its structure, and what it brings stays within what is allowed. */
export function checkedEdit(text: string, edit: TextEdit, allowed: Allowed): EditResult {
  const reason = broken(text, edit, allowed);
  return reason === undefined ? { edit } : { conflict: reason };
}

function broken(text: string, edit: TextEdit, allowed: Allowed): string | undefined {
  const before = outlineOf(text);
  const after = outlineOf(applyEdit(text, edit));
  const end = edit.start + edit.text.length;
  const own = new Set(allowed.headings);
  for (const heading of after.headings) {
    if (heading.start < edit.start || heading.start >= end) continue;
    const written = edit.text.slice(heading.start - edit.start, heading.end - edit.start);
    if (own.delete(written)) continue;
    if (heading.level <= allowed.belowLevel) return `The text opens a heading (${excerpt(written)}) that would end the section it goes into: write its headings with more than ${allowed.belowLevel} \`#\`, or as bold lines.`;
    if (heading.level <= 2 && phaseOfTitle(plainTitle(heading.text))) return `The text opens a phase (${excerpt(written)}): name its heading otherwise, since a phase stands once in a work item.`;
  }
  if (allowed.markers !== true && after.markers.some(({ line }) => line.start >= edit.start && line.start < end)) return 'The text holds the marker of an evidence block, which only Casebook writes: leave out its `<!-- casebook:… -->` lines.';
  if (own.size > 0 || shape(before, edit, 0) !== shape(after, { ...edit, end }, edit.text.length - (edit.end - edit.start))) return swallowed(text, before, after, edit);
  return undefined;
}

function swallowed(text: string, before: Outline, after: Outline, edit: TextEdit): string {
  const open = before.openFence ?? before.openHtml;
  if (open && open.start < edit.start) return `What is to be written would stand inside a code fence or a comment that nothing closes (it opens in line ${positionAt(text, open.start).line}): close it, and write again.`;
  if (after.openFence) return 'The text opens a code fence that it does not close: close it with a line of the same marks.';
  if (after.openHtml) return 'The text opens an HTML comment or element that it does not close: close it, or put it into code.';
  return 'The text would change the structure of the work item around it: put what it quotes into a fenced code block.';
}

/** Everything outside the edit that decides about structure, as one string; positions behind the edit moved back by `shift`. */
function shape(outline: Outline, edit: { readonly start: number; readonly end: number }, shift: number): string {
  const outside = ({ start, end }: { start: number; end: number }) => (start < edit.start ? [start, end <= edit.start ? end : '?'] : start >= edit.end ? [start - shift, end - shift] : undefined);
  const kept = <T extends { readonly start: number; readonly end: number }>(items: readonly T[], more: (item: T) => unknown = () => undefined) =>
    items.flatMap((item) => {
      const span = outside(item);
      return span ? [[...span, more(item)]] : [];
    });
  return JSON.stringify([
    outline.frontMatter !== undefined,
    outline.foreignFrontMatter !== undefined,
    kept(outline.headings, ({ level, text }) => [level, text]),
    kept(outline.markers.map(({ marker, line }) => ({ start: line.start, end: line.end, marker })), ({ marker }) => marker),
    kept(outline.fences),
    kept(outline.comments),
    outline.openFence !== undefined,
    outline.openHtml !== undefined,
  ]);
}

function excerpt(text: string): string {
  const line = text.trim().split(/[\r\n]/)[0] ?? '';
  return `\`${line.slice(0, 60).replaceAll('`', '\'')}\``;
}

/** Markdown that a person wrote: without control characters and empty lines around it, in the file's line endings. */
export function markdownOf(content: string, eol: Eol): string {
  return trimmedLines(plain(content)).replaceAll('\n', eol);
}

/** Text from outside that has to stay on one line: without control characters, comments and line endings. */
export function oneLine(text: string): string {
  return plain(text).replaceAll('<!--', '‹!--').replace(/[\s\u0085]+/g, ' ').trim();
}

/** Without blank lines at its beginning and white space at its end; an indented first line stays one. */
function trimmedLines(text: string): string {
  const content = text.trimEnd();
  let start = 0;
  for (let at = content.indexOf('\n'); at !== -1 && content.slice(start, at).trim() === ''; at = content.indexOf('\n', start)) start = at + 1;
  return content.slice(start);
}

/** The line endings that leave exactly one blank line, or none at the start of the file, before an insertion. */
export function gapBefore(text: string, offset: number, eol: Eol): string {
  const before = text.slice(Math.max(0, offset - 4), offset).replace(/\r\n?/g, '\n');
  if (before === '' || before === '\ufeff') return '';
  if (before.endsWith('\n\n')) return '';
  return before.endsWith('\n') ? eol : eol + eol;
}

/** The line endings that leave at least one blank line between an insertion and what follows; none at the end of the file. */
export function gapBehind(text: string, offset: number, eol: Eol): string {
  const behind = text.slice(offset, offset + MAX_GAP);
  if (behind.trim() === '') return '';
  const breaks = /^[ \t]*(?:\r\n?|\n)([ \t]*(?:\r\n?|\n))?/.exec(behind);
  if (!breaks) return eol + eol;
  return breaks[1] === undefined ? eol : '';
}

/** As far as blank lines are looked at. */
const MAX_GAP = 1024;
