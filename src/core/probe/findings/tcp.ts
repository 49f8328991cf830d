import type { ProbeResult } from '../types.js';
import { bad, codeOf, DROPPED, good, within, type Finding } from './finding.js';

/** Whether the address takes connections. @param nobodyListens the machine itself says so of the port */
export function tcpFinding(result: ProbeResult, timeoutMs: number, nobodyListens: boolean): Finding {
  const code = codeOf(result.error);
  switch (result.class) {
    case 'up':
      return good('accepted the connection');
    case 'refused':
      return bad('refused the connection', nobodyListens ? 'nothing listens there' : 'nothing listens there, or a firewall rejects it');
    case 'reset-at-accept':
      return DROPPED;
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
