/** What is said of a group of failures beside its count. */
import type { Divergence } from '../run/divergence.js';
import type { PositionKind } from '../run/position.js';

/** Where in the run the failures stand. */
export const POSITION_WORDS: Readonly<Record<PositionKind, string>> = {
  early: 'early in the run',
  late: 'late in the run',
  random: 'spread over the run',
};

/**
 * Where a failing log leaves a passing one, without a full stop.
 * @param quoted makes text from outside fit for where it is shown
 */
export function divergenceText({ failing, passing, failingAttempt, passingAttempt }: Divergence, quoted: (text: string) => string): string {
  if (!failing) return `the log of attempt ${failingAttempt} ends where that of passing attempt ${passingAttempt} goes on${passing ? ` with line ${passing.line}: ${quoted(passing.text)}` : ''}`;
  // A line that both have says nothing of what differs.
  if (failing.elsewhere && passing) return `the log of attempt ${failingAttempt} leaves that of passing attempt ${passingAttempt} at line ${failing.line}: it does not have ${quoted(passing.text)} (line ${passing.line} there)`;
  if (passing?.elsewhere) return `the log of attempt ${failingAttempt} leaves that of passing attempt ${passingAttempt} at line ${failing.line}: ${quoted(failing.text)}, which the other log does not have`;
  const other = passing ? `instead of ${quoted(passing.text)} (line ${passing.line})` : 'where the other log ends';
  return `the log of attempt ${failingAttempt} leaves that of passing attempt ${passingAttempt} at line ${failing.line}: ${quoted(failing.text)} ${other}`;
}
