/** Fisher's exact test for two runs. */

export interface Count {
  readonly failures: number;
  readonly n: number;
}

/**
 * The one-sided p-value of Fisher's exact test: the probability of as few failures in `after` as were seen, or fewer,
 * if both runs had the same failure rate (hypergeometric distribution, given the sum of failures).
 *
 * The probabilities come from their ratios to the mode, C(n₂,x) C(n₁,K−x), and not from differences of log-factorials,
 * which for large n cancel away the digits that matter. Takes time in the order of the standard deviation, at most of n.
 */
export function fisherExactLess(before: Count, after: Count): number {
  const n1 = before.n;
  const n2 = after.n;
  const failures = before.failures + after.failures;
  const least = Math.max(0, failures - n1);
  const most = Math.min(failures, n2);
  /** P(X = x + 1) / P(X = x). */
  const ratio = (x: number): number => ((n2 - x) * (failures - x)) / ((x + 1) * (n1 - failures + x + 1));

  const mode = Math.min(most, Math.max(least, Math.floor(((n2 + 1) * (failures + 1)) / (n1 + n2 + 2))));
  let inside = 0;
  let outside = 0;
  const add = (x: number, weight: number): void => {
    if (x <= after.failures) inside += weight;
    else outside += weight;
  };
  let weight = 1;
  for (let x = mode; x >= least; x--) {
    add(x, weight);
    if (x === least) break;
    weight /= ratio(x - 1);
    if (x <= after.failures && weight < inside * NEGLIGIBLE) break;
    if (weight === 0) break;
  }
  weight = 1;
  for (let x = mode; x < most; x++) {
    weight *= ratio(x);
    add(x + 1, weight);
    if (weight < (inside + outside) * NEGLIGIBLE) break;
  }
  return inside / (inside + outside);
}

/** A further term, and the geometric rest after it, no longer changes the sum's last bits. */
const NEGLIGIBLE = 1e-20;
