import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { knownSecrets } from '../../../../src/core/evidence/redaction/known.js';
import { FirstLook } from '../../../../src/core/evidence/redaction/firstLook.js';
import { KeywordScan, type Keyword } from '../../../../src/core/evidence/redaction/keywordScan.js';
import { listEntry } from '../../../../src/core/evidence/redaction/lists.js';
import { Redactor } from '../../../../src/core/evidence/redaction/redactor.js';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const tag = (secret: string): string => createHmac('sha256', 'key').update(secret).digest('hex').slice(0, 6);

function known(environment: Record<string, string>): Redactor {
  return new Redactor({ known: knownSecrets(environment, base64), tag });
}

describe('a known value', () => {
  test.each([
    ['as it is', (value: string) => value],
    ['in JSON', (value: string) => JSON.stringify({ a: value })],
    ['in a URL', (value: string) => `/x?v=${encodeURIComponent(value)}&n=1`],
    ['in base 64', (value: string) => `blob ${base64(value)}`],
  ])('is replaced %s, with one hash', (_, printed) => {
    const value = 'p"ss wörd/42';
    expect(known({ DB_PASSWORD: value }).redact(printed(value))).toContain(`‹secret:known:${tag(value)}›`);
  });

  test('is that of a variable with a secret name, and no path, default or number', () => {
    const redactor = known({ PWD: '/srv/checkout', TOKEN_FILE: '/run/secrets/token', DB_PASSWORD: 'postgres', KEYBOARD: 'querty-long', API_TOKEN: '1234567', SSH_AUTH_SOCK: '/tmp/ssh-XXXX/agent.1', GITHUB_TOKEN: 'verylongvalue' });
    expect(redactor.redact('in /srv/checkout as postgres: querty-long 1234567 /run/secrets/token')).toBe('in /srv/checkout as postgres: querty-long 1234567 /run/secrets/token');
    expect(known({ PWD: '/srv/checkout', MYSQL_PWD: 'correcthorse' }).redact('in /srv/checkout: correcthorse')).toBe(`in /srv/checkout: ‹secret:known:${tag('correcthorse')}›`);
    expect(redactor.redact('x verylongvalue y')).toBe(`x ‹secret:known:${tag('verylongvalue')}› y`);
  });

  test('inside a longer secret leaves nothing of that one', () => {
    expect(known({ API_TOKEN: 'hunter2hunter2' }).redact('password=xhunter2hunter2y z')).toBe(`password=‹secret:value:${tag('xhunter2hunter2y')}› z`);
  });

  test('of several lines is replaced line by line', () => {
    const key = `-----BEGIN X-----\n${'abcdefgh12345678'.repeat(2)}\n${'ijklmnop87654321'.repeat(2)}\n-----END X-----`;
    expect(known({ TLS_PRIVATE_KEY: key }).redact(`got ${'ijklmnop87654321'.repeat(2)}!`)).toMatch(/^got ‹secret:known:[0-9a-f]{6}›!$/);
  });
});

describe('a mark', () => {
  test('carries the same hash for the same secret, however it is quoted', () => {
    const redactor = new Redactor({ tag });
    expect(redactor.redact('password="hunter2" secret: hunter2 x-api-key: \'hunter2\'')).toBe(['password=', ' secret: ', ' x-api-key: '].map((name) => `${name}‹secret:value:${tag('hunter2')}›`).join(''));
  });

  test('is replaced by nothing, in its older form neither', () => {
    const redactor = new Redactor({ tag });
    for (const text of ['password=‹secret:value:ab12cd› x', 'password=‹secret:value› x', 'key ‹secret:private-key:ab12cd›', 'Cookie: ‹secret:cookie:ab12cd›']) expect(redactor.redact(text)).toBe(text);
  });

  test('cannot be feigned by a control character before a secret', () => {
    expect(new Redactor().redact('password=\u0001hunter2')).not.toContain('hunter2');
  });

  test('stays when it is redacted again, also where what stands around it became a secret by it', () => {
    const redactor = new Redactor({ tag });
    const once = redactor.redact('https://u:password=-----BEGIN PRIVATE KEY-----abc-----END PRIVATE KEY-----@h');
    expect(once).toMatch(/^https:\/\/u:‹secret:url-password:[0-9a-f]{6}›@h$/);
    expect(redactor.redact(once)).toBe(once);
  });

  test('stays when it is redacted again', () => {
    const redactor = new Redactor({ known: knownSecrets({ A_TOKEN: 'abc.def-ghi' }, base64), deny: [listEntry('/[a-c]{3}-\\d{2,4}/')], tag });
    const pieces = fc.array(fc.constantFrom('password=', 'abc.def-ghi', 'abc-123', 'Cookie: ', '"', "'", ' ', '\n', 'x', '‹secret:value:ab12cd›', '‹secret:', '›', 'token: ', 'https://u:', '@h', '-----BEGIN PRIVATE KEY-----', '-----END PRIVATE KEY-----', ':'), { maxLength: 14 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(pieces, (text) => {
        const once = redactor.redact(text);
        expect(redactor.redact(once)).toBe(once);
        expect(once).not.toContain('abc.def-ghi');
      }),
      { numRuns: 2000 },
    );
  });
});

test('where nothing may pass, nothing does', () => {
  expect(new Redactor({ withhold: true }).redact('any text')).toBe('‹secret:withheld›');
});

test('the first look finds the lines that hold a keyword, in strings as in bytes', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'A', 'é', ' '), minLength: 1, maxLength: 4 }).filter((word) => /^[a-z ]+$/.test(word)), { minLength: 1, maxLength: 6 }), fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'A', 'B', 'é', ' '), maxLength: 12 }), { maxLength: 6 }), (words, lines) => {
      const text = lines.join('\n');
      const keywords = words.map((word, index): Keyword => ({ text: word, bits: 1 << index }));
      const expected = lines.flatMap((line): [string, number][] => {
        const bits = words.reduce((all, word, index) => (line.toLowerCase().includes(word) ? all | (1 << index) : all), 0);
        return bits === 0 ? [] : [[line, bits]];
      });
      const bytes = Buffer.from(text);
      for (const look of [new KeywordScan(keywords), new FirstLook(keywords), new FirstLook(keywords, 0)]) {
        const found: [string, number][] = [];
        look.lines(text, (start, end, bits) => found.push([text.slice(start, end), bits]));
        expect(found).toEqual(expected);
        const inBytes: [string, number][] = [];
        look.lines(bytes, (start, end, bits) => inBytes.push([bytes.toString('utf8', start, end), bits]));
        expect(inBytes).toEqual(expected);
      }
    }),
  );
});

test('the first look finds a secret alike before and after it has seen much text', () => {
  const redactor = new Redactor();
  const text = 'password=hunter2hunter2\nPASSWORD: Hunter3hunter3\nplain';
  const before = redactor.redact(text);
  for (let count = 0; count < 400; count += 1) redactor.redact('x'.repeat(1000));
  expect(before).toBe('password=‹secret:value›\nPASSWORD: ‹secret:value›\nplain');
  expect(redactor.redact(text)).toBe(before);
});
