import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readingsOf } from '../../../src/core/explain/errno/tables.js';
import { explain } from '../../../src/core/explain/explain.js';
import { FAILURES, type FailureId } from '../../../src/core/explain/failures.js';
import type { Explanation } from '../../../src/core/explain/types.js';
import { corpusFiles, corpusPresent } from '../../support/corpus.js';

/** Lines of `failure+failure | text`; a text may end in a further `+failure`. */
const SPELLINGS = readFileSync(path.resolve(import.meta.dirname, '../../fixtures/explain/spellings.txt'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => {
    const [ids = '', spelt = ''] = line.split(' | ');
    const [, text = spelt, more] = /^(.*[^\s])\+([a-z-]+)$/.exec(spelt) ?? [];
    return { text: more !== undefined && more in FAILURES ? text : spelt, expected: [...ids.split('+'), ...(more !== undefined && more in FAILURES ? [more] : [])] };
  });

const idsOf = (explanations: readonly Explanation[]): FailureId[] => explanations.flatMap(({ failures }) => failures.map(({ id }) => id as FailureId));
const one = (text: string, os?: 'linux' | 'macos' | 'windows'): Explanation => {
  const [first] = explain(text, os);
  if (!first) throw new Error(`Nothing known in ${text}`);
  return first;
};

describe('spellings of failures', () => {
  it.each(SPELLINGS)('$text', ({ text, expected }) => {
    expect([...new Set(idsOf(explain(text)))].sort()).toEqual(expected.sort());
  });

  it('are hundreds, and meet nearly every failure', () => {
    expect(SPELLINGS.length).toBeGreaterThan(250);
    const met = new Set(SPELLINGS.flatMap(({ expected }) => expected));
    expect(Object.keys(FAILURES).filter((id) => !met.has(id))).toEqual([]);
  });
});

describe('numbers', () => {
  it('are read per system where a text is nothing but a number', () => {
    const sixtyOne = one('61');
    expect(sixtyOne.ambiguous).toBe(true);
    expect(sixtyOne.readings).toEqual([
      { os: 'linux', number: 61, name: 'ENODATA', words: 'No data available' },
      { os: 'macos', number: 61, name: 'ECONNREFUSED', words: 'connection refused' },
    ]);
    expect(sixtyOne.failures.map(({ id, on }) => [id, on])).toEqual([['no-data-errno', ['linux']], ['refused', ['macos']]]);
    expect(one('61', 'macos')).toMatchObject({ ambiguous: false, name: 'ECONNREFUSED' });
    expect(one('61', 'linux')).toMatchObject({ ambiguous: false, name: 'ENODATA' });
    expect(one('111')).toMatchObject({ ambiguous: false, name: 'ECONNREFUSED' });
    expect(one('errno 10061')).toMatchObject({ ambiguous: false, name: 'ECONNREFUSED' });
    expect(one('11004')).toMatchObject({ name: 'WSANO_DATA' });
    expect(one('-111')).toMatchObject({ name: 'ECONNREFUSED' });
    expect(one('-4078')).toMatchObject({ name: 'ECONNREFUSED' });
    expect(one('104', 'macos').name).toBe('ENOTRECOVERABLE');
    expect(explain('61, 111 10061').map(({ readings }) => readings?.[0]?.number)).toEqual([61, 111]);
  });

  it('take their system from the words beside them, and from the same number elsewhere in the text', () => {
    expect(one('SocketException (61): No data available')).toMatchObject({ ambiguous: false, name: 'ENODATA' });
    expect(one('SocketException (61): Connection refused')).toMatchObject({ ambiguous: false, name: 'ECONNREFUSED' });
    expect(one('the client fails with SocketException (61)').ambiguous).toBe(true);
    expect(explain('fails with SocketException (61)\n ---> System.Net.Sockets.SocketException (61): No data available').map(({ ambiguous, name }) => [ambiguous, name])).toEqual([[false, 'ENODATA']]);
  });

  it('do not take a refused connection out of ENODATA', () => {
    const { failures, note, probes } = one('System.Net.Sockets.SocketException (61): No data available ([::1]:41217)');
    expect(failures[0]?.meansNot).toContain('Not "connection refused"');
    expect(note).toContain('DOTNET_SYSTEM_NET_DISABLEIPV6=1');
    expect(probes[0]).toBe("casebook probe '[::1]:41217' --matrix --client 'client=COMMAND OF THE CLIENT THAT FAILS'");
  });

  it('are what the systems themselves say', () => {
    for (const [number, linux, macos] of [[2, 'ENOENT', 'ENOENT'], [11, 'EAGAIN', 'EDEADLK'], [35, 'EDEADLK', 'EAGAIN'], [60, 'ENOSTR', 'ETIMEDOUT'], [98, 'EADDRINUSE', 'ENOSR'], [104, 'ECONNRESET', 'ENOTRECOVERABLE'], [110, 'ETIMEDOUT', undefined]] as const) {
      expect(readingsOf(number, ['linux'])[0]?.name).toBe(linux);
      expect(readingsOf(number, ['macos'])[0]?.name).toBe(macos);
    }
  });
});

describe('what settles it', () => {
  it.each([
    ['dial tcp 127.0.0.1:8080: connect: connection refused', 'casebook probe 127.0.0.1:8080'],
    ['connect ECONNREFUSED ::1:3000', "casebook probe '[::1]:3000'"],
    ['Get "http://localhost:9090/ready": EOF', 'casebook probe http://localhost:9090/ready'],
    ['listen EADDRINUSE: address already in use :::3000', 'casebook probe :3000'],
    ['listen tcp :8080: bind: address already in use', 'casebook probe :8080'],
    ["ENOENT: no such file or directory, open '/etc/app.json'", 'casebook probe file:/etc/app.json'],
    ['curl: (7) Failed to connect to db port 5432 after 0 ms: refused', 'casebook probe db:5432'],
    ['dial tcp: lookup api.invalid: no such host', 'casebook probe http://api.invalid/'],
    ['request to https://[::1]:42535/healthz failed: self-signed certificate', "casebook probe 'https://[::1]:42535/healthz'"],
    ['Connection refused', 'casebook probe HOST:PORT'],
    ['GET http://sam:hunter2@127.0.0.1:8080/x\nsocket hang up', 'casebook probe http://127.0.0.1:8080/x'],
  ])('%s', (text, command) => {
    expect(one(text).probes[0]).toBe(command);
    expect(JSON.stringify(explain(text))).not.toContain('hunter2');
  });
});

describe('precision', () => {
  it.each([
    'exit code 61',
    'line 104 of 111',
    '10061 requests in 61 s',
    'elapsed: 111 ms, errors: 104',
    'listening on port 10061',
    'cat <<EOF\ntext\nEOF',
    'No data available for this period',
    'the timeout is 30 s; it is retried 3 times',
    'Error: expected 10054 to equal 10061',
    'func EOF() error',
    'assert.equal(errors, 0)',
    'ENABLED=1 EXPORT EDITOR ERROR EVENT',
    'code: 14, status: 12',
    'the certificate expires in 2030; TLS 1.3',
    'id 0x80072000, build 1.10061.3',
    'commit e104 at 10:61',
    'HTTP 200 OK in 28 ms; curl took 7 ms',
  ])('knows nothing in: %s', (text) => {
    expect(explain(text)).toEqual([]);
  });

  it.skipIf(!corpusPresent)('reads the real investigations right, and no number in them that is none', () => {
    const files = corpusFiles();
    const seeds = files.filter(({ name }) => name.startsWith('seeds/'));
    const found = (part: string): Explanation[] => seeds.filter(({ name }) => name.includes(part)).flatMap(({ text }) => explain(text));
    expect(idsOf(found('000_'))).toContain('no-data-errno');
    expect(found('000_').find(({ failures }) => failures[0]?.id === 'no-data-errno')).toMatchObject({ ambiguous: false, name: 'ENODATA' });
    expect(idsOf(found('003_'))).toEqual(expect.arrayContaining(['eof', 'reset']));
    // Whatever was taken for a number of an error is called one by the text around it.
    for (const { text } of files) {
      for (const { spelling, readings } of explain(text)) {
        if (readings && /\d/.test(spelling)) expect(spelling).toMatch(/SocketException|errno|error|WSA|code|0x8007/i);
      }
    }
  });
});

describe('bounds', () => {
  it('takes time in proportion to the text', () => {
    const line = 'dial tcp 10.0.0.1:80: x curl exit error ((( [[[ : : EOF lookup a.b.c "Get " certificate is valid for \n';
    const once = (text: string): number => {
      const started = performance.now();
      explain(text);
      return performance.now() - started;
    };
    // The least of several: what else the machine does only adds.
    const time = (text: string): number => Math.min(once(text), once(text), once(text));
    time(line.repeat(500));
    const small = time(line.repeat(1_000));
    // A quadratic pattern would take 64 times as long.
    expect(time(line.repeat(8_000)) / small).toBeLessThan(40);
  });
});

describe('a text that repeats its errors', () => {
  it('counts an error that is spelt several ways on its line once, and on each of its lines', () => {
    expect(explain('SocketException (61): No data available')).toMatchObject([{ times: 1 }]);
    expect(explain('ConnectionResetError: [Errno 104] Connection reset by peer\nConnectionResetError: [Errno 104] Connection reset by peer')).toMatchObject([{ times: 2 }]);
  });

  // As a ratio in one run: 16 times the text takes about 16 times as long, where it took 256 times.
  it.each(['ECONNREFUSED ', 'errno 111 ', 'curl: (7) ', 'ECONNRESET\n'])('is read in a time that grows with its length: %j', (spelt) => {
    const took = (times: number): number => {
      const started = performance.now();
      expect(explain(spelt.repeat(times))).toMatchObject([{ times }]);
      return performance.now() - started;
    };
    took(1_000);
    const [short, long] = [Math.min(took(1_000), took(1_000)), took(16_000)];
    expect(long / short).toBeLessThan(70);
  }, 120_000);

  it('names the line of each different error, and an endpoint that only a later line of it tells', () => {
    const [refused, reset] = explain('\nECONNREFUSED\n\n\n\nconnect ECONNREFUSED 127.0.0.1:8080\n\n\n\nECONNRESET\n');
    expect(refused).toMatchObject({ line: 2, times: 2, probes: expect.arrayContaining(['casebook probe 127.0.0.1:8080']) as string[] });
    expect(reset).toMatchObject({ line: 10 });
  });
});
