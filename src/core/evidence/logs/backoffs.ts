/** Clients that wait longer and longer: episodes of growing gaps between equal records, and the back-off that fits them. */
import { fitBackoff, type Backoff } from '../../fault/backoff.js';
import { tidy } from './intervals.js';
import type { TrackData } from './track.js';

export interface LogBackoff extends Backoff {
  /** Attempts that the log shows. */
  readonly attempts: number;
  readonly from: number;
  readonly to: number;
  /** Of the first and the last attempt. */
  readonly line: number;
  readonly lastLine: number;
  /** The first gap and the last one, ms. */
  readonly firstGapMs: number;
  readonly lastGapMs: number;
  /** Whether the last gap ends with another record: that of the client giving up, or getting through. */
  readonly closed: boolean;
  /** The waits that the records announce, ms, in order; empty where they do not. */
  readonly announcedMs: readonly number[];
  /** What a gap is longer than its announced wait, the median, ms: what an attempt itself took. Null where none is announced. */
  readonly beyondAnnouncedMs: number | null;
}

/** What an episode must show to be told as a back-off. Gaps that chance makes grow for a while, too: in traffic of any kind there are such. */
interface Demand {
  /** Gaps that are fitted, and of them how many are below the cap. */
  readonly gaps: number;
  readonly growing: number;
  /** What the fit may leave, relative. */
  readonly residual: number;
  /** The part of the template's records that its episodes are. */
  readonly share: number;
}

/** Of records that speak of trying again: jitter is usual. */
const RETRYING: Demand = { gaps: 3, growing: 3, residual: 0.15, share: 0.6 };

/** Of records that speak of failing. */
const FAILING: Demand = { gaps: 4, growing: 3, residual: 0.08, share: 0.6 };

/** Of all others. */
const ORDINARY: Demand = { gaps: 5, growing: 4, residual: 0.05, share: 0.6 };

const RETRY_WORDS = /\b(?:re-?try|re-?tries|re-?trying|re-?tried|re-?connect\w*|re-?attempt\w*|re-?dial\w*|re-?send\w*|re-?establish\w*|attempt\w*|back(?:ing|s|ed)?[- ]?off|waiting|again|delay\w*|try|tries|trying|dial(?:ing|ling)?)\b/i;
const FAILURE_WORDS = /\b(?:fail\w*|refused|unreachable|timed? ?out|timeout|unavailable|disconnect\w*|reset|lost|closed|unable|cannot|could not|error)\b/i;

/** A gap that falls to less than this part of the one before begins a new episode. */
const FALL = 0.6;

/** The last gap is so many times the first one. */
const GROWTH = 1.8;

/** How much a gap is longer than the one before, and so often in the beginning. */
const STEP = 1.1;
const MIN_STEPS = 2;

/** A client that goes on for longer than this is no episode. */
const MAX_ATTEMPTS = 60;

/** A template with more records is no client's attempts. */
const MAX_RECORDS = 1000;

/** What the clock of a machine makes a gap inexact, relative, beside what the stamps do not tell; and what is too inexact to tell forms apart by. */
const CLOCK = 0.003;
const INEXACT = 0.03;

/** @param resolutionMs of the stamps. @returns the episodes, in the order of the log */
export function backoffsOf(track: TrackData, resolutionMs: number): LogBackoff[] {
  const { moments } = track;
  if (moments.length < RETRYING.gaps || track.count > MAX_RECORDS) return [];
  const demand = demandOf(track);
  const enough = demand.share * track.count;
  const grown: (readonly [start: number, end: number])[] = [];
  for (let start = 0; start < moments.length - 1; ) {
    const end = episodeEnd(moments, start);
    if (end - start <= MAX_ATTEMPTS && grows(moments, start, end)) grown.push([start, end]);
    start = end;
  }
  // A fit takes time: nothing is fitted to what cannot be enough.
  if (grown.reduce((sum, [start, end]) => sum + end - start + 1, 0) < enough) return [];
  const found = grown.flatMap(([start, end]) => fitted(track, start, end, demand, resolutionMs) ?? []);
  return found.reduce((sum, { attempts }) => sum + attempts, 0) >= enough ? found : [];
}

function demandOf({ words, examples }: TrackData): Demand {
  const text = words.join(' ');
  if (RETRY_WORDS.test(text) || examples.some((example) => announcedWait(example.text) !== undefined)) return RETRYING;
  return FAILURE_WORDS.test(text) ? FAILING : ORDINARY;
}

/** The index of the last moment of the episode that begins at `start`. */
function episodeEnd(moments: readonly number[], start: number): number {
  let end = start + 1;
  while (end + 1 < moments.length && gap(moments, end) >= FALL * gap(moments, end - 1)) end++;
  return end;
}

function gap(moments: readonly number[], index: number): number {
  return (moments[index + 1] ?? NaN) - (moments[index] ?? NaN);
}

