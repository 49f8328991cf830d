/** Notices that this process stood still: stopped (Ctrl-Z, SIGSTOP), or without a processor, or busy. What it timed meanwhile is not exact. */
import type { Clock } from '../../core/ports.js';

/** ms between two beats. */
const BEAT_MS = 100;

/** A beat that is later than so many ms counts: a busy machine makes it late by tens of ms. */
const TOLERATED_MS = 250;

/** To be closed by whoever made it. */
export class StallWatch {
  readonly #clock: Clock;
  readonly #timer: NodeJS.Timeout;
  #last: number;
  #total = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#last = clock.monotonic();
    this.#timer = setInterval(() => this.totalMs(), BEAT_MS).unref();
  }

  /** How long this process stood still since the watch was made, ms. */
  totalMs(): number {
    const now = this.#clock.monotonic();
    const late = now - this.#last - BEAT_MS;
    if (late > TOLERATED_MS) this.#total += late;
    this.#last = now;
    return this.#total;
  }

  close(): void {
    clearInterval(this.#timer);
  }
}
