/** How long to pause between polls. */

/** The longest pause of a growing one, ms: nobody waits longer for a service that came up meanwhile. */
const BACKOFF_CAP_MS = 5_000;

/** @param failing failures in a row up to now @param backoff the pause doubles with each of them, up to 5 s */
export function pauseMs(intervalMs: number, failing: number, backoff: boolean): number {
  if (!backoff || failing < 2) return intervalMs;
  return Math.max(intervalMs, Math.min(BACKOFF_CAP_MS, Math.max(intervalMs, 1) * 2 ** Math.min(failing - 1, 30)));
}
