import { describe, expect, it } from 'vitest';
import { secretsIn } from '../../../src/core/evidence/redact.js';
import { found, older, problemsOf } from './support.js';

// Made of parts, so that no scanner takes this file for a leak.
const aws = ['AK', 'IA', 'Q'.repeat(16)].join('');
const github = ['gh', 'p_', 'a1B2'.repeat(9)].join('');
const jwt = ['ey', 'JhbGciOiJIUzI1NiJ9.ey', 'JzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJl'].join('');
const key = ['-----BEGIN ', 'PRIVATE KEY-----\nabc\n-----END ', 'PRIVATE KEY-----'].join('');
const openKey = ['-----BEGIN ', `RSA PRIVATE KEY-----\n${'Ab3'.repeat(20)}\n\nThe end of the log.`].join('');
const random = 'q7Zk29xLmP4t';

const said = (text: string) => found('secret-in-text', older(['Debian 12', text]));

describe('secret-in-text', () => {
  it('ends a key that is not closed where it stops being one, so that its fix takes nothing else away', () => {
    const text = older(['Debian 12', openKey]);
    const fix = problemsOf(text).find(({ rule }) => rule === 'secret-in-text')?.fix;
    expect(text.slice(fix?.edit.start, fix?.edit.end)).toBe(openKey.slice(0, openKey.indexOf('\n\nThe end')));
  });

  it.each([
    ['an AWS key', aws, 'token'],
    ['a GitHub token', `it used ${github}`, 'token'],
    ['a web token', jwt, 'jwt'],
    ['a private key', key, 'private-key'],
    ['a private key that is cut off', openKey, 'private-key'],
  ])('finds %s as an error', (_, text, kind) => {
    expect(said(text)).toEqual([expect.stringMatching(new RegExp(`^error: This looks like a secret \\(${kind}\\)`))]);
  });

  it.each([
    ['an assignment', `DB_PASSWORD=${random}`],
    ['one that starts like a word', `password=rootPass${random}`],
    ['JSON', `{"apiKey": "${random}"}`],
    ['a header', `Authorization: Bearer ${random}${random}`],
    ['a URL', `postgres://orders:${random}@db:5432/orders`],
  ])('warns of a value that its surroundings call a secret: %s', (_, text) => {
    expect(said(text)).toEqual([expect.stringMatching(/^warning: /)]);
  });

  it.each([
    'the password: it is in the vault', 'password: ${DB_PASSWORD}', 'DB_PASSWORD=$PASSWORD', 'token: <your token>', 'password=********', 'POSTGRES_PASSWORD=postgres', 'secret: {{ .Values.secret }}', 'apiKey = config.apiKey',
    'const token = await getToken(client)', 'The API key: missing in the header', 'Authorization: Bearer <token>', 'cookie: none', 'postgres://user:password@localhost/db', 'Password: TBD', 'credit and token bucket', 'password=‹secret:value›', '--password changeme', 'ID_TOKEN: expired',
    'auth.login_with_api_key', 'secret: orders-db-credentials', 'secret: kafka-tls-v2', 'client_secret: notification/secrets_01', 'token: cancellationTokenSourceFactory', 'cancellationToken: cancellationToken',
    'Authorization: Bearer invalid-token-12345', 'token: eyJhbGciOiJSUzI1NiIs...', 'cookie-secret: "REPLACE_ME_WITH_32_BYTES"', 'password=SECRET123', 'api_key: sk_live_1234567890abcdef',
    ['redact what starts with `-----BEGIN ', 'PRIVATE KEY-----`, as logs hold it'].join(''),
  ])('says nothing of %s', (text) => {
    expect(said(text)).toEqual([]);
  });

  it('never repeats the secret', () => {
    const text = older(['Debian 12', `${aws} ${github} PASSWORD=${random}`]);
    const problems = problemsOf(text).filter(({ rule }) => rule === 'secret-in-text');
    expect(problems).toHaveLength(3);
    for (const { message, fix } of problems) expect(`${message}${fix?.title ?? ''}${fix?.edit.text ?? ''}`).not.toMatch(new RegExp([aws, github, random].join('|')));
    expect(problems.map(({ start, end }) => text.slice(start, end))).toEqual([aws, github, random]);
  });

  it('takes time in proportion to the text', () => {
    const text = `${'token token= password: a '.repeat(200_000)}${aws}`;
    expect(secretsIn(text).at(-1)?.type).toBe('token');
  });
});
