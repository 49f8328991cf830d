/** HTTP/2 in plain text and gRPC over real servers that misbehave. */
import { constants, createServer, type Http2Server, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import { createSecureServer } from 'node:http2';
import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { ProbeReport, ProbeResult } from '../../../src/core/probe/types.js';
import { certificate } from '../../fixtures/servers/certificates.js';
import { listening } from '../../fixtures/servers/listening.js';
import { answering, BEHAVIOURS, closeServers, serve } from '../../fixtures/servers/misbehave.js';
import { ask, hasIpv6, rungs } from '../../support/ask.js';

afterEach(closeServers);

const PATIENT_MS = 20_000;
const IMPATIENT_MS = 1500;

function last({ results }: ProbeReport): ProbeResult {
  const result = results.at(-1);
  if (!result) throw new Error('no result');
  return result;
}

/** An h2c server. */
async function h2c(onStream: (stream: ServerHttp2Stream, path: string) => void, onSession: (session: ServerHttp2Session, server: Http2Server) => void = () => undefined, host = '127.0.0.1'): Promise<number> {
  const server = createServer();
  server.on('session', (session) => {
    session.on('error', () => undefined);
    onSession(session, server);
  });
  server.on('stream', (stream, headers) => {
    stream.on('error', () => undefined);
    onStream(stream, headers[':path'] ?? '');
  });
  return listening(server, host);
}

const status = (code: number) => (stream: ServerHttp2Stream) => {
  stream.respond({ ':status': code });
  stream.end('a body');
};

describe('HTTP/2 in plain text', () => {
  it.each(hasIpv6 ? ['127.0.0.1', '[::1]'] : ['127.0.0.1'])('that answers at %s is up', async (host) => {
    const port = await h2c((stream, path) => {
      stream.respond({ ':status': 200 });
      stream.end(path);
    }, undefined, host.replace(/[[\]]/g, ''));
    const report = await ask(`h2c://${host}:${port}/a?b`);
    expect(rungs(report)).toEqual([`tcp ${host} up`, `h2c ${host} up`]);
    expect(last(report)).toMatchObject({ httpStatus: 200, excerpt: 'HTTP/2 200\n/a?b' });
  });

  it.each([
    [401, 'up', 'authorisation'],
    [404, 'up', 'meaning'],
    [503, 'unhealthy', 'meaning'],
  ] as const)('with status %i is %s, and withholds %s', async (code, answer, withheld) => {
    expect(last(await ask(`h2c://127.0.0.1:${await h2c(status(code))}/`))).toMatchObject({ class: answer, httpStatus: code, withheld });
  });

  it('asked of a server that speaks only HTTP/1 is a wrong protocol', async () => {
    const report = await ask(`h2c://127.0.0.1:${(await serve(answering('400 Bad Request'))).port}/`);
    expect(last(report)).toMatchObject({ probe: 'h2c', class: 'wrong-protocol' });
    expect(report.conclusion).toContain('does not speak HTTP/2');
  });

  it('answered with GOAWAY says so', async () => {
    const port = await h2c(() => undefined, (session) => session.goaway(constants.NGHTTP2_ENHANCE_YOUR_CALM));
    const report = await ask(`h2c://127.0.0.1:${port}/`);
    expect(last(report)).toMatchObject({ class: 'goaway' });
    expect(report.conclusion).toContain('sent HTTP/2 GOAWAY in place of an answer');
  });

  it('answered with a GOAWAY that names no error, as a server sends that is shutting down, says so too', async () => {
    const port = await h2c((stream) => {
      const { session } = stream;
      session?.goaway(constants.NGHTTP2_NO_ERROR, 0);
      // The answer to a ping shows that the client has read what came before it.
      session?.ping(() => session.destroy());
    });
    expect(last(await ask(`h2c://127.0.0.1:${port}/`))).toMatchObject({ class: 'goaway', error: { reason: 'GOAWAY with code 0' } });
  });

  it('whose stream is reset says so', async () => {
    const port = await h2c((stream) => stream.close(constants.NGHTTP2_REFUSED_STREAM));
    expect(last(await ask(`h2c://127.0.0.1:${port}/`))).toMatchObject({ class: 'stream-reset' });
  });

  it('that is dropped before a byte is accepted-then-dropped', async () => {
    for (const [behaviour, answer] of [[BEHAVIOURS.eofAfterRequest, 'eof'], [BEHAVIOURS.resetAfterRequest, 'reset']] as const) {
      const report = await ask(`h2c://127.0.0.1:${(await serve(behaviour)).port}/`);
      expect(last(report).class).toBe(answer);
      expect(report.conclusion).toContain('accepted-then-dropped');
    }
  });

  it.each(['a session that ends', 'a FIN', 'an RST'] as const)('that breaks off in its body by %s is truncated', async (how) => {
    const server = createServer();
    // The last connection is the one with the stream: the first asked for TCP only.
    let socket: Socket | undefined;
    server.on('connection', (connection: Socket) => (socket = connection));
    server.on('session', (session) => session.on('error', () => undefined));
    server.on('stream', (stream) => {
      stream.on('error', () => undefined);
      stream.respond({ ':status': 200 });
      const cut = { 'a session that ends': () => stream.session?.destroy(), 'a FIN': () => socket?.destroy(), 'an RST': () => socket?.resetAndDestroy() };
      // The answer to a ping shows that the client has read what came before it.
      stream.write('part', () => stream.session?.ping(() => cut[how]()));
    });
    const port = await listening(server);
    expect(last(await ask(`h2c://127.0.0.1:${port}/`))).toMatchObject({ class: 'truncated', httpStatus: 200 });
  });

  it('with a silent peer is a timeout, though Node calls the session connected', async () => {
    const report = await ask(`h2c://127.0.0.1:${(await serve(BEHAVIOURS.silent)).port}/`, IMPATIENT_MS);
    expect(last(report)).toMatchObject({ class: 'timeout' });
    expect(last(report).phases).not.toHaveProperty('settings');
    expect(report.conclusion).toContain('sent nothing within 1.5 s');
  });

  it('with a peer that speaks it and does not answer is told apart from that', async () => {
    const report = await ask(`h2c://127.0.0.1:${await h2c(() => undefined)}/`, IMPATIENT_MS);
    expect(last(report).phases).toHaveProperty('settings');
    expect(report.conclusion).toContain('speaks HTTP/2, but did not answer within 1.5 s');
  });

  it('with a body without end is read up to a bound', async () => {
    const port = await h2c((stream) => {
      stream.respond({ ':status': 200 });
      const more = (): void => {
        while (!stream.destroyed && stream.write('endless '.repeat(1000)));
      };
      stream.on('drain', more);
      more();
    });
    const report = await ask(`h2c://127.0.0.1:${port}/`);
    expect(last(report)).toMatchObject({ class: 'up', httpStatus: 200 });
    expect(last(report).excerpt?.length).toBeLessThan(500);
  });
});

/** A frame of HealthCheckResponse. */
const health = (value: number): Buffer => Buffer.from([0, 0, 0, 0, 2, 8, value]);

/** A gRPC server that answers every call so. */
function grpc(grpcStatus: number, message?: Buffer) {
  return (stream: ServerHttp2Stream): void => {
    if (!message) {
      stream.respond({ ':status': 200, 'content-type': 'application/grpc', 'grpc-status': grpcStatus }, { endStream: true });
      return;
    }
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': grpcStatus }));
    stream.end(message);
  };
}

describe('gRPC health', () => {
  it.each([
    ['SERVING', grpc(0, health(1)), 'up', 'SERVING'],
    ['NOT_SERVING', grpc(0, health(2)), 'unhealthy', 'NOT_SERVING'],
    ['status 5', grpc(5), 'unknown-service', 'does not know the service'],
    ['status 12', grpc(12), 'unimplemented', 'gRPC works, but the server offers no health service'],
    ['status 14', grpc(14), 'unhealthy', 'status 14, UNAVAILABLE'],
    ['an HTTP 503', status(503), 'unhealthy', 'answered HTTP 503'],
    ['a web page', status(200), 'not-grpc', 'not in gRPC'],
    ['garbage in a frame', grpc(0, Buffer.from([1, 2, 3])), 'unhealthy', 'cannot be read as a health status'],
  ] as const)('of a server that answers with %s', async (_, onStream, answer, words) => {
    const report = await ask(`grpc://127.0.0.1:${await h2c(onStream)}`);
    expect(rungs(report)).toEqual(['tcp 127.0.0.1 up', `grpc 127.0.0.1 ${answer}`]);
    expect(report.conclusion).toContain(words);
  });

  it('is asked for the service that the path names', async () => {
    const asked: string[] = [];
    const port = await h2c((stream, path) => {
      stream.on('data', (bytes: Buffer) => {
        asked.push(`${path} ${bytes.toString('hex')}`);
        grpc(0, health(1))(stream);
      });
    });
    expect(last(await ask(`grpc://127.0.0.1:${port}/a.B`)).class).toBe('up');
    expect(asked).toEqual([`/grpc.health.v1.Health/Check 00000000050a03${Buffer.from('a.B').toString('hex')}`]);
  });

  it('is asked over TLS, and only in HTTP/2', async () => {
    const ca = certificate({ commonName: 'Casebook test CA', isCa: true });
    const server = createSecureServer({ ...certificate({ commonName: 'x', names: ['127.0.0.1'], issuer: ca }), allowHTTP1: false });
    server.on('stream', (stream) => grpc(0, health(1))(stream));
    const port = await listening(server);
    expect(rungs(await ask(`grpcs://127.0.0.1:${port}`, PATIENT_MS, { verify: true, ca: ca.cert }))).toEqual(['tcp 127.0.0.1 up', 'tls 127.0.0.1 up', 'alpn 127.0.0.1 up', 'grpc 127.0.0.1 up']);
  });
});
