import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redact, redaction } from '../../../src/core/evidence/redact.js';

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N';

/** Of every shape: text, and what is left of it. */
const SECRETS: readonly (readonly [text: string, redacted: string])[] = [
  ['-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc=\n-----END RSA PRIVATE KEY-----\nnext', '‹secret:private-key›\nnext'],
  ['-----BEGIN PRIVATE KEY-----\nMIIE\nthe log ends here', '‹secret:private-key›'],
  ['> Authorization: Bearer abc.def', '> Authorization: Bearer ‹secret:authorization›'],
  ['"authorization":"Basic dXNlcjpwYXNz","host":"a"', '"authorization":"Basic ‹secret:authorization›","host":"a"'],
  ['Proxy-Authorization: Digest username="ada", realm="x", response="6629fae4"', 'Proxy-Authorization: Digest ‹secret:authorization›'],
  ['Authorization: AWS4-HMAC-SHA256 Credential=AB/20261121, SignedHeaders=host, Signature=fe5f', 'Authorization: AWS4-HMAC-SHA256 ‹secret:authorization›'],
  ['authorization=abc user=ada', 'authorization=‹secret:authorization› user=ada'],
  ['using bearer abcdefghijklmnop1234 now', 'using bearer ‹secret:bearer› now'],
  ['Cookie: sid=abc; theme=dark', 'Cookie: ‹secret:cookie›'],
  ['{"cookie":"sid=abc; theme=dark","host":"a"}', '{"cookie":"‹secret:cookie›","host":"a"}'],
  ["'set-cookie': 'sid=abc; Path=/', age: 3", "'set-cookie': '‹secret:cookie›', age: 3"],
  [`token ${JWT} expired`, 'token ‹secret:jwt› expired'],
  ['postgres://ada:hunter2@127.0.0.1:5432/orders', 'postgres://ada:‹secret:url-password›@127.0.0.1:5432/orders'],
  ['redis://:p@ss:word@[::1]:6379', 'redis://:‹secret:url-password›@[::1]:6379'],
  ['remote: ghp_abcdefghijklmnopqrstuvwxyz0123456789 denied', 'remote: ‹secret:token› denied'],
  ['key AKIAIOSFODNN7EXAMPLE used', 'key ‹secret:token› used'],
  ['DB_PASSWORD=hunter2 PORT=5432', 'DB_PASSWORD=‹secret:value› PORT=5432'],
  ['password: "correct horse \\"battery\\"" next', 'password: ‹secret:value› next'],
  ["pwd='correct horse' next", 'pwd=‹secret:value› next'],
  ['{"msg":"{\\"password\\":\\"hunter2\\",\\"port\\":1}"}', '{"msg":"{\\"password\\":‹secret:value›,\\"port\\":1}"}'],
  ['x-api-key: abc123', 'x-api-key: ‹secret:value›'],
  ['AWS_SECRET_ACCESS_KEY=wJalr/XUt clientSecret=abc', 'AWS_SECRET_ACCESS_KEY=‹secret:value› clientSecret=‹secret:value›'],
  ['GITHUB_TOKEN=abc X-Auth-Token: def', 'GITHUB_TOKEN=‹secret:value› X-Auth-Token: ‹secret:value›'],
  ['    client-key-data: LS0tLS1CRUdJTg==', '    client-key-data: ‹secret:value›'],
  ['    token: abcdefghijklmnop', '    token: ‹secret:value›'],
  ['GET /orders?access_token=abc&page=2', 'GET /orders?access_token=‹secret:value›&page=2'],
  ['GET /ws?room=1&token=abc&auth=x9#top', 'GET /ws?room=1&token=‹secret:value›&auth=‹secret:value›'],
  ['GET /ws?jwt=abc;signature=x9', 'GET /ws?jwt=‹secret:value›;signature=‹secret:value›'],
  ['GET /maps?zoom=3&key=x7Qa81kLmN0pQrStUvWxYz12 200', 'GET /maps?zoom=3&key=‹secret:value› 200'],
  ['GET /callback?code=4%2F0AX4XfWh7Qa81kLmN0pQr&state=1', 'GET /callback?code=‹secret:value›&state=1'],
  ['sshpass -p hunter2 ssh ada@host', 'sshpass -p ‹secret:value› ssh ada@host'],
  ['redis-cli -h db -a hunter2 ping', 'redis-cli -h db -a ‹secret:value› ping'],
  ['mysqldump -uada -phunter2 orders', 'mysqldump -uada -p‹secret:value› orders'],
  ['docker login -u ada -p hunter2 registry.test', 'docker login -u ada -p ‹secret:value› registry.test'],
  ['openssl rsa -passin pass:hunter2 -in key.pem', 'openssl rsa -passin pass:‹secret:value› -in key.pem'],
  ['deploy --password hunter2 --registry-token=abc --verbose', 'deploy --password ‹secret:value› --registry-token=‹secret:value› --verbose'],
];

describe('a secret is replaced where its place gives it away', () => {
  test.each(SECRETS)('%j', (text, redacted) => {
    expect(redact(text)).toBe(redacted);
  });

  test('and the hint is in each of them', () => {
    expect(SECRETS.filter(([text]) => redaction().suspects(text).length === 0)).toEqual([]);
  });
});

describe('nothing else is', () => {
  test.each([
    'connect ECONNREFUSED 127.0.0.1:5432',
    'http://ada@example.test:8080/orders?x=a@b',
    'http://localhost:3000/orders/17, mail ada@example.test',
    'SyntaxError: Unexpected token: }',
    'password: null, secret: undefined',
    'interface Login { password: string; secret?: string }',
    'password=""',
    'the password is wrong',
    'password:\nthe next line says why',
    'Authorization:\nthe next line says why',
    'Cookie:\nthe next line says why',
    'bearer of news',
    'docker run -p 8080:80 nginx',
    'mysql -P 3306 --protocol=tcp -p orders',
    'redis-cli -h db -p 6379 ping',
    'GET /cache?key=node-modules-linux-x64-0123456789abcdef&code=404',
    'all tests pass: 19 of 21',
    'git@github.com:casebook/casebook.git',
    'npm_config_cache and glpat-short',
    'commit 0123456789abcdef0123456789abcdef01234567',
  ])('%j', (text) => {
    expect(redact(text)).toBe(text);
  });
});

/** Text of the pieces that shapes are made of. */
const pieces = fc
  .array(
    fc.oneof(
      fc.constantFrom(...SECRETS.map(([text]) => text)),
      fc.constantFrom('password', 'Authorization', 'cookie', 'set-cookie', 'token', 'Bearer ', 'Basic ', '--token ', '://', '@', ':', '=', ' ', '\n', '"', "'", '\\', ',', ';', '‹', '›', '‹secret:value›', '‹secret:x', '-----BEGIN PRIVATE KEY-----', '-----END PRIVATE KEY-----', 'a', '1', '?', '&', '.', JWT),
      fc.string({ maxLength: 4 }),
    ),
    { maxLength: 16 },
  )
  .map((parts) => parts.join(''));

test('redacting twice equals redacting once', () => {
  fc.assert(
    fc.property(pieces, (text) => {
      const once = redact(text);
      expect(redact(once)).toBe(once);
    }),
    { numRuns: 2000 },
  );
});

test('a text without the hint is unchanged', () => {
  fc.assert(fc.property(pieces, (text) => redaction().suspects(text).length > 0 || redact(text) === text));
});
