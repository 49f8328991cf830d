/** What logs tell, in sentences: the worst first. */
import type { LogBackoffReport, LogGapReport, LogInterval, LogPace, LogReport } from '../evidence/logs/types.js';
import { counted, duration, listed } from './format.js';

/** How a text from a log stands in a sentence: as inline code in a document, quoted in a terminal. */
export type Quote = (text: string) => string;

/** Of each kind. */
const MAX_EACH = 3;

/** The sentence on top: what the reader at their worst hour needs first. */
export function headline(report: LogReport): string {
  const { files, signatures, otherFailures, records } = report;
  const failures = signatures.reduce((sum, { count }) => sum + count, 0) + otherFailures;
  const where = files.length === 1 ? 'this log' : `these ${files.length} logs`;
  if (files.every(({ lines }) => lines === 0)) return files.length === 1 ? 'This log is empty.' : `These ${files.length} logs are empty.`;
  if (records === 0 && report.selection.length === 0) return `There are no records in ${where}, only blank lines.`;
  if (records === 0) return `Nothing in ${where} is what was asked for.`;
  const of = `${counted(records, 'record')} of ${where}`;
  if (failures === 0) return `None of ${of} says that something failed.`;
  return `${counted(failures, 'failure')} of ${counted(signatures.length, 'kind')} in ${of}.`;
}

/** What follows the headline. Sentences, each with where it is seen. */
export function logSentences(report: LogReport, quote: Quote): string[] {
  const { signatures, span, gaps, backoffs, intervals, paces } = report;
  const sentences: string[] = [];
  if (span) sentences.push(`From ${span.from} to ${span.to}, ${duration(span.ms)}.`);
  const [worst] = signatures;
  if (worst) sentences.push(`Most often, ${worst.count === 1 ? 'once' : `${worst.count} times`}: ${quote(worst.title)}, first ${worst.first === null ? '' : `at ${worst.first} `}(${place(report, worst)}).`);
  sentences.push(...backoffs.slice(0, MAX_EACH).map((backoff) => backoffSentence(report, backoff, quote)));
  sentences.push(...paces.slice(0, MAX_EACH).map((pace) => paceSentence(report, pace, quote)));
  sentences.push(...gaps.slice(0, MAX_EACH).map((gap) => gapSentence(report, gap, quote)));
  const uneven = intervals.filter(({ missed, merged, driftMs, stated }) => stated || missed > 0 || merged > 0 || driftMs !== null);
  sentences.push(...uneven.slice(0, MAX_EACH).map((interval) => intervalSentence(report, interval, quote)));
  return sentences;
}

function backoffSentence(report: LogReport, backoff: LogBackoffReport, quote: Quote): string {
  const { attempts, announcedMs, beyondAnnouncedMs, template, from, episodes = 1 } = backoff;
  const announced = announcedMs.length === 0 ? '' : ` It announces waits of ${listed(announcedMs.map(duration))}${beyondAnnouncedMs === null ? '' : `; each attempt comes ${duration(Math.abs(beyondAnnouncedMs))} ${beyondAnnouncedMs < 0 ? 'before' : 'behind'} what it announced (median)`}.`;
  const often = episodes < 2 ? '' : ` in ${episodes} episodes, here`;
  return `A client backs off${often} over ${counted(attempts, 'attempt')} from ${from}: ${backoffFormula(report, backoff)}; ${quote(template)} (${backoffPlace(report, backoff)}).${announced}`;
}

/** `app.log:12–16`: of the first and the last attempt. */
export function backoffPlace(report: Pick<LogReport, 'files'>, backoff: LogBackoffReport): string {
  const first = place(report, backoff);
  const { lastLine } = backoff;
  return lastLine === undefined || lastLine === backoff.line ? first : `${first.replace(/^line /, 'lines ')}–${lastLine}`;
}

/** What a fit leaves, relative, beyond which it is no factor that gaps grow by. */
const LOOSE = 0.08;

