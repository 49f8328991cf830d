/** Searching the commit that brought a failure which comes only now and then: how often to try each commit, and what that leaves open. */
import type { AttemptRecord } from '../run/events.js';
import { countsInRate, isFailure } from '../run/outcome.js';

/** What may go wrong in all, 0–1. */
export const TOTAL_ERROR = 0.05;

/** The part of it that stands for a rate which was measured: the lower bound of a two-sided 95 % interval is too high with this probability. */
export const MEASURED_ERROR = 0.025;

/**
 * How many attempts show a failure of the rate at least once in every one of `tests` commits that have it, but for a probability of `error`: by Bonferroni's inequality
 * ⌈ln(error / tests) / ln(1 − rate)⌉.
 */
export function attemptsPerCommit(rate: number, tests: number, error: number): number {
  if (rate >= 1) return 1;
  return Math.max(1, Math.ceil((Math.log(error / tests) / Math.log1p(-rate)) * (1 - 1e-12)));
}

/** How many commits are tried at most, of so many that may have brought it: halving, and the good end. Skipped ones come on top. */
export function commitsToTry(candidates: number): number {
  return Math.ceil(Math.log2(candidates + 1)) + 1;
}

/** At most so probable is it that one of the commits, taken for good after so many passing attempts each, has the failure all the same. */
export function errorOf(rate: number, passes: readonly number[]): number {
  return passes.reduce((sum, n) => sum + (1 - rate) ** n, 0);
}

/** `bad` the failure came; `good` it did not; `skip` the commit cannot be judged. */
export type CommitVerdict = 'good' | 'bad' | 'skip';

/** A commit on which so many attempts end in another way, and none passes, is not judged: it does not build, or lacks what the command needs. */
const MAX_OTHERS = 3;

/** Judges one commit by its attempts. Ends with the first failure that is the one in question. */
export class CommitFold {
  readonly #needed: number;
  readonly #known: ReadonlySet<string> | undefined;
  #passes = 0;
  #failures = 0;
  #others = 0;

  /**
   * @param needed passing attempts that make it good
   * @param known ids of the signatures of the failure in question; undefined takes any failure for it
   */
  constructor(needed: number, known: ReadonlySet<string> | undefined) {
    this.#needed = needed;
    this.#known = known;
  }

  add({ outcome, signature, expected }: AttemptRecord): void {
    if (isFailure(outcome)) {
      const isTarget = expected ?? (this.#known === undefined || (signature !== undefined && this.#known.has(signature.id)));
      if (isTarget) this.#failures += 1;
      else this.#others += 1;
    } else if (countsInRate(outcome)) this.#passes += 1;
    else if (outcome !== 'cancelled') this.#others += 1;
  }

  /** Undefined while it is open. `good` holds once the attempts that still run have ended, too: a failure may take longer than a pass. */
  verdict(): CommitVerdict | undefined {
    if (this.#failures > 0) return 'bad';
    if (this.#passes >= this.#needed) return 'good';
    if (this.#others >= MAX_OTHERS && this.#passes < this.#others) return 'skip';
    return undefined;
  }

  counts(): { readonly passes: number; readonly failures: number; readonly others: number } {
    return { passes: this.#passes, failures: this.#failures, others: this.#others };
  }
}

export interface CommitTrial {
  /** Full id. */
  readonly commit: string;
  readonly verdict: CommitVerdict;
  readonly passes: number;
  readonly failures: number;
  /** Attempts that ended in another way. */
  readonly others: number;
  /** Id of its run; undefined where the set-up failed before. */
  readonly run?: string;
  /** Why it was skipped. Text from outside. */
  readonly reason?: string;
}

export interface Bisection {
  /** Full ids. */
  readonly good: string;
  readonly bad: string;
  /** Lower bound of the failure rate at the bad end, 0–1. */
  readonly rate: number;
  /** Whether it was measured, or given. */
  readonly measured: boolean;
  /** Attempts of each commit that passed. */
  readonly attempts: number;
  readonly trials: readonly CommitTrial[];
  /** The commit that brought the failure, with its subject; or, where skipped ones leave it open, several. */
  readonly found: readonly { readonly commit: string; readonly subject: string }[];
}

/** The probability that the result is wrong, at most. */
export function bisectionError({ rate, measured, trials }: Bisection): number {
  return Math.min(1, (measured ? MEASURED_ERROR : 0) + errorOf(rate, trials.filter(({ verdict }) => verdict === 'good').map(({ passes }) => passes)));
}
