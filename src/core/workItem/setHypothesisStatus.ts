/** Says what became of a hypothesis. */
import { checkedEdit, type Allowed, type EditResult } from './edit.js';
import { hypothesesOf, type HypothesisStatus } from './hypotheses.js';
import { outlineOf } from './outline.js';
import { parse } from './parse.js';
import { applyEdit, type TextEdit } from './text.js';

/**
 * The edit that gives the hypothesis a status.
 * @param number of the hypothesis in the order of the file, from 1
 * @param probe id of the probe that shows it, named behind the status: `(refuted: probe 20261121-140233-a3f9)`. A note of the user's stays behind it
 */
export function setHypothesisStatus(text: string, number: number, status: HypothesisStatus, probe?: string): EditResult {
  const known = hypothesesOf(text, parse(text).item, outlineOf(text));
  const hypothesis = known[number - 1];
  if (!hypothesis) return { conflict: `There is no hypothesis ${number}: the work item has ${known.length}.` };
  const { statusSpan, noteSpan, statusPlace } = hypothesis;
  if (hypothesis.status === status && probe === undefined) return { edit: { start: statusPlace, end: statusPlace, text: '' } };
  const words = probe === undefined ? status : `${status}: probe ${probe}`;
  const end = statusSpan && (probe === undefined || !noteSpan ? statusSpan.end : noteSpan.end);
  const note = probe === undefined || !noteSpan ? '' : noteWithout(text.slice(noteSpan.start, noteSpan.end));
  const edit: TextEdit = statusSpan && end !== undefined ? { start: statusSpan.start, end, text: words + note } : { start: statusPlace, end: statusPlace, text: ` (${words})` };
  const after = applyEdit(text, edit);
  const read = hypothesesOf(after, parse(after).item, outlineOf(after));
  const meant = read.length === known.length && read.every((candidate, index) => candidate.status === (index === number - 1 ? status : known[index]?.status));
  if (!meant) return { conflict: `The line of hypothesis ${number} cannot take a status: write (${status}) into it by hand.` };
  const result = checkedEdit(text, ...wholeHeading(text, after, edit));
  return 'conflict' in result ? result : { edit };
}

/** What somebody wrote behind the status, without the probe that was named there before; to go behind the one that is named now. */
function noteWithout(note: string): string {
  const own = note.replace(/^\s?[:,;–—-]\s*(?:probe \d{8}-\d{6}-[0-9a-f]{4}(?:[;,]\s*|$))?/, '').trim();
  return own === '' ? '' : `; ${own}`;
}

/** A hypothesis that is a heading changes with its status: then the heading is looked at as a whole. */
function wholeHeading(text: string, after: string, edit: TextEdit): [TextEdit, Allowed] {
  const old = outlineOf(text).headings.find(({ start, end }) => start < edit.start && edit.end <= end);
  if (!old) return [edit, { belowLevel: 6 }];
  const written = after.slice(old.start, old.end + edit.text.length - (edit.end - edit.start));
  return [{ start: old.start, end: old.end, text: written }, { belowLevel: 6, headings: [written] }];
}
