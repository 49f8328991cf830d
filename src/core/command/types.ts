/** What one execution of a command showed. */
import type { GitState } from '../run/events.js';
import type { FenceRef } from '../workItem/shellFences.js';

/** How it ended: as an attempt of a run does, but for what only runs can tell. */
export const COMMAND_OUTCOMES = ['pass', 'fail', 'crash', 'timeout', 'leak', 'cancelled'] as const;
export type CommandOutcome = (typeof COMMAND_OUTCOMES)[number];

/** Redacted and without terminal sequences. */
export interface CommandOutput {
  /** From the beginning: all of it where nothing is left out. */
  readonly head: string;
  /** The end, from the start of a line; empty where nothing is left out. */
  readonly tail: string;
  /** Printed in all, before anything was replaced. */
  readonly bytes: number;
  /** Bytes between the two that were not kept. */
  readonly leftOut: number;
}

export interface CommandReport {
  /** Executable and arguments; with `shell` a single element, the line. Secrets are replaced. */
  readonly command: readonly string[];
  readonly shell: boolean;
  /** Where it ran: path relative to the root, empty for the root itself. */
  readonly folder: string;
  /** ms */
  readonly timeoutMs: number;
  /** The sources when it started; absent outside of git. */
  readonly git?: GitState;
  /** The shell code of the work item that it is. */
  readonly fence?: FenceRef;
  readonly outcome: CommandOutcome;
  readonly exitCode: number | null;
  /** Name of the signal that ended it. */
  readonly signal: string | null;
  /** ms */
  readonly durationMs: number;
  /** Processes that it left, which were ended. */
  readonly leftBehind: number;
  /** What else there is to say of its end, in sentences. */
  readonly reason?: string;
  readonly output: CommandOutput;
}
