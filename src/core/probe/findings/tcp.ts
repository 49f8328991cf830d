import type { ProbeResult } from '../types.js';
import { bad, codeOf, dropped, good, within, type Finding } from './finding.js';

/** Whether the address takes connections. @param listener what the machine itself says of the port; absent where it does not tell */
export function tcpFinding(result: ProbeResult, timeoutMs: number, listener: ProbeResult | undefined): Finding {
  const code = codeOf(result.error);
  switch (result.class) {
    case 'up':
      return good('accepted the connection');
    case 'refused':
      return bad('refused the connection', refusal(listener));
    case 'reset-at-accept':
      return dropped();
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

/** Whoever listens on every IPv6 address takes IPv4 as well, unless it was told not to: that cannot be seen from outside. */
function refusal(listener: ProbeResult | undefined): string {
  if (listener?.class === 'absent') return 'nothing listens there';
  if (listener) return 'what listens on that port does not take this address (IPv6 only, perhaps), has just ended, or a firewall rejects it';
  return 'nothing listens there, or a firewall rejects it';
}
