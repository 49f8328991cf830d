import { MAX_HEADER_BYTES } from '../limits.js';
import type { ProbeResult } from '../types.js';
import { bad, codeOf, DROPPED, good, within, type Finding } from './finding.js';
import { secureFinding } from './tls.js';

/** What a GET came to, in HTTP/1.1 or HTTP/2. */
export function httpFinding(result: ProbeResult, timeoutMs: number): Finding {
  const { httpStatus, error } = result;
  switch (result.class) {
    case 'up':
      return answered(result.httpStatus, result.probe === 'http1' ? 'HTTP' : 'HTTP/2');
    case 'unhealthy':
      return bad(`answered HTTP ${httpStatus ?? '5xx'}`, 'it is reachable, but unhealthy');
    case 'truncated':
      return bad(`answered HTTP ${httpStatus ?? ''}, but the connection ended before the body was complete${codeOf(error)}`, 'the service, or a proxy before it, broke off while it answered');
    case 'timeout':
      return overdue(result, timeoutMs);
    case 'not-http':
      return notHttp(result);
    default:
      return exchangeFinding(result);
  }
}

const DROPPED_OVER_TLS = bad(
  'completed the TLS handshake, then dropped the connection before a byte of an answer (accepted-then-dropped, over TLS)',
  'a TLS proxy without a backend, or a service that is not ready',
);

/** How an exchange broke off before it could be judged: for HTTP and all that begins as HTTP. */
export function exchangeFinding(result: ProbeResult): Finding {
  const { error, phases } = result;
  const secure = secureFinding(result);
  if (secure) return secure;
  switch (result.class) {
    case 'reset':
    case 'eof':
      if (phases['firstByte'] === undefined && phases['settings'] === undefined) return phases['tls'] === undefined ? DROPPED : DROPPED_OVER_TLS;
      return bad(`ended the connection in the middle of the head of its answer${codeOf(error)}`, 'the service crashed or was stopped while it answered');
    case 'reset-at-accept':
      return DROPPED;
    case 'wrong-protocol':
      return bad(`does not speak HTTP/2${codeOf(error)}`, 'only HTTP/1 is behind it, or something that is no HTTP at all');
    case 'goaway':
      return bad(`sent HTTP/2 GOAWAY in place of an answer${codeOf(error)}`, 'the server is shutting down, or refuses this client');
    case 'stream-reset':
      return bad(`reset the HTTP/2 stream in place of an answer${codeOf(error)}`, 'the server, or a proxy before it, could not or would not answer this request');
    default:
      return phases['connect'] === undefined
        ? bad(`accepted one connection, but not the next (${result.class})`, 'the service went away in between, or takes one connection at a time')
        : bad(`did not answer${codeOf(error)}`);
  }
}

function answered(status: number | undefined, protocol: string): Finding {
  const predicate = `answered ${protocol} ${status ?? '(no status)'}`;
  if (status === 401 || status === 407) return good(predicate, 'the service is up, and wants credentials');
  if (status === 403) return good(predicate, 'the service is up, but forbids this request');
  if (status === 404 || status === 410) return good(predicate, 'the service is up, but has nothing at this path');
  if (status !== undefined && status >= 300 && status < 400) return good(predicate, 'the service is up; the redirect was not followed');
  if (status !== undefined && status >= 400) return good(predicate, 'the service is up, but does not take this request');
  return good(predicate);
}

/** How far a peer came that kept the probe waiting. */
export function overdue(result: ProbeResult, timeoutMs: number): Finding {
  const { httpStatus, phases } = result;
  if (httpStatus !== undefined) return bad(`answered HTTP ${httpStatus}, but did not end the body ${within(result, timeoutMs)}`, 'the service stalls, or sends a stream that has no end');
  if (phases['firstByte'] !== undefined) return bad(`began an answer, but did not end its head ${within(result, timeoutMs)}`, 'the service stalls, or speaks another protocol');
  if (phases['settings'] !== undefined) return bad(`speaks HTTP/2, but did not answer ${within(result, timeoutMs)}`, 'the service hangs or is overloaded');
  if (phases['connect'] !== undefined) return bad(`accepted the connection, but sent nothing ${within(result, timeoutMs)}`, 'the service hangs or is overloaded, or speaks another protocol');
  return bad(`accepted one connection, but not the next ${within(result, timeoutMs)}`, 'the service is overloaded, or takes one connection at a time');
}

function notHttp({ error, httpStatus }: ProbeResult): Finding {
  if (error?.code === 'HPE_HEADER_OVERFLOW') return bad(`answered with more than ${MAX_HEADER_BYTES / 1024} KiB of headers, the limit of Node's HTTP parser`, 'clients with such a limit fail here');
  if (httpStatus !== undefined) return bad(`answered HTTP ${httpStatus}, but what followed is not valid HTTP/1.1${codeOf(error)}`);
  return bad(`sent something that is not HTTP/1.1${codeOf(error)}`, 'another protocol is spoken there (TLS, HTTP/2, SSH …)');
}
