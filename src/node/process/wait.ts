/** Bounded waiting. */
import { setTimeout as delay } from 'node:timers/promises';

/** Waits for the promise, but at most `ms`; false if that ran out first. The timer never outlives the wait. */
export async function within(promise: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  try {
    return await Promise.race([promise.then(() => true), expired]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Asks again and again until the answer is true, but at most for `ms`: for what the system has no event for, such as the end of
 * a process that is not our child. The pauses grow from 2 to 50 ms. The last question is asked when the time is over.
 */
export async function pollUntil(question: () => boolean, ms: number, wake?: Promise<unknown>): Promise<boolean> {
  const deadline = performance.now() + ms;
  for (let pause = 2; ; pause = Math.min(50, pause * 2)) {
    if (question()) return true;
    const left = deadline - performance.now();
    if (left <= 0) return false;
    await (wake ? within(wake, Math.min(pause, left)) : delay(Math.min(pause, left)));
    // What wakes does so once.
    wake = undefined;
  }
}
