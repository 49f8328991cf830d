/** TLS over real servers that misbehave, with certificates made here. */
import { createServer as createHttpsServer } from 'node:https';
import { createSecureServer } from 'node:http2';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import type { ProbeReport, ProbeResult } from '../../../src/core/probe/types.js';
import { certificate } from '../../fixtures/servers/certificates.js';
import { listening } from '../../fixtures/servers/listening.js';
import { answering, BEHAVIOURS, closeServers, serve } from '../../fixtures/servers/misbehave.js';
import { ask, hasIpv6, rungs } from '../../support/ask.js';

afterEach(closeServers);

const HERE = ['localhost', '127.0.0.1', '::1'];
const DAY_MS = 86_400_000;
const ca = certificate({ commonName: 'Casebook test CA', isCa: true });
const good = certificate({ commonName: 'good', names: HERE, issuer: ca });
const trust = { verify: true, ca: ca.cert };
const PATIENT_MS = 20_000;

const HOSTS = hasIpv6 ? ['127.0.0.1', '::1'] : ['127.0.0.1'];
const inUrl = (host: string): string => (host.includes(':') ? `[${host}]` : host);

async function tlsPort(options: TlsOptions, host = '127.0.0.1'): Promise<number> {
  return listening(createTlsServer(options, (connection) => connection.on('error', () => undefined)), host);
}

function last({ results }: ProbeReport): ProbeResult {
  const result = results.at(-1);
  if (!result) throw new Error('no result');
  return result;
}

