/** The fields of a section (`- **Evidence**: …`, `**Evidence:** …`, `#### Evidence`), found in its remark tree. */
import type { ListItem, Paragraph, Root, RootContent } from 'mdast';
import { remark } from 'remark';
import remarkGfm from 'remark-gfm';
import { boldFields } from './boldField.js';
import type { Section } from './model.js';
import { outlineOf } from './outline.js';
import { canonicalTitle } from './sections.js';
import type { Span } from './text.js';

/** The five fields that Debug Information has in every template. */
export const DEBUG_FIELDS = ['Error Messages', 'Log Locations', 'System State', 'Reproduction Steps', 'Evidence'] as const;

export type DebugField = (typeof DEBUG_FIELDS)[number];

export interface Field {
  /** As written, without marks and colon. */
  readonly name: string;
  /** From the bullet, the bold name or the heading to where the next field or the section ends. */
  readonly whole: Span;
  /** Behind the colon, or behind the heading's line. */
  readonly content: Span;
}

/** The largest section whose inside is parsed, in UTF-16 code units: remark takes seconds for more. */
const MAX_PARSED_SECTION = 64 * 1024;

/** The fields of a section, in order; undefined if the section is too large, or nested too deeply, to be looked into. */
export function fieldsOf(text: string, section: Section): readonly Field[] | undefined {
  const from = section.own.start;
  const to = section.whole.end;
  if (to - from > MAX_PARSED_SECTION) return undefined;
  const source = text.slice(from, to);
  const tree = parsed(source);
  if (!tree) return undefined;
  const starts = tree.children.flatMap((node) => fieldStarts(node, source));
  return starts.map(({ name, start, content }, index) => {
    const end = from + (starts[index + 1]?.start ?? source.length);
    return { name, whole: { start: from + start, end }, content: { start: Math.min(from + content, end), end } };
  });
}

/** The field with a name; annotations in brackets and case do not matter. */
export function findField(fields: readonly Field[], name: string): Field | undefined {
  return fields.find((field) => canonicalTitle(field.name) === canonicalTitle(name));
}

const processor = remark().use(remarkGfm);

/** Undefined where thousands of nested quotations or lists overflow the parser's stack. */
function parsed(source: string): Root | undefined {
  try {
    return processor.parse(source);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The fields of a section that remark cannot look into, by its lines: those in bold, outside code. */
export function fieldsByLine(text: string, section: Section): readonly Field[] {
  return boldFields(text, outlineOf(text), section.own.start, section.own.end).map(({ name, span, block }) => ({ name, whole: { start: span.start, end: block.end }, content: block }));
}

interface FieldStart {
  readonly name: string;
  readonly start: number;
  readonly content: number;
}

function fieldStarts(node: RootContent, source: string): FieldStart[] {
  const start = node.position?.start.offset ?? 0;
  const end = node.position?.end.offset ?? start;
  if (node.type === 'heading') return [{ name: source.slice(start, end).replace(/^[#\s]+|[*`]+|[#:\s]+$/g, ''), start, content: lineEnd(source, end) }];
  if (node.type === 'paragraph') return named(node, start);
  if (node.type === 'list') return node.children.flatMap((item) => itemField(item));
  return [];
}

function itemField(item: ListItem): FieldStart[] {
  const first = item.children[0];
  return first?.type === 'paragraph' ? named(first, item.position?.start.offset ?? 0) : [];
}

/** The field that a paragraph opens: a bold name with a colon in it or right behind it. */
function named(paragraph: Paragraph, start: number): FieldStart[] {
  const [strong, behind] = paragraph.children;
  if (strong?.type !== 'strong') return [];
  const name = strong.children.map((child) => ('value' in child ? child.value : '')).join('');
  const strongEnd = strong.position?.end.offset ?? start;
  if (name.endsWith(':')) return [{ name: name.slice(0, -1).trim(), start, content: strongEnd }];
  const colon = behind?.type === 'text' ? /^\s*:/.exec(behind.value) : null;
  return colon ? [{ name: name.trim(), start, content: strongEnd + colon[0].length }] : [];
}

function lineEnd(source: string, offset: number): number {
  const rest = /^[^\r\n]*(?:\r\n?|\n|$)/.exec(source.slice(offset));
  return offset + (rest?.[0].length ?? 0);
}
