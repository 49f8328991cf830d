import type { ProbeClass, RawError } from '../types.js';

/** Why a name gave no address. */
export function dnsClass({ code }: RawError): ProbeClass {
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
