/** Does the address accept a connection? */
import { connect, type Socket } from 'node:net';
import { hostPort } from '../../core/probe/address.js';
import type { Observation } from '../../core/probe/classify.js';
import { rawError } from '../../core/probe/rawError.js';
import { replayTcp } from '../../core/probe/replay.js';
import { handleClosed } from './handleClosed.js';
import { startLimit } from '../limit.js';
import { result, startClock, type AddressProbe } from './question.js';

/** Dials the literal address itself, so that no other one is tried in its place (happy eyeballs), and closes without sending a byte. */
export const askTcp: AddressProbe = async ({ target: { port }, address, timeoutMs }, signal) => {
  signal.throwIfAborted();
  const limit = startLimit(timeoutMs, signal);
  const start = startClock();
  const socket = connect({ host: address, port });
  const closed = handleClosed(socket);
  try {
    const seen = await connection(socket, limit.signal);
    const total = start.elapsed();
    signal.throwIfAborted();
    return result('tcp', seen ?? { type: 'deadline', error: { reason: `no connection within ${timeoutMs} ms, the deadline of the probe` } }, start, {
      address: hostPort(address, port),
      phases: { ...(seen?.type === 'answer' && { connect: total }), total },
      replay: replayTcp(address, port, timeoutMs),
    });
  } finally {
    limit.end();
    socket.destroy();
    await closed;
  }
};

/** How the attempt to connect ends; undefined if the signal ends it. */
function connection(socket: Socket, signal: AbortSignal): Promise<Observation | undefined> {
  return new Promise((resolve) => {
    socket.once('connect', () => resolve({ type: 'answer' }));
    // Stays for the life of the socket: an error after the answer is no part of it, and must not be thrown.
    socket.on('error', (error) => resolve({ type: 'error', error: rawError(error) }));
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}
