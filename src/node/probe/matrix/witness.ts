/** A listener of our own that shows whether a client tries to connect at all. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { errorCode } from '../../errorCode.js';

export interface Witness {
  readonly port: number;
  /** Aborts with the first connection. */
  readonly connected: AbortSignal;
  /** Ends the listeners and what they accepted. */
  close(): Promise<void>;
}

/** A port that is free on one loopback address may be taken on the other. */
const TRIES = 5;

/** Listens on one port of all of these loopback addresses, and says nothing to whoever connects. */
export async function listenAsWitness(addresses: readonly string[]): Promise<Witness> {
  for (let tried = 1; ; tried++) {
    const servers: Server[] = [];
    try {
      return await openWitness(addresses, servers);
    } catch (error) {
      await Promise.all(servers.map(closed));
      if (errorCode(error) !== 'EADDRINUSE' || tried === TRIES) throw error;
    }
  }
}

async function openWitness(addresses: readonly string[], servers: Server[]): Promise<Witness> {
  const seen = new AbortController();
  const connections = new Set<Socket>();
  let port = 0;
  for (const host of addresses) {
    const server = createServer((connection) => {
      connections.add(connection);
      connection.on('error', () => undefined); // the client is ended as soon as it has connected
      seen.abort();
    });
    server.listen({ host, port, ipv6Only: true });
    await once(server, 'listening');
    servers.push(server);
    ({ port } = server.address() as AddressInfo);
  }
  return {
    port,
    connected: seen.signal,
    close: async () => {
      for (const connection of connections) connection.destroy();
      await Promise.all(servers.map(closed));
    },
  };
}

async function closed(server: Server): Promise<void> {
  if (server.listening) await new Promise((resolve) => server.close(resolve));
}

/**
 * How many TCP connections have been begun in this network namespace, by anyone (Tcp ActiveOpens of /proc/net/snmp, IPv6 included).
 * Undefined where the system does not count.
 */
export function connectsBegun(): number | undefined {
  let text: string;
  try {
    text = readFileSync('/proc/net/snmp', 'latin1');
  } catch {
    return undefined;
  }
  const [names, values] = text.split('\n').filter((line) => line.startsWith('Tcp:')).map((line) => line.split(' '));
  const value = values?.[names?.indexOf('ActiveOpens') ?? -1];
  return value === undefined ? undefined : Number(value);
}
