import type { ProbeResult } from '../types.js';
import { bad, codeOf, within, type Finding } from './finding.js';

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
