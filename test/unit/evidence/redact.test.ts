import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redact, redaction } from '../../../src/core/evidence/redact.js';
import { Redactor } from '../../../src/core/evidence/redaction/redactor.js';
import { FRAMINGS, framed, WRITTEN } from '../../support/secretsOverLines.js';

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N';

/** Of every shape: text, and what is left of it. */
const SECRETS: readonly (readonly [text: string, redacted: string])[] = [
  ['-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc=\n-----END RSA PRIVATE KEY-----\nnext', '-----BEGIN RSA PRIVATE KEY-----\n‹secret:private-key›\n‹secret:private-key›\n-----END RSA PRIVATE KEY-----\nnext'],
  ['-----BEGIN PRIVATE KEY-----\nMIIE\nthe log ends here', '-----BEGIN PRIVATE KEY-----\n‹secret:private-key›\nthe log ends here'],
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
  // `pass` and its like, which are also words.
  ['export DB_PASS=hunter2xyz', 'export DB_PASS=‹secret:value›'],
  ['SMTP_PASS=correcthorse PORT=25', 'SMTP_PASS=‹secret:value› PORT=25'],
  ['smtp.mail.pass=hunter2xyz', 'smtp.mail.pass=‹secret:value›'],
  ['pass: hunter2xyz', 'pass: ‹secret:value›'],
  ['web-1  |   smtp_pass: hunter2xyz\n', 'web-1  |   smtp_pass: ‹secret:value›\n'],
  ['  db: {user: ada, pass: hunter2xyz}', '  db: {user: ada, pass: ‹secret:value›}'],
  ['mailer --pass hunter2xyz --smtp-pass=hunter2xyz', 'mailer --pass ‹secret:value› --smtp-pass=‹secret:value›'],
  ['{"user":"a","pass":"hunter2xyz"}', '{"user":"a","pass":‹secret:value›}'],
  ["{ user: 'ada', pass: 'hunter2xyz' }", "{ user: 'ada', pass: ‹secret:value› }"],
  ['userpass=hunter2xyz dbpass=hunter2xyz', 'userpass=‹secret:value› dbpass=‹secret:value›'],
  ['DB_PW=hunter2xyz', 'DB_PW=‹secret:value›'],
  ['REDISCLI_AUTH=hunterhunter', 'REDISCLI_AUTH=‹secret:value›'],
  ['CREDENTIALS=ada:hunter2xyz', 'CREDENTIALS=‹secret:value›'],
  ['keytool -list -storepass hunter2xyz', 'keytool -list -storepass ‹secret:value›'],
  // Lists, objects, pairs of a name and a value, and what wraps a value.
  ['{"password":["hunter2xyz"],"n":1}', '{"password":[‹secret:value›],"n":1}'],
  ['passwords=["aaa111bbb","ccc"] n=2', 'passwords=[‹secret:value›] n=2'],
  ['{"Authorization":["Bearer abcdefghijkl"]}', '{"Authorization":["Bearer ‹secret:authorization›"]}'],
  ['["--password","hunter2xyz"]', '["--password","‹secret:value›"]'],
  ["['mailer', '--smtp-pass', 'hunter2xyz']", "['mailer', '--smtp-pass', '‹secret:value›']"],
  ['Authorization: `Bearer abcdefghijkl`', 'Authorization: `Bearer ‹secret:authorization›`'],
  ["rawHeaders: ['Host', 'a', 'Authorization', 'Bearer abcdefghijkl']", "rawHeaders: ['Host', 'a', 'Authorization', 'Bearer ‹secret:authorization›']"],
  ["headers: [(b'authorization', b'Bearer abcdefghijkl'), (b'cookie', b'sid=abc')]", "headers: [(b'authorization', b'Bearer ‹secret:authorization›'), (b'cookie', b'‹secret:cookie›')]"],
  ['map[Authorization:[Bearer abcdefghijkl]]', 'map[Authorization:[Bearer ‹secret:authorization›'],
  ['{"name":"DB_PASSWORD","value":"hunter2xyz"}', '{"name":"DB_PASSWORD","value":‹secret:value›}'],
  ['[{"name": "SMTP_PASS", "value": "hunter2xyz"}]', '[{"name": "SMTP_PASS", "value": ‹secret:value›}]'],
  ['{"key":"Authorization","type":"text","value":"Bearer abcdefghijkl"}', '{"key":"Authorization","type":"text","value":‹secret:value›}'],
  ['Env:[{Name:DB_PASSWORD Value:hunter2xyz ValueFrom:nil}]', 'Env:[{Name:DB_PASSWORD Value:‹secret:value› ValueFrom:nil}]'],
  ['<add key="ClearTextPassword" value="hunter2xyz" />', '<add key="ClearTextPassword" value=‹secret:value› />'],
  ['{"Name":"/db/x","Type":"SecureString","Value":"hunter2xyz"}', '{"Name":"/db/x","Type":"SecureString","Value":‹secret:value›}'],
  ['{"spring.datasource.password":{"value":"hunter2xyz","origin":"a"}}', '{"spring.datasource.password":{"value":‹secret:value›,"origin":"a"}}'],
  ['"db_password":{"sensitive":true,"type":"string","value":"hunter2xyz"}', '"db_password":{"sensitive":true,"type":"string","value":‹secret:value›}'],
  ['Login { user: "ada", password: Some("hunter2xyz") }', 'Login { user: "ada", password: Some(‹secret:value›) }'],
  ["{b'password': b'hunter2xyz'}", "{b'password': b‹secret:value›}"],
  ["$config['password'] = 'hunter2xyz'; [password] => hunter2xyz", "$config['password'] = ‹secret:value›; [password] => ‹secret:value›"],
  ['expected password == "hunter2xyz"', 'expected password == ‹secret:value›'],
  ['  ~ password = "hunter2abc" -> "hunter2xyz"', '  ~ password = ‹secret:value›'],
  ['`password`: hunter2xyz', '`password`: ‹secret:value›'],
  // Several words, and short ones that are mixed.
  ['passphrase: correct horse battery staple', 'passphrase: ‹secret:value›'],
  ['passphrase: correct horse battery user=ada', 'passphrase: ‹secret:value› user=ada'],
  ['mnemonic="abandon ability able about above absent absorb abstract absurd abuse access accident"', 'mnemonic="‹secret:value›"'],
  ['token=q8Zr71Kp0x {"token":"q8Zr71Kp0x"}', 'token=‹secret:value› {"token":"‹secret:value›"}'],
  // What single programs print and read.
  ['https://0123456789abcdef0123456789abcdef01234567@git.example.test/orders.git (fetch)', 'https://‹secret:url-password›@git.example.test/orders.git (fetch)'],
  ['db.example.test:5432:orders:ada:hunter2xyz', 'db.example.test:5432:orders:ada:‹secret:value›'],
  ['jdbc:oracle:thin:scott/hunter2xyz@//db:1521/orders', 'jdbc:oracle:thin:scott/‹secret:value›@//db:1521/orders'],
  ['Server=db;Uid=ada;Pwd=hunter2;', 'Server=db;Uid=ada;Pwd=‹secret:value›;'],
  ['requirepass hunter2xyz', 'requirepass ‹secret:value›'],
  ["CREATE USER ada PASSWORD 'hunter2xyz'", "CREATE USER ada PASSWORD '‹secret:value›'"],
  ['APP_KEY=base64:3q2+7wAAAAAAAAAAAAAAAA==', 'APP_KEY=base64:‹secret:value›'],
  ['{"auths":{"registry.test":{"auth":"YWRhOmh1bnRlcjI="}}}', '{"auths":{"registry.test":{"auth":"‹secret:value›"}}}'],
  ['sent Basic YWRhOmh1bnRlcjI= twice', 'sent Basic ‹secret:authorization› twice'],
  ['"SecretString": "hunter2xyz"', '"SecretString": ‹secret:value›'],
  ['Ocp-Apim-Subscription-Key: 0123456789abcdef', 'Ocp-Apim-Subscription-Key: ‹secret:value›'],
  ['RAILS_MASTER_KEY=0123456789abcdef', 'RAILS_MASTER_KEY=‹secret:value›'],
  ['GET /cart;jsessionid=0123ABCD?x=1', 'GET /cart;jsessionid=‹secret:value›'],
  ['<password><![CDATA[hunter2xyz]]></password>', '<password><![CDATA[‹secret:value›></password>'],
  ['<entry key="db.password">hunter2xyz</entry>', '<entry key="db.password">‹secret:value›</entry>'],
  ['GET /login?next=%2Fx%3Fpassword%3Dhunter2%40xyz%26page%3D2', 'GET /login?next=%2Fx%3Fpassword%3D‹secret:value›%26page%3D2'],
  ['%7B%22password%22%3A%22hunter2xyz%22%7D', '%7B%22password%22%3A%22‹secret:value›%22%7D'],
  ['| DB_PASSWORD | hunter2xyz |', '| DB_PASSWORD | ‹secret:value› |'],
  ['DB_PASSWORD      hunter2xyz', 'DB_PASSWORD      ‹secret:value›'],
  ['sqlplus scott/tiger@db', 'sqlplus scott/‹secret:value›@db'],
  ['mongosh -u ada -p hunter2 orders', 'mongosh -u ada -p ‹secret:value› orders'],
  ['ldapsearch -D cn=ada -w hunter2 -b dc=x', 'ldapsearch -D cn=ada -w ‹secret:value› -b dc=x'],
  ['C: AUTH PLAIN AGFkYQBodW50ZXIy', 'C: AUTH PLAIN ‹secret:value›'],
  ['1700000000.1 [0 127.0.0.1:5] "AUTH" "ada" "hunter2"', '1700000000.1 [0 127.0.0.1:5] "AUTH" ‹secret:value›'],
  ['1700000000.1 [0 127.0.0.1:5] "AUTH" "hunter2"', '1700000000.1 [0 127.0.0.1:5] "AUTH" ‹secret:value›'],
  ['password=${DB_PASSWORD:-hunter2xyz}', 'password=‹secret:value›'],
  ['ada:hunter2xyz@tcp(db:3306)/orders?parseTime=true', 'ada:‹secret:url-password›@tcp(db:3306)/orders?parseTime=true'],
  ["[('HOME', '/root'), ('DB_PASSWORD', 'hunter2xyz')]", "[('HOME', '/root'), ('DB_PASSWORD', ‹secret:value›)]"],
  ["define('DB_PASSWORD', 'hunter2xyz');", "define('DB_PASSWORD', ‹secret:value›);"],
  ['Step 3/9 : ENV DB_PASSWORD hunter2xyz', 'Step 3/9 : ENV DB_PASSWORD ‹secret:value›'],
  ['set -gx SECRET_KEY hunter2xyz', 'set -gx SECRET_KEY ‹secret:value›'],
  ['{:host "db", :db/password "hunter2xyz"}', '{:host "db", :db/password ‹secret:value›}'],
  ['machine api.test\n  login ada\n  password hunter2xyz', 'machine api.test\n  login ada\n  password ‹secret:value›'],
  ['<wsse:Password Type="x#PasswordText">hunter2xyz</wsse:Password>', '<wsse:Password Type="x#PasswordText">‹secret:value›</wsse:Password>'],
  ["SET PASSWORD FOR 'ada'@'%' = PASSWORD('hunter2xyz');", "SET PASSWORD FOR 'ada'@'%' = PASSWORD('‹secret:value›');"],
  ['%7B%22password%22%3A%20%22hunter2xyz%22%7D', '%7B%22password%22%3A%20%22‹secret:value›%22%7D'],
  ['{"value":"hunter2xyz","name":"DB_PASSWORD"}', '{"value":‹secret:value›,"name":"DB_PASSWORD"}'],
  ['{"type":"encrypted","value":"hunter2xyz","target":["production"],"sensitive":true,"key":"DB_PASSWORD"}', '{"type":"encrypted","value":‹secret:value›,"target":["production"],"sensitive":true,"key":"DB_PASSWORD"}'],
  ['az login --service-principal -u ada -p hunter2xyz --tenant t', 'az login --service-principal -u ada -p ‹secret:value› --tenant t'],
  ['ipmitool -H bmc -U ada -P hunter2xyz power status', 'ipmitool -H bmc -U ada -P ‹secret:value› power status'],
  ['smbclient //srv/x -U ada%hunter2xyz', 'smbclient //srv/x -U ada%‹secret:value›'],
  ['"auth": "dTpycnVpcXMwOTMy"', '"auth": "‹secret:value›"'],
  [`tls.key: ${Buffer.from(`${['-----BEGIN EC ', 'PRIVATE KEY-----'].join('')}\n${'MHcCAQEEIKq3'.repeat(5)}`).toString('base64')}`, 'tls.key: ‹secret:private-key›'],
  // Made here, so that no scanner finds one in this file.
  ...['ya29.a0' + 'Qx7_'.repeat(9), 'GOCSPX-' + 'aB3-'.repeat(7), 'dckr_pat_' + 'aB3-'.repeat(7), 'figd_' + 'aB3-'.repeat(10), 'sbp_' + 'a1b2'.repeat(10), 'xai-' + 'aB3x'.repeat(20), 'nvapi-' + 'aB3-'.repeat(16), 'tskey-auth-' + 'kA7' + 'b9'.repeat(5) + '-' + 'aB3x'.repeat(8), 'oy2' + 'a'.repeat(43), 'bkua_' + 'a1b2'.repeat(10), 'CCIPAT_' + 'aB3x'.repeat(5) + '_' + 'a1b2'.repeat(10), 'lsv2_pt_' + 'a1b2'.repeat(8) + '_' + 'a1b2c3d4e5'].map((token) => [`sent ${token} twice`, 'sent ‹secret:token› twice'] as const),
  ...['$2b$12$' + 'aB3.'.repeat(13) + 'a', '$6$salt$' + 'aB3.'.repeat(21) + 'aB', '$5$rounds=5000$salt$' + 'aB3.'.repeat(10) + 'aB3', '$apr1$salt$' + 'aB3.'.repeat(5) + 'aB', '$argon2id$v=19$m=65536,t=3,p=4$' + 'c2FsdHNhbHQ' + '$' + 'aB3x'.repeat(10), 'pbkdf2_sha256$600000$salt$' + 'aB3x'.repeat(11) + '='].map((hash) => [`ada:${hash}:1`, 'ada:‹secret:password-hash›:1'] as const),
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
    'ENV PATH /usr/local/bin:/usr/bin',
    'set -e SECRET',
    "fields = ('password', 'email')",
    "t('auth.password', 'Passwort')",
    '{"value":"17","unit":"s","name":"duration"}',
    '{"value":"17"},{"name":"DB_PASSWORD"}',
    '  password authentication failed',
    '  password reset',
    '<secret type="opaque">',
    'echo $1$2 $6$ costs $5$',
    'ipmitool power status',
    'Private-Lines: none were found',
    'the xai-model and the figd_x of tskey-auth',
    'image LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUJ',
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
    'pass: 12',
    'pass: true',
    'pass: 12.5ms',
    'pass: v1.22.3',
    'pass: test_add2',
    'PASS: TestOrders2',
    '--- PASS: TestOrders2 (0.00s)',
    '✓ tests pass: node22 and node24',
    'tests_pass=12 first_pass: true pass=19/21 fail=2',
    '{"pass":"12","pass":true,"first_pass":"shadow"}',
    'bypass=hunter2xyz compass: "hunter2xyz"',
    'Access-Control-Allow-Credentials: true',
    "credentials: 'include'",
    'GOOGLE_APPLICATION_CREDENTIALS=/run/secrets/google.json',
    'SMTP_AUTH=plain USE_AUTH=true MONGO_AUTH=SCRAM-SHA-256',
    'PWD=/home/user/app',
    'OLDPWD=/tmp',
    '      "PWD=/srv/app",',
    'PWD=C:\\Users\\ada',
    'api_key: missing',
    'cookie: none',
    '{"cookie":"missing","access_token":"expired"}',
    'access_token: expired, refresh_token: invalid, api_key: required, secret: unset, password: empty',
    'Authorization: missing',
    'password=${DB_PASSWORD} secret=$DB_SECRET api_key=%DB_KEY%',
    'password: ${{ secrets.DB_PASSWORD }}',
    'password: {{ .Values.password }}',
    'const password = process.env.DB_PASSWORD;',
    'password: req.body.password,',
    'password = os.getenv("DB_PASSWORD")',
    'password = os.environ["DB_PASSWORD"]',
    'const secret = readSecret()',
    '      + password = (sensitive value)',
    'password=*** token=#',
    'password=* secret=#-# Authorization: Bearer * --password *',
    'postgres://ada:*@db/orders and postgres://ada:${PGPASSWORD}@db/orders',
    'password: [FILTERED] secret: <redacted> api_key=xxxx',
    'password= secret=""',
    'secret: {',
    "'set-cookie': [",
    '"password": [',
    '"secrets":["db_password"]',
    'Secret::new and Password::verify',
    'Unexpected token: ES2015Module',
    'seed: 1234567',
    '  password: !vault |',
    '| GITHUB_TOKEN | (required) |',
    'GITHUB_TOKEN   needed for the release',
    'GET /x?q=token%3Dnone',
    'Basic authentication, basic Utf8StringView',
    '0.0.0.0:5432:5432',
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
      fc.constantFrom('[', ']', '{', '}', '(', ')', 'pass', 'DB_PASS=', 'pass: ', '--pass ', 'pwd=', 'Some(', "b'", '{"name":"DB_PASSWORD",', '"value":', 'name: ', 'value: ', ' -> ', '${X}', '$A_B', '*', '#', '`', 'none', 'hunter2xyz', 'passphrase: ', '==', '5432:', 'basic ', '/', 'Password'),
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

test('what has to stand beside a keyword leaves out nothing that is found without a look at it', () => {
  // The first look at little text does not ask for it; one that has seen much does.
  const seen = new Redactor();
  for (let count = 0; count < 400; count += 1) seen.redact('x'.repeat(1000));
  for (const [text] of SECRETS) expect(seen.redact(text)).toBe(new Redactor().redact(text));
  const framing = fc.constantFrom(...FRAMINGS);
  const overLines = fc.tuple(fc.constantFrom(...WRITTEN), framing).map(([written, one]) => framed(written, one).join('\n'));
  fc.assert(
    fc.property(fc.array(fc.oneof(pieces, overLines), { maxLength: 3 }), (parts) => {
      const text = parts.join('\n');
      expect(seen.redact(text)).toBe(new Redactor().redact(text));
    }),
    { numRuns: 500 },
  );
});

test('a text without the hint is unchanged', () => {
  fc.assert(fc.property(pieces, (text) => redaction().suspects(text).length > 0 || redact(text) === text));
});
