/** Clients that wait longer and longer: episodes of growing gaps between equal records, and the back-off that fits them. */
import { fitBackoff, type Backoff } from '../../fault/backoff.js';
import type { TrackData } from './track.js';

export interface LogBackoff extends Backoff {
  /** Attempts that the log shows. */
  readonly attempts: number;
  readonly from: number;
  readonly to: number;
  /** Whether the last gap ends with another record: that of the client giving up, or getting through. */
  readonly closed: boolean;
  /** The waits that the records announce, ms, in order; empty where they do not. */
  readonly announcedMs: readonly number[];
  /** What a gap is longer than its announced wait, the median, ms: what an attempt itself took. Null where none is announced. */
  readonly beyondAnnouncedMs: number | null;
}

/** Gaps that are fitted; fewer show no growth. */
const MIN_GAPS = 3;

/** A gap that falls to less than this part of the one before begins a new episode. */
const FALL = 0.6;

/** The last gap is so many times the first one. */
const GROWTH = 1.8;

/** How much a gap is longer than the one before, and so often in the beginning. */
const STEP = 1.1;
const MIN_STEPS = 2;

/** Beyond, gaps follow no back-off. */
const MAX_RESIDUAL = 0.2;

/** A client that goes on for longer than this is no episode. */
const MAX_ATTEMPTS = 60;

/** Episodes of one template that are told. */
const MAX_EPISODES = 3;

export function backoffsOf(track: TrackData): LogBackoff[] {
  const { moments } = track;
  if (moments.length < MIN_GAPS || track.count > 1000) return [];
  const found: LogBackoff[] = [];
  for (let start = 0; start < moments.length - 1; ) {
    const end = episodeEnd(moments, start);
    const episode = fitted(track, start, end);
    if (episode) found.push(episode);
    start = end;
  }
  return found.slice(0, MAX_EPISODES);
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

function fitted(track: TrackData, start: number, end: number): LogBackoff | undefined {
  const moments = track.moments.slice(start, end + 1);
  if (moments.length > MAX_ATTEMPTS) return undefined;
  const gaps = moments.slice(1).map((at, index) => at - (moments[index] ?? at));
  if (!grows(gaps)) return undefined;
  // What follows the last attempt may be its end: the gap to it is believed if it goes on as the others do.
  const isLast = end === track.moments.length - 1;
  const closing = isLast ? track.followedAt - (moments.at(-1) ?? NaN) : NaN;
  const open = gaps.length >= MIN_GAPS ? fitBackoff(gaps) : undefined;
  const withEnd = closing > 0 && gaps.length + 1 >= MIN_GAPS && closing >= FALL * (gaps.at(-1) ?? Infinity) ? fitBackoff([...gaps, closing]) : undefined;
  const closed = withEnd !== undefined && withEnd.relativeResidual <= Math.max(0.03, (open?.relativeResidual ?? Infinity) * 1.5);
  const fit = closed ? withEnd : open;
  const last = closed ? closing : (gaps.at(-1) ?? 0);
  if (!fit || fit.factor <= 1.1 || fit.relativeResidual > MAX_RESIDUAL || last < GROWTH * (gaps[0] ?? Infinity)) return undefined;
  const announced = announcedOf(track, moments);
  const beyond = announced.flatMap((wait, index) => (gaps[index] === undefined ? [] : [gaps[index] - wait])).sort((a, b) => a - b);
  return {
    ...fit,
    attempts: moments.length,
    from: moments[0] ?? NaN,
    to: (moments.at(-1) ?? NaN) + (closed ? closing : 0),
    closed,
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
function grows(gaps: readonly number[]): boolean {
  let steps = 0;
  while (steps + 1 < gaps.length && (gaps[steps + 1] ?? 0) >= STEP * (gaps[steps] ?? Infinity)) steps++;
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
