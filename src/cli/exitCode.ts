/** Exit codes of every verb (DESIGN 5.4). Where several hold: 130, 4, 3, 1, 0. */
import type { RefusalCode } from '../core/refusal.js';

export const EXIT = {
  /** Done, nothing wrong found. */
  ok: 0,
  /** Done, and something wrong was found. */
  found: 1,
  /** Bad usage or bad input; nothing was changed. */
  usage: 2,
  /** Could not do it. */
  unable: 3,
  /** The work item changed under the write; evidence is in the ledger. */
  conflict: 4,
  /** Cancelled; the ledger is complete up to there. */
  cancelled: 130,
} as const;

/** The exit code of a command that was run for the user, as `casebook wait -- cmd` passes it on. */
type PassedOn = number & { readonly passedOn: true };

export type ExitCode = (typeof EXIT)[keyof typeof EXIT] | PassedOn;

/** @param code 0 to 255 */
export function passedOn(code: number): ExitCode {
  return code as PassedOn;
}

export function exitCodeOf(code: RefusalCode): ExitCode {
  return EXIT[code];
}

/** The one that is told of several. */
export function gravest(...codes: readonly ExitCode[]): ExitCode {
  return [EXIT.cancelled, EXIT.conflict, EXIT.unable, EXIT.usage, EXIT.found].find((code) => codes.includes(code)) ?? EXIT.ok;
}
