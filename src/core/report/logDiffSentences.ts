/** What separates two sides of logs, in sentences: where they part first. */
import type { LogDivergence, LogNumberDifference, LogWordDifference } from '../evidence/logs/diff.js';
import { separates, type LogDiffExcerpt, type LogDiffReport } from '../evidence/logs/diffReport.js';
import type { LogFileReport } from '../evidence/logs/types.js';
import { counted, duration, listed } from './format.js';
import type { Quote } from './logSentences.js';

/** How texts from logs, and their names, stand in a sentence: as inline code in a document, as they are in a terminal. */
export interface DiffStyle {
  readonly quote: Quote;
  readonly name: (log: string) => string;
}

/** How many times as many records a log of one side has, from which on counts of messages tell little. */
const LONGER = 3;

/** The sentence on top. */
export function diffHeadline(report: LogDiffReport, style: DiffStyle): string {
  const { quote, name } = style;
  const { passing, failing, divergences, absences, onlyPassing, numbers, words, same, more } = report;
  const [first] = divergences;
  const [absent] = absences;
  const [number] = numbers;
  const [word] = words;
  if (first && failing.length === 1) return `The failing log parts from the passing at ${spot(report, first, style)}.`;
  if (first) return `${divergences.length + (more?.divergences ?? 0)} of ${failing.length} failing logs say what no passing one says, the first at ${spot(report, first, style)}${spread(first, failing.length, 'failing')}.`;
  if (absent) {
    const missing = onlyPassing.length + (more?.onlyPassing ?? 0);
    return `The failing ${failing.length === 1 ? 'log says nothing of its own' : 'logs say nothing of their own'}; ${counted(missing, 'message')} of the passing ${missing === 1 ? 'is' : 'are'} missing, first what stands at ${spot(report, absent, style)}${spread(absent, passing.length, 'passing')}.`;
  }
  if (number) return `No message separates them, but a number does: ${numberName(number, quote)} is ${listed(number.failing)} in the failing, ${listed(number.passing)} in the passing (${name(`${number.log}:${number.line}`)}).`;
  if (word) return `No message separates them, but a word does: ${values(word.failing, quote)} in the failing, ${values(word.passing, quote)} in the passing, in ${quote(word.template)} (${name(`${word.log}:${word.line}`)}).`;
  if (separates(report)) return 'Both say the same messages, some of them much more often on one side.';
  if (same === 0) return 'Nothing of these logs can be held against each other.';
  return 'No message separates them, nor a word in one, nor a number of up to four digits that has few values; longer and other numbers were not compared.';
}

/** What follows the headline. */
export function diffSentences(report: LogDiffReport, style: DiffStyle): string[] {
  const { passing, divergences, absences, moreOften, passingFiles, failingFiles } = report;
  const [first] = divergences;
  const [absent] = absences;
  const [passed, failed] = [recordsOf(passingFiles), recordsOf(failingFiles)];
  const sentences: string[] = [];
  if (first && absent && first.afterMs !== null && absent.afterMs !== null && absent.afterMs < first.afterMs) {
    sentences.push(`Before that, ${passing.length === 1 ? 'the passing log says' : 'a passing log says'} what no failing one says, at ${spot(report, absent, style)}${spread(absent, passing.length, 'passing')}.`);
  }
  if (moreOften.length > 0 && Math.max(passed, failed) >= LONGER * Math.min(passed, failed)) {
    sentences.push(`A failing log has ${counted(rounded(failed), 'record')}, a passing one ${rounded(passed)}${passingFiles.length + failingFiles.length > 2 ? ' (means)' : ''}: how often a message comes tells little beside that.`);
  }
  return sentences;
}

/** `line 3 of fail.log, 1.5 s in: “…”` */
function spot(report: LogDiffReport, divergence: LogDivergence, { quote, name }: DiffStyle): string {
  const { log, line, text } = divergence;
  const after = sinceFirst(report, divergence);
  return `line ${line} of ${name(log)}${after === '' ? '' : `, ${after} in`}: ${quote(text.split('\n')[0] ?? '')}`;
}

/** How long it is behind its log's first record, no finer than that log's stamps; empty without stamps. */
export function sinceFirst({ passingFiles, failingFiles }: LogDiffReport, { log, afterMs }: LogDivergence): string {
  if (afterMs === null) return '';
  const resolutionMs = [...failingFiles, ...passingFiles].find((file) => file.name === log)?.resolutionMs ?? 0;
  return afterMs < resolutionMs ? `less than ${duration(resolutionMs)}` : duration(afterMs);
}

/** In how many logs of several a message is: of one alone it may be chance. */
function spread({ logs }: LogDivergence, all: number, side: string): string {
  return all === 1 ? '' : ` (a message of ${logs} of ${all} ${side} logs)`;
}

/** `number 2`, or what stands before it. */
export function numberName({ name, place: at }: LogNumberDifference, quote: Quote): string {
  return name === '' ? `number ${at}` : `the number behind ${quote(name)}`;
}

export function wordName({ place: at }: LogWordDifference): string {
  return `word ${at}`;
}

function values(words: readonly string[], quote: Quote): string {
  return listed(words.map(quote));
}

/** What an excerpt shows: `fail.log around line 3`, `pass.log at the same place, counted in time from “connect #”`. */
export function excerptTitle({ log, focus, since, by, ended }: LogDiffExcerpt, { quote, name }: DiffStyle): string {
  if (focus !== undefined) return `${name(log)} around line ${focus}`;
  if (since === undefined) return `${name(log)} from its beginning`;
  return `${name(log)} ${ended ? 'ends before' : 'at'} the same place, counted in ${by === 'time' ? 'time' : 'lines'} from ${quote(since)}`;
}

/** On average. */
function recordsOf(files: readonly LogFileReport[]): number {
  return files.reduce((sum, { records }) => sum + records, 0) / Math.max(1, files.length);
}

function rounded(count: number): number {
  return Number(count.toPrecision(3));
}

/** How often a message comes in a log, on average. */
export function often(count: number): string {
  return String(rounded(count));
}
