import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parseCondition } from '../../../src/core/wait/condition.js';
import type { WaitReport } from '../../../src/core/wait/timeline.js';
import { waitFor } from '../../../src/node/wait/wait.js';
import { hasIpv6, target } from '../../support/ask.js';
import { needs } from '../../support/needs.js';

async function listening(server: Server, host: string, port = 0): Promise<number> {
  server.listen(port, host);
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

interface Options {
  readonly condition?: string;
  readonly successes?: number;
  readonly timeoutMs?: number;
  readonly onPoll?: (ok: boolean) => void;
  readonly signal?: AbortSignal;
}

function wait(text: string, { condition = 'up', successes = 3, timeoutMs = 30_000, onPoll, signal = new AbortController().signal }: Options = {}): Promise<WaitReport> {
  const parsed = parseCondition(condition);
  if ('problem' in parsed) throw new Error(parsed.problem);
  return waitFor({ target: target(text), condition: parsed, successes, timeoutMs, intervalMs: 1, backoff: false, trust: { verify: true }, cwd: process.cwd(), environment: {} }, signal, onPoll);
}

describe.each([['127.0.0.1', '127.0.0.1'], ['::1', '[::1]']])('on %s', (host, inUrl) => {
  it.runIf(needs(host !== '::1' || hasIpv6, 'the IPv6 loopback address ::1'))('sees a port that drops connections, then a server that is unhealthy, then one that is well', async () => {
    // The forwarder accepts first, as a container's port does.
    const dropping = createTcpServer((socket) => socket.destroy());
    const port = await listening(dropping, host);
    let unwell = 2;
    const service = createServer((_, response) => response.writeHead(unwell-- > 0 ? 503 : 200).end('x'));
    let polls = 0;
    let started: Promise<unknown> | undefined;
    const report = await wait(`http://${inUrl}:${port}/`, {
      condition: 'http:2xx',
      onPoll: () => {
        if (++polls === 2) started = new Promise((resolve) => dropping.close(resolve)).then(() => listening(service, host, port));
      },
    });
    await started;
    expect(report).toMatchObject({ ready: true, successes: 3, flaps: 0, lastGood: `tcp ${inUrl}:${port}`, firstBad: `http1 ${inUrl}:${port}`, lastClass: 'unhealthy' });
    expect(report.failures['unhealthy']).toBe(2);
    const { firstAcceptMs, firstByteMs, first2xxMs, stableSinceMs, elapsedMs } = report;
    const moments = [firstAcceptMs, firstByteMs, first2xxMs, elapsedMs].map((ms) => ms ?? Number.NaN);
    expect(moments).toEqual(moments.toSorted((a, b) => a - b));
    expect(stableSinceMs).toBeGreaterThan(firstByteMs ?? Infinity);
  });
});

it('a check of the port alone passes where clients get nothing', async () => {
  const port = await listening(createTcpServer((socket) => socket.destroy()), '127.0.0.1');
  expect(await wait(`http://127.0.0.1:${port}/`, { condition: 'tcp' })).toMatchObject({ ready: true, firstByteMs: null });
  const honest = await wait(`http://127.0.0.1:${port}/`, { timeoutMs: 1_000 });
  expect(honest).toMatchObject({ ready: false, successes: 0, lastGood: `tcp 127.0.0.1:${port}`, firstByteMs: null, first2xxMs: null, stableSinceMs: null });
  expect(honest.firstAcceptMs).not.toBeNull();
});

it('counts anew after a failure, and tells that it flapped', async () => {
  let asked = 0;
  const port = await listening(createServer((_, response) => response.writeHead(++asked === 3 ? 500 : 200).end()), '127.0.0.1');
  expect(await wait(`http://127.0.0.1:${port}/`)).toMatchObject({ ready: true, polls: 6, flaps: 1, failures: { unhealthy: 1 } });
});

it.runIf(needs(hasIpv6, 'the IPv6 loopback address ::1'))('goes by the first address that accepts, as clients do', async () => {
  // Whatever order localhost resolves in, only one family has a listener.
  const port = await listening(createServer((_, response) => response.end('x')), '::1');
  expect(await wait(`http://localhost:${port}/`)).toMatchObject({ ready: true, flaps: 0 });
});

it('ends a poll of a silent peer with its time', async () => {
  const port = await listening(createTcpServer((socket) => void socket.on('error', () => undefined)), '127.0.0.1');
  expect(await wait(`http://127.0.0.1:${port}/`, { timeoutMs: 80 })).toMatchObject({ ready: false, polls: 1, lastClass: 'timeout' });
});

it('ends with the signal', async () => {
  const stop = new AbortController();
  const port = await listening(createServer((_, response) => response.writeHead(503).end()), '127.0.0.1');
  await expect(wait(`http://127.0.0.1:${port}/`, { onPoll: () => stop.abort(new Error('enough')), signal: stop.signal })).rejects.toThrow();
});

it('waits for a file and a process, too', async () => {
  expect(await wait(`file:${import.meta.filename}`, { successes: 1 })).toMatchObject({ ready: true });
  expect(await wait(`process:${process.pid}`, { successes: 2 })).toMatchObject({ ready: true, polls: 2 });
});
