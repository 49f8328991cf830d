/** A loop over thousands of files of /proc is synchronous work: without turns for others no deadline ends it, and no Ctrl-C is heard. */
import { setImmediate } from 'node:timers/promises';

/** Work between two turns, ms. */
const STRETCH_MS = 20;

/** Gives a function to be awaited in each round; it lets others have a turn when it is time. @throws the signal's reason once it aborts */
export function turns(signal: AbortSignal): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < STRETCH_MS) return;
    await setImmediate();
    signal.throwIfAborted();
    since = performance.now();
  };
}
