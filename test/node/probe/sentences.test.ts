/** What the conclusion says is what the server did, and what it can mean has the true cause in it: servers whose failure is easily told as another one. */
import { createServer as createHttp2Server, type ServerHttp2Stream } from 'node:http2';
import { createServer as createHttpsServer } from 'node:https';
import { createServer as createTlsServer, type TlsOptions, type TLSSocket } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import type { ProbeReport, ProbeResult } from '../../../src/core/probe/types.js';
import { certificate } from '../../fixtures/servers/certificates.js';
import { listening } from '../../fixtures/servers/listening.js';
import { closeServers, serve, type Behaviour } from '../../fixtures/servers/misbehave.js';
import { ask, hasIpv6 } from '../../support/ask.js';

afterEach(closeServers);

/** For peers that use the whole deadline up: long enough for what they do say on a loaded machine. ms. */
const IMPATIENT_MS = 1500;
const PATIENT_MS = 20_000;

const ca = certificate({ commonName: 'Casebook test CA', isCa: true });
const good = certificate({ commonName: 'good', names: ['127.0.0.1'], issuer: ca });
const trust = { verify: true, ca: ca.cert };

/** An empty frame of SETTINGS. */
const SETTINGS = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);

function last({ results }: ProbeReport): ProbeResult {
  const result = results.at(-1);
  if (!result) throw new Error('no result');
  return result;
}

async function asked(scheme: string, behaviour: Behaviour, timeoutMs?: number): Promise<ProbeReport> {
  const { port } = await serve(behaviour);
  return ask(`${scheme}://127.0.0.1:${port}/`, timeoutMs);
}

const says = (text: string): Behaviour => (connection) => connection.once('data', () => connection.end(text));

describe('over HTTP/1', () => {
  it.each([
    ['Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n'],
    ['Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello'],
    ['X Y: a\r\nContent-Length: 0\r\n\r\n'],
  ])('a head that is not valid is no other protocol (%j)', async (head) => {
    const report = await asked('http', says(`HTTP/1.1 200 OK\r\n${head}`));
    expect(last(report)).toMatchObject({ class: 'not-http' });
    expect(report.conclusion).toMatch(/answered in HTTP\/1, but its head is not valid \(HPE_\w+\): strict clients/);
    expect(report.conclusion).not.toContain('another protocol');
  });

  it('a body that is longer than announced is told as what clients differ in', async () => {
    expect((await asked('http', says('HTTP/1.1 204 No Content\r\n\r\nhello'))).conclusion).toMatch(/answered HTTP 204, but what followed .*: the body is longer than it was announced/);
  });

  it('an interim answer is not called the beginning of a head', async () => {
    const hints = 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n';
    expect((await asked('http', says(hints))).conclusion).toContain('sent an interim answer (1xx), then ended the connection');
    const silent = await asked('http', (connection) => connection.once('data', () => connection.write(hints)), IMPATIENT_MS);
    expect(silent.conclusion).toContain('sent an interim answer (1xx), but did not complete the final one within 1.5 s');
  });

  it('304 is no redirect, and 999 is no failure of the server', async () => {
    expect((await asked('http', says('HTTP/1.1 304 Not Modified\r\n\r\n'))).conclusion).not.toContain('redirect');
    expect(last(await asked('http', says('HTTP/1.1 999 Denied\r\nContent-Length: 0\r\n\r\n')))).toMatchObject({ class: 'up', withheld: 'meaning' });
  });

  it('a server of TLS that drops plain text may be one, as far as anybody knows', async () => {
    const port = await listening(createHttpsServer(good, (_, response) => response.end()));
    for (const scheme of ['http', 'h2c', 'ws', 'grpc']) {
      expect((await ask(`${scheme}://127.0.0.1:${port}/`)).conclusion).toMatch(/\(accepted-then-dropped\): .*, or one that wants TLS or another protocol\./);
    }
  });
});

