/** Doing the steps of a schedule at their times. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Step } from '../../core/fault/action.js';
import type { FaultProxy } from './proxy.js';

/**
 * Does each step at its time from now; resolves after the last one.
 * @throws Refusal `unable` if a step cannot be done; the signal's reason if that is aborted
 */
export async function runSchedule(proxy: FaultProxy, steps: readonly Step[], signal: AbortSignal): Promise<void> {
  const start = proxy.elapsed();
  for (const { atMs, action } of steps) {
    const wait = start + atMs - proxy.elapsed();
    if (wait > 0) await delay(wait, undefined, { signal });
    signal.throwIfAborted();
    await proxy.apply(action);
  }
}
