/** How one attempt ended. */

/**
 * - `pass` the command exited with 0
 * - `fail` it exited with another code, or tests failed in it
 * - `timeout` it was killed because it ran longer than the plan allows
 * - `crash` a signal that was not ours ended it
 * - `leak` it passed, but left processes or held its output open
 * - `infra` it could not be started, what has to come before it did not succeed, or its failure is one that the plan names as infrastructure
 * - `no-tests` nothing was executed: it exited with 0, or its runner says so itself
 * - `fewer-tests` it executed fewer tests than its TAP plan names, or than most attempts of the run, or most told how many and it did not
 * - `cancelled` the user ended it
 */
export type Outcome = 'pass' | 'fail' | 'timeout' | 'crash' | 'leak' | 'infra' | 'no-tests' | 'fewer-tests' | 'cancelled';

export const OUTCOMES: readonly Outcome[] = ['pass', 'fail', 'timeout', 'crash', 'leak', 'infra', 'no-tests', 'fewer-tests', 'cancelled'];

/** Whether the outcome is a failure of the command under test: the numerator of the failure rate. */
export function isFailure(outcome: Outcome): boolean {
  return outcome === 'fail' || outcome === 'timeout' || outcome === 'crash';
}

/** Whether the outcome says anything about the command under test: the denominator of the failure rate. */
export function countsInRate(outcome: Outcome): boolean {
  return isFailure(outcome) || outcome === 'pass' || outcome === 'leak';
}