describe.each(HOSTS)('at %s a server', (host) => {
  const url = (port: number): string => `tls://${inUrl(host)}:${port}`;

  it('with a certificate of a trusted CA is up', async () => {
    const report = await ask(url(await tlsPort(good, host)), PATIENT_MS, trust);
    expect(rungs(report)).toEqual([`tcp ${inUrl(host)} up`, `tls ${inUrl(host)} up`]);
    expect(last(report).excerpt).toMatch(/^TLSv1\.3, \S+\ncertificate of good, issued by Casebook test CA, valid from .+ to .+, for .*DNS:localhost/);
    expect(report.conclusion).toContain('completed the TLS handshake with a certificate that those of --ca vouch for. Nothing above TLS was asked.');
  });

  it.each([
    ['expired', certificate({ commonName: 'x', names: HERE, issuer: ca, validFrom: new Date(Date.now() - 3 * DAY_MS), validTo: new Date(Date.now() - DAY_MS) }), 'CERT_HAS_EXPIRED'],
    ['not-yet-valid', certificate({ commonName: 'x', names: HERE, issuer: ca, validFrom: new Date(Date.now() + DAY_MS), validTo: new Date(Date.now() + 2 * DAY_MS) }), 'CERT_NOT_YET_VALID'],
    ['self-signed', certificate({ commonName: 'x', names: HERE }), 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['untrusted', certificate({ commonName: 'x', names: HERE, issuer: certificate({ commonName: 'Other CA', isCa: true }) }), 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    ['hostname', certificate({ commonName: 'x', names: ['elsewhere.example', '10.9.8.7'], issuer: ca }), 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ])('whose certificate is %s is told so, with what stands in it', async (answer, identity, code) => {
    const report = await ask(url(await tlsPort(identity, host)), PATIENT_MS, trust);
    expect(last(report)).toMatchObject({ probe: 'tls', class: answer, error: { code } });
    expect(last(report).error?.reason).toContain('certificate of x');
    expect(report).toMatchObject({ lastGood: `tcp ${last(report).address}`, firstBad: `tls ${last(report).address}` });
    expect(report.conclusion).toContain(code);
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)('that demands a client certificate in %s is told apart from one that is down', async (version) => {
    const port = await tlsPort({ ...good, requestCert: true, rejectUnauthorized: true, minVersion: version, maxVersion: version }, host);
    const report = await ask(url(port), PATIENT_MS, trust);
    expect(last(report)).toMatchObject({ probe: 'tls', class: 'client-cert-required' });
    expect(report.conclusion).toContain('demands a client certificate');
  });

  it('that speaks plain text is told so', async () => {
    const { port } = await serve((connection) => connection.once('data', () => connection.end('HTTP/1.1 400 Bad Request\r\n\r\n')), host);
    const report = await ask(url(port));
    expect(last(report)).toMatchObject({ probe: 'tls', class: 'plaintext-peer' });
    expect(report.conclusion).toContain('does not speak TLS');
  });

  it('that accepts and drops is accepted-then-dropped', async () => {
    for (const behaviour of [BEHAVIOURS.eofAtOnce, BEHAVIOURS.eofAfterRequest, BEHAVIOURS.resetAfterRequest]) {
      const report = await ask(url((await serve(behaviour, host)).port));
      expect(['eof', 'reset']).toContain(last(report).class);
      expect(report.conclusion).toContain('accepted-then-dropped');
    }
  });
});

describe('a handshake', () => {
  it('that is cut in the middle is not called dropped before a byte', async () => {
    const { port } = await serve((connection) => connection.once('data', () => connection.end(Buffer.from([0x16, 0x03, 0x03, 0x40, 0x00, 0x02]))));
    const report = await ask(`tls://127.0.0.1:${port}`);
    expect(last(report).class).toBe('truncated');
    expect(report.conclusion).toContain('in the middle of the TLS handshake');
  });

  it('that a silent peer never answers is a timeout', async () => {
    const report = await ask(`tls://127.0.0.1:${(await serve(BEHAVIOURS.silent)).port}`, 500);
    expect(last(report)).toMatchObject({ probe: 'tls', class: 'timeout' });
    expect(report.conclusion).toContain('did not complete the TLS handshake within 500 ms');
  });

  it('with garbage, or with records that never end, is bounded and classified', async () => {
    const noise = await serve((connection) => {
      const more = (): void => {
        while (!connection.destroyed && connection.write(Buffer.alloc(16_384, 0x7f)));
      };
      connection.on('drain', more);
      more();
    });
    const records = await serve((connection) => {
      const record = Buffer.concat([Buffer.from([0x16, 0x03, 0x03, 0x40, 0x00]), Buffer.alloc(0x4000, 2)]);
      const more = (): void => {
        while (!connection.destroyed && connection.write(record));
      };
      connection.on('drain', more);
      more();
    });
    for (const { port } of [noise, records]) {
      const report = await ask(`tls://127.0.0.1:${port}`);
      expect(['plaintext-peer', 'handshake-refused']).toContain(last(report).class);
    }
  });

  it('with a server that has no cipher in common is refused, and not taken for one that wants a certificate', async () => {
    const port = await tlsPort({ ...good, maxVersion: 'TLSv1.2', ciphers: 'ECDHE-RSA-AES128-GCM-SHA256' });
    expect(last(await ask(`tls://127.0.0.1:${port}`, PATIENT_MS, trust))).toMatchObject({ class: 'handshake-refused' });
  });

  it('with a server of an old version names the version', async () => {
    // The alert protocol_version, as a server sends that knows only TLS 1.0.
    const { port } = await serve((connection) => connection.once('data', () => connection.end(Buffer.from([0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x46]))));
    expect(last(await ask(`tls://127.0.0.1:${port}`))).toMatchObject({ class: 'version' });
  });

  it('without verification takes any certificate', async () => {
    const port = await tlsPort(certificate({ commonName: 'x' }));
    expect(rungs(await ask(`tls://127.0.0.1:${port}`, PATIENT_MS, { verify: false }))).toEqual(['tcp 127.0.0.1 up', 'tls 127.0.0.1 up']);
  });
});

describe('an https URL', () => {
  it('is asked in HTTP/1.1 where the server chooses it', async () => {
    const port = await listening(createHttpsServer(good, (_, response) => response.end('fine')));
    const report = await ask(`https://localhost:${port}/health`, PATIENT_MS, trust);
    expect(rungs(report)).toEqual(expect.arrayContaining(['tls 127.0.0.1 up', 'alpn 127.0.0.1 up', 'http1 127.0.0.1 up']));
    expect(report.results.find(({ probe }) => probe === 'alpn')).toMatchObject({ alpn: 'http/1.1' });
    expect(report.results.find(({ probe }) => probe === 'http1')).toMatchObject({ httpStatus: 200, excerpt: 'HTTP/1.1 200 OK\nfine' });
  });

  it('is asked in HTTP/2 where the server chooses it', async () => {
    const server = createSecureServer({ ...good, allowHTTP1: false });
    server.on('stream', (stream, headers) => {
      stream.respond({ ':status': 200 });
      stream.end(`path ${headers[':path'] ?? ''} of ${headers[':authority'] ?? ''}`);
    });
    const port = await listening(server);
    const report = await ask(`https://127.0.0.1:${port}/health?full=1`, PATIENT_MS, trust);
    expect(rungs(report)).toEqual(['tcp 127.0.0.1 up', 'tls 127.0.0.1 up', 'alpn 127.0.0.1 up', 'http2 127.0.0.1 up']);
    expect(last(report)).toMatchObject({ httpStatus: 200, excerpt: `HTTP/2 200\npath /health?full=1 of 127.0.0.1:${port}` });
    expect(last(report).phases).toMatchObject({ connect: expect.any(Number) as number, tls: expect.any(Number) as number, settings: expect.any(Number) as number });
    expect(report.conclusion).toContain('answered HTTP/2 200.');
  });

  it('whose server chooses h2 and speaks HTTP/1 is a wrong protocol', async () => {
    const port = await listening(createTlsServer({ ...good, ALPNProtocols: ['h2'] }, (connection) => {
      connection.on('error', () => undefined);
      connection.once('data', () => connection.write('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n'));
    }));
    const report = await ask(`https://127.0.0.1:${port}/`, PATIENT_MS, trust);
    expect(last(report)).toMatchObject({ probe: 'http2', class: 'wrong-protocol' });
    expect(report.conclusion).toContain('does not speak HTTP/2');
  });

  it('whose backend is gone behind TLS is dropped after the handshake, and says so', async () => {
    const port = await listening(createTlsServer(good, (connection) => connection.once('data', () => connection.end())));
    const report = await ask(`https://127.0.0.1:${port}/`, PATIENT_MS, trust);
    expect(rungs(report).at(-1)).toBe('http1 127.0.0.1 eof');
    expect(report.conclusion).toContain('completed the TLS handshake, then dropped the connection before a byte of an answer');
  });

  it('at a plain HTTP port, and http at a TLS port, are both named', async () => {
    const plain = await serve(answering('200 OK'));
    expect(last(await ask(`https://127.0.0.1:${plain.port}/`)).class).toMatch(/plaintext-peer|timeout/);
    const secure = await tlsPort(good);
    const report = await ask(`http://127.0.0.1:${secure}/`);
    expect(['not-http', 'eof', 'reset']).toContain(last(report).class);
  });

  it('of a name is verified and announced by that name, at its literal addresses', async () => {
    const announced: string[] = [];
    const announce: TlsOptions['SNICallback'] = (name, done) => {
      announced.push(name);
      done(null);
    };
    const server = createTlsServer({ ...certificate({ commonName: 'x', names: ['localhost'], issuer: ca }), SNICallback: announce }, (connection) => connection.on('error', () => undefined));
    const port = await listening(server);
    expect(rungs(await ask(`tls://localhost:${port}`, PATIENT_MS, trust))).toContain('tls 127.0.0.1 up');
    expect(announced).toEqual(['localhost']);
    expect(last(await ask(`tls://127.0.0.1:${port}`, PATIENT_MS, trust)).class).toBe('hostname');
    expect(announced).toEqual(['localhost']);
  });
});
