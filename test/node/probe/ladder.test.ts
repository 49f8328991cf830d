/** The ladder over real sockets: names, addresses, and what is left behind. */
import { getEventListeners } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { probeTarget } from '../../../src/node/probe/probeTarget.js';
import type { ProbeReport, ProbeResult } from '../../../src/core/probe/types.js';
import { blackhole } from '../../fixtures/servers/blackhole.js';
import { answering, BEHAVIOURS, closedPort, closeServers, serve } from '../../fixtures/servers/misbehave.js';
import { ask, hasIpv6, rungs, target } from '../../support/ask.js';
import { needs } from '../../support/needs.js';

afterEach(closeServers);

const ok = answering('200 OK', 'ready');

/** The answers of the target itself. */
const asked = ({ results }: ProbeReport): ProbeResult[] => results.filter(({ probe }) => probe !== 'listener');

describe('a port', () => {
  it('on which nothing listens is refused', async () => {
    const port = await closedPort();
    const report = await ask(`127.0.0.1:${port}`);
    expect(asked(report)).toMatchObject([{ probe: 'tcp', address: `127.0.0.1:${port}`, class: 'refused', error: { code: 'ECONNREFUSED', syscall: 'connect' } }]);
    expect(report).toMatchObject({ lastGood: null, firstBad: `tcp 127.0.0.1:${port}` });
    expect(report.conclusion).toBe(process.platform === 'linux' ? `127.0.0.1:${port} refused the connection: nothing listens there.` : `127.0.0.1:${port} refused the connection: nothing listens there, or a firewall rejects it.`);
  });

  it('that accepts is up, and the conclusion says that nothing more was asked', async () => {
    const { port } = await serve(BEHAVIOURS.silent);
    const report = await ask(`127.0.0.1:${port}`);
    expect(rungs(report)).toEqual(['tcp 127.0.0.1 up']);
    expect(report.conclusion).toBe(`127.0.0.1:${port} accepted the connection. Nothing above TCP was asked: a port forwarder without a backend accepts connections too.`);
  });

  it.runIf(needs(process.platform === 'linux', 'Linux'))('that drops packets is a timeout', async () => {
    const dropping = await blackhole();
    try {
      const report = await ask(`http://127.0.0.1:${dropping.port}/`, 300);
      expect(asked(report)).toMatchObject([{ probe: 'tcp', class: 'timeout', error: { reason: 'no connection within 300 ms, the deadline of the probe' } }]);
      expect(report.conclusion).toMatch(/did not accept a connection within 300 ms: packets are dropped on the way/);
    } finally {
      await dropping.close();
    }
  });

  it.runIf(needs(hasIpv6, 'the IPv6 loopback address ::1'))('of a literal IPv6 address is dialled there', async () => {
    const { port } = await serve(ok, '::1');
    expect(rungs(await ask(`http://[::1]:${port}/`))).toEqual(['tcp [::1] up', 'http1 [::1] up']);
  });

  it('gets a connection of its own for each question', async () => {
    const server = await serve(ok);
    await ask(`http://127.0.0.1:${server.port}/`);
    expect(server.accepted()).toBe(2);
    expect(server.requests).toHaveLength(1);
  });
});

describe.runIf(needs(hasIpv6, 'the IPv6 loopback address ::1'))('the name localhost', () => {
  it('whose server listens only on IPv4 fails clients that begin with ::1', async () => {
    const { port } = await serve(ok, '127.0.0.1');
    const report = await ask(`http://localhost:${port}/`);
    expect(rungs(report).sort()).toEqual(['dns localhost up', 'http1 127.0.0.1 up', 'tcp 127.0.0.1 up', 'tcp [::1] refused']);
    expect(report.firstBad).toBe(`tcp [::1]:${port}`);
    // On the way to that address only the name held: what the other one answers is no rung below.
    expect(report.lastGood).toBe('dns localhost');
    expect(report.conclusion).toContain(
      `127.0.0.1:${port} answered HTTP 200, but [::1]:${port} refused the connection: a client that resolves localhost to ::1 first fails, unless it goes on to the next address.`,
    );
  });

  it('whose server listens only on IPv6 fails clients that begin with 127.0.0.1', async () => {
    const { port } = await serve(ok, '::1');
    const report = await ask(`http://localhost:${port}/`);
    expect(rungs(report).sort()).toEqual(['dns localhost up', 'http1 [::1] up', 'tcp 127.0.0.1 refused', 'tcp [::1] up']);
    expect(report.conclusion).toContain(`[::1]:${port} answered HTTP 200, but 127.0.0.1:${port} refused the connection: a client that resolves localhost to 127.0.0.1 first fails`);
  });

  it('lets each address climb by itself', async () => {
    const { port } = await serve(ok, '127.0.0.1');
    await serve(BEHAVIOURS.eofAtOnce, '::1', port);
    const report = await ask(`http://localhost:${port}/`);
    expect(rungs(report).sort()).toEqual(['dns localhost up', 'http1 127.0.0.1 up', 'http1 [::1] eof', 'tcp 127.0.0.1 up', 'tcp [::1] up']);
    expect(report.conclusion).toMatch(/127\.0\.0\.1:\d+ answered HTTP 200, but \[::1\]:\d+ accepted the connection, then dropped it before a byte \(accepted-then-dropped\)/);
  });

  it('is up where it is missing in DNS, since the system knows it', async () => {
    const { port } = await serve(ok, '127.0.0.1');
    const { results } = await ask(`localhost:${port}`);
    expect(results[0]).toMatchObject({ probe: 'dns', address: 'localhost', class: 'up' });
    expect(results[0]?.excerpt).toMatch(/^getaddrinfo: .*(127\.0\.0\.1|::1)/);
    expect(results[0]).not.toHaveProperty('error');
  });
});

