/** How many attempts it takes to prove a fix, from what was measured before it (DESIGN 5.6). */
import { attemptsToSee, clopperPearson } from './interval.js';
import type { SprtPlan } from './sprt.js';

/** The lowest failure rate that is proven gone in reasonable time: it takes 598 attempts. */
export const LOWEST_PROVABLE = 0.005;

/** H1 of the sequential test is the rate before, divided by this. */
const FIXED_FACTOR = 10;

/** Both error probabilities that the sequential test aims at. */
const ERROR = 0.05;

/** Attempts beyond which a baseline is not proposed. */
const MOST_BASELINE_ATTEMPTS = 1_000_000;

interface Provable {
  readonly provable: true;
  /** Lower bound of the failure rate before the fix, 0–1: the failure is taken to be no more frequent. */
  readonly rate: number;
  /** So many attempts without the failure prove it gone: at {@link rate} they would show it with 95 % probability. */
  readonly attempts: number;
  /** For the early end. */
  readonly sprt: SprtPlan;
}

interface NotProvable {
  readonly provable: false;
  readonly rate: number;
  /**
   * So many attempts more, if they fail as often as those before, lift {@link rate} to {@link LOWEST_PROVABLE}; undefined if none would:
   * the failure was not seen, or is itself rarer than that.
   */
  readonly moreBaselineAttempts: number | undefined;
}

/**
 * The size of the run that proves a fix, after a baseline of `n` attempts of which `failures` showed the failure. Everything follows from the
 * lower end of the two-sided 95 % Clopper–Pearson interval: an estimate from few attempts would promise a proof that is none.
 */
export function sizeOfProof(failures: number, n: number): Provable | NotProvable {
  const rate = clopperPearson(failures, n).low;
  if (rate < LOWEST_PROVABLE) return { provable: false, rate, moreBaselineAttempts: moreBaseline(failures, n) };
  return { provable: true, rate, attempts: attemptsToSee(rate), sprt: { h0: rate, h1: rate / FIXED_FACTOR, alpha: ERROR, beta: ERROR } };
}

/** The least number of attempts more, of which the same share fails, whose lower bound suffices. */
function moreBaseline(failures: number, n: number): number | undefined {
  if (failures === 0 || failures / n <= LOWEST_PROVABLE) return undefined;
  /** The first whole number of attempts at which so many failures are as frequent as they were. */
  const attemptsWith = (count: number): number => Math.ceil((count * n) / failures);
  const suffices = (count: number): boolean => clopperPearson(count, attemptsWith(count)).low >= LOWEST_PROVABLE;
  let [low, high] = [failures, failures + 1];
  while (!suffices(high)) {
    if (attemptsWith(high) > MOST_BASELINE_ATTEMPTS) return undefined;
    [low, high] = [high, high * 2];
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (suffices(middle)) high = middle;
    else low = middle;
  }
  return attemptsWith(high) - n;
}
