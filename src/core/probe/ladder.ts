/** Which questions are asked of a target, in layer order, and where the ladder broke. */
import { conclude } from './conclusion.js';
import type { EndpointTarget, ProbeName, ProbeReport, ProbeResult, ProbeTarget, Scheme } from './types.js';

/** Probes that ask one literal address; `dns` is the one that finds the addresses. */
export type AddressProbeName = Extract<ProbeName, 'tcp' | 'tls' | 'alpn' | 'http1' | 'http2' | 'h2c' | 'websocket' | 'grpc'>;

/** Asked of each address by itself, in this order, until one does not hold. */
const RUNGS: Readonly<Record<Scheme, readonly AddressProbeName[]>> = {
  tcp: ['tcp'],
  tls: ['tcp', 'tls'],
  http: ['tcp', 'http1'],
  // What the server chose by ALPN is what it is asked in: http1 where that is not h2.
  https: ['tcp', 'tls', 'alpn', 'http2'],
  h2c: ['tcp', 'h2c'],
  ws: ['tcp', 'websocket'],
  wss: ['tcp', 'tls', 'websocket'],
  grpc: ['tcp', 'grpc'],
  grpcs: ['tcp', 'tls', 'alpn', 'grpc'],
};

/** The next question to an address; undefined at the top of the ladder, and above a rung that does not hold. @param climbed the answers of that address so far */
export function nextRung({ scheme }: EndpointTarget, climbed: readonly ProbeResult[]): AddressProbeName | undefined {
  const last = climbed.at(-1);
  if (last && !holds(last)) return undefined;
  const rung = RUNGS[scheme][climbed.length];
  return rung === 'http2' && last?.alpn !== 'h2' ? 'http1' : rung;
}

/** Whether the result says what else is so, and neither holds nor breaks. */
function isContext({ probe }: ProbeResult): boolean {
  return probe === 'environment' || probe === 'listener';
}

/** Whether the ladder may be climbed further. A target that calls itself unhealthy does not hold. */
export function holds(result: ProbeResult): boolean {
  return result.class === 'up' || result.class === 'growing' || isContext(result);
}

/** The report over a target's results in the order in which they came. @param timeoutMs the deadline of each rung, in ms */
export function probeReport(target: ProbeTarget, results: readonly ProbeResult[], timeoutMs: number): ProbeReport {
  const firstBad = results.find((result) => !holds(result));
  // Up to where it broke, on the way to that address: what another address came to is no rung below it.
  const below = firstBad ? results.slice(0, results.indexOf(firstBad)).filter(({ probe, address }) => probe === 'dns' || address === firstBad.address) : results;
  const lastGood = below.findLast((result) => holds(result) && !isContext(result));
  return {
    target: target.text,
    results,
    lastGood: lastGood ? rungName(lastGood) : null,
    firstBad: firstBad ? rungName(firstBad) : null,
    conclusion: conclude(target, results, timeoutMs),
  };
}

/** `tcp 127.0.0.1:8080` */
function rungName({ probe, address }: ProbeResult): string {
  return `${probe} ${address}`;
}
