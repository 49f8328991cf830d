/** Probes of this machine: processes, files, commands, listeners, the environment. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { commandTarget } from '../../../src/core/probe/localTarget.js';
import { probeReport } from '../../../src/core/probe/ladder.js';
import type { ProbeReport, ProbeResult, ProbeTarget } from '../../../src/core/probe/types.js';
import { probeTarget } from '../../../src/node/probe/probeTarget.js';
import { closeServers, closedPort, serve, BEHAVIOURS } from '../../fixtures/servers/misbehave.js';
import { hasIpv6, target } from '../../support/ask.js';
import { tempFolder } from '../../support/temp.js';
import { needs } from '../../support/needs.js';

afterEach(closeServers);

const LINUX = process.platform === 'linux';

async function report(asked: ProbeTarget, options: { timeoutMs?: number; cwd?: string; environment?: Record<string, string> } = {}): Promise<ProbeReport> {
  const { timeoutMs = 20_000, ...more } = options;
  const results: ProbeResult[] = [];
  for await (const result of probeTarget(asked, { timeoutMs, environment: { PATH: process.env['PATH'] ?? '' }, ...more }, new AbortController().signal)) results.push(result);
  return probeReport(asked, results, timeoutMs);
}

describe('a process', () => {
  it('that runs is up, and the replay tells a later one with the same number apart', async () => {
    const running = await report(target(`process:${process.ppid}`));
    expect(running).toMatchObject({ firstBad: null, results: [{ probe: 'process', class: 'up' }] });
    if (!LINUX) return;
    const replayed = /process:\d+@\d+/.exec(running.results[0]?.replay ?? '')?.[0] ?? '';
    expect((await report(target(replayed))).results[0]?.class).toBe('up');
    const earlier = await report(target(replayed.replace(/@\d+/, '@1')));
    expect(earlier.results[0]?.class).toBe('restarted');
    expect(earlier.conclusion).toContain('started later');
  });

  it('that has ended is absent', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    expect(await report(target(`process:${child.pid ?? 0}`))).toMatchObject({ results: [{ class: 'absent' }], firstBad: `process process:${child.pid ?? 0}` });
  });

  it.runIf(needs(LINUX, 'Linux'))('is found by its name, with what it listens on', async () => {
    const child = spawn(process.execPath, ['-e', 'process.title = "cb-listener"; require("net").createServer().listen(0, "127.0.0.1", function () { console.log(this.address().port) }); process.stdin.on("end", () => process.exit()).resume()'], { stdio: ['pipe', 'pipe', 'inherit'] });
    onTestFinished(() => void child.kill());
    const [port] = (await once(child.stdout, 'data')) as [Buffer];
    const { results } = await report(target('process:cb-listener'));
    expect(results).toMatchObject([{ address: `process:${child.pid ?? 0}`, class: 'up', excerpt: expect.stringContaining(`listens on 127.0.0.1:${port.toString().trim()}`) as string }]);
    expect((await report(target('process:no-such-program-runs-here'))).results).toMatchObject([{ class: 'absent' }]);
  });
});

describe('a file', () => {
  it.runIf(needs(process.platform !== 'win32', 'sockets of Unix'))('that is a socket is there, though nobody can open it', async () => {
    const file = path.join(await tempFolder(), 'socket');
    const server = createServer().listen(file);
    await once(server, 'listening');
    try {
      expect(await report(target(`file:${file}`))).toMatchObject({ firstBad: null, results: [{ class: 'up', excerpt: 'neither a file nor a folder' }] });
    } finally {
      server.close();
    }
  });

  it('is up, absent, or being written', async () => {
    const folder = await tempFolder();
    const file = path.join(folder, 'server.log');
    expect(await report(target('file:server.log'), { cwd: folder })).toMatchObject({ results: [{ class: 'absent', error: { code: 'ENOENT' } }], conclusion: expect.stringContaining('does not exist (ENOENT)') as string });
    await writeFile(file, 'one\n');
    expect(await report(target(`file:${file}`))).toMatchObject({ firstBad: null, results: [{ class: 'up', excerpt: expect.stringMatching(/^4 bytes/) as string }] });
    // Written for as long as the probe looks.
    const enough = new AbortController();
    const writer = (async () => {
      while (!enough.signal.aborted) await appendFile(file, 'more\n');
    })();
    const growing = await report(target(`file:${file}`));
    enough.abort();
    await writer;
    expect(growing).toMatchObject({ firstBad: null, results: [{ class: 'growing' }] });
    expect(growing.conclusion).toContain('is being written');
  });

  it('that is a folder is named one', async () => {
    const folder = await tempFolder();
    await mkdir(path.join(folder, 'logs'));
    expect((await report(target('file:logs'), { cwd: folder })).results).toMatchObject([{ class: 'up', excerpt: 'a folder' }]);
  });
});

describe('a command', () => {
  const node = (script: string): ProbeTarget => commandTarget([process.execPath, '-e', script]);

  it.each([
    ['process.exit(0)', 'up', 'exited with 0'],
    ['console.log("why"); process.exit(3)', 'exit', 'exited with 3'],
    ['process.kill(process.pid, "SIGKILL")', 'signal', 'was ended by SIGKILL'],
  ])('that runs %s is %s', async (script, answer, words) => {
    const { results, conclusion } = await report(node(script));
    expect(results).toMatchObject([{ probe: 'command', class: answer }]);
    expect(conclusion).toContain(words);
    if (answer === 'exit') expect(results[0]?.excerpt).toBe('why');
  });

  it('that does not end is ended with its processes', async () => {
    const { results } = await report(node('require("child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" }); console.log("started"); setInterval(() => {}, 1000)'), { timeoutMs: 1500 });
    expect(results).toMatchObject([{ class: 'timeout' }]);
  });

  it('whose output has no end is bounded', async () => {
    const { results } = await report(node('const more = () => { while (process.stdout.write("endless ".repeat(1000))); }; process.stdout.on("drain", more); more()'), { timeoutMs: 1500 });
    expect(results[0]?.excerpt?.length).toBeLessThanOrEqual(400);
  });

  it('that is not there says what to do, and not what cannot be done here', async () => {
    const { results, conclusion } = await report(commandTarget(['no-such-command-here']));
    expect(conclusion).not.toContain('--shell');
    expect(results).toMatchObject([{ class: 'not-started' }]);
    expect(conclusion).toContain('was not found');
  });

  it('shows no secret of its words or of what it says', async () => {
    const told = await report(commandTarget([process.execPath, '-e', 'console.log("password=hunter2")', '--token', 'hunter2hunter2hunter2']));
    expect(JSON.stringify(told)).not.toContain('hunter2');
  });
});

describe.runIf(needs(LINUX, 'Linux'))('the listener', () => {
  it('of a port of this machine is named with its process and its start', async () => {
    const { port } = await serve(BEHAVIOURS.silent);
    const { results } = await report(target(`127.0.0.1:${port}`));
    expect(results[0]).toMatchObject({ probe: 'listener', class: 'up' });
    expect(results[0]?.excerpt).toMatch(new RegExp(`\\(pid ${process.pid}, since \\d{4}-.+Z\\) listens on 127\\.0\\.0\\.1:${port}$`));
  });

  it.runIf(hasIpv6)('that listens for IPv6 only is not told as nobody, where IPv4 is refused', async () => {
    const port = await closedPort('::1');
    const server = createServer().listen({ host: '::', port, ipv6Only: true });
    await once(server, 'listening');
    try {
      expect((await report(target(`127.0.0.1:${port}`))).conclusion).toContain('refused the connection: what listens on that port does not take this address (IPv6 only, perhaps)');
    } finally {
      server.close();
    }
  });

  it('that listens on another address of the machine is told, where the one that was asked refuses', async () => {
    const { port } = await serve(BEHAVIOURS.silent, '127.0.0.1');
    const { results, lastGood, firstBad } = await report(target(`127.0.0.2:${port}`));
    expect(results[0]).toMatchObject({ probe: 'listener', class: 'absent' });
    expect(results[0]?.excerpt).toMatch(/^nothing listens on 127\.0\.0\.2:\d+\nelsewhere: .+ listens on 127\.0\.0\.1:/);
    expect({ lastGood, firstBad }).toEqual({ lastGood: null, firstBad: `tcp 127.0.0.2:${port}` });
  });
});

describe('the environment', () => {
  it('is told where it makes other clients behave otherwise, without its secrets', async () => {
    const port = await closedPort();
    const { results, conclusion } = await report(target(`127.0.0.1:${port}`), { environment: { HTTPS_PROXY: 'http://user:hunter2@proxy.example:3128', DOTNET_SYSTEM_NET_DISABLEIPV6: '1', HOME: '/home/x', NO_PROXY: '' } });
    expect(results[0]).toMatchObject({ probe: 'environment', class: 'set', excerpt: 'DOTNET_SYSTEM_NET_DISABLEIPV6=1\nHTTPS_PROXY=http://user:‹secret:url-password›@proxy.example:3128' });
    expect(conclusion).toContain('Other clients also obey what is set in this environment: DOTNET_SYSTEM_NET_DISABLEIPV6 and HTTPS_PROXY.');
  });

  it('tells whom clients trust only where TLS is spoken', async () => {
    const port = await closedPort();
    const environment = { SSL_CERT_FILE: '/ca.pem' };
    expect((await report(target(`http://127.0.0.1:${port}/`), { environment })).results[0]?.probe).not.toBe('environment');
    expect((await report(target(`https://127.0.0.1:${port}/`), { environment })).results[0]).toMatchObject({ probe: 'environment', excerpt: 'SSL_CERT_FILE=/ca.pem' });
  });

  it('is not mentioned where nothing is set', async () => {
    const port = await closedPort();
    expect((await report(target(`127.0.0.1:${port}`), { environment: { PATH: '/bin' } })).results.map(({ probe }) => probe)).not.toContain('environment');
  });
});
