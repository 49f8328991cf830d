/** An error that a user can cause: what is wrong and what to do next, in a sentence, with the exit code that it means (DESIGN 5.4). */

/**
 * - `usage` bad usage or bad input; nothing was changed (exit 2)
 * - `unable` it could not be done: command not found, ledger not writable, not trusted (exit 3)
 * - `conflict` the work item changed under the write; evidence is in the ledger (exit 4)
 * - `cancelled` somebody ended from elsewhere what it needs; the ledger is complete up to there (exit 130)
 */
export type RefusalCode = 'usage' | 'unable' | 'conflict' | 'cancelled';

/** What helps, beside the words. */
export interface RefusalHelp {
  /** The whole sentence as the editor says it, where what to do there is not what to do on the command line; see {@link advised}. */
  readonly inEditor?: string;
  /** Absolute path of the file whose content stands in the way: doing the same again helps once somebody has changed that. */
  readonly file?: string;
  /** For the editor: a command of it that helps, and what its button says. */
  readonly offer?: { readonly title: string; readonly command: string; readonly args?: readonly unknown[] };
}

/** Anything that is thrown and is not a refusal is a bug and keeps its stack. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly code: RefusalCode,
    message: string,
    readonly help: RefusalHelp = {},
  ) {
    super(message);
  }
}

/** A refusal whose advice depends on where it is read. @param what is wrong, without a full stop @param advice what to do, without one either */
export function advised(code: RefusalCode, what: string, advice: { readonly terminal: string; readonly editor: string }, help: RefusalHelp = {}): Refusal {
  return new Refusal(code, `${what}: ${advice.terminal}.`, { ...help, inEditor: `${what}: ${advice.editor}.` });
}
