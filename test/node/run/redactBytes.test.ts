import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact } from '../../../src/core/evidence/redact.js';
import { FRAMINGS, framed, WRITTEN } from '../../support/secretsOverLines.js';
import { RedactingStream, redactBytes, unsafeStart } from '../../../src/node/run/redactBytes.js';

/** What comes out when the text is written in pieces that are cut at the given places. */
function streamed(text: Buffer, cuts: readonly number[]): Buffer {
  const out: Buffer[] = [];
  const stream = new RedactingStream((bytes) => out.push(bytes));
  let start = 0;
  for (const end of [...cuts, text.length].map((cut) => cut % (text.length + 1)).sort((a, b) => a - b)) {
    stream.write(Buffer.from(text.subarray(start, end)));
    start = end;
  }
  stream.end();
  return Buffer.concat(out);
}

const KEY = `-----BEGIN RSA PRIVATE KEY-----\n${'MIIEsecretsecret0123456789\n'.repeat(20)}-----END RSA PRIVATE KEY-----`;

/** One for each shape, and what of it may not come out. */
const SECRETS = [
  ['password=hunter2', 'hunter2'],
  ['{"client_secret": "s3cr3tvalue"}', 's3cr3tvalue'],
  ['api-key: s3cr3tvalue', 's3cr3tvalue'],
  ['access_token=s3cr3tvalue&x=1', 's3cr3tvalue'],
  ['authToken = s3cr3tvalue', 's3cr3tvalue'],
  ['refresh_token:  s3cr3tvalue', 's3cr3tvalue'],
  ['Authorization: Basic YW5uOmh1bnRlcjI=', 'YW5uOmh1bnRlcjI'],
  ['glpat-abcdefghijklmnopqrst', 'abcdefghijklmnop'],
  ['curl -H "Bearer abcdefghijklmnopqrst"', 'abcdefghijklmnopqrst'],
  ['Set-Cookie: session=s3cr3tvalue; HttpOnly', 's3cr3tvalue'],
  ['token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJl', 'eyJzdWIiOiIxMjM0NTY3ODkwIn0'],
  ['postgres://ann:hunter2@127.0.0.1:5432/orders', 'hunter2'],
  [KEY, 'MIIEsecretsecret'],
  ['pass' + 'wd=h\u00fcnter2\u00e0x', 'x'],
] as const;

describe('redaction of a stream', () => {
  it('changes no byte of what is no secret, wherever it is cut', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3_000 }), fc.array(fc.nat(3_000), { maxLength: 6 }), (bytes, cuts) => {
        const text = Buffer.from(bytes);
        fc.pre(redact(text.toString('latin1')) === text.toString('latin1'));
        expect(streamed(text, cuts).equals(text)).toBe(true);
      }),
    );
  });

  it.each(SECRETS)('finds %j wherever it is cut', (secret, hidden) => {
    const text = Buffer.from(`2026-01-02 first line\nbefore ${secret}\nafter \u00fc\nlast`);
    const whole = redact(text.toString());
    expect(whole).not.toContain(hidden);
    for (let cut = 0; cut <= text.length; cut++) {
      expect(streamed(text, [cut]).toString()).toBe(whole);
      expect(streamed(text, [cut, cut + 7]).toString()).toBe(whole);
    }
  });

  it.each(FRAMINGS)('gives of secrets over several lines, behind what $what puts before each line, what redacting the whole text gives, wherever it is cut', (framing) => {
    const noise = ['plain ünïcödé', 'password:', '  key: |', '{"password":"x', '"', '- name: token', '    value: 5', '', '‹secret:value:ab12cd›', '  ‹secret:value›', 'secret: [', 'cookie: a=b; c=d', 'https://u:p a@h', 'dot.ted/path', ...SECRETS.map(([secret]) => secret)];
    const part = fc.oneof(fc.constantFrom(...WRITTEN).map((written) => framed(written, framing)), fc.tuple(fc.constantFrom(...WRITTEN), fc.integer({ min: 1, max: 3 })).map(([written, every]) => framed(written, framing, every)), fc.constantFrom(...noise).map((text) => text.split('\n').map((line, n) => framing.line(line, n))), fc.constantFrom(...noise).map((text) => [text]));
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), fc.constantFrom('\n', '\r\n'), fc.array(fc.nat(20_000), { maxLength: 8 }), (parts, feed, cuts) => {
        const text = parts.flat().join(feed);
        expect(streamed(Buffer.from(text), cuts).toString()).toBe(redact(text));
      }),
      { numRuns: 400 },
    );
  });

  it('leaves bytes that are no UTF-8 as they are, beside a secret', () => {
    const text = Buffer.concat([Buffer.from([0xff, 0xfe, 0xe4]), Buffer.from(' password=hunter2 '), Buffer.from([0xe9, 0x0a])]);
    const out = redactBytes(text);
    expect(out.toString()).toContain('password=‹secret:');
    expect(out.toString()).not.toContain('hunter2');
    expect([...out.subarray(0, 3), ...out.subarray(-2)]).toEqual([0xff, 0xfe, 0xe4, 0xe9, 0x0a]);
  });

  it('holds back a line without an end only up to a bound, and finds the secrets in it', () => {
    const words = Array.from({ length: 40_000 }, (_, index) => (index % 1000 === 500 ? `"password":"hunter${index}",` : `word${index}`)).join(' ');
    const text = Buffer.from(words);
    const out: Buffer[] = [];
    const stream = new RedactingStream((bytes) => out.push(bytes));
    for (let start = 0; start < text.length; start += 5_000) {
      stream.write(text.subarray(start, start + 5_000));
      expect(start + 5_000 - Buffer.concat(out).length).toBeLessThan(64 * 1024 + 5_000);
    }
    stream.end();
    expect(Buffer.concat(out).toString()).toBe(redact(words));
  });

  it('takes a word without an end, too', () => {
    const text = Buffer.alloc(1_000_000, '.');
    expect(streamed(text, Array.from({ length: 50 }, (_, index) => index * 20_000)).equals(text)).toBe(true);
  });

  it('forgets what is held back when what follows is missing', () => {
    const out: Buffer[] = [];
    const stream = new RedactingStream((bytes) => out.push(bytes));
    stream.write(Buffer.from('line\ntoken eyJhbGciOiJIUzI1NiJ9.eyJzdWI'));
    expect(stream.cut()).toBe('token eyJhbGciOiJIUzI1NiJ9.eyJzdWI'.length);
    stream.end();
    expect(Buffer.concat(out).toString()).toBe('line\n');
  });
});

describe('the beginning of a text that is missing its first part', () => {
  it.each([
    ['up to the end of the cut line', 'unter2 and more\nnext', 'next'],
    ['up to the end of a word where there is no line', 'unter2 and more', 'and more'],
    ['of one word', 'unter2', ''],
    ['of a key', `MIIE\nMIIE\n${KEY.slice(KEY.indexOf('-----END'))}\nnext`, '\nnext'],
    ['before a whole key', `x\n${KEY}`, KEY],
  ])('is left out %s', (_, text, rest) => {
    const bytes = Buffer.from(text);
    expect(bytes.subarray(unsafeStart(bytes)).toString()).toBe(rest);
  });
});
