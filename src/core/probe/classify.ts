/** From what a probe saw to the class of its answer. Measured on Node 20; each rule names its signal. */
import type { ProbeClass, ProbeName, RawError } from './types.js';

/** What a probe saw. `httpStatus`: the head of an HTTP response came, whatever came afterwards. */
export type Observation = { readonly httpStatus?: number } & (
  | { readonly type: 'answer' }
  /** The probe's own deadline passed first; the error says so, and has no code. */
  | { readonly type: 'deadline'; readonly error: RawError }
  | { readonly type: 'error'; readonly error: RawError }
);

export function classify(probe: ProbeName, seen: Observation): ProbeClass {
  if (seen.type === 'answer') return seen.httpStatus !== undefined && seen.httpStatus >= 500 ? 'unhealthy' : 'up';
  if (seen.type === 'deadline') return probe === 'dns' ? 'resolver-timeout' : 'timeout';
  switch (probe) {
    case 'dns':
      return dnsClass(seen.error);
    case 'tcp':
      return connectClass(seen.error);
    case 'http1':
      return http1Class(seen.error, seen.httpStatus !== undefined);
  }
}

function dnsClass({ code }: RawError): ProbeClass {
  switch (code) {
    case 'ENOTFOUND':
      return 'nxdomain';
    case 'ENODATA':
      return 'no-data';
    case 'EAI_AGAIN':
    case 'ESERVFAIL': // c-ares: the server answered SERVFAIL, for which getaddrinfo says EAI_AGAIN
      return 'try-again';
    case 'ECONNREFUSED': // c-ares (queryA, queryAaaa): nothing listens where the resolver should be
      return 'resolver-down';
    case 'ETIMEOUT': // c-ares; ETIMEDOUT is the kernel's, and belongs to connections
      return 'resolver-timeout';
    default:
      return 'unknown';
  }
}

function connectClass({ code, syscall }: RawError): ProbeClass {
  switch (code) {
    case 'ECONNREFUSED':
      return 'refused';
    case 'ECONNRESET':
      return syscall === 'connect' ? 'reset-at-accept' : 'unknown';
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EADDRNOTAVAIL': // no address of this machine can reach that one: IPv6 is off, for example
      return 'unreachable';
    case 'ETIMEDOUT':
      return 'timeout';
    case 'EACCES':
    case 'EPERM':
      return 'local-policy';
    default:
      return 'unknown';
  }
}

function http1Class(error: RawError, afterHead: boolean): ProbeClass {
  const { code, syscall } = error;
  if (code?.startsWith('HPE_') === true) return 'not-http';
  if (syscall === 'connect') return connectClass(error);
  if (code === 'ECONNRESET' || code === 'EPIPE') {
    // Node says "aborted" when the body ends early, with a FIN (no syscall) or an RST (syscall read).
    if (afterHead) return 'truncated';
    // A FIN before the head is complete is Node's "socket hang up": the code of a reset, but no syscall.
    return syscall === undefined ? 'eof' : 'reset';
  }
  if (code === 'ETIMEDOUT') return 'timeout';
  return 'unknown';
}
