/** What the tools that people reach for say of the same servers: where they agree with a probe, and where they see less. The table stands in docs/probing.md. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer as createHttp2Server } from 'node:http2';
import { createServer as createHttpsServer } from 'node:https';
import path from 'node:path';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { certificate } from '../../fixtures/servers/certificates.js';
import { listening } from '../../fixtures/servers/listening.js';
import { answering, BEHAVIOURS, closedPort, closeServers, serve } from '../../fixtures/servers/misbehave.js';
import { ask } from '../../support/ask.js';
import { needs } from '../../support/needs.js';
import { tempFolder } from '../../support/temp.js';

afterEach(closeServers);

const DAY_MS = 86_400_000;
/** Long enough for loopback on a loaded machine; a silent peer gets less. */
const PATIENT_MS = 15_000;
const SILENT_MS = 1_500;

/** Runs the tool without input; its exit code and all that it printed. */
function run(file: string, args: readonly string[]): Promise<{ code: number; said: string }> {
  return new Promise((resolve) => {
    const child = execFile(file, args, { timeout: 20_000, env: { PATH: '/usr/bin:/bin' } }, (_, stdout, stderr) => resolve({ code: child.exitCode ?? -1, said: `${stdout}${stderr}` }));
    child.stdin?.end();
  });
}

const NC = '/usr/bin/nc';
const CURL = '/usr/bin/curl';
const OPENSSL = '/usr/bin/openssl';
const NGHTTP = '/usr/bin/nghttp';
const PYTHON = '/usr/bin/python3';

/** Whether it connects, and no more. */
const nc = (port: number) => run(NC, ['-z', '-w', '2', '127.0.0.1', String(port)]);
const curl = (url: string, ...options: string[]) => run(CURL, ['-q', '-sS', '--max-time', String(PATIENT_MS / 1000), '-o', '/dev/null', '-w', '%{http_code}', ...options, url]);
const openssl = (port: number, ca: string) => run(OPENSSL, ['s_client', '-brief', '-connect', `127.0.0.1:${port}`, '-CAfile', ca, '-verify_ip', '127.0.0.1', '-verify_return_error']);
const nghttp = (port: number) => run(NGHTTP, ['-n', '-v', '--no-verify-peer', '-t', '2', `http://127.0.0.1:${port}/`]);

const GRPC_HEALTH = `
import sys, grpc
call = grpc.insecure_channel(sys.argv[1]).unary_unary('/grpc.health.v1.Health/Check', request_serializer=lambda b: b, response_deserializer=lambda b: b)
try:
    answer = call(b'', timeout=5)
    print({b'\\x08\\x01': 'SERVING', b'\\x08\\x02': 'NOT_SERVING'}.get(answer, answer))
except grpc.RpcError as error:
    print(error.code().name)
    sys.exit(1)
`;

/** The class of the last rung of a probe, and what its rungs mean together. */
async function probed(url: string, ca?: string, timeoutMs = PATIENT_MS) {
  const { results, conclusion } = await ask(url, timeoutMs, { verify: true, ...(ca !== undefined && { ca }) });
  return { class: results.at(-1)?.class, conclusion };
}

