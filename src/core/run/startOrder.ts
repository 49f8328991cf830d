/** The attempts that count, in the order in which they were started: with several jobs they end in another one. */
import type { AttemptList, AttemptSummary } from './attemptTable.js';
import { countsInRate, isFailure } from './outcome.js';

/**
 * Those that say something about the command. Where a failure ended the run, the last failure is left out: the rule for stopping put it there,
 * and not chance, while every order of those before it is as likely as any other.
 */
export function inStartOrder(attempts: AttemptList, endedByFailure: boolean): readonly AttemptSummary[] {
  const counted: AttemptSummary[] = [];
  let sorted = true;
  for (const attempt of attempts) {
    if (!countsInRate(attempt.outcome)) continue;
    sorted &&= attempt.attempt > (counted.at(-1)?.attempt ?? 0);
    counted.push(attempt);
  }
  if (!sorted) counted.sort((one, other) => one.attempt - other.attempt);
  if (endedByFailure) {
    const last = counted.findLastIndex(({ outcome }) => isFailure(outcome));
    if (last >= 0) counted.splice(last, 1);
  }
  return counted;
}
