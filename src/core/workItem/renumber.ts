/** Giving a work item another number: its own heading and header, and the references that certainly mean it. */
import type { HeaderField } from './model.js';
import { outlineOf } from './outline.js';
import { aliasIn, parse } from './parse.js';
import { positionAt, type Span, type TextEdit } from './text.js';

export interface Renumbering {
  /** Base name of the file, as it is and as it will be. */
  readonly oldName: string;
  readonly newName: string;
  /** `WI4`, as it is and as it will be. */
  readonly oldAlias: string;
  readonly newAlias: string;
  /** Whether another file has the old base name: then a file name may mean either. */
  readonly nameIsShared: boolean;
  /** Whether another work item keeps the old alias: then the alias may mean either. */
  readonly aliasIsShared: boolean;
}

/** A place that looks like a reference and is left to the user. */
export interface Doubtful {
  /** 1-based. */
  readonly line: number;
  readonly reason: 'ambiguous' | 'in a code block' | 'in an evidence block';
}

export interface RenumberEdits {
  /** In the order of the file; they do not overlap. */
  readonly edits: readonly TextEdit[];
  readonly doubtful: readonly Doubtful[];
}

/**
 * The edits of one file. A file name (with or without `.md`) is rewritten unless another file has it; the bare alias unless another work item
 * keeps it. Code blocks quote what was, and evidence blocks are hashed: both stay.
 * @param own whether it is the work item itself, whose first heading and header are rewritten in any case
 */
export function renumberEdits(text: string, change: Renumbering, own: boolean): RenumberEdits {
  const { item } = parse(text);
  const { fences } = outlineOf(text);
  const names = own ? ownNames(text, change) : [];
  const edits: TextEdit[] = [...names];
  const doubtful: Doubtful[] = [];
  for (const { span, replacement, shared } of mentions(text, change)) {
    if (names.some((edit) => overlaps(edit, span))) continue;
    const reason = item.evidence.some((block) => overlaps(block.span, span)) ? 'in an evidence block' : fences.some((fence) => overlaps(fence, span)) ? 'in a code block' : shared ? 'ambiguous' : undefined;
    if (reason === undefined) edits.push({ ...span, text: replacement });
    else doubtful.push({ line: positionAt(text, span.start).line, reason });
  }
  return { edits: edits.sort((a, b) => a.start - b.start), doubtful };
}

/** The text with edits that do not overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  return [...edits].sort((a, b) => b.start - a.start).reduce((current, { start, end, text: replacement }) => current.slice(0, start) + replacement + current.slice(end), text);
}

/** The alias in the first heading and in the header's id, and the file's name in the header. */
function ownNames(text: string, { oldAlias, newAlias, oldName, newName }: Renumbering): TextEdit[] {
  const outline = outlineOf(text);
  const edits: TextEdit[] = [];
  const title = outline.headings.find(({ level }) => level === 1);
  if (title) {
    const at = /WI[- ]?\d+/i.exec(text.slice(title.start, title.end));
    if (at && /^[#\s*_`]*$/.test(text.slice(title.start, title.start + at.index)) && aliasIn(at[0]) === oldAlias) edits.push(edited(title.start + at.index, at[0], at[0].replace(/\d+/, newAlias.slice(2))));
  }
  for (const field of parse(text).item.header.fields) edits.push(...inField(text, field, /^(?:id|artifact_id)$/i, oldAlias, newAlias), ...inField(text, field, /^file$/i, oldName, newName));
  return edits;
}

function inField(text: string, { name, valueSpan }: HeaderField, wanted: RegExp, old: string, now: string): TextEdit[] {
  const at = wanted.test(name) ? text.slice(valueSpan.start, valueSpan.end).search(token(old)) : -1;
  return at === -1 ? [] : [edited(valueSpan.start + at, old, now)];
}

function edited(start: number, old: string, now: string): TextEdit {
  return { start, end: start + old.length, text: now };
}

interface Mention {
  readonly span: Span;
  readonly replacement: string;
  readonly shared: boolean;
}

function* mentions(text: string, { oldName, newName, oldAlias, newAlias, nameIsShared, aliasIsShared }: Renumbering): Generator<Mention> {
  const stem = (name: string) => name.replace(/\.md$/i, '');
  for (const match of text.matchAll(token(stem(oldName)))) yield { span: { start: match.index, end: match.index + match[0].length }, replacement: stem(newName), shared: nameIsShared };
  if (stem(oldName).toLowerCase() === oldAlias.toLowerCase()) return; // `WI4.md`: found already
  for (const match of text.matchAll(token(oldAlias))) yield { span: { start: match.index, end: match.index + match[0].length }, replacement: newAlias, shared: aliasIsShared };
}

/** A name that stands for itself, and is no part of a longer one; `.md` may follow. */
function token(name: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}_-])${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\p{L}\\p{N}_]|-[\\p{L}\\p{N}])`, 'gu');
}

function overlaps(one: Span, other: Span): boolean {
  return one.start < other.end && other.start < one.end;
}
