/** The fields that teams write in bold: `**Field**: value`, `**Field:** value`, each also as a list item, with what continues them. */
import { isThematic, LIST_ITEM } from './blockSyntax.js';
import type { HeaderField } from './model.js';
import type { Outline } from './outline.js';
import { proseLines } from './prose.js';
import type { Line, Span } from './text.js';

/** How the beginning of a line names a field. */
export interface FieldLabel {
  /** As written, without marks and colon. */
  readonly name: string;
  /** White space and bullet before the name, as written. */
  readonly lead: string;
  readonly colon: 'inside' | 'outside';
  /** Length of the line's part up to and including the marks and the colon. */
  readonly length: number;
}

const LABEL = /^([ \t]{0,12}(?:(?:[-*+]|\d{1,9}[.)])[ \t]{1,4})?)\*\*([^*\n]{1,80}?)(?:(:)\*\*|\*\*[ \t]{0,4}:)/;

/** The label that a line starts with. */
export function labelOf(line: string): FieldLabel | undefined {
  const match = LABEL.exec(line);
  if (!match) return undefined;
  const [whole, lead = '', name = '', inside] = match;
  return name.trim() === '' ? undefined : { name: name.trim(), lead, colon: inside === undefined ? 'outside' : 'inside', length: whole.length };
}

export interface BoldField extends HeaderField {
  readonly label: FieldLabel;
  /** From behind the colon to where the next field or the range ends: a value with lists, tables and code in it. */
  readonly block: Span;
}

/** The fields between two offsets that stand outside code and comments. A field goes on with the lines of its paragraph; one without a value on its line, with the list below it. */
export function boldFields(text: string, outline: Outline, from: number, to: number): BoldField[] {
  const fields: Draft[] = [];
  let open: Draft | undefined;
  let lastNext = from;
  for (const line of proseLines(text, outline, from, to)) {
    const raw = text.slice(line.start, line.end);
    const label = labelOf(raw);
    if (label) {
      for (const { label: own, at, end } of labelsOf(raw, label)) {
        open = { label: own, line: { ...line, start: line.start + at }, parts: [part(text, line.start + at + own.length, line.start + end)], end: line.start + end };
        fields.push(open);
      }
    } else if (open && line.start === lastNext && continues(raw, open)) {
      open.parts.push(part(text, line.start + (LIST_ITEM.exec(raw.trimStart())?.[0].length ?? 0) + raw.length - raw.trimStart().length, line.end));
      open.list ||= LIST_ITEM.test(raw.trimStart());
      open.end = line.end;
    } else {
      open = undefined;
    }
    lastNext = line.next;
  }
  return fields.map((draft, index) => finished(text, draft, fields[index + 1]?.line.start ?? to));
}

/** A further field on a line, behind a mark that separates: `**Status**: Design | **Priority**: High`. */
const FURTHER = /[ \t]{1,4}[|·•][ \t]{1,4}(?=\*\*[^*\n]{1,80}?(?::\*\*|\*\*[ \t]{0,4}:))/g;

/** The fields of a line that starts with one, each with where it starts and ends in the line. */
function labelsOf(raw: string, first: FieldLabel): { readonly label: FieldLabel; readonly at: number; readonly end: number }[] {
  const starts = [{ label: first, at: 0, before: 0 }];
  for (const match of raw.matchAll(FURTHER)) {
    const at = match.index + match[0].length;
    const label = labelOf(raw.slice(at));
    if (label && match.index >= first.length) starts.push({ label, at, before: match.index });
  }
  return starts.map(({ label, at }, index) => ({ label, at, end: starts[index + 1]?.before ?? raw.length }));
}

interface Draft {
  readonly label: FieldLabel;
  readonly line: Line;
  readonly parts: Span[];
  end: number;
  list?: boolean;
}

/** Whether a line right below belongs to the field. */
function continues(raw: string, field: Draft): boolean {
  const bare = raw.trim();
  if (bare === '' || field.parts.length > MAX_LINES) return false;
  if (/^(?:#{1,6}(?:\s|$)|[>|<=]|```|~~~)/.test(bare) || isThematic(bare)) return false;
  const [first] = field.parts;
  const bareLabel = first !== undefined && first.start === first.end;
  if (!LIST_ITEM.test(bare)) return field.list === true ? /^\s/.test(raw) : !bareLabel;
  return field.list === true || (bareLabel && field.parts.length === 1);
}

/** A field of more lines is text of its own. */
const MAX_LINES = 40;

function part(text: string, from: number, to: number): Span {
  let start = from;
  let end = to;
  while (start < end && isBlank(text.charCodeAt(start))) start += 1;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end -= 1;
  return { start, end };
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}

function finished(text: string, { label, line, parts, end, list }: Draft, blockEnd: number): BoldField {
  const filled = parts.filter((span) => span.end > span.start);
  const first = filled[0];
  const behind = line.start + label.length;
  const value = filled.map((span) => text.slice(span.start, span.end)).join(list === true ? ', ' : ' ');
  const empty = behind + (isBlank(text.charCodeAt(behind)) ? 1 : 0);
  return {
    name: label.name,
    value: value.replace(/^`([^`]*)`$/, '$1'),
    valueSpan: first ? { start: first.start, end: filled.at(-1)?.end ?? first.end } : { start: empty, end: empty },
    span: { start: line.start, end },
    label,
    block: { start: behind, end: blockEnd },
  };
}
