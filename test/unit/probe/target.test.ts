import { describe, expect, it } from 'vitest';
import { commandTarget } from '../../../src/core/probe/localTarget.js';
import { parseTarget } from '../../../src/core/probe/target.js';

function problem(text: string): string {
  const parsed = parseTarget(text);
  if (!('problem' in parsed)) throw new Error(`${text} is a target`);
  return parsed.problem;
}

describe('a target', () => {
  it.each([
    ['127.0.0.1:8080', { host: '127.0.0.1', literal: 4, port: 8080 }],
    ['db.internal:5432', { host: 'db.internal', port: 5432 }],
    ['my_service:1', { host: 'my_service', port: 1 }],
    ['[::1]:8080', { host: '::1', literal: 6, port: 8080 }],
    ['[2001:DB8:0::1]:443', { host: '2001:db8::1', literal: 6, port: 443 }],
    ['localhost:65535', { host: 'localhost', port: 65535 }],
    [':8080', { host: 'localhost', port: 8080 }],
    ['8080', { host: 'localhost', port: 8080 }],
    ['  8080\n', { host: 'localhost', port: 8080 }],
    ['münchen.example:80', { host: 'xn--mnchen-3ya.example', port: 80 }],
  ])('%j is a port', (text, parts) => {
    expect(parseTarget(text)).toEqual({ kind: 'endpoint', text: text.trim(), scheme: 'tcp', ...parts });
  });

  it.each([
    ['http://localhost', { scheme: 'http', host: 'localhost', port: 80 }, '/', 'localhost'],
    ['http://localhost:8080/health?full=1#top', { scheme: 'http', host: 'localhost', port: 8080 }, '/health?full=1', 'localhost:8080'],
    ['http://[::1]:8080/a', { scheme: 'http', host: '::1', literal: 6, port: 8080 }, '/a', '[::1]:8080'],
    ['HTTP://127.0.0.1/ä', { scheme: 'http', host: '127.0.0.1', literal: 4, port: 80 }, '/%C3%A4', '127.0.0.1'],
    ['http://0x7f.1:81/', { scheme: 'http', host: '127.0.0.1', literal: 4, port: 81 }, '/', '127.0.0.1:81'],
    ['https://api.example/v1', { scheme: 'https', host: 'api.example', port: 443 }, '/v1', 'api.example'],
  ] as const)('%j is a URL', (text, parts, path, hostHeader) => {
    expect(parseTarget(text)).toEqual({ kind: 'endpoint', text, ...parts, http: { path, hostHeader, userinfoDropped: false } });
  });

  it.each([
    ['h2c://host:81/a', { scheme: 'h2c', host: 'host', port: 81 }, '/a', 'host:81'],
    ['ws://[::1]:81/s', { scheme: 'ws', host: '::1', literal: 6, port: 81 }, '/s', '[::1]:81'],
    ['wss://host', { scheme: 'wss', host: 'host', port: 443 }, '/', 'host'],
    ['grpc://host:50051/a.B', { scheme: 'grpc', host: 'host', port: 50051 }, '/a.B', 'host:50051'],
    ['grpcs://münchen.example', { scheme: 'grpcs', host: 'xn--mnchen-3ya.example', port: 443 }, '/', 'xn--mnchen-3ya.example'],
  ] as const)('%j is a URL of its scheme', (text, parts, path, hostHeader) => {
    expect(parseTarget(text)).toEqual({ kind: 'endpoint', text, ...parts, http: { path, hostHeader, userinfoDropped: false } });
  });

  it('can be a port alone, with or without TLS', () => {
    expect(parseTarget('tcp://[::1]:80')).toEqual({ kind: 'endpoint', text: 'tcp://[::1]:80', scheme: 'tcp', host: '::1', literal: 6, port: 80 });
    expect(parseTarget('tls://0x7f.1')).toEqual({ kind: 'endpoint', text: 'tls://0x7f.1', scheme: 'tls', host: '127.0.0.1', literal: 4, port: 443 });
  });

  it.each([
    ['process:postgres', { kind: 'process', name: 'postgres' }],
    ['process:my server', { kind: 'process', name: 'my server' }],
    ['process:4711', { kind: 'process', pid: 4711 }],
    ['process:4711@99', { kind: 'process', pid: 4711, startTime: '99' }],
    ['file:logs/a b.log', { kind: 'file', path: 'logs/a b.log' }],
    ['file:/var/log/x', { kind: 'file', path: '/var/log/x' }],
  ])('%j is of this machine', (text, parts) => {
    expect(parseTarget(text)).toEqual({ text, ...parts });
  });

  it('is never a command by its text', () => {
    for (const text of ['cmd', 'cmd:rm', 'command:rm', 'cmd -- rm', 'cmd:rm -rf x']) expect(problem(text)).toMatch(/cmd -- COMMAND|no spaces/);
    expect(commandTarget(['sh', '-c', 'a b'])).toEqual({ kind: 'command', text: "cmd -- sh -c 'a b'", words: ['sh', '-c', 'a b'] });
  });

  it.each(['http://alice:hunter2@host:81/x', 'http://hunter2@host:81/x', 'http://alice:p%40hunter2@host:81/x'])('loses the user name and password of %s', (text) => {
    const parsed = parseTarget(text);
    expect(parsed).toMatchObject({ text: 'http://host:81/x', host: 'host', port: 81, http: { userinfoDropped: true } });
    expect(JSON.stringify(parsed)).not.toMatch(/alice|hunter2/);
  });

  it('keeps an @ that is no userinfo', () => {
    expect(parseTarget('http://host/users/@me')).toMatchObject({ text: 'http://host/users/@me', http: { path: '/users/@me', userinfoDropped: false } });
  });

  it('shows no secret of its query, and asks for it all the same', () => {
    expect(parseTarget('http://host/?access_token=hunter2')).toMatchObject({ text: 'http://host/?access_token=‹secret:value›', http: { path: '/?access_token=hunter2' } });
  });
});

