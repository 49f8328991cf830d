/** Attempts that executed fewer tests than most of their run, or do not tell: what they passed says nothing about the tests that they left out. */
import type { AttemptRecord } from '../events.js';
import type { Outcome } from '../outcome.js';

/** How attempts differ in the number of tests that they executed. */
export interface TestDrift {
  /** Attempts that told how many tests they executed. */
  readonly attempts: number;
  /** The number that most of those that executed any executed; of equally frequent ones the largest. 0 only where none executed any. */
  readonly mode: number;
  readonly lowest: number;
  readonly highest: number;
  /** Passing and leaking attempts below the mode, and those in {@link untold}: their outcome is `fewer-tests`. */
  readonly fewer: { readonly pass: number; readonly leak: number };
  /** Passing and leaking attempts that told nothing, where at least as many of them told: a runner that ends early with exit code 0 tells nothing. Else 0. */
  readonly untold: number;
  /** Passing and leaking attempts above the mode: of what they executed besides, the others say nothing. */
  readonly more: number;
}

/** Different numbers that are told apart: a command whose count is never the same must not fill the memory. */
const MAX_COUNTS = 10_000;

interface Count {
  attempts: number;
  pass: number;
  leak: number;
}

/** In place of a number: the attempt passed, and nothing told of its tests. */
const UNTOLD = -1;

/**
 * How many tests the attempt executed, as far as it can be held against others: {@link UNTOLD} where it passed and nothing told, undefined where only a part was
 * told, and where it ended before its tests did.
 */
export function comparableCount({ outcome, tests }: Pick<AttemptRecord, 'outcome' | 'tests'>): number | undefined {
  if (!tests) return passed(outcome) ? UNTOLD : undefined;
  return tests.partial !== true && WHOLE.has(outcome) ? tests.executed : undefined;
}

function passed(outcome: Outcome): outcome is 'pass' | 'leak' {
  return outcome === 'pass' || outcome === 'leak';
}

/** Outcomes of attempts whose tests came to their end. */
const WHOLE: ReadonlySet<Outcome> = new Set<Outcome>(['pass', 'leak', 'fail', 'no-tests']);

/**
 * The attempt's outcome once it is known what the others executed. Only what would count as passed changes: a failure stays one, whatever else ran.
 * @param executed as {@link comparableCount} gives it
 */
export function outcomeWithDrift(outcome: Outcome, executed: number | undefined, drift: Pick<TestDrift, 'mode' | 'untold'> | undefined): Outcome {
  if (!passed(outcome) || executed === undefined || !drift) return outcome;
  const fewer = executed === UNTOLD ? drift.untold > 0 : executed < drift.mode;
  return fewer ? 'fewer-tests' : outcome;
}

/** Counts attempts by the number of tests that they executed, in constant time each and bounded memory. */
export class DriftFold {
  readonly #counts = new Map<number, Count>();
  readonly #untold = { pass: 0, leak: 0 };

  add(record: Pick<AttemptRecord, 'outcome' | 'tests'>): void {
    const executed = comparableCount(record);
    if (executed === undefined) return;
    if (executed === UNTOLD) {
      if (passed(record.outcome)) this.#untold[record.outcome] += 1;
      return;
    }
    let count = this.#counts.get(executed);
    if (!count) {
      if (this.#counts.size >= MAX_COUNTS) return;
      count = { attempts: 0, pass: 0, leak: 0 };
      this.#counts.set(executed, count);
    }
    count.attempts += 1;
    if (passed(record.outcome)) count[record.outcome] += 1;
  }

  /** Undefined while no attempt told. Takes time in the order of different numbers. */
  drift(): TestDrift | undefined {
    let attempts = 0;
    let most = 0;
    let [mode, lowest, highest] = [0, Infinity, 0];
    for (const [executed, count] of this.#counts) {
      attempts += count.attempts;
      lowest = Math.min(lowest, executed);
      highest = Math.max(highest, executed);
      if (executed > 0 && (count.attempts > most || (count.attempts === most && executed > mode))) [most, mode] = [count.attempts, executed];
    }
    if (attempts === 0) return undefined;
    const fewer = { pass: 0, leak: 0 };
    let [told, more] = [0, 0];
    for (const [executed, { pass, leak }] of this.#counts) {
      told += pass + leak;
      if (executed > mode) more += pass + leak;
      if (executed >= mode) continue;
      fewer.pass += pass;
      fewer.leak += leak;
    }
    const silent = this.#untold.pass + this.#untold.leak;
    const untold = mode > 0 && told >= silent ? silent : 0;
    if (untold > 0) {
      fewer.pass += this.#untold.pass;
      fewer.leak += this.#untold.leak;
    }
    return { attempts, mode, lowest, highest, fewer, untold, more };
  }
}
