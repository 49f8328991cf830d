/** How long attempts took. */
import type { AttemptList } from './attemptTable.js';
import { countsInRate } from './outcome.js';

/** All in ms. Quantiles are observed values (nearest rank), not interpolated ones. */
export interface Durations {
  readonly minMs: number;
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly maxMs: number;
}

/**
 * The durations of the attempts that count in the failure rate; undefined if none does. An attempt that timed out counts with the time after
 * which it was killed.
 */
export function durationsOf(attempts: AttemptList): Durations | undefined {
  const sorted = new Float64Array(attempts.length);
  let length = 0;
  for (const { outcome, durationMs } of attempts) {
    if (countsInRate(outcome)) sorted[length++] = durationMs;
  }
  const values = sorted.subarray(0, length).sort();
  /** The smallest value that at least the share `q` of all values does not exceed. */
  const quantile = (q: number): number => values[Math.max(0, Math.ceil(q * length) - 1)] ?? Number.NaN;
  return length === 0 ? undefined : { minMs: quantile(0), medianMs: quantile(0.5), p95Ms: quantile(0.95), maxMs: quantile(1) };
}