describe('what is no target', () => {
  it.each([
    ['', 'The target is empty'],
    ['   ', 'The target is empty'],
    ['http://a b/', 'no spaces'],
    ['http://host/\u0000', 'no spaces or control characters'],
    ['ftp://host/', 'ftp:// cannot be probed'],
    ['http://', 'is not a URL with a host'],
    ['tcp://host', 'write tcp://HOST:PORT'],
    ['tcp://host:1/a', 'has a path, which tcp knows nothing of'],
    ['tls://host/a', 'has a path, which tls knows nothing of'],
    ['grpc://a$(id)/', 'is not a URL with a host'],
    ['process:', 'Which process?'],
    ['process:a/b', 'Which process?'],
    ['process:0', 'numbered from 1'],
    ['file:', 'Which file?'],
    ['http:///path', 'is not a URL with a host'],
    ['http://1.2.3.256/', 'is not a URL with a host'],
    ['http://-oProxyCommand=x/', 'is not a URL with a host'],
    ['http://a$(id)/', 'is not a URL with a host'],
    ['http://host:0/', '0 is not a port'],
    ['http://host:65536/', '65536 is not a port'],
    ['host:0', '0 is not a port'],
    ['host:65536', '65536 is not a port'],
    ['99999999999999999999', 'is not a port'],
    ['host', 'host has no port: write host:PORT, or http://host/'],
    ['[::1]', '[::1] has no port: write [::1]:PORT'],
    ['::1', 'write [ADDRESS]:PORT'],
    ['::1:8080', 'write [ADDRESS]:PORT'],
    ['host:http', 'the port is a number'],
    ['host:8080/health', 'write http://host:8080/health if HTTP is spoken there'],
    ['[::1:8080', 'is not HOST:PORT'],
    ['[zz]:80', 'has no host that could be asked'],
    ['-v:80', 'has no host that could be asked'],
    ['host:-1', 'is not HOST:PORT'],
  ])('%j: a sentence says what to write', (text, words) => {
    expect(problem(text)).toContain(words);
    expect(problem(text)).toMatch(/\.$/);
  });

  it.each(['http://alice:hunter2@host:0/', 'http://alice:hun/ter2@host/', 'alice:hunter2@host:80', 'ftp://alice:hunter2@host/', 'http://alice:hunter2@/'])(
    '%s: the sentence shows no password',
    (text) => {
      expect(problem(text)).not.toMatch(/alice|hun/);
    },
  );
});
