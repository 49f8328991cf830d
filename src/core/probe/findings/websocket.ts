import { duration } from '../../report/format.js';
import type { ProbeResult } from '../types.js';
import { bad, good, within, type Finding } from './finding.js';
import { exchangeFinding, httpFinding, overdue } from './http.js';

/** What a WebSocket handshake and a ping came to. */
export function websocketFinding(result: ProbeResult, timeoutMs: number): Finding {
  const { httpStatus, error } = result;
  switch (result.class) {
    case 'up':
      return good(`opened a WebSocket and answered a ping after ${duration(result.phases['pong'] ?? 0)}`);
    case 'not-101':
      return bad(`answered HTTP ${httpStatus ?? ''} in place of 101 Switching Protocols`, refusal(httpStatus));
    case 'closed':
      return bad(`opened a WebSocket and closed it before it answered a ping (${error?.reason ?? 'no code'})`, 'the server does not accept this client: credentials, origin, subprotocol or path');
    case 'pong-missing':
      return bad(`opened a WebSocket, but did not answer a ping ${within(result, timeoutMs)}`, 'clients that wait for pongs give the connection up; RFC 6455 (5.5.2) demands a pong');
    case 'not-websocket':
      return bad(`answered 101 Switching Protocols, but what followed is no WebSocket (${error?.reason ?? ''})`, 'something between client and server does not know WebSockets');
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
  if (status !== undefined && status >= 300 && status < 400) return 'WebSocket clients do not follow redirects';
  return 'this path speaks HTTP only, or a proxy removed the Upgrade header';
}
