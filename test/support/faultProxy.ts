/** A fault proxy before a real server on loopback, and clients of it. */
import { once } from 'node:events';
import net, { type AddressInfo, type Server, type Socket } from 'node:net';
import { expect, onTestFinished } from 'vitest';
import type { Action } from '../../src/core/fault/action.js';
import { parseAction } from '../../src/core/fault/action.js';
import type { WitnessEvent } from '../../src/core/fault/witness.js';
import { FaultProxy } from '../../src/node/fault/proxy.js';
import { systemClock } from '../../src/node/ports.js';

export type Host = '127.0.0.1' | '::1';

/** A server that sends back what it gets. Its sockets are destroyed at the end of the test. */
export async function echoServer(host: Host = '127.0.0.1', onConnection: (socket: Socket) => void = (socket) => void socket.pipe(socket)): Promise<{ server: Server; port: number; sockets: Socket[] }> {
  const sockets: Socket[] = [];
  const server = net.createServer({ allowHalfOpen: true }, (socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    onConnection(socket);
  });
  server.listen(0, host);
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return { server, port: (server.address() as AddressInfo).port, sockets };
}

export interface TestProxy {
  readonly proxy: FaultProxy;
  readonly events: WitnessEvent[];
  /** Does what the words say. */
  apply(text: string): Promise<void>;
  /** The first event of that type from now on or before; the test's own timeout ends the waiting. */
  seen<T extends WitnessEvent['type']>(type: T, matches?: (event: Extract<WitnessEvent, { type: T }>) => boolean): Promise<Extract<WitnessEvent, { type: T }>>;
}

export async function faultProxy(upstreamPort: number, host: Host = '127.0.0.1', seed = 1): Promise<TestProxy> {
  const events: WitnessEvent[] = [];
  const waiting = new Set<() => void>();
  const witness = (event: WitnessEvent): void => {
    events.push(event);
    for (const look of [...waiting]) look();
  };
  const proxy = await FaultProxy.open({ listen: { host, port: 0 }, upstream: { host, port: upstreamPort }, seed, clock: systemClock, witness });
  onTestFinished(() => proxy.close());
  return {
    proxy,
    events,
    apply: (text) => proxy.apply(action(text)),
    seen: (type, matches = () => true) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = events.find((event) => event.type === type && matches(event as Parameters<typeof matches>[0]));
          if (!found) return;
          waiting.delete(look);
          resolve(found as Parameters<typeof matches>[0]);
        };
        waiting.add(look);
        look();
      }),
  };
}

function action(text: string): Action {
  const parsed = parseAction(text);
  if ('problem' in parsed) throw new Error(parsed.problem);
  return parsed;
}

export interface TestClient {
  readonly socket: Socket;
  /** All that came so far. */
  text(): string;
  /** Resolves when what came ends with that text. */
  until(end: string): Promise<void>;
  /** How the connection ended: `fin`, or the code of its error. */
  readonly ended: Promise<string>;
}

export async function connectTo({ proxy }: Pick<TestProxy, 'proxy'>): Promise<TestClient> {
  const client = clientOf(net.connect({ ...proxy.address, allowHalfOpen: true }));
  await once(client.socket, 'connect');
  return client;
}

export function clientOf(socket: Socket): TestClient {
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
  const ended = new Promise<string>((resolve) => {
    socket.once('end', () => resolve('fin'));
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
  onTestFinished(() => void socket.destroy());
  return {
    socket,
    ended,
    text: () => text,
    until: (end) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!text.endsWith(end)) return;
          socket.off('data', look);
          resolve();
        };
        socket.on('data', look);
        look();
      }),
  };
}

/** One round trip through an echo. */
export async function echo(client: TestClient, text: string): Promise<void> {
  client.socket.write(text);
  await client.until(text);
  expect(client.text().endsWith(text)).toBe(true);
}
