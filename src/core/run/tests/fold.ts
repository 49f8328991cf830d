/** What a run's attempts tell of the tests in them, folded in bounded memory. */
import type { AttemptRecord, AttemptTests } from '../events.js';
import { isCut } from './cut.js';
import { DriftFold, type TestDrift } from './drift.js';

/** A test that failed at least once. */
export interface FailedTest {
  readonly name: string;
  /** Attempts in which it failed. */
  readonly failed: number;
  /** Attempts in which it failed, by the id of their set of executed tests; `''` for those without one. */
  readonly bySet: ReadonlyMap<string, number>;
  /** Of these, the attempts that did not name all of their failing tests, by set. */
  readonly bySetCut: ReadonlyMap<string, number>;
  /** The first attempts in which it failed, at most {@link ATTEMPTS_PER_TEST}, in the order in which they ended. */
  readonly attempts: readonly number[];
}

export interface RunTests {
  /** Attempts whose output or result files told of their tests, cancelled ones left out. */
  readonly attempts: number;
  /** What told. */
  readonly formats: readonly string[];
  /** Undefined while no attempt told a whole count. */
  readonly drift: TestDrift | undefined;
  /** How many attempts executed each set of tests, by its id; `''` for those whose tests are not all known by name. */
  readonly sets: ReadonlyMap<string, number>;
  /** How many of these did not name all of their failing tests, by set: of a test that such an attempt does not name it says nothing. */
  readonly cut: ReadonlyMap<string, number>;
  /** The most tests that failed in one attempt. */
  readonly mostFailed: number;
  /** Attempts that passed only because a test which failed was tried again. */
  readonly retried: number;
  /** Names of the tests that were, at most {@link MAX_RETRIED}; fewer than there are where the output does not name them. */
  readonly retriedTests: readonly string[];
  /** In the order in which they failed first. */
  readonly failed: readonly FailedTest[];
  /** Whether more tests may have failed: there were more than are told apart, or an attempt did not name all of its own. */
  readonly more: boolean;
}

/** Attempt numbers that are kept per test. */
const ATTEMPTS_PER_TEST = 20;

/** Tests that are told apart. */
const MAX_FAILED_TESTS = 1_000;

/** Tests that were tried again and are named. */
const MAX_RETRIED = 50;

/** Sets that are told apart: a command that runs other tests each time must not fill the memory. */
const MAX_SETS = 1_000;

const MAX_FORMATS = 10;

interface OpenTest {
  readonly name: string;
  readonly bySet: Map<string, number>;
  readonly bySetCut: Map<string, number>;
  readonly attempts: number[];
  failed: number;
}

export class TestFold {
  readonly #drift = new DriftFold();
  readonly #formats = new Set<string>();
  readonly #sets = new Map<string, number>();
  readonly #cut = new Map<string, number>();
  readonly #failed = new Map<string, OpenTest>();
  readonly #retriedTests = new Set<string>();
  #retried = 0;
  #attempts = 0;
  #mostFailed = 0;
  #more = false;

  add(record: Pick<AttemptRecord, 'attempt' | 'outcome' | 'tests'>): void {
    const { tests, outcome } = record;
    if (outcome === 'cancelled' || outcome === 'infra') return;
    this.#drift.add(record);
    if (!tests) return;
    this.#attempts += 1;
    if (this.#formats.size < MAX_FORMATS) this.#formats.add(tests.format);
    if ((tests.flaky ?? 0) > 0 && (outcome === 'pass' || outcome === 'leak')) this.#retriedIn(tests);
    const set = tests.set !== undefined && (this.#sets.has(tests.set) || this.#sets.size < MAX_SETS) ? tests.set : '';
    addOne(this.#sets, set);
    this.#mostFailed = Math.max(this.#mostFailed, tests.failed);
    const cut = isCut(tests);
    if (cut) {
      addOne(this.#cut, set);
      this.#more = true;
    }
    for (const name of new Set(tests.failures)) this.#failure(name, set, cut, record.attempt);
  }

  /** The number of tests that most attempts executed; undefined while none told. */
  drift(): TestDrift | undefined {
    return this.#drift.drift();
  }

  /** Undefined while no attempt told. What was handed out does not change. */
  tests(): RunTests | undefined {
    if (this.#attempts === 0) return undefined;
    return {
      attempts: this.#attempts,
      formats: [...this.#formats],
      drift: this.#drift.drift(),
      sets: new Map(this.#sets),
      cut: new Map(this.#cut),
      mostFailed: this.#mostFailed,
      retried: this.#retried,
      retriedTests: [...this.#retriedTests],
      failed: Array.from(this.#failed.values(), ({ name, failed, bySet, bySetCut, attempts }) => ({ name, failed, bySet: new Map(bySet), bySetCut: new Map(bySetCut), attempts: [...attempts] })),
      more: this.#more,
    };
  }

  #retriedIn({ flakyTests = [] }: AttemptTests): void {
    this.#retried += 1;
    for (const name of flakyTests) if (this.#retriedTests.size < MAX_RETRIED) this.#retriedTests.add(name);
  }

  #failure(name: string, set: string, cut: boolean, attempt: number): void {
    let test = this.#failed.get(name);
    if (!test) {
      if (this.#failed.size >= MAX_FAILED_TESTS) {
        this.#more = true;
        return;
      }
      test = { name, bySet: new Map(), bySetCut: new Map(), attempts: [], failed: 0 };
      this.#failed.set(name, test);
    }
    test.failed += 1;
    addOne(test.bySet, set);
    if (cut) addOne(test.bySetCut, set);
    if (test.attempts.length < ATTEMPTS_PER_TEST) test.attempts.push(attempt);
  }
}

function addOne(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
