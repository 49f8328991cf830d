/** Confidence intervals of a failure rate. Everywhere: rates and confidences are fractions 0–1, attempts are independent. */
import { inverseIncompleteBeta } from './incompleteBeta.js';
import { normalUpperQuantile } from './normal.js';

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
 * The two-sided interval of the failure rate when attempts were made until failure number `failures`, which was attempt `m`: the tails of the
 * negative binomial distribution, as quantiles of the beta distribution: low = B(α/2; k, m−k+1), high = B(1−α/2; k, m−k), and 1 for m = k
 * (inverse sampling: Haldane, Biometrika 33, 1945; Casella & Berger 9.2). For the first failure: 1 − (1 − α/2)^(1/m) and 1 − (α/2)^(1/(m−1)).
 * k/m is no estimate then: the rule for stopping biases it upwards.
 */
export function intervalAtStop(failures: number, m: number, confidence = CONFIDENCE): Interval {
  const tail = (1 - confidence) / 2;
  if (failures === 1) {
    return { low: -Math.expm1(Math.log1p(-tail) / m), high: m <= 1 ? 1 : -Math.expm1(Math.log(tail) / (m - 1)) };
  }
  return { low: clopperPearson(failures, m, confidence).low, high: m <= failures ? 1 : 1 - inverseIncompleteBeta(tail, m - failures, failures) };
}

/**
 * The estimate after a stop at failure number `failures`, which was attempt `m`: (k − 1)/(m − 1), the only unbiased one (Haldane 1945).
 * Undefined for the first failure, which has none that says anything.
 */
export function rateAtStop(failures: number, m: number): number | undefined {
  return failures < 2 ? undefined : (failures - 1) / (m - 1);
}

/**
 * The score interval of Wilson (J. Am. Statist. Assoc. 22, 1927) for `failures` in `n` attempts, n ≥ 1: shorter than the exact one, and with the stated
 * confidence on the average only. It stands beside the exact one in `--json`, for those who compare with other tools.
 */
export function wilson(failures: number, n: number, confidence = CONFIDENCE): Interval {
  const z = normalUpperQuantile((1 - confidence) / 2);
  const share = failures / n;
  const centre = (share + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  return { low: failures === 0 ? 0 : Math.max(0, centre - half), high: failures === n ? 1 : Math.min(1, centre + half) };
}
