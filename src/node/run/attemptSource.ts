/** Where a job of a run has its attempts from. */
import type { AttemptEnd } from './attempt.js';

/** Makes one attempt after another. To be closed by whoever made it, when there is no attempt under way. */
export interface AttemptSource {
  /** Makes attempt number `attempt` (1-based). When the signal is aborted, its processes are ended and its outcome is `cancelled`. */
  next(attempt: number, signal: AbortSignal): Promise<AttemptEnd>;
  /** Ends what lives from one attempt to the next. */
  close(): Promise<void>;
}
