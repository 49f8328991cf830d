/** Silence longer than the pattern allows. */
import { gapsOf } from './intervals.js';
import type { Interval } from './intervals.js';
import type { Silence, TrackData } from './track.js';

export interface LogGap extends Silence {
  readonly ms: number;
  /** What the pattern allows, ms. */
  readonly allowedMs: number;
  /** The log goes on, and this does not come any more. */
  readonly open: boolean;
}

/** How many of one thing are told, the longest. */
const MAX_GAPS = 3;

/** Silences of what repeats regularly: longer than two periods and the spread. @param end when the log ends, ms since the epoch */
export function gapsOfInterval(track: TrackData, { periodMs, madMs, resolutionMs }: Interval, end: number): LogGap[] {
  const allowedMs = 2 * periodMs + 5 * madMs + resolutionMs;
  const found = track.silences.filter(({ from, to }) => to - from > allowedMs).map((silence) => ({ ...silence, ms: silence.to - silence.from, allowedMs, open: false }));
  if (end - track.lastAt > allowedMs) found.push({ from: track.lastAt, to: end, line: track.lastLine, ms: end - track.lastAt, allowedMs, open: true });
  return longest(found);
}

/** Records below which a log has no pace. */
const MIN_RECORDS = 20;

/** A silence of a whole log is so many times the gap that 95 of 100 do not exceed. */
const TIMES = 10;

/** Silences of a whole log: no record of any kind. */
export function gapsOfLog(whole: TrackData, resolutionMs: number): LogGap[] {
  if (whole.count < MIN_RECORDS) return [];
  const gaps = gapsOf(whole);
  const total = gaps.reduce((sum, { count }) => sum + count, 0);
  let seen = 0;
  const usual = gaps.find(({ count }) => (seen += count) >= total * 0.95)?.value ?? NaN;
  const allowedMs = Math.max(TIMES * usual, TIMES * resolutionMs);
  return longest(whole.silences.filter(({ from, to }) => to - from > allowedMs).map((silence) => ({ ...silence, ms: silence.to - silence.from, allowedMs, open: false })));
}

function longest(gaps: readonly LogGap[]): LogGap[] {
  return [...gaps].sort((a, b) => b.ms - a.ms).slice(0, MAX_GAPS).sort((a, b) => a.from - b.from);
}
