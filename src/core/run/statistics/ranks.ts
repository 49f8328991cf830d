/** Tests that look at the order of values only, not at their size: durations have tails that would rule everything else. */
import { incompleteBeta } from './incompleteBeta.js';
import { normalUpperTail } from './normal.js';

export interface RankSumTest {
  /** Probability of a rank sum as low or lower if all values were drawn alike. */
  readonly pLow: number;
  /** Probability of one as high or higher. */
  readonly pHigh: number;
}

/**
 * The rank sum test of Wilcoxon, Mann and Whitney (Ann. Math. Statist. 18, 1947), one-sided both ways: whether `count` of `n` values rank lower,
 * or higher, than the others. By the normal distribution with mean k(n + 1)/2, variance k(n − k)/12 · (n + 1 − ties/(n(n − 1))) and a
 * continuity correction of ½; good from about 5 values on either side.
 * @param rankSum sum of the ranks of the `count` values among all, 1-based; equal values share the mean of their ranks
 * @param ties Σ(t³ − t) over the groups of t equal values
 */
export function rankSumTest(rankSum: number, count: number, n: number, ties = 0): RankSumTest {
  const mean = (count * (n + 1)) / 2;
  const variance = ((count * (n - count)) / 12) * (n + 1 - ties / (n * (n - 1)));
  if (!(variance > 0)) return { pLow: 1, pHigh: 1 };
  const deviation = Math.sqrt(variance);
  return { pLow: normalUpperTail((mean - rankSum - 0.5) / deviation), pHigh: normalUpperTail((rankSum - mean - 0.5) / deviation) };
}

/** The rank of every value, 1-based, equal ones with the mean of theirs; and Σ(t³ − t) over the groups of t equal values. */
export function ranksOf(values: Float64Array): { readonly ranks: Float64Array; readonly ties: number } {
  const order = Uint32Array.from(values, (_, index) => index).sort((one, other) => (values[one] ?? 0) - (values[other] ?? 0));
  const ranks = new Float64Array(values.length);
  let ties = 0;
  for (let start = 0; start < order.length; ) {
    const value = values[order[start] ?? 0];
    let end = start + 1;
    while (end < order.length && values[order[end] ?? 0] === value) end++;
    for (let place = start; place < end; place++) ranks[order[place] ?? 0] = (start + 1 + end) / 2;
    ties += (end - start) ** 3 - (end - start);
    start = end;
  }
  return { ranks, ties };
}

export interface Trend {
  /** Spearman's rank correlation with the place in the sequence, −1 to 1. */
  readonly rho: number;
  /** Two-sided. */
  readonly p: number;
}

/**
 * Whether values rise or fall along their sequence: Spearman's rank correlation (Am. J. Psychol. 15, 1904), with p from Student's t on n − 2
 * degrees of freedom, t = ρ √((n − 2)/(1 − ρ²)) (Kendall & Stuart, 31.19). Undefined with fewer than 3 values, or if all are equal.
 */
export function trendOf(values: Float64Array): Trend | undefined {
  const n = values.length;
  if (n < 3) return undefined;
  const { ranks } = ranksOf(values);
  const mean = (n + 1) / 2;
  let [both, own] = [0, 0];
  for (const [place, rank] of ranks.entries()) {
    both += (place + 1 - mean) * (rank - mean);
    own += (rank - mean) ** 2;
  }
  if (own === 0) return undefined;
  const places = (n * (n * n - 1)) / 12;
  const rho = Math.max(-1, Math.min(1, both / Math.sqrt(places * own)));
  // P(|T| ≥ t) = I(ν/2, ½) at ν/(ν + t²) (Abramowitz & Stegun 26.7.1), and ν/(ν + t²) = 1 − ρ².
  return { rho, p: incompleteBeta((1 - rho) * (1 + rho), (n - 2) / 2, 0.5) };
}
