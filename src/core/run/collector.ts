/** What is kept at the first failure, before the clean-up takes it away. */

export interface Collector {
  readonly name: string;
  /** Command line for the shell, whose output is kept; or else `file`. */
  readonly command?: string;
  /** Path of a file whose end is kept; relative to the folder that the run works in. */
  readonly file?: string;
  /** ms */
  readonly timeoutMs: number;
  /** Bytes that are kept, of the end. */
  readonly maxBytes: number;
}

export const DEFAULT_COLLECTOR = { timeoutMs: 10_000, maxBytes: 1024 * 1024 } as const;
