/** What repeats regularly: how often, how evenly, and what is missing. */
import { gapBetween, weighted, weightedMedian, type Weighted } from './gapHistogram.js';
import type { TrackData } from './track.js';

export interface Interval {
  /** Times the record was seen. */
  readonly count: number;
  /** From the first to the last, ms. */
  readonly windowMs: number;
  /** The median gap, ms, or the mean of those that are one period where the stamps are coarse; that which was stated where it was asked for. */
  readonly periodMs: number;
  /** Median absolute deviation of the gaps from their median, ms. Below the stamps' resolution it says no more than that. */
  readonly madMs: number;
  /** How many there would be at that period: count + missed − merged. */
  readonly expected: number;
  /** Ticks that did not come: the sum of round(gap/period) − 1. */
  readonly missed: number;
  /** Ticks that came less than half a period behind the one before; against a stated period that is too long, those that are more than it allows. */
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

/** Gaps that are this part of a period off a whole number of periods follow no pattern; so many may. */
const OFF_GRID = 0.2;
const MAX_OFF_GRID = 0.1;

/** How far the stamps may make a gap seem off: more would let gaps of any length through. */
const MAX_TOLERANCE = 0.4;

/** The part of the gaps that are one period: where it is less, what is called missing never was to come. */
const MIN_SINGLE = 2 / 3;

/** A period of fewer steps of the stamps is told by the mean of its gaps: their median is a whole number of steps. */
const FINE_STEPS = 20;

/** A drift of so many periods is no drift: there is more than one period. */
const MAX_DRIFT = 0.5;

/** The gaps of a track, ms, ascending; none where the clock was set back. */
export function gapsOf({ moments, gaps }: TrackData): Weighted[] {
  if (gaps.length > 0) return weighted(gaps);
  const between = moments.slice(1).map((at, index) => gapBetween(moments[index] ?? at, at));
  return between.filter((gap) => !Number.isNaN(gap)).map((value) => ({ value, count: 1 })).sort((a, b) => a.value - b.value);
}

/**
 * The pattern of what repeats.
 * @param resolutionMs of the stamps
 * @param stated a period, ms, that it is held against; then it need not be regular
 * @returns undefined where nothing repeats regularly, or too fast for its stamps
 */
export function intervalOf(track: TrackData, resolutionMs: number, stated?: number): Interval | undefined {
  const gaps = gapsOf(track);
  const total = sumOf(gaps, () => 1);
  if (stated === undefined ? total < MIN_GAPS : total < 1) return undefined;
  const median = weightedMedian(gaps);
  const mad = weightedMedian(gaps.map(({ value, count }) => ({ value: Math.abs(value - median), count })).sort((a, b) => a.value - b.value));
  if (stated === undefined && (!(median >= MIN_STEPS * resolutionMs) || mad > median * MAX_SPREAD)) return undefined;
  const period = stated ?? (median < FINE_STEPS * resolutionMs ? meanOfSingle(gaps, median) : median);
  const drift = stated === undefined ? driftOf(track.moments, mad, resolutionMs) : null;
  if (stated === undefined && (!onGrid(gaps, period, resolutionMs) || Math.abs(drift ?? 0) > MAX_DRIFT * period)) return undefined;
  // Where the clock was set back, the time that passed is what its gaps come to.
  const windowMs = total < track.count - 1 ? sumOf(gaps, ({ value }) => value) : track.lastAt - track.firstAt;
  return {
    count: track.count,
    windowMs,
    periodMs: tidy(period, stated === undefined ? resolutionMs / (period < FINE_STEPS * resolutionMs ? FINE_STEPS : 1) : 0),
    madMs: tidy(mad, resolutionMs),
    ...reckoned(track.count, gaps, period, stated === undefined ? undefined : windowMs),
    driftMs: drift,
    stated: stated !== undefined,
    averageMs: windowMs / Math.max(1, track.count - 1),
    resolutionMs,
  };
}

/**
 * How many there would be, and what of them is missing or too many: expected = count + missed − merged, always.
 * @param windowMs where the period is stated, which is exact: then it divides the window. A measured one is that of gaps that jitter, which are counted one by one
 */
function reckoned(count: number, gaps: readonly Weighted[], period: number, windowMs: number | undefined): Pick<Interval, 'expected' | 'missed' | 'merged'> {
  const missing = sumOf(gaps, ({ value }) => Math.max(0, Math.round(value / period) - 1));
  const merged = sumOf(gaps, ({ value }) => (Math.round(value / period) === 0 ? 1 : 0));
  if (windowMs === undefined) return { expected: count + missing - merged, missed: missing, merged };
  const expected = Math.floor(windowMs / period + 1e-6) + 1;
  return expected < count ? { expected, missed: 0, merged: count - expected } : { expected, missed: expected - count + merged, merged };
}

function sumOf(gaps: readonly Weighted[], what: (gap: Weighted) => number): number {
  return gaps.reduce((sum, gap) => sum + what(gap) * gap.count, 0);
}

/** The mean of the gaps that are one period. */
function meanOfSingle(gaps: readonly Weighted[], period: number): number {
  const single = gaps.filter(({ value }) => Math.round(value / period) === 1);
  return sumOf(single, ({ value }) => value) / sumOf(single, () => 1);
}

/** Whether nearly all gaps are a whole number of periods, and most of them one. */
function onGrid(gaps: readonly Weighted[], period: number, resolutionMs: number): boolean {
  const total = sumOf(gaps, () => 1);
  const tolerance = Math.min(MAX_TOLERANCE, OFF_GRID + resolutionMs / period);
  const off = gaps.filter(({ value }) => Math.abs(value / period - Math.round(value / period)) > tolerance);
  const single = gaps.filter(({ value }) => Math.round(value / period) === 1);
  return sumOf(off, () => 1) <= MAX_OFF_GRID * total && sumOf(single, () => 1) >= MIN_SINGLE * total;
}

/** Not finer than half of what the stamps tell. */
export function tidy(ms: number, resolutionMs: number): number {
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
