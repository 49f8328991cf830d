/** What a proxy saw, kept for the measurement, and waiting for something to be seen. */
import type { WitnessEvent } from '../../core/fault/witness.js';

/** Events beyond are counted, and not kept: a client that reconnects a thousand times a second for a minute fills it. */
const MOST = 100_000;

export class WitnessLog {
  readonly events: WitnessEvent[] = [];
  /** Events that are not kept. */
  dropped = 0;
  readonly #waiting = new Set<(event: WitnessEvent) => void>();

  add(event: WitnessEvent): void {
    if (this.events.length < MOST) this.events.push(event);
    else this.dropped += 1;
    for (const look of [...this.#waiting]) look(event);
  }

  /** Resolves with the first event that matches, of those that were and those that come; never rejects, and never after the signal is aborted. */
  first(matches: (event: WitnessEvent) => boolean, signal: AbortSignal): Promise<WitnessEvent> {
    const found = this.events.find(matches);
    if (found) return Promise.resolve(found);
    return new Promise((resolve) => {
      const look = (event: WitnessEvent): void => {
        if (!matches(event)) return;
        this.#waiting.delete(look);
        resolve(event);
      };
      this.#waiting.add(look);
      signal.addEventListener('abort', () => this.#waiting.delete(look), { once: true });
    });
  }
}
