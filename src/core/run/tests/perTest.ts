/** The verdict on each test of a run that failed at least once. */
import { clopperPearson } from '../statistics/interval.js';
import type { RunTests } from './fold.js';
import { isFileName, parentsOf } from './parents.js';

export interface TestVerdict {
  readonly name: string;
  /** Attempts in which it was executed, as far as that is known; never less than `failed`. */
  readonly executed: number;
  readonly failed: number;
  /** `failed` is a lower bound: attempts that executed the test did not name all of their failing tests, nor this one. */
  readonly atLeast: boolean;
  /** `consistently-failing`: it failed in each of at least two attempts; `inconclusive`: it was executed once, or `atLeast`. */
  readonly kind: 'flaky' | 'consistently-failing' | 'inconclusive';
  /**
   * Failures per execution, and the bounds of its 95 % interval (Clopper–Pearson), fractions 0–1. With `atLeast` there is no rate, and the bounds are those of
   * the fewest and of the most failures that are possible.
   */
  readonly rate: number | null;
  readonly low: number;
  readonly high: number;
  readonly firstAttempt: number;
  /** The first attempts in which it failed. */
  readonly attempts: readonly number[];
  /** Whether the executions are counted by name; otherwise the test is taken to be part of each attempt that told. */
  readonly counted: boolean;
}

/** The names of the tests in a set, by the set's id; undefined for one that cannot be read. */
type TestSets = (id: string) => ReadonlySet<string> | undefined;

/**
 * Most failures first; of equals, the one that failed first. How often a test was executed follows from the sets of the attempts: all attempts count where there is
 * only one set, or no sets are known; a set without names counts where the test failed in it. What stands around other tests was executed with them.
 */
export function testVerdicts({ failed, sets, cut, attempts }: RunTests, names: TestSets): TestVerdict[] {
  const around = new Map<string, ReadonlySet<string>>();
  const isAround = (name: string, set: string, listed: ReadonlySet<string>): boolean => {
    let parents = around.get(set);
    if (!parents) around.set(set, (parents = parentsOf(listed)));
    return parents.has(name);
  };
  return failed
    .map((test): TestVerdict => {
      let [executed, untold] = [0, 0];
      let counted = true;
      for (const [set, times] of sets) {
        const listed = set === '' ? undefined : names(set);
        if (!listed) counted &&= sets.size === 1 && set !== '';
        const file = listed !== undefined && !listed.has(test.name) && isFileName(test.name) && !isAround(test.name, set, listed);
        if (file) counted = false;
        if (!(listed ? file || listed.has(test.name) || test.bySet.has(set) || isAround(test.name, set, listed) : sets.size === 1 || set === '' || test.bySet.has(set))) continue;
        executed += times;
        untold += (cut.get(set) ?? 0) - (test.bySetCut.get(set) ?? 0);
      }
      executed = Math.min(attempts, Math.max(executed, test.failed));
      const { low, high: fewest } = clopperPearson(test.failed, executed);
      const atLeast = untold > 0;
      const high = atLeast ? clopperPearson(Math.min(executed, test.failed + untold), executed).high : fewest;
      const kind = executed === 1 || atLeast ? 'inconclusive' : test.failed === executed ? 'consistently-failing' : 'flaky';
      return { name: test.name, executed, failed: test.failed, atLeast, kind, rate: atLeast ? null : test.failed / executed, low, high, firstAttempt: test.attempts[0] ?? 0, attempts: test.attempts, counted };
    })
    .sort((one, other) => other.failed - one.failed);
}
