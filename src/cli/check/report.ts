/** What a check found, for whatever tells it. */
import type { FileCheck } from '../../node/workItem/checkFile.js';

export interface Report {
  readonly files: readonly FileCheck[];
  readonly errors: number;
  readonly warnings: number;
  readonly hints: number;
  /** Version of Casebook. */
  readonly version: string;
  /** A path of `files` relative to where the reader of the format starts. */
  readonly shown: (path: string) => string;
}