/** `gaps of 5 s · 2ⁱ, at most 60 s, and 10 s that each attempt takes (the fit leaves 29 ms, 0.2 %)`. */
export function backoffFormula({ files }: Pick<LogReport, 'files'>, { file, baseMs, factor, capMs, constantMs, residualMs, relativeResidual, firstGapMs, lastGapMs }: LogBackoffReport): string {
  const resolutionMs = files[file]?.resolutionMs ?? 0;
  const leaves = residualMs < resolutionMs ? `less than ${duration(resolutionMs)}` : `${duration(residualMs)}, ${(relativeResidual * 100).toFixed(1)} %`;
  if (relativeResidual > LOOSE && firstGapMs !== undefined && lastGapMs !== undefined) return `gaps grow from ${duration(firstGapMs)} to ${duration(lastGapMs)}, but not by a constant factor (the nearest leaves ${leaves})`;
  const parts = [`gaps of ${duration(baseMs)} · ${Number(factor.toPrecision(3))}ⁱ`, ...(capMs === null ? [] : [`at most ${duration(capMs)}`]), ...(constantMs > 0 ? [`and ${duration(constantMs)} that each attempt takes`] : [])];
  return `${parts.join(', ')} (the fit leaves ${leaves})`;
}

function gapSentence(report: LogReport, gap: LogGapReport, quote: Quote): string {
  const { from, ms, allowedMs, open, template } = gap;
  const what = template === null ? 'no record at all' : `no ${quote(template)}`;
  return `Silence: ${what} for ${duration(ms)} from ${from}${open ? ' to the end of the log' : ''}, where the pattern allows ${duration(allowedMs)} (${place(report, gap)}).`;
}

function intervalSentence(report: LogReport, interval: LogInterval, quote: Quote): string {
  const { template, count, windowMs, periodMs, expected, missed, merged, driftMs, averageMs, stated, resolutionMs } = interval;
  const head = `${quote(template)} came ${count} times in ${duration(windowMs)} (${place(report, interval)})`;
  const parts = [...(missed > 0 ? [`${counted(missed, 'tick')} missing`] : []), ...(merged > 0 ? [`${counted(merged, 'tick')} right behind the one before`] : []), ...(driftMs === null ? [] : [`the period ${driftMs > 0 ? 'grew' : 'shrank'} by ${duration(Math.abs(driftMs))}`])];
  if (stated && count > expected) return `${head}: one per ${fine(averageMs, resolutionMs)}, where one per ${duration(periodMs)} would be ${expected}: ${count - expected} fewer.`;
  if (stated) return `${head}: one per ${fine(averageMs, resolutionMs)}, where one per ${duration(periodMs)} would be ${expected}${parts.length === 0 ? '' : `; ${listed(parts)}`}.`;
  return `${head}, every ${fine(periodMs, resolutionMs)}, which would be ${expected}: ${listed(parts)}.`;
}

function paceSentence(report: LogReport, pace: LogPace, quote: Quote): string {
  const { what, count, windowMs, averageMs, period } = pace;
  const head = `The log says itself: ${count} ${quote(what)} in ${fine(windowMs, 0)}, one per ${fine(averageMs, 0)} (${place(report, pace)})`;
  if (!period) return `${head}.`;
  const times = averageMs / period.ms;
  const verdict = times > 1.1 || times < 0.9 ? `would be ${period.expected}: it ${times > 1 ? `is ${times.toFixed(2)} times as slow as` : `is ${(1 / times).toFixed(2)} times as fast as`} stated` : `would be ${period.expected}, as stated`;
  return `${head}; ${quote(period.name)} of ${duration(period.ms)} (line ${period.line}) ${verdict}.`;
}

/** `app.log:12` */
export function place({ files }: Pick<LogReport, 'files'>, { file, line }: { readonly file: number; readonly line: number }): string {
  return `${files.length === 1 ? 'line ' : `${shortName(files[file]?.name ?? '')}:`}${line}`;
}

/** The last part of a path: the whole one stands in the table of logs. */
function shortName(name: string): string {
  return (name.split(/[\\/]/).at(-1) ?? name).replace(/[`|*_<>[\]]/g, '');
}

/** A time span with four digits, and nothing below what the stamps tell. */
function fine(ms: number, resolutionMs: number): string {
  if (resolutionMs >= ms) return `less than ${duration(resolutionMs)}`;
  return ms < 1000 ? `${Number(ms.toPrecision(4))} ms` : ms < 60_000 ? `${Number((ms / 1000).toPrecision(4))} s` : duration(ms);
}
