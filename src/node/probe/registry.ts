/** The probes that ask one address; what not every target needs is loaded when it is first asked. A new probe is a file of its own and one line here. */
import type { AddressProbeName } from '../../core/probe/ladder.js';
import { askHttp1 } from './http1.js';
import type { AddressProbe } from './question.js';
import { askTcp } from './tcp.js';

export const ADDRESS_PROBES: Readonly<Record<AddressProbeName, () => Promise<AddressProbe>>> = {
  tcp: () => Promise.resolve(askTcp),
  tls: async () => (await import('./tls.js')).askTls,
  alpn: async () => (await import('./alpn.js')).askAlpn,
  http1: () => Promise.resolve(askHttp1),
  http2: async () => (await import('./http2.js')).askHttp2,
  h2c: async () => (await import('./http2.js')).askH2c,
  websocket: async () => (await import('./websocket.js')).askWebsocket,
  grpc: async () => (await import('./grpc.js')).askGrpc,
};
