/** The time that one rung has. */

interface Limit {
  /** Aborts when the time is over or the caller aborts. */
  readonly signal: AbortSignal;
  /** Whether the time was over first. */
  readonly passed: boolean;
  /** Lets go of the timer and of the caller's signal; has to be called. */
  end(): void;
}

/** Starts a rung's deadline. @param signal the caller's; it ends the rung without an answer */
export function startLimit(timeoutMs: number, signal: AbortSignal): Limit {
  const controller = new AbortController();
  let passed = false;
  const timer = setTimeout(() => {
    passed = true;
    controller.abort();
  }, timeoutMs);
  const onAbort = (): void => controller.abort(signal.reason);
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });
  return {
    signal: controller.signal,
    get passed() {
      return passed;
    },
    end() {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    },
  };
}
