/** What repeats regularly: how often, how evenly, and what is missing. */
import { weighted, weightedMedian, type Weighted } from './gapHistogram.js';
import type { TrackData } from './track.js';

export interface Interval {
  /** Times the record was seen. */
  readonly count: number;
  /** From the first to the last, ms. */
  readonly windowMs: number;
  /** The median gap, ms; that which was stated where it was asked for. */
  readonly periodMs: number;
  /** Median absolute deviation of the gaps from their median, ms. Below the stamps' resolution it says no more than that. */
  readonly madMs: number;
  /** How many there would be in the window at that period. */
  readonly expected: number;
  /** Ticks that did not come: the sum of round(gap/period) − 1. */
  readonly missed: number;
  /** Ticks that came less than half a period behind the one before. */
  readonly merged: number;
  /** How much longer the median gap is in the last third than in the first, ms; null where that is less than the stamps or the spread allow to say. */
  readonly driftMs: number | null;
  /** The period that somebody stated, where `periodMs` is not measured. */
  readonly stated: boolean;
  /** What one tick took on average, ms. */
  readonly averageMs: number;
  /** The finest that the stamps tell, ms. */
  readonly resolutionMs: number;
}

/** Fewer say nothing of a pattern. */
const MIN_GAPS = 5;

/** The spread of a pattern, as a part of its period. */
const MAX_SPREAD = 0.25;

/** A period must be so many times what the stamps resolve. */
const MIN_STEPS = 3;

/** The gaps of a track, ms, ascending. */
export function gapsOf({ moments, gaps }: TrackData): Weighted[] {
  if (gaps.length > 0) return weighted(gaps);
  return moments.slice(1).map((at, index) => ({ value: Math.max(0, at - (moments[index] ?? at)), count: 1 })).sort((a, b) => a.value - b.value);
}

/**
 * The pattern of what repeats.
 * @param resolutionMs of the stamps
 * @param stated a period, ms, that it is held against; then it need not be regular
 * @returns undefined where nothing repeats regularly, or too fast for its stamps
 */
export function intervalOf(track: TrackData, resolutionMs: number, stated?: number): Interval | undefined {
  const gaps = gapsOf(track);
  const total = gaps.reduce((sum, { count }) => sum + count, 0);
  if (stated === undefined ? total < MIN_GAPS : total < 1) return undefined;
  const median = weightedMedian(gaps);
  const mad = weightedMedian(gaps.map(({ value, count }) => ({ value: Math.abs(value - median), count })).sort((a, b) => a.value - b.value));
  if (stated === undefined && (!(median >= MIN_STEPS * resolutionMs) || mad > median * MAX_SPREAD)) return undefined;
  const period = stated ?? median;
  const windowMs = track.lastAt - track.firstAt;
  let missed = 0;
  let merged = 0;
  for (const { value, count } of gaps) {
    const ticks = Math.round(value / period);
    if (ticks === 0) merged += count;
    else missed += (ticks - 1) * count;
  }
  return {
    count: track.count,
    windowMs,
    periodMs: tidy(period, stated === undefined ? resolutionMs : 0),
    madMs: tidy(mad, resolutionMs),
    // A measured period is the median of what jitters: the nearest whole number is meant. A stated one is exact.
    expected: (stated === undefined ? Math.round(windowMs / period) : Math.floor(windowMs / period + 1e-6)) + 1,
    missed,
    merged,
    driftMs: stated === undefined ? driftOf(track.moments, mad, resolutionMs) : null,
    stated: stated !== undefined,
    averageMs: windowMs / Math.max(1, track.count - 1),
    resolutionMs,
  };
}

/** Not finer than the stamps are. */
function tidy(ms: number, resolutionMs: number): number {
  const step = Math.max(resolutionMs / 2, 0.000_001);
  return Number((Math.round(ms / step) * step).toPrecision(12));
}

/** Of the moments that are kept exactly. */
function driftOf(moments: readonly number[], mad: number, resolutionMs: number): number | null {
  const gaps = moments.slice(1).map((at, index) => at - (moments[index] ?? at));
  const third = Math.floor(gaps.length / 3);
  if (third < MIN_GAPS) return null;
  const drift = middle(gaps.slice(-third)) - middle(gaps.slice(0, third));
  // 1.4826 × MAD estimates the standard deviation of what is normal; 1.2533 that of a median from it; two medians are compared, at three deviations.
  const noise = (3 * 1.4826 * 1.2533 * Math.SQRT2 * mad) / Math.sqrt(third);
  // Each of the two medians may be off by what the stamps do not tell.
  return Math.abs(drift) > Math.max(2 * resolutionMs, noise) ? tidy(drift, resolutionMs) : null;
}

function middle(numbers: readonly number[]): number {
  return weightedMedian([...numbers].sort((a, b) => a - b).map((value) => ({ value, count: 1 })));
}
