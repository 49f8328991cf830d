/** Whether an attempt that passed executed the test that failed before: one that is skipped is not fixed. */
import type { AttemptRecord } from '../run/events.js';
import { selectsByName } from './selected.js';
import type { Target } from './target.js';

/**
 * - `none` no test at all
 * - `fewer` fewer tests than before
 * - `absent` the test that failed is not among those that were executed
 * - `skipped` more tests were skipped than before
 * - `unnamed` its output does not name the tests that it executed, although that of the run before named the one that failed: as many others prove nothing of that one
 * - `untold` its output does not tell, although that of the run before did
 * - `retried` a test failed in it and passed when it was tried again, and nobody can tell whether it is the one in question
 */
export type NotExecuted = 'none' | 'fewer' | 'absent' | 'skipped' | 'unnamed' | 'untold' | 'retried';

/** The names of the tests in a stored list, by its id; undefined if that is not known. */
export type TestSets = (id: string) => ReadonlySet<string> | undefined;

/**
 * Why the attempt says nothing about the target; undefined if it executed it, or if nothing ever told. Numbers speak against it, and never for it: where the run
 * before named the test that failed, only names tell that it was executed.
 */
export function whyNotExecuted({ outcome, tests }: AttemptRecord, target: Target, sets: TestSets): NotExecuted | undefined {
  if (outcome === 'no-tests' || tests?.executed === 0) return 'none';
  if (outcome === 'fewer-tests') return 'fewer';
  if (!tests) return target.passesTell ? 'untold' : target.tests.length > 0 ? 'unnamed' : undefined;
  if (target.executed !== undefined && tests.partial !== true && tests.executed < target.executed) return 'fewer';
  const names = tests.set === undefined ? undefined : sets(tests.set);
  if (names && target.tests.length > 0) return target.tests.some((name) => !names.has(name)) ? 'absent' : undefined;
  if (target.tests.length > 0) return tests.executed === 1 && isSelected(target) ? undefined : 'unnamed';
  return target.skipped !== undefined && tests.skipped > target.skipped ? 'skipped' : undefined;
}

/** Whether nothing but the target can have been executed where one test was. */
function isSelected({ run, tests, testsCut, executed }: Target): boolean {
  const [name] = tests;
  return name !== undefined && tests.length === 1 && !testsCut && executed === 1 && selectsByName(run.command, name);
}

/**
 * What an attempt that passed hides of the target: `shown` it failed and passed when it was tried again, `unknown` a test did so that may be the target; undefined for neither.
 */
export function hiddenFailure({ tests }: AttemptRecord, target: Target): 'shown' | 'unknown' | undefined {
  const { flaky = 0, flakyTests = [] } = tests ?? {};
  if (flaky === 0) return undefined;
  const named = new Set(flakyTests);
  if (target.tests.some((name) => named.has(name))) return 'shown';
  return target.tests.length === 0 || target.testsCut || flaky > named.size ? 'unknown' : undefined;
}
