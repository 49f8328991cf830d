/** Attempts at a fix, as teams write them: a heading `Attempt N`, and below it what was thought, done, seen and concluded. */
import { boldFields } from './boldField.js';
import type { Section, WorkItem } from './model.js';
import type { Outline } from './outline.js';
import { allSections } from './sections.js';
import type { Span } from './text.js';

export const ATTEMPT_FIELDS = ['hypothesis', 'action', 'result', 'conclusion'] as const;

export type AttemptField = (typeof ATTEMPT_FIELDS)[number];

export interface AttemptText {
  readonly text: string;
  readonly span: Span;
}

export interface Attempt extends Partial<Readonly<Record<AttemptField, AttemptText>>> {
  readonly number: number;
  /** Behind the number; may be empty. */
  readonly title: string;
  readonly section: Section;
}

/** Sections called `Attempt N`, in order. Those of a program's retries are among them: they have none of the four fields. */
export function attemptsOf(text: string, item: WorkItem, outline: Outline): Attempt[] {
  return [...allSections(item.sections)].flatMap((section) => {
    const match = /^attempt\s+#?(\d{1,4})\b[\s:.)–—-]*(.*)$/i.exec(section.title);
    return match ? [{ number: Number(match[1]), title: match[2] ?? '', section, ...fieldsOfAttempt(text, outline, section) }] : [];
  });
}

function fieldsOfAttempt(text: string, outline: Outline, section: Section): Partial<Record<AttemptField, AttemptText>> {
  const found: Partial<Record<AttemptField, AttemptText>> = {};
  for (const { name, value, valueSpan, block } of boldFields(text, outline, section.own.start, section.own.end)) {
    const field = ATTEMPT_FIELDS.find((candidate) => candidate === name.toLowerCase());
    if (!field || found[field]) continue;
    // A value that starts below its label (code, a table) is what stands there.
    const below = text.slice(block.start, block.end);
    const lead = below.length - below.trimStart().length;
    found[field] = value === '' ? { text: below.trim(), span: { start: block.start + lead, end: Math.max(block.start + lead, block.start + below.trimEnd().length) } } : { text: value, span: valueSpan };
  }
  return found;
}
