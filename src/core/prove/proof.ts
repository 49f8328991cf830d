/** Whether the attempts after a change prove that a failure is gone (DESIGN 5.6). One fold for the run that goes on and for its ledger. */
import type { AttemptRecord, FailureSignature } from '../run/events.js';
import { isFailure } from '../run/outcome.js';
import { sizeOfProof } from '../run/statistics/sampleSize.js';
import { sprtDecision } from '../run/statistics/sprt.js';
import { isCut } from '../run/tests/cut.js';
import { hiddenFailure, whyNotExecuted, type NotExecuted, type TestSets } from './executed.js';
import type { Target } from './target.js';

/**
 * - `proven` enough attempts, none of which showed the failure; and nothing of the rest holds
 * - `still-failing` at least one attempt showed the failure, in this run or in an earlier verification of the same sources
 * - `new-failure` one that the run before did not show
 * - `not-executed` an attempt did not execute the test, or fewer tests than before
 * - `not-enough` too few attempts that count
 * - `not-provable` the failure was too rare before to be proven gone in reasonable time
 */
export type ProofKind = 'proven' | 'still-failing' | 'new-failure' | 'not-executed' | 'not-enough' | 'not-provable';

export interface NotExecutedAttempts {
  readonly why: NotExecuted;
  readonly firstAttempt: number;
  readonly count: number;
  /** What told of the tests of the first of them; absent where nothing did. */
  readonly format?: string;
}

/** Verifications against the same baseline, of the same sources, that showed the failure. */
export interface EarlierFailures {
  /** Verifications that did; at least 1. */
  readonly runs: number;
  /** Attempts of these that count. */
  readonly n: number;
  /** Attempts of these that showed the failure. */
  readonly failures: number;
}

export interface NewFailure {
  readonly signature: FailureSignature;
  readonly count: number;
  readonly firstAttempt: number;
}

export interface Proof {
  readonly kind: ProofKind;
  readonly target: Target;
  /** Lower bound of the failure rate before, 0–1. */
  readonly rate: number;
  /** So many attempts without the failure prove it gone; undefined where it is not provable. */
  readonly needed?: number;
  /** For `not-provable`: so many attempts more, failing as often, would make it so. */
  readonly moreBaselineAttempts?: number;
  /** Attempts that say whether the failure is there. */
  readonly n: number;
  /** Those that showed it: they failed, or passed only because the test was tried again. */
  readonly failures: number;
  /** How many of {@link failures} passed, since the test that failed was tried again. */
  readonly hidden: number;
  /** Attempts that passed only because some test was tried again. */
  readonly retried: number;
  /** Names of the tests that were; at most {@link MAX_RETRIED}. Text from outside. */
  readonly retriedTests: readonly string[];
  /** Attempts that passed but left processes behind or held the output open. */
  readonly leaks: number;
  readonly newFailures: readonly NewFailure[];
  /** Failures that the run before showed too, but that are not the one in question. */
  readonly otherFailures: number;
  /** Attempts that could not be started, or were cancelled: they say nothing. */
  readonly leftOut: number;
  /** `format` is what told of its tests. */
  readonly notExecuted?: NotExecutedAttempts;
  /** Whether the sequential test refused: the failure is as frequent as before rather than a tenth of it. The run ends there. */
  readonly refused: boolean;
  /** How it is known that the test was executed: by its name, by the name that the command selects, by the number of tests only, or not at all. */
  readonly known: 'name' | 'selected' | 'count' | 'nothing';
  /** ms of the attempts that passed. */
  readonly durations: readonly number[];
  /** What earlier verifications of the same sources showed; set by `withEarlier` only. */
  readonly earlier?: EarlierFailures;
}

/** New failures that are told apart. */
const MAX_NEW = 100;

/** Tests that were tried again and are named. */
const MAX_RETRIED = 50;

export class ProofFold {
  readonly #target: Target;
  readonly #sets: TestSets;
  readonly #size: ReturnType<typeof sizeOfProof>;
  readonly #new = new Map<string, { signature: FailureSignature; count: number; firstAttempt: number }>();
  readonly #durations: number[] = [];
  readonly #retriedTests = new Set<string>();
  #notExecuted: NotExecutedAttempts | undefined;
  #n = 0;
  #failures = 0;
  #others = 0;
  #hidden = 0;
  #retried = 0;
  #leaks = 0;
  #leftOut = 0;
  #withoutNames = false;
  #untold = false;
  /** Once true it stays so: the first decision of a sequential test is the one that counts. */
  #refused = false;

  constructor(target: Target, sets: TestSets) {
    this.#target = target;
    this.#sets = sets;
    this.#size = sizeOfProof(target.failures, target.n);
  }

