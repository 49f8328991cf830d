import { afterEach, describe, expect, it } from 'vitest';
import type { ProbeReport, ProbeResult } from '../../../src/core/probe/types.js';
import { answering, BEHAVIOURS, closeServers, serve, type Behaviour } from '../../fixtures/servers/misbehave.js';
import { ask, rungs } from '../../support/ask.js';

afterEach(closeServers);

/** For peers that say nothing and use the whole deadline up: short, but long enough for what they do say on a loaded machine. ms. */
const IMPATIENT_MS = 1500;

async function askServer(behaviour: Behaviour, timeoutMs?: number): Promise<ProbeReport> {
  const { port } = await serve(behaviour);
  return ask(`http://127.0.0.1:${port}/health?full=1`, timeoutMs);
}

function last({ results }: ProbeReport): ProbeResult {
  const result = results.at(-1);
  if (!result) throw new Error('no result');
  return result;
}

describe('a server that drops what it accepts', () => {
  it.each(['eofAtOnce', 'eofAfterRequest'] as const)('by a FIN (%s) is eof on the http1 rung, and accepted-then-dropped as a whole', async (name) => {
    const report = await askServer(BEHAVIOURS[name]);
    expect(rungs(report)).toEqual(['tcp 127.0.0.1 up', 'http1 127.0.0.1 eof']);
    expect(last(report).error).toEqual({ code: 'ECONNRESET', reason: 'socket hang up' });
    expect(last(report).phases).not.toHaveProperty('firstByte');
    expect(report.lastGood).toMatch(/^tcp 127\.0\.0\.1:\d+$/);
    expect(report.firstBad).toMatch(/^http1 127\.0\.0\.1:\d+$/);
    expect(report.conclusion).toMatch(/accepted the connection, then dropped it before a byte \(accepted-then-dropped\): a port forwarder without a backend, a service that is not ready, or one that wants TLS or another protocol\./);
  });

  it('by an RST after the request is reset, and accepted-then-dropped', async () => {
    const report = await askServer(BEHAVIOURS.resetAfterRequest);
    expect(rungs(report)).toEqual(['tcp 127.0.0.1 up', 'http1 127.0.0.1 reset']);
    expect(last(report).error).toMatchObject({ code: 'ECONNRESET', syscall: 'read' });
    expect(report.conclusion).toContain('accepted-then-dropped');
  });

  it('by an RST at accept is accepted-then-dropped, whichever side of the race sees it', async () => {
    const report = await askServer(BEHAVIOURS.resetAtAccept);
    expect(['reset-at-accept', 'reset']).toContain(last(report).class);
    expect(last(report).error).toMatchObject({ code: 'ECONNRESET', syscall: last(report).class === 'reset' ? 'read' : 'connect' });
    expect(report.conclusion).toContain('accepted-then-dropped');
  });

  it('is not called so once a byte of an answer came', async () => {
    const report = await askServer(BEHAVIOURS.eofInHead);
    expect(last(report).class).toBe('eof');
    expect(last(report).phases).toHaveProperty('firstByte');
    expect(last(report).excerpt).toBe('HTTP/1.1 200 OK\nContent-');
    expect(report.conclusion).toMatch(/in the middle of the head of its answer/);
    expect(report.conclusion).not.toContain('accepted-then-dropped');
  });
});

describe('an answer that breaks off', () => {
  it.each(['eofInBody', 'resetInBody', 'eofInChunk'] as const)('in its body (%s) is truncated', async (name) => {
    const report = await askServer(BEHAVIOURS[name]);
    expect(rungs(report)).toEqual(['tcp 127.0.0.1 up', 'http1 127.0.0.1 truncated']);
    expect(last(report).httpStatus).toBe(200);
    expect(last(report).error?.code).toBe('ECONNRESET');
    expect(report.conclusion).toMatch(/answered HTTP 200, but the connection ended before the body was complete/);
  });
});

