/** The seeds as scenarios: what the real documents could not tell, told by a matrix over real sockets and real clients. */
import { execFileSync } from 'node:child_process';
import { needs } from '../../support/needs.js';
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { parseClient } from '../../../src/core/probe/matrix/client.js';
import type { CellResult, MatrixReport } from '../../../src/core/probe/matrix/types.js';
import { runMatrix } from '../../../src/node/probe/matrix/runMatrix.js';
import type { Trust } from '../../../src/node/probe/question.js';
import { certificate } from '../../fixtures/servers/certificates.js';
import { listening } from '../../fixtures/servers/listening.js';
import { answering, BEHAVIOURS, closedPort, closeServers, serve } from '../../fixtures/servers/misbehave.js';
import { hasIpv6, target } from '../../support/ask.js';
import { tempFolder } from '../../support/temp.js';

afterEach(closeServers);

const CURL = ((): boolean => {
  try {
    execFileSync('curl', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

interface Options {
  readonly clients?: readonly string[];
  readonly trust?: Trust;
  readonly timeoutMs?: number;
  readonly environment?: Readonly<Record<string, string>>;
}

async function cross(text: string, { clients = [], trust = { verify: true }, timeoutMs = 20_000, environment = {} }: Options = {}): Promise<MatrixReport> {
  const asked = target(text);
  if (asked.kind !== 'endpoint') throw new Error('not an endpoint');
  const parsed = clients.map((one) => {
    const parsedClient = parseClient(one, false);
    if ('problem' in parsedClient) throw new Error(parsedClient.problem);
    return parsedClient;
  });
  const report = await runMatrix(asked, { timeoutMs, trust, clients: parsed, environment: { PATH: process.env['PATH'] ?? '', ...environment }, allowed: ['MY_*'], cwd: process.cwd() }, new AbortController().signal);
  if ('dns' in report) throw new Error(report.dns.class);
  return report;
}

const by = (report: MatrixReport, client: string): CellResult[] => report.cells.filter((cell) => cell.client === client);

/** A program of its own, as a user's client. */
async function program(source: string): Promise<string> {
  const file = path.join(await tempFolder(), 'client.mjs');
  await writeFile(file, source);
  return `'${process.execPath}' '${file}'`;
}

/** Connects, if the environment lets it: like a client that skips each address family before it has tried any (seeds 000 and 001). */
const DIALS = `
import net from 'node:net';
const [host, port] = process.argv.slice(2);
if (process.env.SKIP_ALL_FAMILIES === '1') { console.error('SocketException (61): No data available'); process.exit(1); }
const socket = net.connect(Number(port), host);
socket.on('connect', () => process.exit(0)).on('error', (error) => { console.error(String(error)); process.exit(1); });
`;

describe('a client that makes no connect at all', () => {
  it('is told apart from one that is refused, though both only say that they failed', async () => {
    const dials = await program(DIALS);
    const up = await serve(answering('200 OK'));
    const report = await cross(`http://127.0.0.1:${up.port}/`, { clients: [`dotnet=SKIP_ALL_FAMILIES=1 ${dials} {host} {port}`, `other=${dials} {host} {port}`] });
    expect(by(report, 'dotnet')).toMatchObject([{ passed: false, class: 'exit', attempted: 'no', excerpt: 'SocketException (61): No data available' }]);
    expect(by(report, 'other')).toMatchObject([{ passed: true }]);
    expect(report.difference).toMatchObject({ pair: { differs: ['client'] } });
    expect(report.conclusion).toMatch(/dotnet failed without an attempt to connect.*: that is not a refusal/);
    expect(report.conclusion).toContain('dotnet ran with SKIP_ALL_FAMILIES=1');
    const { port } = up;
    await closeServers();
    const refused = await cross(`http://127.0.0.1:${port}/`, { clients: [`other=${dials} {host} {port}`] });
    expect(by(refused, 'other')).toMatchObject([{ passed: false, class: 'exit', attempted: 'yes' }]);
    expect(by(refused, 'socket')).toMatchObject([{ class: 'refused' }]);
  });

  it.runIf(needs(hasIpv6, 'the IPv6 loopback address ::1'))('is told apart by the name localhost too, over both families', async () => {
    const dials = await program(DIALS);
    const { port } = await serve(answering('200 OK'), '127.0.0.1');
    const report = await cross(`http://localhost:${port}/`, { clients: [`skips=SKIP_ALL_FAMILIES=1 ${dials} {host} {port}`, `literal=${dials} {address} {port}`] });
    expect(by(report, 'skips')).toMatchObject([{ attempted: 'no' }]);
    expect(by(report, 'literal').map(({ address, passed, attempted }) => `${address.replace(/:\d+$/, '')} ${passed ? 'pass' : `fail, attempted ${attempted ?? ''}`}`).sort()).toEqual(['127.0.0.1 pass', '[::1] fail, attempted yes']);
  });

  it('is told apart from one that a proxy refused, as far as can be told', async () => {
    const dials = await program(DIALS);
    const up = await serve(answering('200 OK'));
    const dead = await closedPort();
    // Like a client that obeys its proxy: it connects there, whatever it is sent to.
    const report = await cross(`http://127.0.0.1:${up.port}/`, { clients: [`proxied=http_proxy=http://127.0.0.1:${dead} ${dials} 127.0.0.1 ${dead} {port}`] });
    expect(by(report, 'proxied')).toMatchObject([{ passed: false, class: 'exit', attempted: 'unknown' }]);
    expect(report.conclusion).not.toContain('without an attempt');
  });

  it.runIf(needs(CURL, 'curl'))('is not proved wrong by a curl that went through a proxy', async () => {
    const dead = await closedPort();
    const proxy = await serve(answering('200 OK'));
    const report = await cross(`http://127.0.0.1:${dead}/`, { environment: { http_proxy: `http://127.0.0.1:${proxy.port}` } });
    expect(by(report, 'curl')).toMatchObject([{ passed: true, via: `127.0.0.1:${proxy.port}` }]);
    expect(report.conclusion).toContain(`curl did not connect to the target, but to 127.0.0.1:${proxy.port}`);
  });

  it.runIf(needs(process.platform === 'linux', 'Linux'))('that takes no port from us is told by the count of connections, or not at all; never wrongly', async () => {
    const dials = await program(DIALS);
    const up = await serve(answering('200 OK'));
    const report = await cross(`tcp://127.0.0.1:${up.port}`, { clients: [`fixed=${dials} 127.0.0.1 1`, `skips=SKIP_ALL_FAMILIES=1 ${dials} 127.0.0.1 1`] });
    // Other tests connect at the same time, so that it may not be sure of the second; of the first it must never say no.
    expect(by(report, 'fixed')).toMatchObject([{ passed: false, attempted: 'unknown' }]);
    expect(['no', 'unknown']).toContain(by(report, 'skips')[0]?.attempted);
  });
});

describe('a port forwarder that accepts and drops', () => {
  it('passes for whoever only connects, and fails for whoever asks', async () => {
    const { port } = await serve(BEHAVIOURS.eofAfterRequest);
    const report = await cross(`http://127.0.0.1:${port}/`);
    expect(by(report, 'socket')).toMatchObject([{ passed: true }]);
    expect(by(report, 'node').map((cell) => cell.class)).toEqual(['eof', 'eof']);
    expect(report.difference).toMatchObject({ outcome: 'pass', rules: [{ where: { client: 'socket' } }] });
    if (CURL) expect(by(report, 'curl')[0]?.class).toBe('eof');
  });
});

describe('a client that ignores pongs', () => {
  it('fails against a server that answers them, so that the client is the difference', async () => {
    const server = createServer();
    server.on('upgrade', (request, socket) => {
      socket.on('error', () => undefined);
      const accept = createHash('sha1').update(`${request.headers['sec-websocket-key'] ?? ''}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
      socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
      socket.on('data', (frame: Buffer) => socket.write(Buffer.concat([Buffer.from([0x8a, 8]), frame.subarray(6, 14).map((byte, index) => byte ^ (frame[2 + (index % 4)] ?? 0))])));
    });
    const port = await listening(server);
    // Its read deadline is extended by messages only (seed 004): it gives up a connection that answers every ping.
    const ignores = await program(`
import http from 'node:http';
import { randomBytes } from 'node:crypto';
const request = http.get(process.argv[2].replace(/^ws/, 'http'), { headers: { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': randomBytes(16).toString('base64') } });
request.on('error', () => process.exit(3)).on('upgrade', (response, socket) => {
  socket.write(Buffer.concat([Buffer.from([0x89, 0x88, 0, 0, 0, 0]), randomBytes(8)]));
  socket.once('data', () => setTimeout(() => { console.log('read deadline passed: no message'); process.exit(1); }, 50));
});
`);
    const report = await cross(`ws://127.0.0.1:${port}/`, { clients: [`tns=${ignores} {url}`] });
    expect(by(report, 'node').find(({ protocol }) => protocol === 'websocket')).toMatchObject({ passed: true });
    expect(by(report, 'tns')).toMatchObject([{ passed: false, attempted: 'yes', excerpt: 'read deadline passed: no message' }]);
    expect(report.conclusion).toContain('everything by tns');
  });
});

describe('a matrix', () => {
  it.runIf(needs(hasIpv6, 'the IPv6 loopback address ::1'))('names the address as the difference, by every client', async () => {
    const { port } = await serve(answering('200 OK'), '127.0.0.1');
    const report = await cross(`http://localhost:${port}/`);
    expect(report.difference?.rules).toContainEqual(expect.objectContaining({ where: { address: `[::1]:${port}` } }));
    expect(by(report, 'node-default')).toMatchObject([{ passed: true }]);
    expect(report.conclusion).toContain(`everything to [::1]:${port}`);
  });

  it.runIf(needs(hasIpv6, 'the IPv6 loopback address ::1'))('asks by the name as well, as programs do, and gives the error of the address behind it', async () => {
    const port = await closedPort();
    const report = await cross(`tcp://localhost:${port}`);
    expect(by(report, 'node-default')).toMatchObject([{ passed: false, class: 'refused', error: { code: 'ECONNREFUSED', syscall: 'connect' } }]);
    expect(report.conclusion).toMatch(/^All 3 ways of asking fail \(refused\)/);
  });

  it('names verification as the difference for a certificate that nobody trusts, and curl agrees', async () => {
    const port = await listening(createHttpsServer(certificate({ commonName: 'x', names: ['127.0.0.1'] }), (_, response) => response.end('fine')));
    const report = await cross(`https://127.0.0.1:${port}/`);
    const http1 = report.cells.filter(({ protocol }) => protocol === 'http1');
    expect(http1.map(({ verification, passed }) => passed === (verification === 'insecure'))).not.toContain(false);
    expect(new Set(http1.filter(({ passed }) => !passed).map((cell) => cell.class))).toEqual(new Set(['self-signed']));
    expect(http1.map(({ client }) => client)).toEqual(expect.arrayContaining(CURL ? ['node', 'curl'] : ['node']));
    expect(report.conclusion).toContain('with verification');
  });

  it.runIf(needs(CURL, 'curl'))('shows that curl obeys a proxy which the probes do not', async () => {
    const { port } = await serve(answering('200 OK'));
    const proxy = await serve(BEHAVIOURS.eofAfterRequest);
    const report = await cross(`http://127.0.0.1:${port}/`, { environment: { http_proxy: `http://user:hunter2@127.0.0.1:${proxy.port}`, MY_SETTING: 'x' } });
    expect(by(report, 'curl')[0]).toMatchObject({ passed: false });
    expect(by(report, 'node')[0]).toMatchObject({ passed: true });
    expect(report.environment).toEqual([{ clients: ['curl'], variables: { MY_SETTING: 'x', http_proxy: `http://user:‹secret:url-password›@127.0.0.1:${proxy.port}` } }]);
    expect(report.conclusion).toContain('curl may obey what is set in this environment, and the probes do not: MY_SETTING and http_proxy.');
  });

  it.runIf(needs(CURL, 'curl'))('agrees with curl about servers that misbehave', async () => {
    const cases = [
      [answering('200 OK', 'x'), ['up']],
      [answering('503 Service Unavailable'), ['unhealthy']],
      [answering('404 Not Found'), ['up']],
      [BEHAVIOURS.eofAfterRequest, ['eof']],
      [BEHAVIOURS.resetAfterRequest, ['reset']],
      [BEHAVIOURS.eofInBody, ['truncated']],
      [BEHAVIOURS.eofInChunk, ['truncated']],
    ] as const;
    for (const [behaviour, expected] of cases) {
      const { port } = await serve(behaviour);
      const report = await cross(`http://127.0.0.1:${port}/`);
      const http1 = report.cells.filter(({ protocol }) => protocol === 'http1');
      expect(http1.map(({ client, class: answer }) => `${client} ${answer}`)).toEqual(['node', 'curl'].flatMap((client) => expected.map((answer) => `${client} ${answer}`)));
    }
  });

  it('of a client that hangs ends with its deadline', async () => {
    const { port } = await serve(answering('200 OK'));
    const hangs = await program('setInterval(() => {}, 1000)');
    const report = await cross(`tcp://127.0.0.1:${port}`, { clients: [`hangs=${hangs} {port}`, 'missing=no-such-client-here {port}'], timeoutMs: 1500 });
    expect(by(report, 'hangs')).toMatchObject([{ class: 'timeout', attempted: 'unknown' }]);
    expect(by(report, 'missing')).toMatchObject([{ class: 'not-started', error: { reason: expect.stringContaining('was not found') as string } }]);
  });
});
