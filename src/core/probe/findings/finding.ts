/** One answer in words: what was measured, and what it can mean. */
import { duration } from '../../report/format.js';
import type { ProbeResult, RawError } from '../types.js';

export interface Finding {
  readonly up: boolean;
  /** What was measured, in the past tense; continues a sentence that begins with the address. */
  readonly predicate: string;
  /** What that can mean; left out where the measurement says it all. */
  readonly meaning?: string;
}

export function good(predicate: string, meaning?: string): Finding {
  return { up: true, predicate, ...(meaning !== undefined && { meaning }) };
}

export function bad(predicate: string, meaning?: string): Finding {
  return { up: false, predicate, ...(meaning !== undefined && { meaning }) };
}

/** ` (ECONNREFUSED)`, or nothing. */
export function codeOf(error: RawError | undefined): string {
  return error?.code === undefined ? '' : ` (${error.code})`;
}

/** `within 5 s`, or before that by the system's own deadline. */
export function within({ error }: ProbeResult, timeoutMs: number): string {
  // With a code it was the system that gave up, not the probe's own deadline.
  return error?.code === undefined ? `within ${duration(timeoutMs)}` : `before the system gave up${codeOf(error)}`;
}

/**
 * The composite that matters most: what waits only for TCP calls this ready. Whether the reset comes before or after the client
 * sees the connection (`reset-at-accept` or `reset`) is a race; the meaning is the same.
 * @param other what else drops a connection on which it hears the protocol that was asked in, such as a server of TLS that hears plain text
 */
export function dropped(other?: string): Finding {
  return bad(
    'accepted the connection, then dropped it before a byte (accepted-then-dropped)',
    other === undefined ? 'a port forwarder without a backend, or a service that is not ready' : `a port forwarder without a backend, a service that is not ready, or ${other}`,
  );
}
