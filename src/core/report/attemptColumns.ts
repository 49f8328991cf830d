/** Attempts as the panel and the plots take them. */
import { LIMITS, OUTCOME_LETTERS, type AttemptColumns } from '../../protocol/report.js';
import type { AttemptList } from '../run/attemptTable.js';

/**
 * The attempts from the one that ended as number `from` (0-based) on, as columns; none beyond the first {@link LIMITS.attempts} of the run.
 */
export function attemptColumns(attempts: AttemptList, from = 0): AttemptColumns {
  const attempt: number[] = [];
  const letters: string[] = [];
  const ms: number[] = [];
  const group: number[] = [];
  for (let index = from; index < Math.min(attempts.length, LIMITS.attempts); index++) {
    const summary = attempts.at(index);
    if (!summary) break;
    attempt.push(summary.attempt);
    letters.push(OUTCOME_LETTERS[summary.outcome]);
    ms.push(Math.round(summary.durationMs * 10) / 10);
    group.push(summary.group ?? -1);
  }
  return { attempt, outcome: letters.join(''), ms, group };
}
