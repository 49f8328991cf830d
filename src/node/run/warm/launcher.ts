/** How a framework is started so that it repeats its tests in one process. */
import type { RepetitionReader } from '../../../core/run/warm/repetition.js';
import type { StartFailure } from '../../process/startProblem.js';

/** A process that makes repetitions. */
export interface Launch {
  readonly command: readonly string[];
  /** Absolute. */
  readonly cwd: string;
  /** Variables that it gets beside those of the attempt. */
  readonly environment: Readonly<Record<string, string>>;
  readonly reader: RepetitionReader;
  /** A driver of ours asks for each repetition on descriptor 3; else the process makes them at its own pace. */
  readonly driven: boolean;
}

/** It cannot be started, and what the preparation printed. */
export interface LaunchFailure extends StartFailure {
  readonly output?: string;
}

/** To be closed by whoever made it. */
export interface WarmLauncher {
  /**
   * A process that makes at most `count` repetitions. The first call may take long: it compiles.
   * When the signal is aborted, that ends with a failure.
   */
  launch(count: number, signal: AbortSignal): Promise<Launch | LaunchFailure>;
  /** Removes what was made. */
  close(): Promise<void>;
}

/** Repetitions that one process is asked for: its tests are all collected before the first, and what it leaks grows. */
export const MAX_REPETITIONS = 1_000;
