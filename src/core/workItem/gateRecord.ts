/** What the gate itself writes into a work item beside the status: who accepted it and when, and why a phase was left by force. */
import { plain } from '../report/untrusted.js';
import type { Section } from './model.js';
import { parse } from './parse.js';
import { phaseNumber, type Phase } from './phases.js';
import { isPlaceholder } from './placeholder.js';
import { findBelow } from './sections.js';
import type { Eol, TextEdit } from './text.js';

/**
 * A note below the heading of the phase that was left by force (and not below one of its sections, which would make that look filled).
 * Where the phase is missing it goes below the last earlier one, else to the end of the file.
 * @param date `YYYY-MM-DD`
 */
export function forcedNote(text: string, phase: Phase, reason: string, date: string): TextEdit {
  const { item } = parse(text);
  const section = item.phases.filter((present) => phaseNumber(present.phase) <= phaseNumber(phase)).at(-1)?.section;
  const note = `> **Gate forced** (${date}): Phase ${phaseNumber(phase)}: ${phase} was left although it was not complete. Reason: ${oneLine(reason)}`;
  return paragraph(text, note, section?.own.start ?? text.length, item.eol);
}

/** Who accepted and when, in the section Acceptance of Phase 6: in place of its placeholder, else behind what stands there. */
export function acceptanceRecord(text: string, by: string, date: string): TextEdit {
  const { item } = parse(text);
  const phase = item.phases.filter((present) => present.phase === 'Owner Acceptance').at(-1)?.section;
  const record = `Accepted by ${oneLine(by)} on ${date}.`;
  const section = phase && findBelow(phase, 'Acceptance');
  if (section) return intoSection(text, section, record, item.eol);
  const level = '#'.repeat(Math.min(6, (phase?.level ?? 2) + 1));
  const heading = `${phase ? '' : `## Phase 6: Owner Acceptance${item.eol}${item.eol}`}${level} Acceptance${item.eol}${item.eol}`;
  return paragraph(text, heading + record, phase?.whole.end ?? text.length, item.eol);
}

function intoSection(text: string, { own }: Section, record: string, eol: Eol): TextEdit {
  const content = text.slice(own.start, own.end);
  if (!isPlaceholder(content) || content.trim() === '') return paragraph(text, record, own.end, eol);
  const start = own.start + content.length - content.trimStart().length;
  return { start, end: own.start + content.trimEnd().length, text: record };
}

/** Puts a paragraph behind what stands before an offset, with one blank line around it. */
function paragraph(text: string, content: string, offset: number, eol: Eol): TextEdit {
  const before = text.slice(0, offset);
  const start = before.trimEnd().length;
  const behind = text.slice(start);
  if (behind.trim() === '') return { start, end: start, text: `${start === 0 ? '' : eol + eol}${content}` };
  return { start, end: start, text: `${start === 0 ? '' : eol + eol}${content}${/^[ \t]*(?:\r\n?|\n)[ \t]*(?:\r\n?|\n)/.test(behind) ? '' : eol}` };
}

/** Words of a user on one line, in which nothing can open a comment. */
function oneLine(words: string): string {
  return plain(words).replaceAll('<!--', '‹!--').replace(/\s+/g, ' ').trim();
}
