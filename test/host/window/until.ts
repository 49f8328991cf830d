import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';

/** Time between two attempts, in ms. */
const POLL = 100;

/**
 * Tries until an attempt succeeds. For what the window shows but announces by no event.
 * @param what is waited for; the error's first words
 * @throws after `timeoutMs`, with the last attempt's error as its cause
 */
export async function until<T>(what: string | (() => string), timeoutMs: number, attempt: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > end) throw new Error(`Waited ${timeoutMs} ms for ${typeof what === 'string' ? what : what()}`, { cause: error });
    }
    await delay(POLL, undefined, signal === undefined ? {} : { signal });
  }
}