describe.runIf(needs(existsSync(NC) && existsSync(CURL), 'nc and curl in /usr/bin'))('beside nc -z and curl, over HTTP', () => {
  const HTTP = {
    'a healthy server': [answering('200 OK', 'fine'), 'up', 0, { code: 0, said: /^200$/ }],
    'a page that is not there': [answering('404 Not Found'), 'up', 0, { code: 0, said: /^404$/ }],
    'a server that is unhealthy': [answering('503 Service Unavailable'), 'unhealthy', 0, { code: 0, said: /^503$/ }],
    'a forwarder that accepts and closes': [BEHAVIOURS.eofAtOnce, 'eof', 0, { code: 52, said: /Empty reply/ }],
    'a server that closes after the request': [BEHAVIOURS.eofAfterRequest, 'eof', 0, { code: 52, said: /Empty reply/ }],
    'a server that resets after the request': [BEHAVIOURS.resetAfterRequest, 'reset', 0, { code: 56, said: /reset by peer/ }],
    'a body that ends too early': [BEHAVIOURS.eofInBody, 'truncated', 0, { code: 18, said: /bytes remaining/ }],
    // Both are an answer that was cut short; Node tells no FIN from a RST there, curl does.
    'a body that is reset': [BEHAVIOURS.resetInBody, 'truncated', 0, { code: 56, said: /reset by peer/ }],
    'a server of another protocol': [BEHAVIOURS.sshBanner, 'not-http', 0, { code: 1, said: /HTTP\/0\.9/ }],
    'a silent peer': [BEHAVIOURS.silent, 'timeout', 0, { code: 28, said: /timed out/ }],
  } as const;

  it.each(Object.entries(HTTP))('agrees with curl about %s, where nc only sees a port that is open', async (_, [behaviour, answer, connects, said]) => {
    const { port } = await serve(behaviour);
    const url = `http://127.0.0.1:${port}/`;
    const timeoutMs = behaviour === BEHAVIOURS.silent ? SILENT_MS : PATIENT_MS;
    expect(await probed(url, undefined, timeoutMs)).toMatchObject({ class: answer });
    expect((await nc(port)).code).toBe(connects);
    expect(await curl(url, '--max-time', String(timeoutMs / 1000))).toMatchObject({ code: said.code, said: expect.stringMatching(said.said) as string });
  });

  it('agrees with both about a port on which nobody listens', async () => {
    const port = await closedPort();
    expect((await probed(`http://127.0.0.1:${port}/`)).class).toBe('refused');
    expect((await nc(port)).code).toBe(1);
    expect((await curl(`http://127.0.0.1:${port}/`)).code).toBe(7);
  });

  it('calls what both lose among their messages by its name', async () => {
    const { port } = await serve(BEHAVIOURS.eofAtOnce);
    expect((await probed(`http://127.0.0.1:${port}/`)).conclusion).toContain('accepted-then-dropped');
  });
});

describe.runIf(needs(existsSync(OPENSSL) && existsSync(CURL), 'openssl and curl in /usr/bin'))('beside openssl s_client and curl, over TLS', () => {
  const authority = certificate({ commonName: 'Test authority', isCa: true });
  const names = ['127.0.0.1'];
  const CERTIFICATES = {
    'a good certificate': [{ names, issuer: authority }, 'up', /Verification: OK/, 0],
    'one that has expired': [{ names, issuer: authority, validFrom: new Date(Date.now() - 2 * DAY_MS), validTo: new Date(Date.now() - DAY_MS) }, 'expired', /certificate has expired/, 60],
    'one that is not valid yet': [{ names, issuer: authority, validFrom: new Date(Date.now() + DAY_MS), validTo: new Date(Date.now() + 2 * DAY_MS) }, 'not-yet-valid', /certificate is not yet valid/, 60],
    'one for another address': [{ names: ['127.0.0.9'], issuer: authority }, 'hostname', /IP address mismatch/, 60],
    'one that signed itself': [{ names }, 'self-signed', /self-signed certificate/, 60],
  } as const;

  it.each(Object.entries(CERTIFICATES))('agrees about %s', async (_, [wanted, answer, said, curlCode]) => {
    const file = path.join(await tempFolder(), 'ca.pem');
    await writeFile(file, authority.cert);
    const { cert, key } = certificate({ commonName: 'x', ...wanted });
    const port = await listening(createHttpsServer({ cert, key }, (_request, response) => response.end('fine')));
    expect((await probed(`tls://127.0.0.1:${port}`, authority.cert)).class).toBe(answer);
    expect((await openssl(port, file)).said).toMatch(said);
    expect((await curl(`https://127.0.0.1:${port}/`, '--cacert', file)).code).toBe(curlCode);
  });

  it('says what a server in plain text is, which the others call a wrong version', async () => {
    const file = path.join(await tempFolder(), 'ca.pem');
    await writeFile(file, authority.cert);
    const { port } = await serve(answering('400 Bad Request'));
    expect((await probed(`tls://127.0.0.1:${port}`)).class).toBe('plaintext-peer');
    expect((await openssl(port, file)).said).toMatch(/wrong version number/);
    expect(await curl(`https://127.0.0.1:${port}/`)).toMatchObject({ code: 35, said: expect.stringMatching(/wrong version number/) as string });
  });
});

