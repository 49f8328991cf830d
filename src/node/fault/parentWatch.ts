/** Ending with the parent: a proxy that a script started does not outlive a script that was killed. */

/** What the system has no event for is looked at so often, ms. */
const EVERY_MS = 200;

/** Calls once when the process that started this one is gone. To be stopped by whoever started it. */
export function watchParent(gone: () => void): { stop(): void } {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    gone();
  }, EVERY_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
