import type { ProbeClass, RawError } from '../types.js';
import { connectClass } from './connect.js';

/** How an exchange over a connection broke off. @param afterHead the head of an HTTP answer had come */
export function exchangeClass(error: RawError, afterHead: boolean): ProbeClass {
  const { code, syscall } = error;
  if (code?.startsWith('HPE_') === true) return 'not-http';
  if (syscall === 'connect') return connectClass(error);
  if (code === 'ECONNRESET' || code === 'EPIPE') {
    // Node says "aborted" when the body ends early, with a FIN (no syscall) or an RST (syscall read).
    if (afterHead) return 'truncated';
    // A FIN before the head is complete is Node's "socket hang up", one in a TLS handshake "disconnected before secure TLS connection": the code of a reset, but no syscall.
    return syscall === undefined ? 'eof' : 'reset';
  }
  if (code === 'ETIMEDOUT') return 'timeout';
  return 'unknown';
}
