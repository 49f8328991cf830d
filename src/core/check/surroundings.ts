/** What rules ask about the files around a work item: a port, since only the host can see them. */

export interface OtherWorkItem {
  /** Relative to the root, with `/`. */
  readonly path: string;
  /** `WI4`; undefined if it has none. */
  readonly alias?: string;
  /** Whether it is in another branch only. */
  readonly elsewhere: boolean;
}

/** Paths are relative to the root, with `/`. Nothing outside the root is ever looked at. */
export interface Surroundings {
  /** Whether a file or folder is there; undefined if that cannot be said: it is outside the workspace, or not readable. */
  exists(path: string): boolean | undefined;
  /** How many lines a file has; undefined if that cannot be said: it is not there, outside, no text, or too large to be counted. */
  lineCount(path: string): number | undefined;
  /** Whether the ledger of a run is there; undefined if that cannot be said. */
  hasLedger(run: string): boolean | undefined;
  /** Work items of the workspace, the checked one among them, and those that only other branches have. */
  readonly workItems: readonly OtherWorkItem[];
}
