/** From what a probe saw to the class of its answer. Measured on Node 20; each rule names its signal. */
import { connectClass } from './classes/connect.js';
import { dnsClass } from './classes/dns.js';
import { exchangeClass } from './classes/exchange.js';
import { http2Class } from './classes/http2.js';
import { tlsClass } from './classes/tls.js';
import type { ProbeClass, ProbeName, RawError } from './types.js';

/** What a probe saw. `httpStatus`: the head of an HTTP response came, whatever came afterwards. */
export type Observation = { readonly httpStatus?: number } & (
  | { readonly type: 'answer' }
  /** An answer that the probe itself read: a gRPC status, a missing pong, a file that is not there. */
  | { readonly type: 'judged'; readonly class: ProbeClass; readonly error?: RawError }
  /** The probe's own deadline passed first; the error says so, and has no code. */
  | { readonly type: 'deadline'; readonly error: RawError }
  | { readonly type: 'error'; readonly error: RawError }
);

export function classify(probe: ProbeName, seen: Observation): ProbeClass {
  switch (seen.type) {
    case 'answer':
      return seen.httpStatus !== undefined && seen.httpStatus >= 500 && seen.httpStatus < 600 ? 'unhealthy' : 'up';
    case 'judged':
      return seen.class;
    case 'deadline':
      return probe === 'dns' ? 'resolver-timeout' : 'timeout';
    case 'error':
      return errorClass(probe, seen.error, seen.httpStatus !== undefined);
  }
}

function errorClass(probe: ProbeName, error: RawError, afterHead: boolean): ProbeClass {
  switch (probe) {
    case 'dns':
      return dnsClass(error);
    case 'tcp':
      return connectClass(error);
    case 'tls':
    case 'alpn':
    case 'http1':
    case 'websocket':
      return tlsClass(error) ?? exchangeClass(error, afterHead);
    case 'http2':
    case 'h2c':
    case 'grpc':
      return http2Class(error) ?? tlsClass(error) ?? exchangeClass(error, afterHead);
    default:
      return 'unknown';
  }
}
