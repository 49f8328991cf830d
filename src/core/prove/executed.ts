/** Whether an attempt that passed executed the test that failed before: one that is skipped is not fixed. */
import type { AttemptRecord } from '../run/events.js';
import type { Target } from './target.js';

/**
 * - `none` no test at all
 * - `fewer` fewer tests than before
 * - `absent` the test that failed is not among those that were executed
 * - `untold` its output does not tell, although that of the run before did
 */
export type NotExecuted = 'none' | 'fewer' | 'absent' | 'untold';

/** The names of the tests in a stored list, by its id; undefined if that is not known. */
export type TestSets = (id: string) => ReadonlySet<string> | undefined;

/** Why the attempt says nothing about the target; undefined if it executed it, or if nothing ever told. */
export function whyNotExecuted({ outcome, tests }: AttemptRecord, target: Target, sets: TestSets): NotExecuted | undefined {
  if (outcome === 'no-tests' || tests?.executed === 0) return 'none';
  if (outcome === 'fewer-tests') return 'fewer';
  if (!tests) return target.passesTell ? 'untold' : undefined;
  if (target.executed !== undefined && tests.partial !== true && tests.executed < target.executed) return 'fewer';
  const names = tests.set === undefined ? undefined : sets(tests.set);
  return names && target.tests.some((name) => !names.has(name)) ? 'absent' : undefined;
}
