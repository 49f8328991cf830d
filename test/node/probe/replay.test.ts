/** A replay asks the same again: it is handed to a real shell. */
import { execFile, execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { createServer as createHttp2Server } from 'node:http2';
import path from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { shellWord } from '../../../src/core/probe/replay.js';
import { certificate } from '../../fixtures/servers/certificates.js';
import { listening } from '../../fixtures/servers/listening.js';
import { answering, BEHAVIOURS, closeServers, serve } from '../../fixtures/servers/misbehave.js';
import { ask, hasIpv6 } from '../../support/ask.js';
import { tempFolder } from '../../support/temp.js';
import { needs } from '../../support/needs.js';

afterEach(closeServers);

const sh = (script: string): Promise<{ stdout: string; stderr: string }> => promisify(execFile)('sh', ['-c', script]);

/** Whether a replay's program is here. */
function present(program: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe.runIf(needs(process.platform !== 'win32', 'a POSIX system'))('a replay', () => {
  it.runIf(needs(present('curl') && hasIpv6, 'curl and the IPv6 loopback address ::1'))('by curl sends the same request to the same address', async () => {
    const path = "/it's?a=$(id)&b={1,2}&c=[x]";
    const server = await serve(answering('200 OK', 'ready'), '::1');
    const report = await ask(`http://localhost:${server.port}${path}`);
    const answer = report.results.find(({ probe }) => probe === 'http1');
    expect(answer?.class).toBe('up');
    const { stderr } = await sh(answer?.replay ?? '');
    expect(stderr).toMatch(/< HTTP\/1\.1 200 OK/);
    const heads = server.requests.map((request) => request.split('\r\n').filter((line) => /^(GET|host:)/i.test(line)).map((line) => line.replace(/^host/i, 'Host')));
    expect(heads).toHaveLength(2);
    expect(heads[1]).toEqual(heads[0]);
  });

  it.runIf(needs(present('nc'), 'nc'))('by nc connects to the same address', async () => {
    const server = await serve(answering('200 OK'));
    const report = await ask(`127.0.0.1:${server.port}`);
    expect(server.accepted()).toBe(1);
    await sh(report.results.find(({ probe }) => probe === 'tcp')?.replay ?? 'false');
    await server.untilAccepted(2);
  });

  it.runIf(needs(present('openssl'), 'openssl'))('by openssl comes to the same as the handshake', async () => {
    const folder = await tempFolder();
    const ca = certificate({ commonName: 'Casebook test CA', isCa: true });
    const caFile = path.join(folder, 'ca.pem');
    await writeFile(caFile, ca.cert);
    const trust = { verify: true, ca: ca.cert, caFile };
    const day = 86_400_000;
    const cases = [
      [certificate({ commonName: 'x', names: ['localhost'], issuer: ca }), 'up', /Verify return code: 0 \(ok\)/],
      [certificate({ commonName: 'x', names: ['localhost'], issuer: ca, validFrom: new Date(Date.now() - 2 * day), validTo: new Date(Date.now() - day) }), 'expired', /certificate has expired/],
      [certificate({ commonName: 'x', names: ['localhost'] }), 'self-signed', /self-signed certificate/],
      [certificate({ commonName: 'x', names: ['elsewhere.example'], issuer: ca }), 'hostname', /hostname mismatch/i],
    ] as const;
    for (const [identity, expected, said] of cases) {
      const port = await listening(createTlsServer(identity, (connection) => connection.on('error', () => undefined)));
      const { results } = await ask(`tls://localhost:${port}`, undefined, trust);
      const answer = results.find(({ probe, address }) => probe === 'tls' && address.startsWith('127.'));
      expect(answer?.class).toBe(expected);
      const { stdout, stderr } = await sh(`${answer?.replay ?? ''} 2>&1 || true`);
      expect(stdout + stderr).toMatch(said);
    }
  });

  it.runIf(needs(present('curl'), 'curl'))('by curl asks HTTP/2, a WebSocket and gRPC as the probes do', async () => {
    const server = createHttp2Server();
    server.on('stream', (stream, headers) => {
      if (headers[':path'] !== '/grpc.health.v1.Health/Check') {
        stream.respond({ ':status': 200 });
        stream.end('fine');
        return;
      }
      stream.on('data', (bytes: Buffer) => {
        stream.respond({ ':status': 200, 'content-type': 'application/grpc', 'x-asked': bytes.toString('hex') }, { waitForTrailers: true });
        stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
        stream.end(Buffer.from([0, 0, 0, 0, 2, 8, 1]));
      });
    });
    const port = await listening(server);
    const replayOf = async (text: string): Promise<string> => (await ask(text)).results.at(-1)?.replay ?? 'false';
    expect((await sh(await replayOf(`h2c://127.0.0.1:${port}/`))).stderr).toMatch(/< HTTP\/2 200/);
    const grpc = await sh(await replayOf(`grpc://127.0.0.1:${port}/a.B`));
    expect(grpc.stderr).toMatch(/< grpc-status: 0/);
    expect(grpc.stderr).toMatch(/< x-asked: 00000000050a03612e42/);
    const upgrading = await serve(BEHAVIOURS.switchingAndEnding);
    const told = await sh(`${await replayOf(`ws://127.0.0.1:${upgrading.port}/s`)} || true`);
    expect(told.stdout).toMatch(/^HTTP\/1\.1 101 /);
    expect(upgrading.requests.at(-1)).toMatch(/^GET \/s HTTP\/1\.1\r\n[\s\S]*upgrade: websocket/i);
  });

  it('is one word to the shell, whatever it holds', async () => {
    const words = fc.sample(fc.string({ unit: 'binary' }).map((text) => text.replace(/\0|[\ud800-\udfff]/g, '')), 200);
    const { stdout } = await sh(`printf '%s\\0' ${words.map(shellWord).join(' ')}`);
    expect(stdout.split('\0').slice(0, -1)).toEqual(words);
  });
});
