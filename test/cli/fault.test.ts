import { execFileSync, spawn } from 'node:child_process';
import { needs } from '../support/needs.js';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { FaultReport } from '../../src/core/report/faultBlock.js';
import { casebook, CLI, start } from '../support/casebook.js';
import { clientOf, echo, echoServer } from '../support/faultProxy.js';
import { tempFolder } from '../support/temp.js';

const ITEM = '# WI1: T\n\n**Status**: Investigation\n\n## Phase 1: Investigation\n### Debug Information\n- **Evidence**: TBD\n';

/** Notices silence after 500 ms, and connects again after 40 · 2^i ms, as the client of a WebSocket would after seconds. */
const RECONNECTS = `
import net from 'node:net';
let attempt = 0;
const connect = () => {
  const socket = net.connect(Number(process.env.CASEBOOK_PROXY_PORT), process.env.CASEBOOK_PROXY_HOST);
  let over = false, deadline, pings;
  const fail = () => {
    if (over) return;
    over = true;
    clearTimeout(deadline); clearInterval(pings);
    socket.destroy();
    setTimeout(connect, 40 * 2 ** attempt++);
  };
  const expectPong = () => { deadline ??= setTimeout(fail, 500); };
  expectPong();
  socket.on('connect', () => { socket.write('ping'); pings = setInterval(() => { expectPong(); socket.write('ping'); }, 30); });
  socket.on('data', () => { attempt = 0; clearTimeout(deadline); deadline = undefined; });
  socket.on('error', fail); socket.on('end', fail);
};
connect();
`;

/** Asks, and waits for ever for an answer. */
const PATIENT = `
import net from 'node:net';
const [host, port] = process.argv[2].split(/:(?=\\d+$)/);
const socket = net.connect(Number(port), host.replace(/[\\[\\]]/g, ''));
socket.on('connect', () => setInterval(() => socket.write('ping'), 20));
socket.on('data', () => undefined);
`;

/** Takes no pong for one: after 100 ms it connects again, fault or not. */
const IGNORES_PONGS = `
import net from 'node:net';
const connect = () => {
  const socket = net.connect(Number(process.env.CASEBOOK_PROXY_PORT), process.env.CASEBOOK_PROXY_HOST, () => socket.write('ping'));
  socket.on('data', () => undefined).on('error', () => undefined);
  setTimeout(() => { socket.destroy(); connect(); }, 100);
};
connect();
`;

/** Places 12 orders, each on a connection that is kept, and places one again whose connection broke. */
const ORDERS = `
import http from 'node:http';
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
const post = (body) => new Promise((resolve, reject) => {
  http.request({ host: process.env.CASEBOOK_PROXY_HOST, port: process.env.CASEBOOK_PROXY_PORT, method: 'POST', path: '/orders', agent }, (answer) => answer.resume().on('end', resolve).on('error', reject)).on('error', reject).end(body);
});
for (let order = 0; order < 12; order += 1) for (;;) try { await post('order ' + order); break; } catch {}
process.exit(0);
`;

/**
 * Pings a WebSocket every 50 ms, and connects again after 1 s without a pong. With `deaf` it takes no pong for one, so that it gives up every
 * connection, as the client of a seed did whose handler of pongs was never called.
 */
const WEBSOCKET = `
import http from 'node:http';
const deaf = process.argv[3] === 'deaf';
const connect = () => {
  const request = http.request({ host: process.env.CASEBOOK_PROXY_HOST, port: process.env.CASEBOOK_PROXY_PORT, agent: false, headers: { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' } });
  let over = false;
  const again = () => { if (over) return; over = true; clearTimeout(deadline); clearInterval(pings); request.destroy(); upgraded?.destroy(); setTimeout(connect, 50); };
  let deadline, pings, upgraded;
  const expectPong = () => { clearTimeout(deadline); deadline = setTimeout(again, 1_000); };
  expectPong();
  request.on('error', () => undefined).on('upgrade', (_, socket) => {
    upgraded = socket;
    socket.on('error', () => undefined).on('close', again);
    socket.on('data', (bytes) => { if (!deaf && bytes.includes(0x8a)) expectPong(); });
    pings = setInterval(() => { socket.write(Buffer.from([0x89, 0x80, 1, 2, 3, 4])); socket.write(Buffer.from([0x81, 0x82, 0, 0, 0, 0, 104, 105])); }, 50);
  }).end();
};
connect();
`;