describe('a name that does not exist', () => {
  it('ends the ladder, and no connection is tried', async () => {
    // No resolver sends a label of 64 characters anywhere: it fails here as a name that does not exist, and nothing leaves the machine.
    const name = `${'n'.repeat(64)}.invalid`;
    const report = await ask(`http://${name}/`);
    expect(report.results).toHaveLength(1);
    const [dns] = report.results;
    expect(dns).toMatchObject({ class: 'nxdomain', error: { code: 'ENOTFOUND', syscall: 'getaddrinfo' } });
    expect(dns?.excerpt).toMatch(/^getaddrinfo: .+\nDNS server, asked directly: /);
    expect(report).toMatchObject({ lastGood: null, firstBad: `dns ${name}` });
    expect(report.conclusion).toMatch(/^n{64}\.invalid .+ No connection was tried\.$/);
  });
});

describe('a probe that is cancelled', () => {
  it('ends with the reason, and its connection is closed', async () => {
    const server = await serve(BEHAVIOURS.silent);
    const controller = new AbortController();
    const seen: string[] = [];
    const probing = (async () => {
      for await (const { probe } of probeTarget(target(`http://127.0.0.1:${server.port}/`), { timeoutMs: 60_000 }, controller.signal)) seen.push(probe);
    })();
    await server.firstRequest;
    controller.abort(new Error('the user had enough'));
    await expect(probing).rejects.toThrow('the user had enough');
    await server.empty();
    expect(seen.filter((probe) => probe !== 'listener')).toEqual(['tcp']);
  });

  it('asks nothing if it was cancelled before', async () => {
    const server = await serve(ok);
    const probing = probeTarget(target(`http://127.0.0.1:${server.port}/`), { timeoutMs: 60_000 }, AbortSignal.abort()).next();
    await expect(probing).rejects.toThrow();
    expect(server.accepted()).toBe(0);
  });
});

describe('after a probe', () => {
  /** Sockets, lookups and queries that are open in this process. */
  const handles = (): string[] => process.getActiveResourcesInfo().filter((name) => /^(TCP(Socket|Connect)|GetAddrInfo|Query|DNSChannel)/.test(name));

  it.each([
    ['an answer', ok],
    ['a body without end', BEHAVIOURS.endlessBody],
    ['a reset', BEHAVIOURS.resetAfterRequest],
    ['garbage', BEHAVIOURS.sshBanner],
    ['an upgrade', BEHAVIOURS.switching],
    ['a timeout', BEHAVIOURS.silent],
  ])('that ended with %s nothing is left open', async (_, behaviour) => {
    const before = handles();
    const { port } = await serve(behaviour);
    const { signal } = new AbortController();
    const results = [];
    for await (const result of probeTarget(target(`http://localhost:${port}/`), { timeoutMs: 300 }, signal)) results.push(result);
    expect(results.length).toBeGreaterThan(1);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    await closeServers(); // the other end of the connections is in this process too
    expect(handles()).toEqual(before);
  });

  it('that its caller gives up half-way nothing is left open', async () => {
    const before = handles();
    const { port } = await serve(ok);
    for await (const { probe } of probeTarget(target(`http://127.0.0.1:${port}/`), { timeoutMs: 60_000 }, new AbortController().signal)) if (probe === 'tcp') break;
    await closeServers();
    expect(handles()).toEqual(before);
  });
});

it('refuses a deadline that no timer holds', async () => {
  const probing = probeTarget(target('127.0.0.1:80'), { timeoutMs: 0 }, new AbortController().signal).next();
  await expect(probing).rejects.toThrow('at least 1 ms');
});
