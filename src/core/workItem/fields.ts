/** The fields of a section: `- **Evidence**: …`, `**Evidence:** …`, `#### Evidence`. */
import type { Section } from './model.js';
import { boldParagraphs } from './outline.js';
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

/**
 * The fields of a section, in order: its headings, and each paragraph or list item that starts with a bold name and a colon. One linear scan:
 * remark takes a hundred times as long, and test/unit/workItem/fields.test.ts holds what is found against its tree.
 */
export function fieldsOf(text: string, section: Section): readonly Field[] {
  const span = { start: section.own.start, end: section.whole.end };
  const { headings, paragraphs } = boldParagraphs(text, span);
  const starts: FieldStart[] = [
    ...headings.map(({ start, end, next, text: title }) => ({ name: title.replace(/[*`]+|[#:\s]+$/g, ''), start: indented(text, start, end), content: next })),
    ...paragraphs.flatMap(({ start, bold }) => named(text, start, bold, span.end)),
  ].sort((a, b) => a.start - b.start);
  return starts.map(({ name, start, content }, index) => {
    const end = starts[index + 1]?.start ?? span.end;
    return { name, whole: { start, end }, content: { start: Math.min(content, end), end } };
  });
}

/** The field with a name; annotations in brackets and case do not matter. */
export function findField(fields: readonly Field[], name: string): Field | undefined {
  return fields.find((field) => canonicalTitle(field.name) === canonicalTitle(name));
}

interface FieldStart {
  readonly name: string;
  readonly start: number;
  readonly content: number;
}

/** Bold text with code and emphasis in it. */
const BOLD = /^(\*\*|__)(?![\s*_])((?:`[^`\r\n]*`|\\.|(?!\1)[^`\r\n\\])+?)(?<!\s)\1(?![*_])/;

/** A name is shorter. UTF-16 code units. */
const MAX_NAME = 300;

/** The field that a paragraph opens: a bold name with a colon in it or right behind it. */
function named(text: string, start: number, bold: number, sectionEnd: number): FieldStart[] {
  const opening = text.slice(bold, Math.min(sectionEnd, bold + MAX_NAME));
  const match = BOLD.exec(opening);
  if (!match) return [];
  const behind = opening.slice(match[0].length);
  // CommonMark 6.2: marks behind punctuation close only before white space or punctuation: `**a:**b` is no bold text.
  if (/[\p{P}\p{S}]$/u.test(match[2] ?? '') && /^[^\s\p{P}\p{S}]/u.test(behind)) return [];
  const name = (match[2] ?? '').replace(/\\(?=[!-/:-@[-`{-~])|`/g, '');
  const end = bold + match[0].length;
  if (name.endsWith(':')) return [{ name: name.slice(0, -1).trim(), start, content: end }];
  const colon = /^\s*:/.exec(behind);
  return colon ? [{ name: name.trim(), start, content: end + colon[0].length }] : [];
}

/** Where a heading's text or marks start. */
function indented(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && (text.charAt(at) === ' ' || text.charAt(at) === '\t')) at += 1;
  return at;
}
