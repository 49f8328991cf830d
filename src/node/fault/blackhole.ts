/**
 * A port on which SYNs are dropped, without root (Linux): a thread listens with a backlog of 1 and accepts nothing, two connections of our own
 * fill its queue, and the kernel drops what comes then. A client's connect hangs, and its SYN is sent again after 1, 3, 7 … s.
 */
import { once } from 'node:events';
import net, { type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import { Refusal } from '../../core/refusal.js';

/** The thread stands still from the moment in which it listens, so that its event loop accepts nothing. */
const LISTEN = `
const net = require('node:net');
const { parentPort, workerData } = require('node:worker_threads');
const server = net.createServer();
server.on('error', (error) => { throw error; });
server.listen({ host: workerData.host, port: workerData.port, backlog: 1 }, () => {
  parentPort.postMessage('listening');
  Atomics.wait(workerData.gate, 0, 0);
  server.close();
});
`;

/** Connections that a queue with a backlog of 1 takes. */
const FILLERS = 2;

/** They connect at once, or never: the queue held a client's. ms */
const FILL_MS = 1_000;

export interface Blackhole {
  /** Resolves when the port is free again. */
  close(): Promise<void>;
}

/** @throws Refusal `unable` where the system does not drop SYNs, or the port cannot be had */
export async function openBlackhole(host: string, port: number): Promise<Blackhole> {
  if (process.platform !== 'linux') throw new Refusal('unable', 'A connect blackhole needs Linux: use hold, or refuse, on this system.');
  const gate = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(LISTEN, { eval: true, workerData: { host, port, gate } });
  const exited = once(worker, 'exit').catch(() => undefined);
  try {
    await once(worker, 'message');
  } catch (error) {
    throw new Refusal('unable', `The connect blackhole cannot listen on port ${port} (${error instanceof Error ? error.message : String(error)}): choose another port with --listen.`);
  }
  const own = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  const fillers = await Promise.all(Array.from({ length: FILLERS }, () => filler(own, port)));
  return {
    close: async () => {
      Atomics.store(gate, 0, 1);
      Atomics.notify(gate, 0);
      await exited;
      for (const socket of fillers) socket.destroy();
    },
  };
}

async function filler(host: string, port: number): Promise<Socket> {
  const socket = net.connect({ host, port });
  socket.on('error', () => undefined);
  // A client's connection may have taken its place in the queue: then it is full all the same.
  await once(socket, 'connect', { signal: AbortSignal.timeout(FILL_MS) }).catch(() => undefined);
  return socket;
}
