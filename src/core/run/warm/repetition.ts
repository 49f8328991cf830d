/** Where one repetition ends and the next one begins, told from the lines that a framework prints. */
import type { FoundTests } from '../tests/found.js';

/**
 * What a line means.
 * - `inside` nothing: it is output
 * - `begin` a repetition begins with it; the one before, with these tests, is over
 * - `over` the repetition under way is over; the line was printed for us, and is no output
 * - `problem` the framework cannot repeat as it was asked to: a sentence; the line is no output
 */
export type Sign =
  | { readonly kind: 'inside' }
  | { readonly kind: 'begin'; readonly before?: FoundTests; readonly ours?: true }
  | { readonly kind: 'over'; readonly ending: DriverEnding }
  | { readonly kind: 'problem'; readonly problem: string };

/** How a repetition ended, as our driver inside the framework tells. */
export interface DriverEnding {
  readonly durationMs: number;
  /** Also what is no test's failure: an error while files are loaded, an unhandled rejection. */
  readonly failed: boolean;
  readonly tests: FoundTests;
}

export const INSIDE: Sign = { kind: 'inside' };

/** Reads the output of one process, line by line. */
export interface RepetitionReader {
  /** @param line without its end */
  read(line: string): Sign;
  /** Whether the repetition under way has said that it is complete: if the process ends then, nothing broke it off. */
  complete(): boolean;
  /** The tests of the repetition under way. Undefined if it told of none. */
  tests(): FoundTests | undefined;
}
