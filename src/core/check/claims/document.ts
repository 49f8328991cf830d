/**
 * A document as its claims are read: line by line, what it says (prose) apart from what it shows (code, logs, tables). Evidence blocks, comments and
 * front matter are left out: the first says what was measured, the others say nothing.
 */
import { isDelimiterRow } from '../../workItem/blockSyntax.js';
import type { Heading, Outline } from '../../workItem/outline.js';
import { linesOf, type Span } from '../../workItem/text.js';

/** A longer line is no sentence and no table row (UTF-16 code units): it is left out, so that no pattern ever meets one. */
export const MAX_LINE = 4_000;

export interface ClaimLine extends Span {
  /** As written. */
  readonly raw: string;
  /** Of the same length, with inline code, addresses and targets of links blanked; empty in a fence. */
  readonly prose: string;
  /** 1-based. */
  readonly number: number;
  /** The fence that it is in; undefined in prose. */
  readonly fence?: ClaimFence;
  /** Index of the heading above it; -1 above the first. */
  readonly section: number;
}

/** Fenced text, which is shown and not said. */
export interface ClaimFence {
  readonly lines: readonly ClaimLine[];
  readonly section: number;
}

export interface Cell extends Span {
  /** Without emphasis, code marks and white space around it. */
  readonly text: string;
  /** As written, without white space around it. */
  readonly raw: string;
}

export interface ClaimTable {
  /** In lower case. */
  readonly headers: readonly string[];
  readonly rows: readonly { readonly line: ClaimLine; readonly cells: readonly Cell[] }[];
}

export interface ClaimText {
  readonly lines: readonly ClaimLine[];
  /** Lines outside of fences. */
  readonly prose: readonly ClaimLine[];
  readonly fences: readonly ClaimFence[];
  readonly tables: readonly ClaimTable[];
  readonly headings: readonly Heading[];
}

/** Linear in the text. @param blocks spans of the evidence blocks, in order */
export function claimText(text: string, outline: Outline, blocks: readonly Span[]): ClaimText {
  const { frontMatter, headings, fences: fenced } = outline;
  const lines: ClaimLine[] = [];
  const fences: { lines: ClaimLine[]; section: number }[] = [];
  const [inFence, inComment, inBlock] = [follower(fenced), follower(outline.comments), follower(blocks)];
  let section = -1;
  let number = 0;
  let open: { span: Span; fence: (typeof fences)[number] } | undefined;
  for (const { start, end } of linesOf(text)) {
    number += 1;
    while (section + 1 < headings.length && (headings[section + 1]?.start ?? Infinity) <= start) section += 1;
    if (start < (frontMatter?.next ?? 0) || inComment(start) || inBlock(start)) continue;
    const span = inFence(start);
    if (end - start > MAX_LINE) continue;
    const raw = text.slice(start, end);
    if (!span) {
      lines.push({ start, end, raw, prose: blanked(raw), number, section });
      continue;
    }
    if (open?.span !== span) {
      open = { span, fence: { lines: [], section } };
      fences.push(open.fence);
      continue; // the opening line
    }
    if (end >= span.end && /^[\s>]*(?:`{3,}|~{3,})\s*$/.test(raw)) continue;
    const line: ClaimLine = { start, end, raw, prose: '', number, section, fence: open.fence };
    open.fence.lines.push(line);
    lines.push(line);
  }
  const prose = lines.filter(({ fence }) => fence === undefined);
  return { lines, prose, fences, tables: tablesOf(prose), headings };
}

/** The span that holds an offset, of spans that are in order and apart; offsets come in order, too. */
function follower(spans: readonly Span[]): (offset: number) => Span | undefined {
  let at = 0;
  return (offset) => {
    while (at < spans.length && (spans[at]?.end ?? 0) <= offset) at += 1;
    const span = spans[at];
    return span && span.start <= offset ? span : undefined;
  };
}

function blanked(raw: string): string {
  const spaces = (found: string) => ' '.repeat(found.length);
  let prose = raw;
  if (prose.includes('`')) prose = prose.replace(/`[^`]{1,500}`/g, spaces);
  if (prose.includes('://')) prose = prose.replace(/\b[a-z][a-z0-9+.-]{1,15}:\/\/[^\s<>"'`)\]|]{1,2000}/gi, spaces);
  if (prose.includes('](')) prose = prose.replace(/\]\([^)]{0,1000}\)/g, spaces);
  return prose;
}

function tablesOf(lines: readonly ClaimLine[]): ClaimTable[] {
  const tables: ClaimTable[] = [];
  for (let at = 1; at < lines.length; at += 1) {
    const [header, delimiter] = [lines[at - 1], lines[at]];
    if (!header?.raw.includes('|') || !delimiter?.raw.includes('-') || delimiter.number !== header.number + 1 || !isDelimiterRow(delimiter.raw, header.raw)) continue;
    const rows: ClaimTable['rows'][number][] = [];
    let last = delimiter.number;
    for (let row = lines[at + 1]; row?.raw.includes('|') && row.number === last + 1; row = lines[at + rows.length + 1]) {
      rows.push({ line: row, cells: cellsOf(row) });
      last = row.number;
    }
    tables.push({ headers: cellsOf(header).map(({ text }) => text.toLowerCase()), rows });
    at += rows.length;
  }
  return tables;
}

function cellsOf({ raw, prose, start }: ClaimLine): Cell[] {
  const cells: Cell[] = [];
  const lead = raw.length - raw.trimStart().length;
  let begin = prose.charAt(lead) === '|' ? lead + 1 : lead;
  while (begin <= raw.length) {
    let bar = prose.indexOf('|', begin);
    while (bar > 0 && raw.charAt(bar - 1) === '\\') bar = prose.indexOf('|', bar + 1);
    const end = bar === -1 ? raw.length : bar;
    const inner = raw.slice(begin, end);
    const written = inner.trim();
    if (bar !== -1 || written !== '') {
      const at = start + begin + inner.length - inner.trimStart().length;
      cells.push({ text: written.replace(/[*`]/g, '').trim(), raw: written, start: at, end: at + written.length });
    }
    begin = end + 1;
  }
  return cells;
}

/** The index of the first column whose header matches; -1 if there is none. */
export function columnOf({ headers }: ClaimTable, pattern: RegExp): number {
  return headers.findIndex((header) => pattern.test(header));
}

/** The heading's words above a line; empty above the first. */
export function headingOf({ headings }: ClaimText, { section }: { readonly section: number }): string {
  return headings[section]?.text ?? '';
}

/** The place of a number in a cell, as a place in the file: the first one of these digits. */
export function numberIn({ raw, start }: Cell, digits: string): Span | undefined {
  const at = new RegExp(`(?<![\\d.,])${digits.replace(/[.+]/g, '\\$&')}(?![\\d,]|\\.\\d)`).exec(raw)?.index;
  return at === undefined ? undefined : { start: start + at, end: start + at + digits.length };
}

/** A place in a line, as a place in the file. */
export function within(line: ClaimLine, index: number, length: number): Span {
  return { start: line.start + index, end: line.start + index + length };
}

/** The lines of a list that stand before a line of that number, the last ones of them: what a sentence may mean is near. */
export function linesBefore(lines: readonly ClaimLine[], number: number, most: number): readonly ClaimLine[] {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle]?.number ?? 0) < number) low = middle + 1;
    else high = middle;
  }
  return lines.slice(Math.max(0, low - most), low);
}
