/** How long the gaps between repetitions were, in bins that are 1.6 % wide: bounded memory for any number of gaps. */

/** Bins of one power of two, by the upper 6 bits of a number's fraction; and the powers: from 2⁻¹⁰ ms (1 µs) to 2³⁸ ms (8 years). */
const STEPS = 64;
const SMALLEST = -10;
const POWERS = 48;

const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);
/** Which half of a number holds its exponent. */
const UPPER = ((float[0] = 1), words[0] === 0 ? 1 : 0);
const LOWEST = (1023 + SMALLEST) * STEPS;

/** A time that is so much earlier than the one before, ms, is that of a clock that was set back: it tells of no gap. Threads write less out of order. */
const SET_BACK = 1000;

/** How long it was between two records; NaN where the clock was set back. What is less than 0 is 0. */
export function gapBetween(from: number, to: number): number {
  return to - from < -SET_BACK ? NaN : Math.max(0, to - from);
}

/** Plain data, as it goes from a worker to whoever merges. Each bin has its number, its count and the sum of its gaps (ms). */
export type GapData = readonly (readonly [bin: number, count: number, sum: number])[];

export class GapHistogram {
  private counts: Uint32Array | undefined;
  private sums: Float64Array | undefined;

  /** @param gap ms; what is 0 or less is no gap, and is counted as 0, or as nothing where the clock was set back */
  add(gap: number): void {
    if (gap > 0) this.put(binOf(gap), 1, gap);
    else if (gap >= -SET_BACK) this.put(0, 1, 0);
  }

  merge(data: GapData): void {
    for (const [bin, count, sum] of data) this.put(bin, count, sum);
  }

  data(): GapData {
    const { counts, sums } = this;
    const data: [number, number, number][] = [];
    counts?.forEach((count, bin) => {
      if (count > 0) data.push([bin, count, sums?.[bin] ?? 0]);
    });
    return data;
  }

  private put(bin: number, count: number, sum: number): void {
    const counts = (this.counts ??= new Uint32Array(STEPS * POWERS));
    const sums = (this.sums ??= new Float64Array(STEPS * POWERS));
    counts[bin] = (counts[bin] ?? 0) + count;
    sums[bin] = (sums[bin] ?? 0) + sum;
  }
}

function binOf(gap: number): number {
  float[0] = gap;
  const bin = ((words[UPPER] ?? 0) >>> 14) - LOWEST;
  return bin < 1 ? 1 : bin >= STEPS * POWERS ? STEPS * POWERS - 1 : bin;
}

/** A value and how often it was there. */
export interface Weighted {
  readonly value: number;
  readonly count: number;
}

/** Gaps as values (ms), ascending: the mean of each bin. */
export function weighted(data: GapData): Weighted[] {
  return data.map(([, count, sum]) => ({ value: sum / count, count })).sort((a, b) => a.value - b.value);
}

/** The median; NaN if there is none. @param pairs ascending */
export function weightedMedian(pairs: readonly Weighted[]): number {
  const total = pairs.reduce((sum, { count }) => sum + count, 0);
  let seen = 0;
  for (const [index, { value, count }] of pairs.entries()) {
    seen += count;
    if (seen * 2 === total) return (value + (pairs[index + 1]?.value ?? value)) / 2;
    if (seen * 2 > total) return value;
  }
  return NaN;
}