describe('what is not HTTP', () => {
  it('shows the banner of another protocol', async () => {
    const report = await askServer(BEHAVIOURS.sshBanner);
    expect(last(report)).toMatchObject({ class: 'not-http', excerpt: 'SSH-2.0-OpenSSH_9.2p1 Debian-2' });
    expect(last(report).error?.code).toMatch(/^HPE_/);
    expect(report.conclusion).toMatch(/sent something that is not HTTP\/1\.1 \(HPE_/);
  });

  it('shows bytes that are not text in hex', async () => {
    expect(last(await askServer(BEHAVIOURS.tlsAlert))).toMatchObject({ class: 'not-http', excerpt: 'bytes 15 03 01 00 02 02 46' });
  });

  it('names headers that are too large for the parser', async () => {
    const report = await askServer(BEHAVIOURS.hugeHeaders);
    expect(last(report)).toMatchObject({ class: 'not-http', error: { code: 'HPE_HEADER_OVERFLOW' } });
    expect(last(report).excerpt?.length).toBeLessThanOrEqual(400);
    expect(report.conclusion).toMatch(/answered with more than 16 KiB of headers/);
  });

  it('keeps the status of an answer whose body breaks the protocol', async () => {
    const report = await askServer(BEHAVIOURS.badChunk);
    expect(last(report)).toMatchObject({ class: 'not-http', httpStatus: 200 });
    expect(report.conclusion).toMatch(/answered HTTP 200, but what followed is not valid HTTP\/1\.1/);
  });
});

describe('a peer that keeps us waiting', () => {
  it('is a timeout that says how far it came', async () => {
    const reports = await Promise.all([BEHAVIOURS.silent, BEHAVIOURS.silentInHead, BEHAVIOURS.silentInBody].map((behaviour) => askServer(behaviour, IMPATIENT_MS)));
    for (const report of reports) {
      expect(rungs(report)).toEqual(['tcp 127.0.0.1 up', 'http1 127.0.0.1 timeout']);
      expect(last(report).error).toEqual({ reason: 'no complete answer within 1500 ms, the deadline of the probe' });
    }
    expect(reports.map(({ conclusion }) => conclusion.replace(/^\S+ /, ''))).toEqual([
      'accepted the connection, but sent nothing within 1.5 s: the service hangs or is overloaded, or speaks another protocol.',
      'began an answer, but did not end its head within 1.5 s: the service stalls, or speaks another protocol.',
      'answered HTTP 200, but did not end the body within 1.5 s: the service stalls, or sends a stream that has no end.',
    ]);
  });
});

describe('an answer', () => {
  it.each([
    ['200 OK', 'answered HTTP 200.'],
    ['302 Found', 'the redirect was not followed'],
    ['401 Unauthorized', 'the service is up, and wants credentials'],
    ['403 Forbidden', 'the service is up, but forbids this request'],
    ['404 Not Found', 'the service is up, but has nothing at this path'],
    ['418 I am a teapot', 'the service is up, but does not take this request'],
  ])('with %s is up', async (status, words) => {
    const report = await askServer(answering(status, 'a body'));
    expect(rungs(report)).toEqual(['tcp 127.0.0.1 up', 'http1 127.0.0.1 up']);
    expect(last(report)).toMatchObject({ httpStatus: Number.parseInt(status), excerpt: `HTTP/1.1 ${status}\na body` });
    expect(Object.keys(last(report).phases)).toEqual(['connect', 'firstByte', 'total']);
    expect(report).toMatchObject({ firstBad: null, lastGood: `http1 ${last(report).address}` });
    expect(report.conclusion).toContain(words);
  });

  it.each(['500 Internal Server Error', '503 Service Unavailable'])('with %s is unhealthy', async (status) => {
    const report = await askServer(answering(status));
    expect(rungs(report)).toEqual(['tcp 127.0.0.1 up', 'http1 127.0.0.1 unhealthy']);
    expect(report.firstBad).toBe(`http1 ${last(report).address}`);
    expect(last(report).withheld).toBe('meaning');
    expect(report.conclusion).toMatch(/answered HTTP 50[03]: it is reachable, but unhealthy\./);
  });

  it('is read only up to a bound, whatever length it announces', async () => {
    const report = await askServer(BEHAVIOURS.endlessBody);
    expect(last(report)).toMatchObject({ class: 'up', httpStatus: 200 });
    expect(last(report).excerpt?.length).toBeLessThan(500);
  });

  it.each([['endlessHead', 'HPE_HEADER_OVERFLOW'], ['endlessHeaders', 'HPE_HEADER_OVERFLOW'], ['endlessNoise', 'HPE_INVALID_CONSTANT']] as const)('that never ends (%s) is bounded, and classified', async (name, code) => {
    expect(last(await askServer(BEHAVIOURS[name]))).toMatchObject({ class: 'not-http', error: { code } });
  });

  it('that redirects to itself is asked for once', async () => {
    const server = await serve((connection) => connection.once('data', () => connection.end('HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n')));
    expect(last(await ask(`http://127.0.0.1:${server.port}/`))).toMatchObject({ class: 'up', httpStatus: 302 });
    expect(server.requests).toHaveLength(1);
  });

  it.each(['eventStream', 'switching'] as const)('that has no end by design (%s) is up once its head is there', async (name) => {
    expect(last(await askServer(BEHAVIOURS[name])).class).toBe('up');
  });

  it('shows no secret of its body, not even one that the excerpt would cut in two', async () => {
    const report = await askServer(answering('500 Oops', `${'x'.repeat(370)} http://db:hunter2-hunter2-hunter2-hunter2@host/`, ['Set-Cookie: sid=topsecret']));
    expect(JSON.stringify(report)).not.toMatch(/hunter2|topsecret/);
    expect(last(report).excerpt).toContain('http://db:‹secret');
  });

  it('is asked for without following redirects, with the path, the query and the Host header of the URL', async () => {
    const server = await serve(answering('302 Found', '', ['Location: /elsewhere']));
    await ask(`http://user:hunter2@localhost:${server.port}/a%20b?c=d#fragment`);
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]).toMatch(/^GET \/a%20b\?c=d HTTP\/1\.1\r\n/);
    expect(server.requests[0]).toContain(`host: localhost:${server.port}\r\n`);
    expect(server.requests[0]).not.toMatch(/authorization|dXNlcjpodW50ZXIy/i);
  });

  it('says that the user name and password of the URL were not sent, and prints neither', async () => {
    const server = await serve(answering('401 Unauthorized'));
    const report = await ask(`http://alice:hunter2@127.0.0.1:${server.port}/`);
    expect(report.conclusion).toMatch(/The user name and password in the URL were not sent\.$/);
    expect(JSON.stringify(report)).not.toMatch(/alice|hunter2/);
  });

  it('comes from the target itself, whatever proxy the environment names', async () => {
    const [proxy, server] = [await serve(BEHAVIOURS.silent), await serve(answering('200 OK'))];
    const before = { ...process.env };
    try {
      for (const name of ['http_proxy', 'HTTP_PROXY', 'ALL_PROXY']) process.env[name] = `http://127.0.0.1:${proxy.port}`;
      process.env['NODE_USE_ENV_PROXY'] = '1';
      expect(last(await ask(`http://127.0.0.1:${server.port}/`)).class).toBe('up');
      expect(proxy.accepted()).toBe(0);
    } finally {
      process.env = before;
    }
  });
});
