/** The time that something has. Not `AbortSignal.timeout`: one that only `AbortSignal.any` knows is collected as garbage, and never aborts (Node 20). */

interface Limit {
  /** Aborts when the time is over or the caller aborts. */
  readonly signal: AbortSignal;
  /** Whether the time was over first. */
  readonly passed: boolean;
  /** Lets go of the timer and of the caller's signal; has to be called. */
  end(): void;
}

/** Starts a deadline. @param timeoutMs at most 2³¹ − 1, which is 24 days @param signal the caller's; it ends the time without it having passed */
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
