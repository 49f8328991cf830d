/** What logs tell, as lines of a terminal. */
import type { LogExcerptPart, LogReport } from '../core/evidence/logs/types.js';
import { counted, duration } from '../core/report/format.js';
import { shownExcerpt } from '../core/report/logExcerpt.js';
import { backoffFormula, backoffPlace, headline, logSentences, place } from '../core/report/logSentences.js';
import { bounded, plain } from '../core/report/untrusted.js';
import { table } from './table.js';

/** Rows of a table. */
export const MAX_ROWS = 15;

/** Records of an excerpt. */
const MAX_EXCERPT = 12;

export function logLines(report: LogReport): string {
  const quote = (text: string): string => `“${bounded(plain(text), 140)}”`;
  const { signatures, templates, moreTemplates, intervals, backoffs, timeline, files, missing } = report;
  const sections = [
    [headline(report), ...logSentences(report, quote).map((sentence) => `  ${sentence}`)].join('\n'),
    section('Failures', signatures.slice(0, MAX_ROWS).map((one) => [`${one.count}×`, one.first ?? '', place(report, one), bounded(one.title, 120)])),
    section('What happened', templates.slice(0, MAX_ROWS).map((one) => [`${one.count}×`, one.isNew ? 'new' : one.vanished ? 'vanished' : '', one.rate, bounded(one.template, 110)]), templates.length - MAX_ROWS + moreTemplates),
    section('Repeats', intervals.slice(0, MAX_ROWS).map((one) => [`every ${duration(one.periodMs)}${one.stated ? ' (stated)' : ''}`, `± ${one.madMs < one.resolutionMs ? `less than ${duration(one.resolutionMs)}` : duration(one.madMs)}`, `${one.count} of ${one.expected}`, `${one.missed} missed, ${one.merged} merged`, bounded(one.template, 80)])),
    section('Backs off', backoffs.slice(0, MAX_ROWS).map((one) => [counted(one.attempts, 'attempt'), (one.episodes ?? 1) > 1 ? counted(one.episodes ?? 1, 'episode') : '', backoffPlace(report, one), backoffFormula(report, one), bounded(one.template, 80)])),
    section('Timeline', timeline.length < 2 ? [] : timeline.map((one) => [one.at, place(report, one), `${one.what} ${bounded(one.text, 100)}`.trim()])),
    excerptLines(report),
    section('Missing evidence', missing.map((sentence) => [sentence])),
    section('Logs', files.flatMap((one) => [[one.name, `${one.lines} lines`, `${one.bytes} bytes`, one.formats.length === 0 ? 'no time stamps' : one.formats.join(', ')], ...one.notes.map((note) => ['', '', '', note])])),
  ];
  return `${sections.filter((text) => text !== '').join('\n')}\n`;
}

/** A title and a table. @param more rows that are not shown */
export function section(title: string, rows: readonly (readonly string[])[], more = 0): string {
  if (rows.length === 0) return '';
  return `\n${title}\n${table(rows).replace(/^(?=.)/gm, '  ')}${more > 0 ? `  … and ${more} more (--json has them)\n` : ''}`.trimEnd();
}

function excerptLines(report: LogReport): string {
  const { before, left, after, outside } = shownExcerpt(report, MAX_EXCERPT, () => 1);
  const linesOf = (parts: readonly LogExcerptPart[]): string[] => parts.flatMap((part) => part.text.split('\n').map((text, index) => `  ${index === 0 ? `${place(report, part)}: ` : '    '}${bounded(text, 300)}`));
  const lines = [...linesOf(before), ...(left > 0 ? [`  … ${counted(left, 'record')} left out`] : []), ...linesOf(after), ...(outside > 0 ? [`  … and ${counted(outside, 'more record')} of what was asked for`] : [])];
  return lines.length === 0 ? '' : `\nExcerpt\n${lines.map(plain).join('\n')}`;
}
