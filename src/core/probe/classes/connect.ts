import type { ProbeClass, RawError } from '../types.js';

/** Why no connection came about. */
export function connectClass({ code, syscall }: RawError): ProbeClass {
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
