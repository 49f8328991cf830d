import { MAX_HEADER_BYTES } from '../limits.js';
import type { ProbeResult } from '../types.js';
import { bad, codeOf, dropped, good, within, type Finding } from './finding.js';
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
      return bad(`answered HTTP ${httpStatus ?? ''}, but ${error?.code === 'ERR_HTTP2_STREAM_ERROR' ? 'the stream was reset' : 'the connection ended'} before the body was complete${codeOf(error)}`, 'the service, or a proxy before it, broke off while it answered');
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
      if (phases['firstByte'] === undefined && phases['settings'] === undefined) return phases['tls'] === undefined ? dropped('one that wants TLS or another protocol') : DROPPED_OVER_TLS;
      if (phases['interim'] !== undefined) return bad(`sent an interim answer (1xx), then ended the connection before the final one was complete${codeOf(error)}`, 'the service crashed or was stopped while it answered');
      if (phases['firstByte'] === undefined) return bad(`speaks HTTP/2, but ended the connection before a byte of its answer${codeOf(error)}`, 'the service crashed, was stopped, or did not take this request');
      return bad(`ended the connection in the middle of the head of its answer${codeOf(error)}`, 'the service crashed or was stopped while it answered');
    case 'reset-at-accept':
      return dropped();
    case 'wrong-protocol':
      return bad(`does not speak HTTP/2${codeOf(error)}`, 'only HTTP/1 is behind it, or something that is no HTTP at all');
    case 'goaway':
      return bad(`sent HTTP/2 GOAWAY in place of an answer${codeOf(error)}`, 'the server is shutting down, or refuses this client');
    case 'stream-reset':
      return bad(`reset the HTTP/2 stream in place of an answer${streamCode(error?.reason) ?? codeOf(error)}`, 'the server, or a proxy before it, could not or would not answer this request');
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
  if (isRedirect(status)) return good(predicate, 'the service is up; the redirect was not followed');
  if (status !== undefined && status >= 400) return good(predicate, 'the service is up, but does not take this request');
  return good(predicate);
}

/** Those with a Location that clients go to (RFC 9110, 15.4): not 300, 304 and what is not defined. */
export function isRedirect(status: number | undefined): boolean {
  return status !== undefined && [301, 302, 303, 307, 308].includes(status);
}

/** ` (REFUSED_STREAM)`, out of what Node says of a stream; undefined if that names none. */
function streamCode(reason: string | undefined): string | undefined {
  const name = /\bNGHTTP2_([A-Z_]+)\b/.exec(reason ?? '')?.[1];
  return name === undefined ? undefined : ` (${name})`;
}

/** How far a peer came that kept the probe waiting. */
export function overdue(result: ProbeResult, timeoutMs: number): Finding {
  const { httpStatus, phases } = result;
  if (httpStatus !== undefined) return bad(`answered HTTP ${httpStatus}, but did not end the body ${within(result, timeoutMs)}`, 'the service stalls, or sends a stream that has no end');
  if (phases['interim'] !== undefined) return bad(`sent an interim answer (1xx), but did not complete the final one ${within(result, timeoutMs)}`, 'the service stalls');
  if (phases['firstByte'] !== undefined) return bad(`began an answer, but did not end its head ${within(result, timeoutMs)}`, 'the service stalls, or speaks another protocol');
  if (phases['settings'] !== undefined) return bad(`speaks HTTP/2, but did not answer ${within(result, timeoutMs)}`, 'the service hangs or is overloaded');
  if (phases['tls'] !== undefined) return bad(`completed the TLS handshake, but sent nothing ${within(result, timeoutMs)}`, 'the service hangs or is overloaded, or speaks another protocol');
  if (phases['connect'] !== undefined) return bad(`accepted the connection, but sent nothing ${within(result, timeoutMs)}`, 'the service hangs or is overloaded, or speaks another protocol');
  return bad(`accepted one connection, but not the next ${within(result, timeoutMs)}`, 'the service is overloaded, or takes one connection at a time');
}

function notHttp({ error, httpStatus, phases, excerpt }: ProbeResult): Finding {
  if (error?.code === 'HPE_HEADER_OVERFLOW') return bad(`answered with more than ${MAX_HEADER_BYTES / 1024} KiB of headers, the limit of Node's HTTP parser`, 'clients with such a limit fail here');
  if (httpStatus !== undefined) return bad(`answered HTTP ${httpStatus}, but what followed is not valid HTTP/1.1${codeOf(error)}`, 'the body is longer than it was announced, or broken; clients that are less strict, such as curl, may take the answer');
  // What the parser did not take is shown as it came.
  if (excerpt !== undefined && /^HTTP\/1\.[01] \d{3}/.test(excerpt)) return bad(`answered in HTTP/1, but its head is not valid${codeOf(error)}`, 'strict clients, such as those of Node, fail here; others, such as curl, may take the answer');
  return bad(`sent something that is not HTTP/1.1${codeOf(error)}`, phases['tls'] === undefined ? 'another protocol is spoken there (TLS, HTTP/2, SSH …)' : 'another protocol is spoken there, over TLS');
}
