/** One answer in words: what was measured, and what it can mean. */
import { duration } from '../report/format.js';
import { MAX_HEADER_BYTES } from './limits.js';
import type { ProbeResult, RawError } from './types.js';

export interface Finding {
  readonly up: boolean;
  /** What was measured, in the past tense; continues a sentence that begins with the address. */
  readonly predicate: string;
  /** What that can mean; left out where the measurement says it all. */
  readonly meaning?: string;
}

/** Why a name gave no address. */
export function nameFinding(result: ProbeResult, timeoutMs: number): Finding {
  const code = codeOf(result.error);
  switch (result.class) {
    case 'nxdomain':
      return bad(`was not found by the resolver of this machine${code}`, 'the name is misspelt, or known only elsewhere (another network, a VPN, a container)');
    case 'no-data':
      return bad(`exists, but has no address${code}`, 'it has neither an A nor an AAAA record');
    case 'try-again':
      return bad(`could not be resolved for now${code}`, 'no DNS server gave an answer, or the one that did had a failure of its own');
    case 'resolver-down':
      return bad(`could not be resolved, since the DNS server refused the connection${code}`, 'nothing runs where this machine is told to ask');
    case 'resolver-timeout':
      return bad(`could not be resolved ${within(result, timeoutMs)}`, 'the DNS server is slow or out of reach');
    default:
      return bad(`could not be resolved${code}`);
  }
}

/** What the last rung that an address reached says. */
export function addressFinding(result: ProbeResult, timeoutMs: number): Finding {
  return result.probe === 'http1' ? http1Finding(result, timeoutMs) : tcpFinding(result, timeoutMs);
}

function tcpFinding(result: ProbeResult, timeoutMs: number): Finding {
  const code = codeOf(result.error);
  switch (result.class) {
    case 'up':
      return { up: true, predicate: 'accepted the connection' };
    case 'refused':
      return bad('refused the connection', 'nothing listens there, or a firewall rejects it');
    case 'reset-at-accept':
      return dropped;
    case 'unreachable':
      return bad(
        `cannot be reached from this machine${code}`,
        result.error?.code === 'EADDRNOTAVAIL' ? 'this machine has no address of that family, or no free port to ask from' : 'no route leads there, or the host is not on the network',
      );
    case 'timeout':
      return bad(`did not accept a connection ${within(result, timeoutMs)}`, 'packets are dropped on the way, or the host is down or overloaded');
    case 'local-policy':
      return bad(`may not be connected to from this machine${code}`, 'a firewall or sandbox here forbids it');
    default:
      return bad(`could not be connected to${code}`);
  }
}

/**
 * The composite that matters most: what waits only for TCP calls this ready. Whether the reset comes before or after the client
 * sees the connection (`reset-at-accept` or `reset`) is a race; the meaning is the same.
 */
const dropped = bad(
  'accepted the connection, then dropped it before a byte (accepted-then-dropped)',
  'a port forwarder without a backend, or a service that is not ready',
);

function http1Finding(result: ProbeResult, timeoutMs: number): Finding {
  const { httpStatus, error } = result;
  const began = result.phases['firstByte'] !== undefined;
  switch (result.class) {
    case 'up':
      return answered(httpStatus);
    case 'unhealthy':
      return bad(`answered HTTP ${httpStatus ?? '5xx'}`, 'it is reachable, but unhealthy');
    case 'reset':
    case 'eof':
      return began ? bad(`ended the connection in the middle of the head of its answer${codeOf(error)}`, 'the service crashed or was stopped while it answered') : dropped;
    case 'reset-at-accept':
      return dropped;
    case 'truncated':
      return bad(`answered HTTP ${httpStatus ?? ''}, but the connection ended before the body was complete${codeOf(error)}`, 'the service, or a proxy before it, broke off while it answered');
    case 'timeout':
      return overdue(result, timeoutMs);
    case 'not-http':
      return notHttp(result);
    default:
      return result.phases['connect'] === undefined
        ? bad(`accepted one connection, but not the next (${result.class})`, 'the service went away in between, or takes one connection at a time')
        : bad(`did not answer${codeOf(error)}`);
  }
}

function answered(status: number | undefined): Finding {
  const predicate = `answered HTTP ${status ?? '(no status)'}`;
  if (status === 401) return { up: true, predicate, meaning: 'the service is up, and wants credentials' };
  if (status === 403) return { up: true, predicate, meaning: 'the service is up, but forbids this request' };
  if (status === 404 || status === 410) return { up: true, predicate, meaning: 'the service is up, but has nothing at this path' };
  if (status !== undefined && status >= 300 && status < 400) return { up: true, predicate, meaning: 'the service is up; the redirect was not followed' };
  if (status !== undefined && status >= 400) return { up: true, predicate, meaning: 'the service is up, but does not take this request' };
  return { up: true, predicate };
}

function overdue(result: ProbeResult, timeoutMs: number): Finding {
  const { httpStatus, phases } = result;
  if (httpStatus !== undefined) return bad(`answered HTTP ${httpStatus}, but did not end the body ${within(result, timeoutMs)}`, 'the service stalls, or sends a stream that has no end');
  if (phases['firstByte'] !== undefined) return bad(`began an answer, but did not end its head ${within(result, timeoutMs)}`, 'the service stalls, or speaks another protocol');
  if (phases['connect'] !== undefined) return bad(`accepted the connection, but sent nothing ${within(result, timeoutMs)}`, 'the service hangs or is overloaded, or speaks another protocol');
  return bad(`accepted one connection, but not the next ${within(result, timeoutMs)}`, 'the service is overloaded, or takes one connection at a time');
}

function notHttp({ error, httpStatus }: ProbeResult): Finding {
  if (error?.code === 'HPE_HEADER_OVERFLOW') return bad(`answered with more than ${MAX_HEADER_BYTES / 1024} KiB of headers, the limit of Node's HTTP parser`, 'clients with such a limit fail here');
  if (httpStatus !== undefined) return bad(`answered HTTP ${httpStatus}, but what followed is not valid HTTP/1.1${codeOf(error)}`);
  return bad(`sent something that is not HTTP/1.1${codeOf(error)}`, 'another protocol is spoken there (TLS, HTTP/2, SSH …)');
}

function within({ error }: ProbeResult, timeoutMs: number): string {
  // With a code it was the system that gave up, not the probe's own deadline.
  return error?.code === undefined ? `within ${duration(timeoutMs)}` : `before the system gave up${codeOf(error)}`;
}

function codeOf(error: RawError | undefined): string {
  return error?.code === undefined ? '' : ` (${error.code})`;
}

function bad(predicate: string, meaning?: string): Finding {
  return { up: false, predicate, ...(meaning !== undefined && { meaning }) };
}
