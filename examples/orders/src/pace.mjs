import { setImmediate, setTimeout } from 'node:timers/promises';

/**
 * Waits for one step of a background refresh.
 *
 * With `stepMs` 0 a step is exactly one turn of the event loop, so that every step weighs the same
 * whatever the speed of the machine; else it is a timer. The timer does not keep the process alive.
 *
 * @param {number} stepMs milliseconds; 0 = as fast as the event loop turns
 * @returns {Promise<void>}
 */
export async function nextStep(stepMs) {
  if (stepMs === 0) await setImmediate();
  else await setTimeout(stepMs, undefined, { ref: false });
}
