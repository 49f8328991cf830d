/** How long a rung may take, and how much it takes in. */

/** Covers a SYN that is lost and sent again after 1 s and after 3 s (RFC 6298), and is still worth waiting for. */
export const DEFAULT_PROBE_TIMEOUT_MS = 5000;

/** Headers of an answer, in bytes: the default of Node's HTTP clients, so that what fails them fails the probe. */
export const MAX_HEADER_BYTES = 16 * 1024;

/** A body that is longer is not read to its end: it answers the question as well, whatever length it announces. Bytes. */
export const MAX_BODY_BYTES = 64 * 1024;

/** Timers of JavaScript hosts hold a signed 32-bit number of ms; a longer one fires at once. */
const MAX_TIMER_MS = 2_147_483_647;

/** What is wrong with a rung's deadline in ms, as a sentence that says what to do; undefined if it can be used. */
export function probeTimeoutProblem(timeoutMs: number): string | undefined {
  return timeoutMs >= 1 && timeoutMs <= MAX_TIMER_MS ? undefined : 'The timeout of a probe must be at least 1 ms and at most 24 days: try `--timeout 5s`.';
}
