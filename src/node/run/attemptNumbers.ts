/** Which attempts are still to be made. */
import type { AttemptRecord } from '../../core/run/events.js';

/**
 * The numbers from 1 on, in order. For a run that is taken up again: first those that were under way when it was killed, and have no
 * record, then the next ones. A number is never given twice: an attempt that was cancelled is made up for by one more at the end.
 */
export class AttemptNumbers {
  #last: number;
  /** Attempts that may still be made up for. */
  #spare: number;
  readonly #gaps: number[] = [];
  #next: number;
  #anyTaken: boolean;

  constructor(planned: number, done: readonly Pick<AttemptRecord, 'attempt' | 'outcome'>[] = []) {
    const seen = new Set(done.map(({ attempt }) => attempt));
    const highest = done.reduce((most, { attempt }) => Math.max(most, attempt), 0);
    for (let attempt = 1; attempt < highest; attempt++) if (!seen.has(attempt)) this.#gaps.push(attempt);
    this.#next = highest + 1;
    this.#last = planned + done.filter(({ outcome }) => outcome === 'cancelled').length;
    this.#spare = planned;
    this.#anyTaken = done.length > 0;
  }

  /** One more attempt in place of one that says nothing; at most as many more as were planned. */
  addOne(): void {
    if (this.#spare === 0) return;
    this.#spare -= 1;
    this.#last += 1;
  }

  /** Undefined when all were given. */
  take(): number | undefined {
    if (this.isEmpty) return undefined;
    this.#anyTaken = true;
    return this.#gaps.shift() ?? this.#next++;
  }

  get isEmpty(): boolean {
    return this.left === 0;
  }

  /** How many were not given yet. */
  get left(): number {
    return this.#gaps.length + Math.max(0, this.#last - this.#next + 1);
  }

  /** Whether an attempt was made or given, also before the run was taken up again. */
  get anyTaken(): boolean {
    return this.#anyTaken;
  }
}