  add(record: AttemptRecord): void {
    const { outcome } = record;
    if (outcome === 'infra' || outcome === 'cancelled') this.#leftOut += 1;
    else if (isFailure(outcome)) this.#failed(record);
    else this.#passed(record);
    // Its other side, that the rate has fallen to a tenth, proves nothing: to accept by either of two rules would err more often than one says.
    if (this.#size.provable && sprtDecision(this.#size.sprt, this.#failures, this.#n) === 'failing') this.#refused = true;
  }

  /**
   * Whether further attempts are of no use, nor those that run: it is refused, or can never be proven with these sources. A failure that is still there does not
   * end it by itself: how often it comes now is worth knowing.
   */
  isHopeless(): boolean {
    return this.#notExecuted !== undefined || this.#new.size > 0 || this.#refused || !this.#size.provable;
  }

  /** Whether the attempt says nothing of the failure: it could not be started, or failed in another way that was known. One more has to be made in its place. */
  saysNothing(record: AttemptRecord): boolean {
    if (record.outcome === 'infra') return true;
    if (!isFailure(record.outcome)) return false;
    const { isKnown, isTarget } = this.#judge(record);
    return isKnown && !isTarget;
  }

  proof(): Proof {
    const size = this.#size;
    return {
      kind: this.#kind(),
      target: this.#target,
      rate: size.rate,
      ...(size.provable ? { needed: size.attempts } : size.moreBaselineAttempts === undefined ? {} : { moreBaselineAttempts: size.moreBaselineAttempts }),
      n: this.#n,
      failures: this.#failures,
      hidden: this.#hidden,
      retried: this.#retried,
      retriedTests: [...this.#retriedTests],
      leaks: this.#leaks,
      newFailures: [...this.#new.values()].map((failure) => ({ ...failure })),
      otherFailures: this.#others,
      leftOut: this.#leftOut,
      ...(this.#notExecuted && { notExecuted: { ...this.#notExecuted } }),
      refused: this.#refused,
      known: this.#untold ? 'nothing' : this.#target.tests.length === 0 ? 'count' : this.#withoutNames ? 'selected' : 'name',
      durations: [...this.#durations],
    };
  }

  #kind(): ProofKind {
    if (!this.#size.provable) return 'not-provable';
    if (this.#failures > 0) return 'still-failing';
    if (this.#notExecuted) return 'not-executed';
    if (this.#new.size > 0) return 'new-failure';
    return this.#n >= this.#size.attempts ? 'proven' : 'not-enough';
  }

  #failed(record: AttemptRecord): void {
    const { signature, isKnown, isNew, isTarget } = this.#judge(record);
    if (isNew) this.#addNew(signature, record.attempt);
    if (isTarget) {
      this.#failures += 1;
      this.#n += 1;
    } else if (isKnown) this.#others += 1;
  }

  #judge(record: AttemptRecord): { signature: FailureSignature; isKnown: boolean; isNew: boolean; isTarget: boolean } {
    const { signature = { id: `unsigned-${record.outcome}`, title: `${record.outcome} (no signature was recorded)` }, tests, expected } = record;
    const isKnown = this.#target.known.has(signature.id) || expected === true;
    const failing = tests?.failures ?? [];
    const sameTest = failing.some((name) => this.#target.tests.includes(name));
    // With the names of all tests on both sides, a known message in another test is a new failure all the same.
    const toldWhole = tests !== undefined && failing.length > 0 && !isCut(tests) && this.#target.tests.length > 0 && !this.#target.testsCut;
    const otherTest = toldWhole && !sameTest;
    return { signature, isKnown, isNew: !isKnown || (otherTest && expected === undefined), isTarget: expected ?? ((isKnown && !otherTest) || sameTest) };
  }

  #addNew(signature: FailureSignature, attempt: number): void {
    const known = this.#new.get(signature.id);
    if (known) known.count += 1;
    else if (this.#new.size < MAX_NEW) this.#new.set(signature.id, { signature, count: 1, firstAttempt: attempt });
  }

  #passed(record: AttemptRecord): void {
    const hidden = hiddenFailure(record, this.#target);
    if ((record.tests?.flaky ?? 0) > 0) {
      this.#retried += 1;
      for (const name of record.tests?.flakyTests ?? []) if (this.#retriedTests.size < MAX_RETRIED) this.#retriedTests.add(name);
    }
    if (record.outcome === 'leak') this.#leaks += 1;
    if (hidden === 'shown') {
      this.#failures += 1;
      this.#hidden += 1;
      this.#n += 1;
      return;
    }
    const why = whyNotExecuted(record, this.#target, this.#sets) ?? (hidden === undefined ? undefined : 'retried');
    if (why === undefined) {
      this.#n += 1;
      this.#durations.push(record.durationMs);
      if (!record.tests) this.#untold = true;
      else if (record.tests.set === undefined) this.#withoutNames = true;
      return;
    }
    if (this.#notExecuted) this.#notExecuted = { ...this.#notExecuted, count: this.#notExecuted.count + 1 };
    else this.#notExecuted = { why, firstAttempt: record.attempt, count: 1, ...(record.tests && { format: record.tests.format }) };
  }
}