describe('over TLS', () => {
  const tls = async (options: TlsOptions, talk: (socket: TLSSocket) => void): Promise<number> => {
    const server = createTlsServer(options, (socket) => {
      socket.on('error', () => undefined);
      talk(socket);
    });
    server.on('tlsClientError', () => undefined);
    return listening(server);
  };

  it('who trusts a certificate is told, and that nobody was asked', async () => {
    const port = await tls(good, () => undefined);
    const other = await tls(certificate({ commonName: 'x', names: ['127.0.0.1'] }), () => undefined);
    expect((await ask(`tls://127.0.0.1:${port}`, PATIENT_MS, trust)).conclusion).toContain('with a certificate that those of --ca vouch for.');
    const blind = await ask(`tls://127.0.0.1:${other}`, PATIENT_MS, { verify: false });
    expect(blind.conclusion).toContain('completed the TLS handshake; its certificate was not judged.');
    expect(last(blind)).toMatchObject({ class: 'up', trust: 'none' });
    // What the system trusts was not asked: Node has certificates of its own.
    expect((await ask(`tls://127.0.0.1:${port}`, PATIENT_MS)).conclusion).toMatch(/whose issuer Node does not trust .*--ca FILE/);
    expect((await ask(`tls://127.0.0.1:${other}`, PATIENT_MS, trust)).conclusion).toContain('which is not among those of --ca');
  });

  it('silence after the handshake is not told as a connection that said nothing', async () => {
    for (const [scheme, options] of [['https', good], ['https', { ...good, ALPNProtocols: ['h2'] }], ['wss', good]] as const) {
      const report = await ask(`${scheme}://127.0.0.1:${await tls(options, () => undefined)}/`, IMPATIENT_MS, trust);
      expect(report.conclusion).toContain('completed the TLS handshake, but sent nothing within 1.5 s');
    }
  });

  it('bytes that are no HTTP/2 are not called a connection dropped before a byte', async () => {
    const port = await tls({ ...good, ALPNProtocols: ['h2'] }, (socket) => socket.end('hello'));
    const report = await ask(`https://127.0.0.1:${port}/`, PATIENT_MS, trust);
    expect(last(report)).toMatchObject({ probe: 'http2', class: 'wrong-protocol' });
    expect(report.conclusion).not.toContain('before a byte');
  });
});

describe('over HTTP/2', () => {
  const h2c = async (onStream: (stream: ServerHttp2Stream) => void): Promise<number> => {
    const server = createHttp2Server();
    server.on('sessionError', () => undefined);
    server.on('stream', (stream) => {
      stream.on('error', () => undefined);
      onStream(stream);
    });
    return listening(server);
  };

  it.each([[8, 'CANCEL'], [0, 'NO_ERROR'], [7, 'REFUSED_STREAM']])('a stream that is reset with code %i is no server that hangs', async (code, name) => {
    const port = await h2c((stream) => stream.close(code));
    const report = await ask(`h2c://127.0.0.1:${port}/`);
    expect(last(report)).toMatchObject({ class: 'stream-reset' });
    expect(report.conclusion).toContain(`reset the HTTP/2 stream in place of an answer (${name})`);
  });

  it('a body that is cut by a reset is not called no answer', async () => {
    const port = await h2c((stream) => {
      stream.respond({ ':status': 200, 'content-length': '50' });
      stream.end('ok');
    });
    const report = await ask(`h2c://127.0.0.1:${port}/`);
    expect(last(report)).toMatchObject({ class: 'truncated', httpStatus: 200 });
    expect(report.conclusion).toContain('answered HTTP 200, but the stream was reset before the body was complete');
  });

  it('an end after SETTINGS alone is not in the middle of a head', async () => {
    const report = await asked('h2c', (connection) => {
      connection.write(SETTINGS);
      connection.once('data', () => setTimeout(() => connection.end(), 50));
    });
    expect(report.conclusion).toContain('speaks HTTP/2, but ended the connection before a byte of its answer');
  });

  it('a peer that sends a few bytes and waits has not sent nothing', async () => {
    expect((await asked('h2c', (connection) => connection.write('hello'), IMPATIENT_MS)).conclusion).toContain('began an answer, but did not end its head');
  });

  it('a gRPC server that wants credentials is not called unhealthy, and one that breaks off no other server', async () => {
    const grpc = async (headers: object): Promise<ProbeReport> => ask(`grpc://127.0.0.1:${await h2c((stream) => stream.respond({ ':status': 200, 'content-type': 'application/grpc', ...headers }, { endStream: true }))}/`);
    const refused = await grpc({ 'grpc-status': '16' });
    expect(last(refused)).toMatchObject({ class: 'unauthorised', withheld: 'authorisation' });
    expect(refused.conclusion).toContain('refused the gRPC health check (status 16, UNAUTHENTICATED)');
    const cut = await grpc({});
    expect(last(cut)).toMatchObject({ class: 'truncated' });
    expect(cut.conclusion).not.toContain('no gRPC server');
    expect((await grpc({ 'grpc-status': '4' })).conclusion).toContain('is reachable, but does not call itself healthy');
  });
});

it.runIf(hasIpv6)('of an address that took the connection and failed, no client is promised to go on to the next', async () => {
  const { port } = await serve((connection) => connection.once('data', () => connection.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')));
  await serve((connection) => connection.end(), '::1', port);
  const report = await ask(`http://localhost:${port}/`);
  expect(report.conclusion).toContain('first fails, since few go on to the next address once one has taken the connection');
  expect(report).toMatchObject({ lastGood: `tcp [::1]:${port}`, firstBad: `http1 [::1]:${port}` });
});
