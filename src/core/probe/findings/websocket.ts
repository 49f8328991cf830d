import { OTHER_PONG } from '../websocketFrames.js';
import { duration } from '../../report/format.js';
import type { ProbeResult } from '../types.js';
import { bad, good, within, type Finding } from './finding.js';
import { exchangeFinding, httpFinding, isRedirect, overdue } from './http.js';

/** What a WebSocket handshake and a ping came to. */
export function websocketFinding(result: ProbeResult, timeoutMs: number): Finding {
  const { httpStatus, error } = result;
  switch (result.class) {
    case 'up':
      return good(`opened a WebSocket and answered a ping after ${duration(result.phases['pong'] ?? 0)}`);
    case 'not-101':
      return bad(`answered HTTP ${httpStatus ?? ''} in place of 101 Switching Protocols`, refusal(httpStatus));
    case 'closed':
      return bad(`opened a WebSocket and ${error?.code === undefined ? 'closed it' : 'the connection broke'} before it answered a ping (${error?.reason ?? 'no code'})`, closing(error?.reason));
    case 'pong-missing':
      if (error?.reason === OTHER_PONG) return bad(`opened a WebSocket, but did not answer a ping with its data ${within(result, timeoutMs)} (${OTHER_PONG})`, 'clients that compare the two give the connection up; RFC 6455 (5.5.3) demands the same data');
      return bad(`opened a WebSocket, but did not answer a ping ${within(result, timeoutMs)}`, 'clients that wait for pongs give the connection up; RFC 6455 (5.5.2) demands a pong');
    case 'not-websocket':
      return bad(`answered 101 Switching Protocols, but not as a WebSocket (${error?.reason ?? ''})`, 'the server, or something before it, does not keep to RFC 6455');
    case 'timeout':
      return overdue(result, timeoutMs);
    case 'not-http':
    case 'truncated':
      return httpFinding(result, timeoutMs);
    default:
      return exchangeFinding(result);
  }
}

function refusal(status: number | undefined): string {
  if (status === 401 || status === 403 || status === 407) return 'the service is up, and wants credentials';
  if (status === 404) return 'the service is up, but has no WebSocket at this path';
  if (status !== undefined && status >= 500) return 'the service, or the backend of a proxy, is unhealthy';
  if (isRedirect(status)) return 'WebSocket clients do not follow redirects';
  if (status === 429) return 'the service is up, and limits how often it is asked';
  return 'this path speaks HTTP only, does not take this request, or a proxy removed the Upgrade header';
}

/** What a close can mean, by its code (RFC 6455, 7.4.1). */
function closing(reason = ''): string {
  const code = Number(/^close code (\d+)/.exec(reason)?.[1]);
  if (code === 1001 || code === 1012) return 'the server is being stopped or started anew';
  if (code === 1011) return 'the server failed';
  if (code === 1013) return 'the server is overloaded, or not ready';
  return 'the server does not accept this client (credentials, origin, subprotocol or path), or failed';
}
