/** What speaks against attempts being independent of each other, which every interval assumes. */
import type { AttemptSummary } from './attemptTable.js';
import { isFailure } from './outcome.js';
import { trendOf } from './statistics/ranks.js';
import { runsTest } from './statistics/runsTest.js';

/** Failures and passes in an order that chance gives at most once in 100 runs. */
export interface Dependence {
  /** `streaks`: failures stand together; `alternation`: they take turns with passes. */
  readonly kind: 'streaks' | 'alternation';
  /** One-sided p-value of the runs test. */
  readonly p: number;
}

/** Passing attempts that took longer and longer, or shorter and shorter. */
export interface DurationDrift {
  readonly kind: 'slower' | 'faster';
  /** Median of the first quarter of them, ms. */
  readonly fromMs: number;
  /** Median of the last quarter, ms. */
  readonly toMs: number;
  /** Spearman's rank correlation of duration and order, −1 to 1. */
  readonly rho: number;
  /** Its two-sided p-value. */
  readonly p: number;
}

/** Level of both tests. Each run is asked, so that 5 % would raise a false alarm in every twentieth. */
export const ALARM_LEVEL = 0.01;

/** Below this many passing attempts no drift is looked for. */
const MIN_DRIFTING = 20;

/** The medians must differ by this factor: in 10,000 attempts a drift of a thousandth is significant, and means nothing. */
const MIN_FACTOR = 1.2;

/** @param attempts as {@link inStartOrder} gives them */
export function dependenceOf(attempts: readonly AttemptSummary[]): Dependence | undefined {
  let [failures, stretches] = [0, 0];
  let last: boolean | undefined;
  for (const { outcome } of attempts) {
    const failed = isFailure(outcome);
    if (failed) failures += 1;
    if (failed !== last) stretches += 1;
    last = failed;
  }
  if (failures === 0 || failures === attempts.length) return undefined;
  const { pFew, pMany } = runsTest(stretches, failures, attempts.length - failures);
  if (pFew < ALARM_LEVEL) return { kind: 'streaks', p: pFew };
  if (pMany < ALARM_LEVEL) return { kind: 'alternation', p: pMany };
  return undefined;
}

/** @param attempts as {@link inStartOrder} gives them. Failing ones are left out: they may end early, or after the timeout. */
export function durationDriftOf(attempts: readonly AttemptSummary[]): DurationDrift | undefined {
  const passing = Float64Array.from(attempts.filter(({ outcome }) => !isFailure(outcome)), ({ durationMs }) => durationMs);
  if (passing.length < MIN_DRIFTING) return undefined;
  const quarter = Math.floor(passing.length / 4);
  const [fromMs, toMs] = [median(passing.slice(0, quarter)), median(passing.slice(-quarter))];
  if (Math.max(fromMs, toMs) < MIN_FACTOR * Math.min(fromMs, toMs)) return undefined;
  const trend = trendOf(passing);
  if (!trend || trend.p >= ALARM_LEVEL || trend.rho > 0 !== toMs > fromMs) return undefined;
  return { kind: toMs > fromMs ? 'slower' : 'faster', fromMs, toMs, ...trend };
}

/** The lower one of the two in the middle, as everywhere here an observed value. */
function median(values: Float64Array): number {
  return values.sort()[Math.ceil(values.length / 2) - 1] ?? Number.NaN;
}
