/** What one execution of a command says, in sentences with its numbers. */
import type { CommandReport } from '../command/types.js';
import { counted, duration, durationArgument } from './format.js';

/** How it ended and after how long. */
export function commandHeadline({ outcome, exitCode, signal, durationMs, timeoutMs }: CommandReport): string {
  if (outcome === 'timeout') return `Ended by Casebook at its timeout of ${durationArgument(timeoutMs)}.`;
  if (outcome === 'cancelled') return `Cancelled after ${duration(durationMs)}.`;
  if (exitCode === null) return `Ended by ${signal ?? 'a signal'} after ${duration(durationMs)}.`;
  return `Exited with ${exitCode} after ${duration(durationMs)}.`;
}

/** How much it printed, and how much of that is kept; what it left where `reason` does not tell, and what else there is to say. Without text from outside but `reason`. */
export function commandRemarks({ output, outcome, leftBehind, reason }: CommandReport): string[] {
  const { bytes, leftOut } = output;
  return [
    bytes === 0 ? 'It printed nothing.' : `It printed ${counted(bytes, 'byte')}${leftOut > 0 ? `, of which ${leftOut} in the middle were not kept` : ''}.`,
    ...(leftBehind > 0 && (reason === undefined || outcome === 'timeout' || outcome === 'cancelled') ? [`It left ${counted(leftBehind, 'process', 'processes')} running, which ${leftBehind === 1 ? 'was' : 'were'} ended.`] : []),
    ...(reason === undefined ? [] : [reason]),
  ];
}
