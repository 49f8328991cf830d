/** An error that a user can cause: what is wrong and what to do next, in a sentence, with the exit code that it means (DESIGN 5.4). */

/**
 * - `usage` bad usage or bad input; nothing was changed (exit 2)
 * - `unable` it could not be done: command not found, ledger not writable, not trusted (exit 3)
 * - `conflict` the work item changed under the write; evidence is in the ledger (exit 4)
 * - `cancelled` somebody ended from elsewhere what it needs; the ledger is complete up to there (exit 130)
 */
export type RefusalCode = 'usage' | 'unable' | 'conflict' | 'cancelled';

/** Anything that is thrown and is not a refusal is a bug and keeps its stack. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly code: RefusalCode,
    message: string,
  ) {
    super(message);
  }
}
