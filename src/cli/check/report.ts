/** What a check found, for whatever tells it. */
import type { Mend } from '../../core/check/mendAll.js';
import type { FileCheck } from '../../node/workItem/checkFile.js';

/** A mend that was made. */
export interface Fixed extends Mend {
  /** As in `files`. */
  readonly path: string;
}

export interface Report {
  readonly files: readonly FileCheck[];
  readonly errors: number;
  readonly warnings: number;
  readonly hints: number;
  /** What was mended before the check; undefined if that was not asked for. */
  readonly fixed?: readonly Fixed[];
  /** Version of Casebook. */
  readonly version: string;
  /** A path of `files` relative to where the reader of the format starts. */
  readonly shown: (path: string) => string;
}
