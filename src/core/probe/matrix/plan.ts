/** Which ways of asking there are for a target. */
import { hostPort } from '../address.js';
import type { EndpointTarget, Scheme } from '../types.js';
import type { UserClient } from './client.js';
import { OWN, type MatrixCell, type MatrixProtocol } from './types.js';

interface Spoken {
  /** What a connection alone comes to. */
  readonly socket: 'tcp' | 'tls';
  /** The target's own protocol first, then what it may speak as well. */
  readonly protocols: readonly MatrixProtocol[];
}

const SPOKEN: Readonly<Record<Scheme, Spoken>> = {
  tcp: { socket: 'tcp', protocols: [] },
  tls: { socket: 'tls', protocols: [] },
  http: { socket: 'tcp', protocols: ['http1', 'h2c'] },
  https: { socket: 'tls', protocols: ['http1', 'http2'] },
  h2c: { socket: 'tcp', protocols: ['h2c', 'http1'] },
  ws: { socket: 'tcp', protocols: ['websocket', 'http1'] },
  wss: { socket: 'tls', protocols: ['websocket', 'http1'] },
  grpc: { socket: 'tcp', protocols: ['grpc', 'h2c'] },
  grpcs: { socket: 'tls', protocols: ['grpc', 'http2'] },
};

/** What curl can ask by itself. */
const BY_CURL: readonly MatrixProtocol[] = ['http1', 'http2', 'h2c'];

/** @param addresses literal ones, without brackets @param curl what the curl at hand speaks; empty if there is none */
export function planCells(target: EndpointTarget, addresses: readonly string[], curl: readonly MatrixProtocol[], clients: readonly UserClient[]): MatrixCell[] {
  const { socket, protocols } = SPOKEN[target.scheme];
  const verifications = socket === 'tls' ? (['verify', 'insecure'] as const) : (['none'] as const);
  const [main = socket] = protocols;
  const cells: MatrixCell[] = [];
  for (const address of addresses.map((literal) => hostPort(literal, target.port))) {
    for (const verification of verifications) {
      cells.push({ client: 'socket', address, verification, protocol: socket, alternative: false });
      for (const protocol of protocols) {
        const alternative = isAlternative(target.scheme, protocol, main);
        cells.push({ client: 'node', address, verification, protocol, alternative });
        if (BY_CURL.includes(protocol) && curl.includes(protocol)) cells.push({ client: 'curl', address, verification, protocol, alternative });
      }
    }
  }
  if (target.literal === undefined) cells.push(...verifications.map((verification) => ({ client: 'node-default', address: OWN, verification, protocol: main, alternative: false }) as const));
  for (const { label, addressed } of clients) {
    const own = { client: label, verification: OWN, protocol: OWN, alternative: false } as const;
    cells.push(...(addressed ? addresses.map((literal) => ({ ...own, address: hostPort(literal, target.port) })) : [{ ...own, address: OWN }]));
  }
  return cells;
}

/** An https server speaks one of the two: which one is its choice, and HTTP/2 alone is as good as HTTP/1.1 alone. */
function isAlternative(scheme: Scheme, protocol: MatrixProtocol, main: MatrixProtocol): boolean {
  return scheme === 'https' || protocol !== main;
}
