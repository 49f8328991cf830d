/** From what is known of each log to what they tell together. */
import { bounded, clean } from '../../report/untrusted.js';
import type { LogData, LogWindow } from './analysis.js';
import { backoffsOf, type LogBackoff } from './backoffs.js';
import { excerptOf } from './excerptParts.js';
import { fileReport } from './fileReport.js';
import { gapsOfInterval, gapsOfLog, type LogGap } from './gaps.js';
import { intervalOf } from './intervals.js';
import { MAX_TEMPLATE } from './limits.js';
import type { ReadLog } from './readLog.js';
import { statedPaces } from './stated.js';
import { templatesOf } from './templates.js';
import { isRelative, timeOf } from './time.js';
import { timelineOf } from './timeline.js';
import type { TrackData } from './track.js';
import type { LogBackoffReport, LogGapReport, LogInterval, LogReport, LogSignature } from './types.js';

export interface ReportOptions {
  readonly window?: LogWindow;
  /** What was asked for, in the words of the command line. */
  readonly selection: readonly string[];
  /** A period, ms, that what repeats is held against. */
  readonly everyMs?: number;
  /** What was asked for and could not be read: sentences. */
  readonly missing: readonly string[];
}

/** What is told of each kind. */
const MAX_INTERVALS = 20;
const MAX_BACKOFFS = 10;
const MAX_GAPS = 12;
const MAX_SIGNATURES = 50;

export function reportLogs(logs: readonly ReadLog[], options: ReportOptions): LogReport {
  const found = logs.map(({ data }, file) => findingsOf(data, file, options.everyMs));
  const intervals = found.flatMap((one) => one.intervals).sort((a, b) => b.missed - a.missed || b.count - a.count).slice(0, MAX_INTERVALS);
  const backoffs = found.flatMap((one) => one.backoffs).sort((a, b) => b.attempts - a.attempts).slice(0, MAX_BACKOFFS);
  const gaps = found.flatMap((one) => one.gaps).sort((a, b) => b.ms - a.ms).slice(0, MAX_GAPS);
  const signatures = signaturesOf(logs);
  const { templates, more } = templatesOf(logs.map(({ data }) => data), options.window);
  const paces = logs.flatMap(({ data }, file) => statedPaces(data.tracks).map(({ period, ...pace }) => ({ ...pace, what: clean(pace.what), period: period ? { ...period, name: clean(period.name) } : null, file })));
  const { excerpt, focus } = excerptOf(logs, options.selection.length > 0, options.window?.around);
  const rest = { intervals, backoffs, gaps, signatures, templates };
  return {
    files: logs.map(fileReport),
    span: spanOf(logs),
    selection: options.selection.map((text) => clean(text)),
    records: logs.reduce((sum, { data }) => sum + data.selected, 0),
    ...rest,
    moreTemplates: more,
    otherFailures: logs.reduce((sum, { data }) => sum + data.otherFailures, 0),
    paces,
    timeline: timelineOf(logs, rest),
    excerpt,
    ...(focus !== undefined && { excerptFocus: focus }),
    missing: [...options.missing.map((text) => clean(text)), ...missingOf(logs, options)],
  };
}

