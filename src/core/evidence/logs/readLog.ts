/** One log that was read, whole. */
import type { LogData } from './analysis.js';

export interface ReadLog {
  readonly name: string;
  readonly bytes: number;
  readonly sha256?: string;
  readonly data: LogData;
  /** What was odd about reading it: sentences. */
  readonly notes: readonly string[];
}
