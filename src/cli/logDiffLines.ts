/** What separates two sides of logs, as lines of a terminal. */
import type { LogDifference } from '../core/evidence/logs/diff.js';
import type { LogDiffExcerpt, LogDiffReport } from '../core/evidence/logs/diffReport.js';
import type { LogFileReport } from '../core/evidence/logs/types.js';
import { counted, listed } from '../core/report/format.js';
import { diffHeadline, diffSentences, excerptTitle, numberName, often, sinceFirst, wordName, type DiffStyle } from '../core/report/logDiffSentences.js';
import { bounded, plain } from '../core/report/untrusted.js';
import { MAX_ROWS, section } from './logLines.js';

/** Logs of a side. */
const MAX_FILES = 5;

const STYLE: DiffStyle = { quote: (text) => `“${bounded(plain(text), 160)}”`, name: plain };

export function logDiffLines(report: LogDiffReport): string {
  const { passingFiles, failingFiles, onlyFailing, onlyPassing, moreOften, numbers, words, same, divergences, excerpts, missing, more = {} } = report;
  const row = (one: LogDifference): string[] => [`${one.failingLogs} of ${failingFiles.length} failing`, `${one.passingLogs} of ${passingFiles.length} passing`, `${one.log}:${one.line}`, bounded(one.template, 110)];
  const sections = [
    [diffHeadline(report, STYLE), ...diffSentences(report, STYLE).map((sentence) => `  ${sentence}`)].join('\n'),
    part('Only in failing', onlyFailing.map(row), more.onlyFailing),
    part('Only in passing', onlyPassing.map(row), more.onlyPassing),
    part('Much more often in one (times in a log)', moreOften.map((one) => [`${often(one.failingCount)} failing`, `${often(one.passingCount)} passing`, bounded(one.template, 110)]), more.moreOften),
    part('Numbers that have no value in common', numbers.map((one) => [numberName(one, STYLE.quote), `${listed(one.failing)} failing`, `${listed(one.passing)} passing`, bounded(one.template, 110)]), more.numbers),
    part('Words that have no value in common', words.map((one) => [wordName(one), `${listed(one.failing)} failing`, `${listed(one.passing)} passing`, bounded(one.template, 110)]), more.words),
    part('Where each failing log parts', divergences.length < 2 ? [] : divergences.map((one) => [`${one.log}:${one.line}`, sinceFirst(report, one), bounded(one.template, 100)]), more.divergences),
    `\n${counted(same, 'message')} in both, about as often.`,
    ...[excerpts.failing, excerpts.passing].flatMap((excerpt) => (excerpt && excerpt.records.length > 0 ? [excerptLines(excerpt)] : [])),
    section('Missing evidence', missing.map((sentence) => [sentence])),
    files('Passing', passingFiles),
    files('Failing', failingFiles),
  ];
  return `${sections.filter((text) => text !== '').map((text) => text.split('\n').map(plain).join('\n')).join('\n')}\n`;
}

/** @param untold how many there are beside `rows` */
function part(title: string, rows: readonly (readonly string[])[], untold = 0): string {
  const text = section(title, rows.slice(0, MAX_ROWS), rows.length - MAX_ROWS);
  return untold > 0 ? `${text}\n  … and ${untold} more that are counted only` : text;
}

function excerptLines(excerpt: LogDiffExcerpt): string {
  const { records, focus } = excerpt;
  const lines: string[] = [];
  let next: number | undefined;
  for (const { line, text } of records) {
    if (next !== undefined && line > next) lines.push('       …');
    const texts = text.split('\n').map((one, index) => `${line + index === focus ? '>' : ' '} ${String(line + index).padStart(6)}  ${bounded(one, 300)}`);
    lines.push(...texts);
    next = line + texts.length;
  }
  return `\n${excerptTitle(excerpt, STYLE)}\n${lines.join('\n')}`;
}

function files(title: string, all: readonly LogFileReport[]): string {
  const notes = new Map<string, number>();
  for (const note of all.flatMap((one) => one.notes)) notes.set(note, (notes.get(note) ?? 0) + 1);
  const text = section(title, all.slice(0, MAX_FILES).map((one) => [one.name, `${one.lines} lines`, `${one.bytes} bytes`, one.formats.length === 0 ? 'no time stamps' : one.formats.join(', ')]), all.length - MAX_FILES);
  return [text, ...[...notes].map(([note, count]) => `    ${all.length === 1 ? '' : `${count} of ${all.length}: `}${note}`)].join('\n');
}
