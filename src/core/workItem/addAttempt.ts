/** Adds an attempt at a fix. */
import { ATTEMPT_FIELDS, attemptsOf, type AttemptField } from './attempts.js';
import { checkedEdit, oneLine, type EditResult } from './edit.js';
import { outlineOf } from './outline.js';
import { parse } from './parse.js';
import { allSections, canonicalTitle } from './sections.js';
import { insertion, missingSpot } from './spot.js';

export interface NewAttempt extends Readonly<Record<AttemptField, string>> {
  readonly title?: string;
}

/**
 * The edit that adds `Attempt N` with its four fields: behind the last attempt, else to the section Attempts, which is made where the template has it.
 * Each text is taken as one line.
 */
export function addAttempt(text: string, attempt: NewAttempt, template?: string): EditResult {
  const { item } = parse(text);
  const all = attemptsOf(text, item, outlineOf(text));
  // A program's retries have numbers, too, but nobody thought, did or concluded anything.
  const made = all.filter((known) => ATTEMPT_FIELDS.some((field) => known[field] !== undefined));
  const last = made.at(-1)?.section;
  const section = [...allSections(item.sections)].find(({ level, title }) => level > 1 && level < 6 && SECTION.test(canonicalTitle(title)));
  const spot = last
    ? { region: { start: last.heading.start, end: last.whole.end }, headings: [], level: last.level - 1 }
    : section
      ? { region: section.children.length > 0 ? { start: section.own.start, end: section.whole.end } : section.own, headings: [], level: section.level }
      : missingSpot(text, item, 'Attempts', template);
  if (!spot) return { conflict: 'There is no place for attempts: add a heading `### Attempts` to Phase 4, and write again.' };
  const title = oneLine(attempt.title ?? '').replace(/[ #]+$/, '').slice(0, 200);
  const number = Math.max(0, ...made.map((known) => known.number)) + 1;
  const heading = `${'#'.repeat(Math.min(6, spot.level + 1))} Attempt ${number}${title === '' ? '' : `: ${title}`}`;
  const fields = ATTEMPT_FIELDS.map((field) => `- **${field.charAt(0).toUpperCase()}${field.slice(1)}:** ${oneLine(attempt[field])}`.trimEnd());
  const edit = insertion(text, spot, [heading, '', ...fields].join(item.eol), item.eol);
  return checkedEdit(text, edit, { belowLevel: 6, headings: [...spot.headings, heading] });
}

const SECTION = /^(?:attempts?|what (?:i|we) tried|attempted fixes|fix attempts)$/;
