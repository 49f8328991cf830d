/** A run's failures in the terminal. */
import { divergenceText, POSITION_WORDS } from '../core/report/failureWords.js';
import { clean } from '../core/report/untrusted.js';
import type { FailureGroup } from '../core/run/evidence.js';

/**
 * Per way to fail: how often, with which message, the log of the first, where in the run they stand, and where that log leaves a passing one.
 * @param shownLog the path of a log as it is shown; undefined where there is none any more
 */
export function failureLines(groups: readonly FailureGroup[], shownLog: (log: string) => string | undefined): string[] {
  return groups.flatMap(({ signature, count, others, firstLog, position, divergence }) => {
    const log = shownLog(firstLog);
    return [
      `  ${count} x ${clean(signature.title)}${others === count ? ' (new: not the expected failure)' : ''}`,
      ...(log === undefined ? [] : [`      ${log}`]),
      ...(position ? [`      ${POSITION_WORDS[position.kind]}`] : []),
      ...(divergence ? [`      ${divergenceText(divergence, (text) => JSON.stringify(clean(text)))}`] : []),
    ];
  });
}
