/** What a work item teaches: the points of its sections on problems to avoid, insights, root causes and lessons. */
import { redact } from '../evidence/redact.js';
import { mask } from '../run/failure/mask.js';
import { fieldsOf, findField } from '../workItem/fields.js';
import { fieldValue } from '../workItem/header.js';
import type { Section, WorkItem } from '../workItem/model.js';
import { isPlaceholderLine } from '../workItem/placeholder.js';
import { allSections, canonicalTitle } from '../workItem/sections.js';
import { linesOf, positionAt, type Span } from '../workItem/text.js';

export const TOPICS = ['Problems to Avoid', 'Key Insights', 'Root Causes', 'Lessons Learned'] as const;

export type Topic = (typeof TOPICS)[number];

export interface Lesson {
  readonly topic: Topic;
  /** On one line, with its markdown, and without secrets: it is carried into other files. */
  readonly text: string;
  /** 1-based, in the work item. */
  readonly line: number;
}

/** A work item with what it teaches and how it failed. */
export interface Teacher {
  /** Relative to the root. */
  readonly path: string;
  readonly title: string;
  readonly alias?: string;
  readonly component: string;
  readonly lessons: readonly Lesson[];
  /** Its error messages, masked, so that equal failures are equal. */
  readonly failures: readonly string[];
}

const TOPIC_TITLES: readonly (readonly [Topic, RegExp])[] = [
  ['Problems to Avoid', /\b(?:problems?|mistakes|pitfalls) to avoid\b/],
  ['Key Insights', /\b(?:key )?insights?\b/],
  ['Root Causes', /^root causes?(?: analysis| identified)?$/],
  ['Lessons Learned', /^lessons learned\b/],
];

/** Longer points are cut: a lesson is a sentence. Characters. */
const MAX_LESSON = 400;

/** Points of one work item; one with more is no lesson but a log. */
const MAX_LESSONS = 200;

/** Messages of several checkouts are compared, so no folder is that of the project. */
const NOWHERE = '/nowhere';

/** Shorter lines of an error message say too little to be told apart. Characters. */
const MIN_FAILURE = 12;

export function teacherOf(text: string, item: WorkItem, path: string): Teacher {
  const lessons = [...allSections(item.sections)].flatMap((section) => {
    const title = canonicalTitle(section.title.replace(/^(?:phase \d+: )/i, ''));
    const topic = TOPIC_TITLES.find(([, words]) => words.test(title))?.[0];
    return topic === undefined ? [] : points(text, section.own, topic);
  });
  return {
    path,
    title: redact(item.title),
    ...(item.alias !== undefined && { alias: item.alias }),
    component: fieldValue(item.header, 'Component') ?? '',
    lessons: lessons.slice(0, MAX_LESSONS),
    failures: failuresIn(errorMessages(text, item)),
  };
}

/** The error messages in a text, masked: without numbers, addresses, paths and times. */
export function failuresIn(text: string): string[] {
  const lines = text.split(/\r\n?|\n/).map((line) => line.replace(/^[\s>*+-]+|^\s*`{3,}.*$|["'`\s]+$/g, '').replace(/^["'`]+/, '')).filter((line) => line.length >= MIN_FAILURE && !isPlaceholderLine(line));
  return [...new Set(lines.map((line) => mask(line.slice(0, MAX_LESSON), NOWHERE)))].filter((line) => /[a-z]{4}/i.test(line));
}

/** What stands in the field Error Messages. */
export function errorMessages(text: string, item: WorkItem): string {
  const section = [...allSections(item.sections)].find(({ title }) => canonicalTitle(title) === 'debug information');
  const field = section && findField(fieldsOf(text, section), 'Error Messages');
  return field ? text.slice(field.content.start, field.content.end) : '';
}

/** List items and paragraphs, each with the lines that continue it; code and comments are left out. */
function points(text: string, own: Section['own'], topic: Topic): Lesson[] {
  const found: { text: string; start: number }[] = [];
  let fenced = false;
  let open = false;
  for (const line of linesOf(text, own.start, own.end)) {
    const raw = text.slice(line.start, line.end);
    if (/^\s*(?:`{3,}|~{3,})/.test(raw)) fenced = !fenced;
    const skipped = fenced || /^\s*(?:`{3,}|~{3,}|<!--|\||#|[-*_]{3,}\s*$)/.test(raw);
    if (skipped || isPlaceholderLine(raw)) {
      open = false;
      continue;
    }
    const item = /^\s*(?:[-*+]|\d{1,9}[.)])\s+(?:\[[ xX]\]\s+)?(.*)$/.exec(raw);
    const last = found.at(-1);
    if (item || !open || !last) found.push({ text: (item?.[1] ?? raw).trim(), start: line.start });
    else last.text += ` ${raw.trim()}`;
    open = true;
  }
  return found.map((point) => lesson(text, point, topic));
}

function lesson(text: string, point: { readonly text: string; readonly start: Span['start'] }, topic: Topic): Lesson {
  // Before it is cut: half a secret has no shape.
  const said = redact(point.text);
  return { topic, text: said.length > MAX_LESSON ? `${said.slice(0, MAX_LESSON - 1)}…` : said, line: positionAt(text, point.start).line };
}