async function http2Server(onStream: (stream: import('node:http2').ServerHttp2Stream) => void): Promise<number> {
  const server = createHttp2Server();
  server.on('stream', onStream);
  const sessions = new Set<import('node:http2').ServerHttp2Session>();
  server.on('session', (session) => sessions.add(session));
  onTestFinished(() => sessions.forEach((session) => session.destroy()));
  return listening(server);
}

describe.runIf(needs(existsSync(NGHTTP), 'nghttp in /usr/bin'))('beside nghttp, over HTTP/2 in plain text', () => {
  it('agrees about a healthy server and an unhealthy one', async () => {
    for (const [status, answer] of [[200, 'up'], [503, 'unhealthy']] as const) {
      const port = await http2Server((stream) => {
        stream.respond({ ':status': status });
        stream.end();
      });
      expect((await probed(`h2c://127.0.0.1:${port}/`)).class).toBe(answer);
      expect((await nghttp(port)).said).toContain(`:status: ${status}`);
    }
  });

  it('tells a server of HTTP/1 alone from one that drops: nghttp says of both that there was no answer', async () => {
    const http1 = await serve(answering('400 Bad Request'));
    expect((await probed(`h2c://127.0.0.1:${http1.port}/`)).class).toBe('wrong-protocol');
    expect((await nghttp(http1.port)).said).toMatch(/Some requests were not processed/);
    const drops = await serve(BEHAVIOURS.eofAtOnce);
    expect((await probed(`h2c://127.0.0.1:${drops.port}/`)).class).toBe('eof');
    expect((await nghttp(drops.port)).said).toMatch(/Some requests were not processed/);
  });
});

const hasGrpc = existsSync(PYTHON) && (await run(PYTHON, ['-c', 'import grpc'])).code === 0;

describe.runIf(needs(hasGrpc, 'python3-grpcio'))('beside a gRPC client of Python', () => {
  const health = (status: number) => Buffer.from([0, 0, 0, 0, 2, 8, status]);
  const CASES = {
    'a server that serves': [0, health(1), 'up', 'SERVING'],
    'one that does not': [0, health(2), 'unhealthy', 'NOT_SERVING'],
    'a service that it does not know': [5, undefined, 'unknown-service', 'NOT_FOUND'],
    'a server without a health service': [12, undefined, 'unimplemented', 'UNIMPLEMENTED'],
  } as const;

  it.each(Object.entries(CASES))('agrees about %s', async (_, [grpcStatus, message, answer, said]) => {
    const port = await http2Server((stream) => {
      stream.on('error', () => undefined);
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
      stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': grpcStatus }));
      stream.end(message);
    });
    expect((await probed(`grpc://127.0.0.1:${port}`)).class).toBe(answer);
    expect((await run(PYTHON, ['-c', GRPC_HEALTH, `127.0.0.1:${port}`])).said.trim()).toBe(said);
  });

  it('tells a port on which nobody listens, a forwarder without a backend and a server of HTTP/1 apart: to the client all are UNAVAILABLE', async () => {
    const closed = await closedPort();
    const drops = await serve(BEHAVIOURS.eofAtOnce);
    const http1 = await serve(answering('400 Bad Request'));
    for (const [port, answer] of [[closed, 'refused'], [drops.port, 'eof'], [http1.port, 'wrong-protocol']] as const) {
      expect((await probed(`grpc://127.0.0.1:${port}`)).class).toBe(answer);
      expect((await run(PYTHON, ['-c', GRPC_HEALTH, `127.0.0.1:${port}`])).said.trim()).toMatch(/UNAVAILABLE/);
    }
  });
});