/** The episode from `start` to `end`; or, where the last gap is longer than the others allow, that before it: the next one begins after a rest. */
function fitted(track: TrackData, start: number, end: number, demand: Demand, resolutionMs: number): LogBackoff | undefined {
  const moments = track.moments.slice(start, end + 1);
  const gaps = moments.slice(1).map((at, index) => at - (moments[index] ?? at));
  const fit = (some: readonly number[]): Backoff | undefined => (some.length >= demand.gaps ? fitBackoff(some, exactness(some, resolutionMs)) : undefined);
  // What follows the last attempt may be its end: the gap to it is believed if it goes on as the others do.
  const isLast = end === track.moments.length - 1;
  const closing = isLast ? track.followedAt - (moments.at(-1) ?? NaN) : NaN;
  const open = fit(gaps);
  const longer = closing > 0 && closing >= FALL * (gaps.at(-1) ?? Infinity) ? [...gaps, closing] : undefined;
  const shorter = isLast ? undefined : gaps.slice(0, -1);
  const whole = longer && fit(longer);
  if (longer && whole && goesOn(whole, open)) return told(track, start, gaps.length, longer, whole, demand, resolutionMs);
  const rest = shorter && fit(shorter);
  if (shorter && rest && !(open && goesOn(open, rest))) return told(track, start, shorter.length, shorter, rest, demand, resolutionMs);
  return open && told(track, start, gaps.length, gaps, open, demand, resolutionMs);
}

/** Whether the fit with one gap more is as good as without it. */
function goesOn(fit: Backoff, without: Backoff | undefined): boolean {
  return fit.relativeResidual <= Math.max(0.03, (without?.relativeResidual ?? Infinity) * 1.5);
}

/** How exactly the stamps tell these gaps, relative; 0 where that is too little to go by. Two stamps, each cut off evenly within its last digit, are off by resolution ÷ √6 together. */
function exactness(gaps: readonly number[], resolutionMs: number): number {
  const left = Math.sqrt(gaps.reduce((sum, one) => sum + (resolutionMs / one) ** 2 / 6, 0) / gaps.length);
  return left > INEXACT ? 0 : Math.max(CLOCK, left);
}

/** @param count gaps between the attempts; `gaps` may hold one more, to what follows the last one */
function told(track: TrackData, start: number, count: number, gaps: readonly number[], fit: Backoff, demand: Demand, resolutionMs: number): LogBackoff | undefined {
  const moments = track.moments.slice(start, start + count + 1);
  const [first = NaN] = gaps;
  const last = gaps.at(-1) ?? NaN;
  const cap = fit.capMs ?? Infinity;
  const growing = gaps.filter((_, i) => fit.baseMs * fit.factor ** i < cap * 0.97).length;
  if (fit.factor <= 1.1 || fit.relativeResidual > demand.residual || growing < demand.growing || !(last >= GROWTH * first)) return undefined;
  const announced = announcedOf(track, moments);
  const beyond = announced.flatMap((wait, index) => (gaps[index] === undefined ? [] : [gaps[index] - wait])).sort((a, b) => a - b);
  const from = moments[0] ?? NaN;
  const fine = (ms: number): number => tidy(ms, resolutionMs);
  return {
    ...fit,
    // Half of what the stamps tell is the least that a sum of gaps tells.
    baseMs: fine(fit.baseMs),
    factor: Number(fit.factor.toPrecision(5)),
    capMs: fit.capMs === null ? null : fine(fit.capMs),
    constantMs: fine(fit.constantMs),
    residualMs: fine(fit.residualMs),
    relativeResidual: Number(fit.relativeResidual.toFixed(4)),
    attempts: moments.length,
    from,
    to: from + gaps.reduce((sum, one) => sum + one, 0),
    line: track.momentLines[start] ?? track.firstLine,
    lastLine: track.momentLines[start + count] ?? track.lastLine,
    firstGapMs: first,
    lastGapMs: last,
    closed: gaps.length > count,
    announcedMs: announced,
    beyondAnnouncedMs: beyond.length === 0 ? null : (beyond[beyond.length >> 1] ?? null),
  };
}

/** `waiting 5s`, `retry in 10 seconds`, `backoff=1m0s`. */
const ANNOUNCED = /\b(?:wait(?:ing|s)?|retry(?:ing)?|reconnect(?:ing)?|back-?off|delay(?:ing)?|sleep(?:ing)?|next attempt|again)\b[^\d\n]{0,24}?((?:\d+(?:\.\d+)?\s?(?:ms|milliseconds?|seconds?|secs?|s|minutes?|mins?|m|h)(?![A-Za-z]|\d*\.)\s?|\d+(?:h|m|s|ms)(?=\d))+)/i;

const UNITS: Readonly<Record<string, number>> = { ms: 1, mi: 60_000, m: 60_000, s: 1_000, h: 3_600_000 };

/** The wait that a record announces, ms; undefined if it does not. */
function announcedWait(text: string): number | undefined {
  const found = ANNOUNCED.exec(text.slice(0, 500))?.[1];
  if (found === undefined) return undefined;
  let sum = 0;
  for (const [, number, unit = ''] of found.matchAll(/(\d+(?:\.\d+)?)\s?([a-z]+)/gi)) {
    const name = unit.toLowerCase();
    const ms = name === 'ms' || name.startsWith('milli') ? 1 : UNITS[name.startsWith('min') ? 'mi' : (name[0] ?? '')];
    if (ms === undefined) return undefined;
    sum += Number(number) * ms;
  }
  return sum;
}

/** Whether it grows from the beginning on, and not once in a while: a missed tick is no back-off. */
function grows(moments: readonly number[], start: number, end: number): boolean {
  let steps = 0;
  while (start + steps + 2 <= end && gap(moments, start + steps + 1) >= STEP * gap(moments, start + steps)) steps++;
  return steps >= MIN_STEPS;
}

/** Only where each attempt announces one. */
function announcedOf({ examples }: TrackData, moments: readonly number[]): number[] {
  const waits = moments.map((at) => {
    const example = examples.find((one) => one.at === at);
    return example && announcedWait(example.text);
  });
  return waits.every((wait) => wait !== undefined) ? waits : [];
}
