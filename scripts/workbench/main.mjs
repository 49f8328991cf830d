/** What the programs among these scripts have in common: Ctrl-C cancels, and a missing tool is a sentence, not a stack. */
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CommandFailedError } from './process.mjs';
import { EXIT_CANNOT, MissingToolError } from './tools.mjs';

/** What a script exits with after Ctrl-C. */
const EXIT_CANCELLED = 130;

/** An error whose message alone tells the user what to do. */
const EXPECTED = [MissingToolError, CommandFailedError];

/**
 * @param {string} moduleUrl  import.meta.url
 * @returns {boolean} whether Node was started with this file
 */
export function isMain(moduleUrl) {
  const started = process.argv[1];
  return started !== undefined && realpathSync(started) === fileURLToPath(moduleUrl);
}

/**
 * Runs a program and sets the process's exit code: what `program` sets or returns, 3 when something that it needs could not be
 * had, 130 when it was cancelled by SIGINT, SIGTERM or SIGHUP. Any other error is a bug and keeps its stack.
 * @param {(signal: AbortSignal) => Promise<number | void>} program  must release what it holds when the signal aborts
 */
export async function runMain(program) {
  const controller = new AbortController();
  const cancel = () => controller.abort();
  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const name of signals) process.on(name, cancel);
  try {
    process.exitCode = (await program(controller.signal)) ?? 0;
  } catch (error) {
    if (controller.signal.aborted && error instanceof Error && error.name === 'AbortError') {
      process.exitCode = EXIT_CANCELLED;
    } else if (EXPECTED.some((kind) => error instanceof kind)) {
      console.error(/** @type {Error} */ (error).message);
      process.exitCode = EXIT_CANNOT;
    } else {
      throw error;
    }
  } finally {
    for (const name of signals) process.off(name, cancel);
  }
}
