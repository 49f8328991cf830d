/** Edits that turn a rule off by a comment, for one place or for a whole work item. */
import type { WorkItem } from '../workItem/model.js';
import { outlineOf, type Outline } from '../workItem/outline.js';
import { parse } from '../workItem/parse.js';
import { applyEdit, linesOf, type Line, type TextEdit } from '../workItem/text.js';
import { disableComments } from './disableComments.js';
import type { RuleId } from './ruleIds.js';

export interface TurnOff {
  /** For the line that the offset is in; undefined where a comment above it would count for nothing, or tear apart what stands there. */
  readonly line?: TextEdit;
  /** For the whole file; undefined where no place for the comment was found. */
  readonly file?: TextEdit;
}

/** @param offset where what the rule found starts */
export function turnOff(text: string, rule: RuleId, offset: number): TurnOff {
  const before = { text, item: parse(text).item, outline: outlineOf(text) };
  const line = holds(before, rule, offset, lineEdit(before, rule, offset));
  const file = fileEdits(before, rule).map((edit) => holds(before, rule, offset, edit)).find((edit) => edit !== undefined);
  return { ...(line && { line }), ...(file && { file }) };
}

interface Read {
  readonly text: string;
  readonly item: WorkItem;
  readonly outline: Outline;
}

/** A comment of its own line above; none between the lines of a paragraph or a table, which it would part. */
function lineEdit({ text, item, outline }: Read, rule: RuleId, offset: number): TextEdit | undefined {
  const { line, above } = lineAt(text, offset);
  if (!line) return undefined;
  const written = text.slice(line.start, line.end);
  const bullet = /^([ \t]*)(?:[-+*]|\d{1,9}[.)])[ \t]/.exec(written);
  const isHeading = outline.headings.some(({ start, next }) => line.start >= start && line.start < next);
  const free = above === undefined || above.trim() === '' || /^ {0,3}#{1,6}[ \t]/.test(above);
  if (!free && !isHeading && !bullet) return undefined;
  // In front of an item of a list it belongs to the item before, so that the list stays one.
  const indent = bullet && !free ? `${bullet[1] ?? ''}${' '.repeat(bullet[0].trim().length + 1)}` : '';
  return { start: line.start, end: line.start, text: `${indent}<!-- casebook-disable-next-line ${rule} -->${item.eol}` };
}

/** Behind the front matter, else below the first heading, else at the end. */
function fileEdits({ text, item: { eol }, outline }: Read, rule: RuleId): TextEdit[] {
  const comment = `<!-- casebook-disable ${rule} -->`;
  const at = (start: number, written: string): TextEdit => ({ start, end: start, text: written });
  const [first] = outline.headings;
  const end = text.trimEnd().length;
  return [
    ...(outline.frontMatter ? [at(outline.frontMatter.next, `${comment}${eol}`)] : []),
    ...(first ? [at(first.end, `${eol}${eol}${comment}`)] : []),
    at(end, end === 0 ? comment : `${eol}${eol}${comment}`),
  ];
}

/** The edit, if it turns the rule off there and leaves everything else what it was. */
function holds(before: Read, rule: RuleId, offset: number, edit: TextEdit | undefined): TextEdit | undefined {
  if (!edit) return undefined;
  const text = applyEdit(before.text, edit);
  const outline = outlineOf(text);
  const { item } = parse(text);
  const blocks = item.evidence.map(({ span }) => span);
  const moved = offset >= edit.start ? offset + edit.text.length : offset;
  const same = shapeOf({ text, item, outline }) === shapeOf(before);
  return same && disableComments(text, outline, blocks).isOff(rule, moved) ? edit : undefined;
}

function shapeOf({ item, outline }: Read): string {
  return JSON.stringify([
    outline.headings.map(({ level, text }) => [level, text]),
    [outline.fences.length, outline.openFence !== undefined, outline.openHtml !== undefined],
    item.header.fields.map(({ name, value }) => [name, value]),
    [item.title, item.alias, item.status.text, item.footerStatus?.text],
    item.evidence.map(({ kind, id }) => [kind, id]),
  ]);
}

/** The line that an offset is in, and what stands on the one above it. */
function lineAt(text: string, offset: number): { readonly line?: Line; readonly above?: string } {
  let above: string | undefined;
  for (const line of linesOf(text)) {
    if (offset < line.next || line.next === text.length) return { line, ...(above !== undefined && { above }) };
    above = text.slice(line.start, line.end);
  }
  return {};
}
