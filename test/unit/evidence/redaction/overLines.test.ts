import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { redact } from '../../../../src/core/evidence/redact.js';
import { Redactor } from '../../../../src/core/evidence/redaction/redactor.js';
import { FRAMINGS, framed, KEY_LINES, PASSWORD, WRITTEN } from '../../../support/secretsOverLines.js';

const tag = (secret: string): string => createHmac('sha256', 'key').update(secret).digest('hex').slice(0, 6);

describe.each(FRAMINGS)('behind what $what puts before each line', (framing) => {
  test.each(WRITTEN)('$what is found, and the lines stay as many', (written) => {
    const lines = framed(written, framing);
    const redacted = redact(lines.join('\n'));
    for (const secret of written.secrets) expect(redacted).not.toContain(secret);
    expect(redacted.split('\n')).toHaveLength(lines.length);
    // What is no secret stays: the line of the port, which comes last in most, and what stands before each line.
    if (lines.at(-1)?.endsWith('port: 5432')) expect(redacted.split('\n').at(-1)).toBe(lines.at(-1));
    expect(redact(redacted)).toBe(redacted);
  });
});

describe.each(FRAMINGS.slice(1))('between the lines of another writer, behind what $what puts before each line', (framing) => {
  test.each(WRITTEN)('$what is found, and the other lines stay', (written) => {
    for (const every of [1, 2]) {
      const lines = framed(written, framing, every);
      const redacted = redact(lines.join('\n')).split('\n');
      for (const secret of written.secrets) expect(redacted.join('\n')).not.toContain(secret);
      const others = lines.filter((line) => !framed(written, framing).includes(line));
      expect(redacted.filter((line) => others.includes(line))).toEqual(others);
    }
  });
});

test('a key without stamps is found between lines of others', () => {
  const lines = ['-----BEGIN PRIVATE KEY-----', ...KEY_LINES.flatMap((line) => [line, '2026-11-29T02:07:01Z GET /orders/1 200']), '-----END PRIVATE KEY-----', 'done'];
  const redacted = redact(lines.join('\n'));
  for (const line of KEY_LINES) expect(redacted).not.toContain(line);
  expect(redacted.split('\n').filter((line) => line.startsWith('2026'))).toHaveLength(KEY_LINES.length);
});

test('behind a key without an end, nothing is hidden for ever', () => {
  const idle = Array.from({ length: 250 }, (_, n) => `request ${n} done`);
  const text = ['-----BEGIN PRIVATE KEY-----', KEY_LINES[0], ...idle, KEY_LINES[1]].join('\n');
  expect(redact(text)).toBe(text.replace(KEY_LINES[0] ?? '', '‹secret:private-key›'));
});

test('hashes, UUIDs and commit ids behind the beginning of a key stay', () => {
  const text = ['-----BEGIN PRIVATE KEY-----', 'commit 0123456789abcdef0123456789abcdef01234567', 'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08', 'request 7d444840-9dc0-11d1-b245-5ffdce74fad2', 'connect 10.0.0.7:5432'].join('\n');
  expect(redact(text)).toBe(text);
});

test('equal secrets look equal however many lines they take', () => {
  const redactor = new Redactor({ tag });
  const text = `password: ${PASSWORD}\npassword:\n  ${PASSWORD}\npassword: |\n  ${PASSWORD}\n- name: DB_PASSWORD\n  value: "${PASSWORD}"`;
  expect(Array.from(redactor.redact(text).matchAll(/‹secret:value:([0-9a-f]{6})›/g), ([, hash]) => hash)).toEqual(Array(4).fill(tag(PASSWORD)));
});

test.each([
  'if password:\n    connect(password)',
  'case PASSWORD:\n      break;',
  'switch (kind) {\n  case Secret:\n    return hidden;',
  '  password:\n    string;',
  '- Password:\n    - must be eight characters\n    - and hold a digit',
  'Enter the password:\n    as it stands in the vault',
  '2026-11-29T02:07:01Z INFO password:\n2026-11-29T02:07:02Z INFO ready',
  'secret:\n  secretName: orders-tls\n  items:\n  - key: tls.key\n    path: tls.key',
  '- name: DB_PASSWORD\n  valueFrom:\n    secretKeyRef:\n      name: orders-secret\n      key: password\n- name: PORT\n  value: "5432"',
  'imagePullSecrets:\n- name: regcred\nsecrets:\n  - db_password\n  - tls_key',
  'secrets:\n  db_password:\n    file: ./db_password.txt',
  'password:\n  ${DB_PASSWORD}',
  'password:\n\n  the next paragraph',
  'name: password\nlabel: Your password\nrequired: true',
  'token:\n  IDENTIFIER',
  '| Password: |\n| Username: |',
])('nothing is hidden in %j', (text) => {
  expect(redact(text)).toBe(text);
});
