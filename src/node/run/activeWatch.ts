/** How long a run was at work, pauses left out. */
import type { Clock } from '../../core/ports.js';

export class ActiveWatch {
  readonly #clock: Clock;
  #before: number;
  #since: number | undefined;

  /** @param before what was measured earlier, ms */
  constructor(clock: Clock, before: number) {
    this.#clock = clock;
    this.#before = before;
  }

  start(): void {
    this.#since ??= this.#clock.monotonic();
  }

  stop(): void {
    this.#before = this.activeMs();
    this.#since = undefined;
  }

  /** ms */
  activeMs(): number {
    return Math.round(this.#before + (this.#since === undefined ? 0 : this.#clock.monotonic() - this.#since));
  }
}
