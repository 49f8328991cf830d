/** Which attempts of the panel's columns say something about the command, and how. */
import { OUTCOME_LETTERS, type AttemptColumns } from '../../../protocol/report.js';

const PASSED: string = OUTCOME_LETTERS.pass + OUTCOME_LETTERS.leak;
const FAILED: string = OUTCOME_LETTERS.fail + OUTCOME_LETTERS.timeout + OUTCOME_LETTERS.crash;

export interface CountedAttempt {
  /** In the columns. */
  readonly index: number;
  readonly attempt: number;
  readonly ms: number;
  readonly failed: boolean;
}

/** The attempts that count in the failure rate, in the order in which they ended; the others' durations say nothing about the command. */
export function countedAttempts({ outcome, attempt, ms }: AttemptColumns): CountedAttempt[] {
  const taken: CountedAttempt[] = [];
  for (let index = 0; index < outcome.length; index++) {
    const letter = outcome.charAt(index);
    const failed = FAILED.includes(letter);
    if (failed || PASSED.includes(letter)) taken.push({ index, attempt: attempt[index] ?? index + 1, ms: ms[index] ?? 0, failed });
  }
  return taken;
}