function findingsOf(data: LogData, file: number, everyMs: number | undefined): { intervals: LogInterval[]; backoffs: LogBackoffReport[]; gaps: (LogGapReport & { readonly ms: number })[] } {
  const intervals: LogInterval[] = [];
  const backoffs: LogBackoffReport[] = [];
  const gaps: LogGapReport[] = [];
  const toGap = (template: string | null) => (gap: LogGap): LogGapReport => ({ template, from: timeOf(gap.from), to: timeOf(gap.to), ms: gap.ms, allowedMs: gap.allowedMs, open: gap.open, file, line: gap.line });
  const end = data.whole.lastAt;
  for (const track of data.tracks) {
    if (track.count < 2 || Number.isNaN(track.firstAt)) continue;
    const template = templateText(track);
    const place = { template, file, line: track.firstLine };
    const episodes = backoffsOf(track, data.resolutionMs);
    const longest = episodes.reduce<LogBackoff | undefined>((most, one) => (most && most.attempts >= one.attempts ? most : one), undefined);
    if (longest) {
      const { line, lastLine, from, to, attempts, gaps: fitted, baseMs, factor, capMs, constantMs, residualMs, relativeResidual, firstGapMs, lastGapMs, announcedMs, beyondAnnouncedMs } = longest;
      backoffs.push({ ...place, line, lastLine, from: timeOf(from), to: timeOf(to), attempts, episodes: episodes.length, gaps: fitted, baseMs, factor, capMs, constantMs, residualMs, relativeResidual, firstGapMs, lastGapMs, announcedMs, beyondAnnouncedMs });
    }
    const interval = intervalOf(track, data.resolutionMs);
    if (interval && episodes.length === 0) {
      intervals.push({ ...place, ...interval });
      gaps.push(...gapsOfInterval(track, interval, end).map(toGap(template)));
    }
    const held = everyMs === undefined ? undefined : intervalOf(track, data.resolutionMs, everyMs);
    if (held) intervals.push({ ...place, ...held });
  }
  gaps.push(...gapsOfLog(data.whole, data.resolutionMs).map(toGap(null)));
  return { intervals, backoffs, gaps };
}

function templateText({ words }: Pick<TrackData, 'words'>): string {
  return bounded(clean(words.join(' ')), MAX_TEMPLATE);
}

function signaturesOf(logs: readonly ReadLog[]): LogSignature[] {
  const found = new Map<string, { first: number; last: number; signature: LogSignature }>();
  logs.forEach(({ data }, file) => {
    for (const { signature, count, firstLine, firstAt, lastAt } of data.failures) {
      const known = found.get(signature.id);
      if (known) {
        known.signature = { ...known.signature, count: known.signature.count + count };
        if (firstAt < known.first) [known.first, known.signature] = [firstAt, { ...known.signature, file, line: firstLine }];
        if (lastAt > known.last) known.last = lastAt;
      } else found.set(signature.id, { first: firstAt, last: lastAt, signature: { id: signature.id, title: clean(signature.title), count, first: null, last: null, file, line: firstLine } });
    }
  });
  return [...found.values()]
    .map(({ first, last, signature }) => ({ ...signature, first: Number.isNaN(first) ? null : timeOf(first), last: Number.isNaN(last) ? null : timeOf(last) }))
    .sort((a, b) => b.count - a.count)
    .slice(0, MAX_SIGNATURES);
}

/** Of the records that are reported, in the logs whose clock tells a date; if none does, in the first one that tells anything. */
function spanOf(logs: readonly ReadLog[]): LogReport['span'] {
  const timed = logs.map(({ data }) => data.whole).filter(({ firstAt }) => !Number.isNaN(firstAt));
  const dated = timed.filter(({ firstAt }) => !isRelative(firstAt));
  const used = dated.length > 0 ? dated : timed.slice(0, 1);
  if (used.length === 0) return null;
  const from = Math.min(...used.map(({ firstAt }) => firstAt));
  const to = Math.max(...used.map(({ lastAt }) => lastAt));
  return { from: timeOf(from), to: timeOf(to), ms: to - from };
}

function missingOf(logs: readonly ReadLog[], { window, selection, everyMs }: ReportOptions): string[] {
  const missing: string[] = [];
  const windowed = window?.since !== undefined || window?.until !== undefined;
  for (const { name, data } of logs) {
    if (data.records === 0) missing.push(`${clean(name)} is empty.`);
    else if (data.records === data.unstamped && (windowed || everyMs !== undefined)) {
      missing.push(`${clean(name)} has no time stamps that are recognised${windowed ? ': nothing of it is in the time that was asked for.' : ', so that no period can be held against it.'}`);
    } else if (data.selected === 0 && selection.length > 0) {
      missing.push(`Nothing in ${clean(name)} is what was asked for (${clean(selection.join(' '))}): it reaches from ${timeOf(data.firstAt)} to ${timeOf(data.lastAt)}.`);
    }
  }
  return missing;
}
