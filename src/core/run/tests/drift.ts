/** Attempts that executed fewer tests than most of their run: what they passed says nothing about the tests that they left out. */
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
  /** Passing and leaking attempts below the mode: their outcome is `fewer-tests`. */
  readonly fewer: { readonly pass: number; readonly leak: number };
}

/** Different numbers that are told apart: a command whose count is never the same must not fill the memory. */
const MAX_COUNTS = 10_000;

interface Count {
  attempts: number;
  pass: number;
  leak: number;
}

/**
 * How many tests the attempt executed, as far as it can be held against others: undefined where nothing told, where only a part was told, and where it ended before
 * its tests did.
 */
export function comparableCount({ outcome, tests }: Pick<AttemptRecord, 'outcome' | 'tests'>): number | undefined {
  return tests && tests.partial !== true && WHOLE.has(outcome) ? tests.executed : undefined;
}

/** Outcomes of attempts whose tests came to their end. */
const WHOLE: ReadonlySet<Outcome> = new Set<Outcome>(['pass', 'leak', 'fail', 'no-tests']);

/** The attempt's outcome once the mode is known. Only what would count as passed changes: a failure stays one, whatever else ran. */
export function outcomeWithDrift(outcome: Outcome, executed: number | undefined, mode: number | undefined): Outcome {
  const passed = outcome === 'pass' || outcome === 'leak';
  return passed && executed !== undefined && mode !== undefined && executed < mode ? 'fewer-tests' : outcome;
}

/** Counts attempts by the number of tests that they executed, in constant time each and bounded memory. */
export class DriftFold {
  readonly #counts = new Map<number, Count>();

  add(record: Pick<AttemptRecord, 'outcome' | 'tests'>): void {
    const executed = comparableCount(record);
    if (executed === undefined) return;
    let count = this.#counts.get(executed);
    if (!count) {
      if (this.#counts.size >= MAX_COUNTS) return;
      count = { attempts: 0, pass: 0, leak: 0 };
      this.#counts.set(executed, count);
    }
    count.attempts += 1;
    if (record.outcome === 'pass' || record.outcome === 'leak') count[record.outcome] += 1;
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
    for (const [executed, { pass, leak }] of this.#counts) {
      if (executed >= mode) continue;
      fewer.pass += pass;
      fewer.leak += leak;
    }
    return { attempts, mode, lowest, highest, fewer };
  }
}