async function workspace(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await tempFolder();
  await mkdir(path.join(root, '.casebook'));
  await mkdir(path.join(root, 'WIs'));
  await writeFile(path.join(root, 'WIs/WI1_t.md'), ITEM);
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(root, name), text);
  return root;
}

type Told = Omit<FaultReport, 'scenario'> & { readonly ledger: string };

async function faultTest(root: string, scenario: string, port: number, client: string, ...options: string[]) {
  const { code, stdout, stderr } = await casebook(root, 'fault', 'test', scenario, '--json', '--upstream', `127.0.0.1:${port}`, ...options, '--', process.execPath, client, '{proxy}');
  return { code, stderr, report: (stdout === '' ? undefined : JSON.parse(stdout)) as Told };
}

describe('casebook fault test', () => {
  it('measures how a client notices and comes back, fits its back-off, and writes that into the work item', async () => {
    const root = await workspace({ 'client.mjs': RECONNECTS, 'outage.yaml': 'steps:\n  - { at: 100ms, do: hold }\n  - { at: 4100ms, do: heal }\nexpect: { detection: 30s, reconnect: true, recovery: 30s }\n' });
    const { port } = await echoServer();
    const { code, report } = await faultTest(root, 'outage.yaml', port, 'client.mjs', '--wi', 'WI1');
    expect(report.verdict.sentence).toMatch(/^As expected under outage/);
    expect(code).toBe(0);
    expect(report.control).toMatchObject({ reconnects: 0, witness: null, traffic: true });
    const { fault } = report;
    expect(fault).toMatchObject({ witness: { type: 'withheld' }, detection: { by: 'fin' } });
    // Lower bounds: how late timers are is the machine's.
    expect(fault?.detection?.ms).toBeGreaterThan(400);
    expect(fault?.attempts.length).toBeGreaterThanOrEqual(3);
    const text = await readFile(path.join(root, 'WIs/WI1_t.md'), 'utf8');
    expect(text).toContain('<!-- casebook:begin fault ');
    expect(text.indexOf('casebook:begin fault')).toBeGreaterThan(text.indexOf('**Evidence**'));
    expect(text).toContain('| Detection | `within 30 s` |');
    const run = JSON.parse(await readFile(path.join(report.ledger, 'run.json'), 'utf8')) as object;
    expect(run).toMatchObject({ schema: 1, kind: 'fault', writeBack: { state: 'written' } });
    expect((await readdir(path.join(report.ledger, 'logs'))).sort()).toEqual(['control.log', 'control.witness.ndjson', 'fault.log', 'fault.witness.ndjson']);
    // The same from the ledger.
    await writeFile(path.join(root, 'WIs/WI1_t.md'), ITEM);
    expect((await casebook(root, 'writeback', report.id)).code).toBe(0);
    expect(await readFile(path.join(root, 'WIs/WI1_t.md'), 'utf8')).toBe(text);
  });

  it('tells of a client that ignores the outage that it did not notice', async () => {
    const root = await workspace({ 'client.mjs': PATIENT, 'outage.json': JSON.stringify({ steps: [{ at: '50ms', do: 'hold' }, { at: '400ms', do: 'heal' }], expect: { detection: '300ms', reconnect: true } }) });
    const { port } = await echoServer();
    const { code, report } = await faultTest(root, 'outage.json', port, 'client.mjs');
    expect(code).toBe(1);
    expect(report.verdict).toMatchObject({ kind: 'not-as-expected' });
    expect(report.verdict.sentence).toMatch(/detection none, expected within 300 ms; reconnect attempts 0, expected at least 1/);
    expect(report.fault).toMatchObject({ detection: null, attempts: [], recovery: { asked: true }, up: { lost: 0 }, down: { lost: 0 } });
  });

  it('never recovers through a half-open connection that the client keeps', async () => {
    const root = await workspace({ 'client.mjs': PATIENT, 'gone.yml': 'steps: [{ at: 50ms, do: orphan }]\nexpect: { recovery: 400ms }\n' });
    const { port } = await echoServer();
    const { code, report } = await faultTest(root, 'gone.yml', port, 'client.mjs');
    expect(code).toBe(1);
    expect(report.fault).toMatchObject({ witness: { type: 'broken' }, recovery: null, attempts: [] });
    expect(report.verdict.sentence).toMatch(/recovery none/);
  });

  it.runIf(needs(process.platform === 'linux', 'Linux'))('sees connects vanish in a blackhole, and the client come back', async () => {
    const root = await workspace({ 'client.mjs': RECONNECTS, 'hole.json': JSON.stringify({ steps: [{ at: '100ms', do: 'blackhole' }, { at: '100ms', do: 'kill' }, { at: '1500ms', do: 'heal' }], expect: { reconnect: true } }) });
    const { port } = await echoServer();
    const { code, report } = await faultTest(root, 'hole.json', port, 'client.mjs');
    expect(report.verdict).toMatchObject({ kind: 'as-expected' });
    expect(code).toBe(0);
    expect(await readFile(path.join(report.ledger, 'logs/fault.witness.ndjson'), 'utf8')).toContain('"type":"syn-dropped"');
  });

  it('gives no verdict for a fault that befell nothing', async () => {
    const root = await workspace({ 'client.mjs': PATIENT, 'noop.json': JSON.stringify({ steps: [{ at: '50ms', do: 'refuse' }, { at: '100ms', do: 'heal' }] }) });
    const { port } = await echoServer();
    const { code, report } = await faultTest(root, 'noop.json', port, 'client.mjs');
    expect(code).toBe(1);
    expect(report.verdict).toMatchObject({ kind: 'not-exercised' });
    expect(report.verdict.sentence).toMatch(/^No verdict: the fault was not exercised/);
    expect(report.verdict.rows.every(({ holds }) => holds === null)).toBe(true);
  });

  it('stops after a control in which the client gives up connections without any fault', async () => {
    const root = await workspace({ 'client.mjs': IGNORES_PONGS, 'outage.json': JSON.stringify({ steps: [{ at: '300ms', do: 'hold' }, { at: '500ms', do: 'heal' }] }) });
    const { port } = await echoServer();
    const { code, report } = await faultTest(root, 'outage.json', port, 'client.mjs');
    expect(code).toBe(1);
    expect(report).toMatchObject({ verdict: { kind: 'control-failed' }, fault: null });
    expect(report.verdict.sentence).toMatch(/without any fault, the client closed a connection and connected again/);
  });

  it('tells of a client that opens connections and closes none that it leaks them, with their number', async () => {
    const leaks = "import net from 'node:net'; const ask = () => { net.connect(Number(process.env.CASEBOOK_PROXY_PORT), process.env.CASEBOOK_PROXY_HOST, function () { this.write('x'); }).on('data', () => undefined).on('error', () => undefined); setTimeout(ask, 60); }; ask();";
    const root = await workspace({ 'client.mjs': leaks, 'cut.json': JSON.stringify({ steps: [{ at: '1500ms', do: 'kill' }] }) });
    const { port } = await echoServer();
    const { code, report } = await faultTest(root, 'cut.json', port, 'client.mjs');
    const { connections, open, reconnects } = report.control;
    expect({ code, reconnects, open }).toEqual({ code: 0, reconnects: 0, open: { most: connections, growing: true } });
    expect(connections).toBeGreaterThanOrEqual(5);
    expect(report.verdict.sentence).toContain(`the client opened ${connections} connections one after the other and closed none of them: ${connections} were open at once, which is a leak unless it means to keep them.`);
    expect(report.verdict.rows.find(({ what }) => what === 'Connections open at once')).toMatchObject({ control: `${connections} of ${connections}`, holds: null });
  });

  it('fails the control of a WebSocket client that ignores pongs, and not of one that hears them', async () => {
    const root = await workspace({ 'client.mjs': WEBSOCKET, 'reset.json': JSON.stringify({ steps: [{ at: '3s', do: 'kill' }] }) });
    const server = createServer();
    server.on('upgrade', (_, socket) => {
      socket.on('error', () => undefined);
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
      socket.on('data', () => void socket.write(Buffer.from([0x8a, 0])));
      onTestFinished(() => void socket.destroy());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const upstream = `127.0.0.1:${(server.address() as net.AddressInfo).port}`;
    const run = async (...words: string[]) => JSON.parse((await casebook(root, 'fault', 'test', 'reset.json', '--json', '--upstream', upstream, '--', process.execPath, 'client.mjs', '{proxy}', ...words)).stdout) as Told;
    expect(await run('deaf')).toMatchObject({ verdict: { kind: 'control-failed' }, fault: null, control: { exchanges: { messages: { up: { lost: 0 } } } } });
    const hears = await run();
    expect(hears).toMatchObject({ verdict: { kind: 'as-expected' }, control: { reconnects: 0, exchanges: { messages: { up: { lost: 0 } } } } });
    expect(hears.fault?.exchanges?.messages?.up.delivered).toBeGreaterThan(0);
  });

  it('counts the requests that were lost, and those that the server got twice since the client sent them again', async () => {
    const root = await workspace({ 'orders.mjs': ORDERS, 'kills.json': JSON.stringify({ steps: [{ at: '100ms', do: 'kill' }, { at: '300ms', do: 'kill' }] }) });
    const got: string[] = [];
    const server = createServer((asked, answer) => {
      let body = '';
      asked.on('data', (chunk: Buffer) => (body += chunk.toString())).on('end', () => {
        got.push(body);
        setTimeout(() => answer.end('ok'), 60);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => {
      server.close();
      server.closeAllConnections();
    });
    const { report } = await faultTest(root, 'kills.json', (server.address() as net.AddressInfo).port, 'orders.mjs', '--until-exit');
    const { control, fault } = report;
    expect(control.exchanges).toMatchObject({ requests: { begun: 12, answered: 12, lost: 0, again: 0, twice: 0 }, messages: null });
    const { begun = 0, answered, lost = 0, again, twice = 0 } = fault?.exchanges?.requests ?? {};
    expect(answered).toBe(12);
    expect(lost).toBeGreaterThan(0);
    expect(begun).toBe(12 + lost);
    expect(again).toBe(lost);
    // The server's own count is the truth.
    expect(twice).toBe(got.length - 12 - 12);
    expect(report.verdict.rows).toContainEqual(expect.objectContaining({ what: 'Requests sent again', observed: `${lost}, of which ${twice} reached the server twice` }));
  });

  it('runs a built-in scenario from the start of the client on, and one that has to exit with 0', async () => {
    const root = await workspace({
      'client.mjs': RECONNECTS,
      'once.mjs': "import net from 'node:net'; const ask = () => { const s = net.connect(Number(process.env.CASEBOOK_PROXY_PORT), process.env.CASEBOOK_PROXY_HOST, () => s.write('x')); s.on('data', () => { console.log('done'); process.exit(0); }); s.on('error', () => setTimeout(ask, 20)); }; ask();",
      'late.json': JSON.stringify({ from: 'start', steps: [{ at: '0ms', do: 'reset-at-accept' }, { at: '2s', do: 'heal' }] }),
    });
    const { port } = await echoServer();
    const slow = await faultTest(root, 'slow-start', port, 'client.mjs');
    expect(slow.report).toMatchObject({ verdict: { kind: 'as-expected' }, fault: { witness: { type: 'broken' } } });
    const once = await faultTest(root, 'late.json', port, 'once.mjs', '--until-exit');
    expect(once.report).toMatchObject({ verdict: { kind: 'as-expected' }, fault: { client: { by: 'itself', exitCode: 0 } } });
    expect(await readFile(path.join(once.report.ledger, 'logs/fault.log'), 'utf8')).toBe('done\n');
  });

  it.runIf(needs(process.platform !== 'win32', 'a POSIX system'))('refuses a scenario that is a pipe or a device, and neither waits nor fills the memory', async () => {
    const root = await workspace({});
    await symlink('/dev/zero', path.join(root, 'zero.yaml'));
    execFileSync('/usr/bin/mkfifo', [path.join(root, 'pipe.json')]);
    for (const name of ['zero.yaml', 'pipe.json']) {
      const { code, stderr } = await casebook(root, 'fault', 'test', name, '--upstream', '127.0.0.1:1', '--', 'true');
      expect(stderr).toMatch(/cannot be read \(it is not a file\)/);
      expect(code).toBe(2);
      expect((await casebook(root, 'probe', 'tls://127.0.0.1:1', '--ca', name)).stderr).toMatch(/cannot be used \(it is not a file\)/);
    }
  });

  it('refuses what is no scenario, no address and no command, and changes nothing', async () => {
    const root = await workspace({ 'bad.json': '{"steps":[{"at":"5","do":"hold"}]}', 'worse.yaml': 'steps:\n  - { at: 5s, do: rm -rf }\n', 'command.json': '{"command":"x","steps":[{"at":"5s","do":"hold"}]}', 'unhealed.json': '{"steps":[{"at":"1s","do":"hold"},{"at":"2s","do":"kill"}]}' });
    for (const [args, words] of [
      [['nope'], /is no scenario: name one of short-glitch/],
      [['bad.json'], /steps.0.at: is no time/],
      [['worse.yaml'], /"rm" is no fault/],
      [['command.json'], /is not a scenario/],
      [['unhealed.json'], /never heals, so that no client could recover/],
      [['reset', '--upstream', 'x'], /is no address/],
      [['reset'], /--upstream HOST:PORT/],
    ] as const) {
      const { code, stderr } = await casebook(root, 'fault', 'test', ...args, '--', 'true');
      expect(stderr).toMatch(words);
      expect(code).toBe(2);
    }
    expect(await readdir(path.join(root, '.casebook'))).toEqual([]);
    const { code, stderr } = await casebook(root, 'fault', 'test', 'reset', '--upstream', '127.0.0.1:1', '--', './no-such-command');
    expect(stderr).toMatch(/was not found/);
    expect(code).toBe(3);
  });
});

/** A proxy of the command line; resolves when it listens. */
async function proxyProcess(root: string, args: readonly string[], child = start(root, ['fault', '--json', ...args]).child) {
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]();
  onTestFinished(() => void child.kill('SIGKILL'));
  const next = async () => JSON.parse((await lines.next()).value as string) as { type: string; address: string; action?: string };
  const { address } = await next();
  return { child, next, port: Number(address.split(':').at(-1)) };
}

describe('casebook fault', () => {
  it('does the steps of its schedule, and prints what it sees as NDJSON', async () => {
    const root = await workspace({});
    const { port } = await echoServer();
    const proxy = await proxyProcess(root, ['--upstream', `127.0.0.1:${port}`, '--at', '10ms', 'latency', '5ms', 'down', '--at', '20ms', 'heal', '--seed', '7']);
    expect([await proxy.next(), await proxy.next(), await proxy.next()]).toMatchObject([{ type: 'fault', action: 'latency 5ms down' }, { type: 'fault', action: 'heal' }, { type: 'healthy' }]);
    await echo(clientOf(net.connect(proxy.port, '127.0.0.1')), 'through');
    proxy.child.kill('SIGTERM');
    expect(await once(proxy.child, 'close')).toEqual([0, null]);
  });

  it('takes actions at its control port from whoever has the token, and from nobody else', async () => {
    const root = await workspace({});
    const { port } = await echoServer();
    const token = path.join(root, 'token');
    const { child } = start(root, ['fault', '--json', '--upstream', `127.0.0.1:${port}`, '--control', '127.0.0.1:0', '--token-file', token]);
    const told = new Promise<number>((resolve) => child.stderr?.on('data', (chunk: Buffer) => resolve(Number(/Control port 127\.0\.0\.1:(\d+)/.exec(chunk.toString())?.[1]))));
    const proxy = await proxyProcess(root, [], child);
    const control = await told;
    expect((await stat(token)).mode & 0o777).toBe(0o600);
    const authorization = `Bearer ${(await readFile(token, 'utf8')).trim()}`;
    const ask = (method: string, url: string, headers: Record<string, string>, body = '') =>
      new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
        const asked = request({ port: control, host: '127.0.0.1', method, path: url, headers, agent: false }, (response) => {
          let text = '';
          response.on('data', (chunk: Buffer) => (text += chunk.toString())).on('end', () => resolve({ status: response.statusCode, text }));
        });
        asked.on('error', reject).end(body);
      });
    expect((await ask('GET', '/state', {})).status).toBe(401);
    expect((await ask('POST', '/do', { authorization: 'Bearer 00' }, 'hold')).status).toBe(401);
    expect((await ask('POST', '/do', { authorization, host: 'evil.example' }, 'hold')).status).toBe(421);
    expect((await ask('POST', '/do', { authorization, origin: 'http://localhost' }, 'hold')).status).toBe(403);
    expect((await ask('POST', '/do', { authorization }, 'explode')).text).toMatch(/is no fault/);
    expect((await ask('POST', '/do', { authorization }, 'x'.repeat(5_000))).status).toBe(413);
    const client = clientOf(net.connect(proxy.port, '127.0.0.1'));
    await echo(client, 'x');
    expect(JSON.parse((await ask('POST', '/do', { authorization }, 'hold')).text)).toMatchObject({ connections: 1, faults: { held: true } });
    expect(await ask('POST', '/do', { authorization }, 'kill')).toMatchObject({ status: 200 });
    expect(await client.ended).toBe('ECONNRESET');
    expect((await ask('GET', '/witness', { authorization })).text).toMatch(/"type":"broken".*"by":"kill"/);
    child.kill('SIGTERM');
    await once(child, 'close');
    await expect(stat(token)).rejects.toThrow('ENOENT');
  });

  it('refuses a control port that is not on loopback, and a port that is taken', async () => {
    const root = await workspace({});
    const { port } = await echoServer();
    const open = await casebook(root, 'fault', '--upstream', `127.0.0.1:${port}`, '--control', '0.0.0.0:0');
    expect(open).toMatchObject({ code: 2 });
    const taken = await casebook(root, 'fault', '--upstream', '127.0.0.1:1', '--listen', `127.0.0.1:${port}`);
    expect(taken.stderr).toMatch(/another program listens there \(EADDRINUSE\)/);
    expect(taken.code).toBe(3);
  });

  it.runIf(needs(process.platform !== 'win32', 'a POSIX system'))('ends with its parent, even if that is killed', async () => {
    const root = await workspace({});
    const { port } = await echoServer();
    const parent = spawn('/bin/sh', ['-c', '"$@" & wait', 'sh', process.execPath, CLI, 'fault', '--json', '--upstream', `127.0.0.1:${port}`], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
    const proxy = await proxyProcess(root, [], parent);
    await echo(clientOf(net.connect(proxy.port, '127.0.0.1')), 'x');
    parent.kill('SIGKILL');
    // Its standard output is closed when the last process that holds it ends: the proxy itself.
    await once(parent, 'close');
    await expect(once(net.connect(proxy.port, '127.0.0.1'), 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
