/** Whether the attempts after a change prove that a failure is gone (DESIGN 5.6). One fold for the run that goes on and for its ledger. */
import type { AttemptRecord, FailureSignature } from '../run/events.js';
import { isFailure } from '../run/outcome.js';
import { sizeOfProof } from '../run/statistics/sampleSize.js';
import { sprtDecision } from '../run/statistics/sprt.js';
import { whyNotExecuted, type NotExecuted, type TestSets } from './executed.js';
import type { Target } from './target.js';

/**
 * - `proven` enough attempts without the failure, or the sequential test accepts; and nothing of the rest holds
 * - `still-failing` the failure is there: the sequential test refuses, or it cannot be called gone
 * - `new-failure` one that the run before did not show
 * - `not-executed` an attempt did not execute the test, or fewer tests than before
 * - `not-enough` too few attempts that count
 * - `not-provable` the failure was too rare before to be proven gone in reasonable time
 */
export type ProofKind = 'proven' | 'still-failing' | 'new-failure' | 'not-executed' | 'not-enough' | 'not-provable';

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
  /** Those that showed it. */
  readonly failures: number;
  readonly newFailures: readonly NewFailure[];
  /** Failures that the run before showed too, but that are not the one in question. */
  readonly otherFailures: number;
  /** Attempts that could not be started, or were cancelled: they say nothing. */
  readonly leftOut: number;
  readonly notExecuted?: { readonly why: NotExecuted; readonly firstAttempt: number; readonly count: number };
  /** Whether the sequential test decided, not the number of attempts. */
  readonly sequential: boolean;
  /** How it is known that the test was executed: by its name, by the number of tests only, or not at all. */
  readonly known: 'name' | 'count' | 'nothing';
  /** ms of the attempts that passed. */
  readonly durations: readonly number[];
}

/** New failures that are told apart. */
const MAX_NEW = 100;

export class ProofFold {
  readonly #target: Target;
  readonly #sets: TestSets;
  readonly #size: ReturnType<typeof sizeOfProof>;
  readonly #needed: number;
  readonly #new = new Map<string, { signature: FailureSignature; count: number; firstAttempt: number }>();
  readonly #durations: number[] = [];
  #notExecuted: { why: NotExecuted; firstAttempt: number; count: number } | undefined;
  #n = 0;
  #failures = 0;
  #others = 0;
  #leftOut = 0;
  #withoutNames = false;
  #untold = false;
  /** Set once: what comes after the decision (attempts that ran beside the last one) does not change it. */
  #decided: 'fixed' | 'failing' | undefined;

  /** @param atLeast more attempts without the failure than the sized number may be asked for, never fewer */
  constructor(target: Target, sets: TestSets, atLeast = 0) {
    this.#target = target;
    this.#sets = sets;
    this.#size = sizeOfProof(target.failures, target.n);
    this.#needed = this.#size.provable ? Math.max(this.#size.attempts, atLeast) : Number.POSITIVE_INFINITY;
  }

  add(record: AttemptRecord): void {
    const { outcome } = record;
    if (outcome === 'infra' || outcome === 'cancelled') this.#leftOut += 1;
    else if (isFailure(outcome)) this.#failed(record);
    else this.#passed(record);
    if (this.#size.provable && this.#decided === undefined) {
      const decision = sprtDecision(this.#size.sprt, this.#failures, this.#n);
      if (decision !== 'continue') this.#decided = decision;
    }
  }

  /** Whether further attempts would change nothing: it is proven, refused, or can never be proven with these sources. */
  isDecided(): boolean {
    if (this.#notExecuted || this.#decided === 'failing' || !this.#size.provable) return true;
    return this.#isProven();
  }

  proof(): Proof {
    const size = this.#size;
    return {
      kind: this.#kind(),
      target: this.#target,
      rate: size.rate,
      ...(size.provable ? { needed: this.#needed } : size.moreBaselineAttempts === undefined ? {} : { moreBaselineAttempts: size.moreBaselineAttempts }),
      n: this.#n,
      failures: this.#failures,
      newFailures: [...this.#new.values()].map((failure) => ({ ...failure })),
      otherFailures: this.#others,
      leftOut: this.#leftOut,
      ...(this.#notExecuted && { notExecuted: { ...this.#notExecuted } }),
      sequential: this.#decided !== undefined && !(this.#failures === 0 && this.#n >= this.#needed),
      known: this.#untold ? 'nothing' : this.#withoutNames || this.#target.tests.length === 0 ? 'count' : 'name',
      durations: [...this.#durations],
    };
  }

  /** Without a failure the number of attempts that was asked for counts, also where the sequential test would be content with fewer. */
  #isProven(): boolean {
    return this.#n >= this.#needed && (this.#failures === 0 || this.#decided === 'fixed');
  }

  #kind(): ProofKind {
    if (!this.#size.provable) return 'not-provable';
    if (this.#notExecuted) return 'not-executed';
    if (this.#decided === 'failing') return 'still-failing';
    if (this.#new.size > 0) return 'new-failure';
    if (this.#isProven()) return 'proven';
    return this.#failures > 0 ? 'still-failing' : 'not-enough';
  }

  #failed(record: AttemptRecord): void {
    const { signature = { id: `unsigned-${record.outcome}`, title: `${record.outcome} (no signature was recorded)` }, tests, expected } = record;
    const isKnown = this.#target.known.has(signature.id) || expected === true;
    const failing = tests?.failures ?? [];
    const sameTest = failing.some((name) => this.#target.tests.includes(name));
    // With the names of tests on both sides, a known message in another test is a new failure all the same.
    const otherTest = failing.length > 0 && this.#target.tests.length > 0 && !sameTest;
    if (!isKnown || (otherTest && expected === undefined)) this.#addNew(signature, record.attempt);
    const isTarget = expected ?? ((isKnown && !otherTest) || sameTest);
    if (!isTarget) {
      if (isKnown) this.#others += 1;
      return;
    }
    this.#failures += 1;
    this.#n += 1;
  }

  #addNew(signature: FailureSignature, attempt: number): void {
    const known = this.#new.get(signature.id);
    if (known) known.count += 1;
    else if (this.#new.size < MAX_NEW) this.#new.set(signature.id, { signature, count: 1, firstAttempt: attempt });
  }

  #passed(record: AttemptRecord): void {
    const why = whyNotExecuted(record, this.#target, this.#sets);
    if (why === undefined) {
      this.#n += 1;
      this.#durations.push(record.durationMs);
      if (!record.tests) this.#untold = true;
      else if (record.tests.set === undefined) this.#withoutNames = true;
      return;
    }
    if (this.#notExecuted) this.#notExecuted.count += 1;
    else this.#notExecuted = { why, firstAttempt: record.attempt, count: 1 };
  }
}
