/** Confidence intervals of a failure rate. Everywhere: rates and confidences are fractions 0–1, attempts are independent. */
import { inverseIncompleteBeta } from './incompleteBeta.js';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The confidence of every interval that Casebook shows (DESIGN 5.4). */
export const CONFIDENCE = 0.95;

/**
 * The exact two-sided interval of Clopper & Pearson (Biometrika 26, 1934) for `failures` in `n` attempts, as quantiles of the beta distribution:
 * low = B(α/2; k, n−k+1), high = B(1−α/2; k+1, n−k). Without attempts it is 0–1.
 */
export function clopperPearson(failures: number, n: number, confidence = CONFIDENCE): Interval {
  const tail = (1 - confidence) / 2;
  return {
    low: failures === 0 ? 0 : failures === n ? Math.exp(Math.log(tail) / n) : inverseIncompleteBeta(tail, failures, n - failures + 1),
    high: failures === n ? 1 : failures === 0 ? -Math.expm1(Math.log(tail) / n) : 1 - inverseIncompleteBeta(tail, n - failures, failures + 1),
  };
}

/**
 * The highest failure rate that `n` attempts without a failure leave possible, one-sided: the p with (1 − p)ⁿ = α, so 1 − α^(1/n).
 * Without attempts it is 1.
 */
export function upperBoundAtZero(n: number, confidence = CONFIDENCE): number {
  return n === 0 ? 1 : -Math.expm1(Math.log(1 - confidence) / n);
}

/**
 * How many attempts see a failure of the given rate at least once with the given confidence: ⌈ln α / ln(1 − rate)⌉.
 * Infinity for rate 0.
 */
export function attemptsToSee(rate: number, confidence = CONFIDENCE): number {
  if (rate <= 0) return Number.POSITIVE_INFINITY;
  if (rate >= 1) return 1;
  const exact = Math.log(1 - confidence) / Math.log1p(-rate);
  // A quotient that is whole in exact arithmetic must not become one more by its last bit.
  return Math.max(1, Math.ceil(exact * (1 - 1e-12)));
}

/**
 * The two-sided interval of the failure rate when attempts were made until the first failure, which was attempt `m`:
 * the geometric distribution's tails give 1 − (1 − α/2)^(1/m) and 1 − (α/2)^(1/(m−1)); for m = 1 the upper bound is 1.
 * k/n is no estimate then: the rule for stopping biases it upwards.
 */
export function firstFailureInterval(m: number, confidence = CONFIDENCE): Interval {
  const tail = (1 - confidence) / 2;
  return {
    low: -Math.expm1(Math.log1p(-tail) / m),
    high: m <= 1 ? 1 : -Math.expm1(Math.log(tail) / (m - 1)),
  };
}
