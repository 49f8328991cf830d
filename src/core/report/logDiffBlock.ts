/** What separates two sides of logs, as a block of a work item. It is of the kind `log`: what it holds was read in logs. */
import type { LogDifference, LogDivergence } from '../evidence/logs/diff.js';
import type { LogDiffExcerpt, LogDiffReport } from '../evidence/logs/diffReport.js';
import type { LogFileReport } from '../evidence/logs/types.js';
import type { EvidenceBlock } from './block.js';
import { counted, duration, listed } from './format.js';
import { diffHeadline, diffSentences, excerptTitle, numberName, often, sinceFirst, wordName, type DiffStyle } from './logDiffSentences.js';
import { fileNotes, filesTable, missingEvidence, readBy, type LogBlockContext } from './logOrigin.js';
import { bounded, cellCode, fenced, inlineCode } from './untrusted.js';

/** Rows of a table. */
const MAX_ROWS = 12;

/** Of a side; all of them are in the ledger. */
const MAX_FILES = 12;

/** Characters of a line of an excerpt, and of all of one. */
const MAX_LINE = 500;
const MAX_EXCERPT = 3_000;

const STYLE: DiffStyle = { quote: (text) => inlineCode(text, 160), name: (log) => inlineCode(log, 300) };

export function logDiffBlock(report: LogDiffReport, context: LogBlockContext): EvidenceBlock {
  const { onlyFailing, onlyPassing, moreOften, numbers, words, same, excerpts, passingFiles, failingFiles, more = {} } = report;
  const counts = (one: LogDifference): string[] => [`${one.failingLogs} of ${failingFiles.length}`, `${one.passingLogs} of ${passingFiles.length}`, one.at ?? '', where(one)];
  const sections = [
    [`**${diffHeadline(report, STYLE)}**`, ...diffSentences(report, STYLE)].join(' '),
    ...tableOf(['Only in failing', 'Failing logs', 'Passing logs', 'First', 'Where'], onlyFailing.map((one) => [cellCode(one.template, 160), ...counts(one)]), more.onlyFailing),
    ...tableOf(['Only in passing', 'Failing logs', 'Passing logs', 'First', 'Where'], onlyPassing.map((one) => [cellCode(one.template, 160), ...counts(one)]), more.onlyPassing),
    ...tableOf(['Much more often in one', 'In a failing log', 'In a passing log', 'Where'], moreOften.map((one) => [cellCode(one.template, 160), often(one.failingCount), often(one.passingCount), where(one)]), more.moreOften),
    ...tableOf(['Numbers that have no value in common', 'Which', 'Failing', 'Passing', 'Where'], numbers.map((one) => [cellCode(one.template, 160), numberName(one, (text) => cellCode(text)), listed(one.failing), listed(one.passing), where(one)]), more.numbers),
    ...tableOf(['Words that have no value in common', 'Which', 'Failing', 'Passing', 'Where'], words.map((one) => [cellCode(one.template, 160), wordName(one), cells(one.failing), cells(one.passing), where(one)]), more.words),
    `${counted(same, 'message')} in both, about as often.`,
    ...timeline(report),
    ...[excerpts.failing, excerpts.passing].flatMap((excerpt) => (excerpt ? shown(excerpt) : [])),
    ...missingEvidence(report.missing),
    ...filesTable(passingFiles, passingFiles.length === 1 ? 'Passing log' : 'Passing logs', MAX_FILES),
    ...filesTable(failingFiles, failingFiles.length === 1 ? 'Failing log' : 'Failing logs', MAX_FILES),
    ...fileNotes([...passingFiles, ...failingFiles]),
    readBy(context, report.selection),
  ];
  return { kind: 'log', id: context.id, body: sections.join('\n\n') };
}

/** @param untold how many more there are beside `rows` */
function tableOf(columns: readonly string[], rows: readonly (readonly string[])[], untold = 0): string[] {
  if (rows.length === 0) return [];
  const lines = [columns, columns.map(() => '---'), ...rows.slice(0, MAX_ROWS)].map((cells) => `| ${cells.join(' | ')} |`);
  const inLedger = Math.max(0, rows.length - MAX_ROWS);
  const left = [...(inLedger > 0 ? [`${inLedger} more in the ledger`] : []), ...(untold > 0 ? [`${untold} more were found and are not kept`] : [])];
  return [lines.join('\n'), ...(left.length > 0 ? [`${left.join('; ')}.`] : [])];
}

function where({ log, line }: { readonly log: string; readonly line: number }): string {
  return cellCode(`${log}:${line}`, 300);
}

function cells(words: readonly string[]): string {
  return listed(words.map((word) => cellCode(word, 80)));
}

/** When each side first says what the other does not, counted from its own first record: the logs may be of different days. */
function timeline(report: LogDiffReport): string[] {
  const { divergences, absences, passing, failing, passingFiles, failingFiles } = report;
  const told = (what: string, found: readonly LogDivergence[]): { ms: number; row: string }[] =>
    found.flatMap((one) => (one.afterMs === null ? [] : [{ ms: one.afterMs, row: `| ${sinceFirst(report, one)} | ${one.at ?? ''} | ${what} ${cellCode(one.template, 120)} | ${where(one)} |` }]));
  const rows = [...told(failing.length === 1 ? 'the failing log alone says' : 'failing logs alone say', divergences.slice(0, MAX_ROWS / 2)), ...told(passing.length === 1 ? 'the passing log alone says' : 'passing logs alone say', absences.slice(0, MAX_ROWS / 2))];
  if (rows.length === 0) return [];
  const ends = passingFiles.length === 1 && failingFiles.length === 1 ? [...passingFiles.map((file) => ending('passing', file)), ...failingFiles.map((file) => ending('failing', file))].flat() : [];
  return [['| Since its first record | Time | What | Where |', '|---|---|---|---|', ...[...rows, ...ends].sort((a, b) => a.ms - b.ms).map(({ row }) => row)].join('\n')];
}

function ending(side: string, { name, first, last }: LogFileReport): { ms: number; row: string }[] {
  const ms = first !== null && last !== null ? Date.parse(last) - Date.parse(first) : NaN;
  return Number.isNaN(ms) ? [] : [{ ms, row: `| ${duration(ms)} | ${last ?? ''} | the latest time of the ${side} log | ${cellCode(name, 300)} |` }];
}

function shown(excerpt: LogDiffExcerpt): string[] {
  const lines: string[] = [];
  let length = 0;
  let previous: number | undefined;
  let left = 0;
  for (const { line, text } of excerpt.records) {
    const texts = text.split('\n').map((one, index) => `${line + index === excerpt.focus ? '>' : ' '}${String(line + index).padStart(6)}  ${bounded(one, MAX_LINE)}`);
    length += texts.reduce((sum, one) => sum + one.length + 1, 0);
    // The record that parts is shown at any rate.
    if (length > MAX_EXCERPT && lines.length > 0 && line !== excerpt.focus) {
      left += 1;
      continue;
    }
    if (previous !== undefined && line > previous + 1) lines.push('      …');
    lines.push(...texts);
    previous = line + texts.length - 1;
  }
  return lines.length === 0 ? [] : [`${excerptTitle(excerpt, STYLE)}:`, fenced(lines.join('\n')), ...(left > 0 ? [`${counted(left, 'more record')} left out.`] : [])];
}
