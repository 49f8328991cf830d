/**
 * Bounded waiting that a stalled event loop cannot falsify. After a stall (Ctrl-Z, a machine without a free processor, hundreds of attempts that
 * end at once) Node runs the timers that are due before it reads what arrived meanwhile: a bare timer would say "too late" of what was in time.
 */
import { setTimeout as delay } from 'node:timers/promises';

/** A wait is counted in parts of at most so many ms, between which the loop reads; a part that lasts longer counts as this. */
const PART_MS = 50;

/**
 * Calls when the loop has read what had arrived, ends of children and of their output, and has told it: what a timer does before it says that
 * something did not happen. The first turn reads; the handles that it found at their end are closed before the second.
 */
export function afterReading(action: () => void): void {
  setImmediate(() => setImmediate(action));
}

/**
 * Waits for the promise, but at most `ms` of a loop that runs; false if that ran out first. Whatever had happened by then has been read when
 * false is said. The timer never outlives the wait.
 */
export function within(promise: Promise<unknown>, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    let left = ms;
    let timer: NodeJS.Timeout;
    const wait = (): void => {
      const part = Math.min(PART_MS, left);
      left -= part;
      timer = setTimeout(left > 0 ? wait : expire, part);
    };
    const expire = (): void => afterReading(() => resolve(false));
    wait();
    const settle = (): void => {
      clearTimeout(timer);
      resolve(promise.then(() => true));
    };
    promise.then(settle, settle);
  });
}

/**
 * Asks again and again until the answer is true, but at most for `ms`: for what the system has no event for, such as the end of
 * a process that is not our child. The pauses grow from 2 to 50 ms. The last question is asked when the time is over, and the loop has read
 * what came until then.
 */
export async function pollUntil(question: () => boolean, ms: number, wake?: Promise<unknown>): Promise<boolean> {
  const deadline = performance.now() + ms;
  for (let pause = 2; ; pause = Math.min(50, pause * 2)) {
    if (question()) return true;
    const left = deadline - performance.now();
    if (left <= 0) {
      await new Promise<void>(afterReading);
      return question();
    }
    await (wake ? within(wake, Math.min(pause, left)) : delay(Math.min(pause, left)));
    // What wakes does so once.
    wake = undefined;
  }
}

/**
 * What comes first: the end, `timeoutMs`, or the signal. What ended in time while this process stood still has not timed out.
 * @param extension ms that are granted beyond the timeout, asked when it is over: how long this process, and with it the command, was stopped
 */
export function firstOf(exited: Promise<unknown>, timeoutMs: number, signal: AbortSignal, extension: () => number = () => 0): Promise<'exited' | 'timeout' | 'aborted'> {
  return new Promise((resolve) => {
    let granted = 0;
    let timer: NodeJS.Timeout;
    const settle = (first: 'exited' | 'timeout' | 'aborted'): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      resolve(first);
    };
    const onAbort = (): void => settle('aborted');
    const expire = (): void => {
      const more = extension() - granted;
      granted += Math.max(0, more);
      if (more > 0) timer = setTimeout(expire, more);
      else afterReading(() => settle('timeout'));
    };
    timer = setTimeout(expire, timeoutMs);
    signal.addEventListener('abort', onAbort, { once: true });
    void exited.then(() => settle('exited'));
    if (signal.aborted) onAbort();
  });
}
