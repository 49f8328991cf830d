/** Secrets that stand over several lines, as programs print them, and what loggers put before each line. Made of parts, so that no scanner takes this file for a leak. */

export const PASSWORD = ['hunter2', 'Swordfish'].join('-');
const OTHER = ['tr0ub4dor', 'Staple'].join('+');

/** Lines of a key: 64 characters each, and a short one at the end. */
export const KEY_LINES = ['MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj', 'MzEfYyjiWA4R4/M2bS1GB4t7NXp98C3SC6dVMvDuictGeurT8jNbvJZHtCSuYEvu', 'NMoSfm76oqFvAp8Gy0iz5sxjZmSnXyCdPEovGhLa0VzMaQ8s+CLOyS56YyCFGeJZ', 'Qab7z0q8Zw=='];
const begin = (kind: string): string => `-----BEGIN ${kind}PRIVATE KEY-----`;
const end = (kind: string): string => `-----END ${kind}PRIVATE KEY-----`;

export interface Written {
  readonly what: string;
  readonly lines: readonly string[];
  /** What may not be left of it. */
  readonly secrets: readonly string[];
}

export const WRITTEN: readonly Written[] = [
  { what: 'a value below its name', lines: ['db:', '  user: ada', '  password:', `    ${PASSWORD}`, '  port: 5432'], secrets: [PASSWORD] },
  { what: 'a value in quotes below its name', lines: ['password:', `  "${PASSWORD} ${OTHER}"`, 'port: 5432'], secrets: [PASSWORD, OTHER] },
  { what: 'a value over two lines', lines: ['apiKey:', `    ${PASSWORD}`, `    ${OTHER}`, 'port: 5432'], secrets: [PASSWORD, OTHER] },
  ...['|', '>', '>-', '|-', '|+', '|2', '>2-', '!!str |'].map((sign) => ({ what: `a block behind ${sign}`, lines: [`  client_secret: ${sign}`, `    ${PASSWORD} and`, '', `      ${OTHER}`, '  port: 5432'], secrets: [PASSWORD, OTHER] })),
  { what: 'a block of a name in quotes', lines: ['stringData:', `  "db-password": |-`, `    ${PASSWORD}`], secrets: [PASSWORD] },
  { what: 'quotes that go on', lines: ['  password: "correct horse', `    ${PASSWORD}`, `    ${OTHER}"`, '  port: 5432'], secrets: ['correct horse', PASSWORD, OTHER] },
  { what: 'single quotes that go on', lines: ["- secretKey: 'correct horse", `    ${PASSWORD}'`, '  port: 5432'], secrets: ['correct horse', PASSWORD] },
  { what: 'a pair of Kubernetes', lines: ['env:', '- name: DB_PASSWORD', `  value: ${PASSWORD}`, '- name: PORT', '  value: "5432"'], secrets: [PASSWORD] },
  { what: 'pairs one after the other', lines: ['  - name: DB_PASSWORD', `    value: ${PASSWORD}`, '  - name: SMTP_PASS', `    value: '${OTHER}'`, '  - name: PORT', '    value: "5432"'], secrets: [PASSWORD, OTHER] },
  { what: 'a pair with a block', lines: ['- name: "GITHUB_TOKEN"', '  value: >-', `    ${PASSWORD}`, '- name: PORT'], secrets: [PASSWORD] },
  { what: 'a pair with the value below', lines: ['- name: x-api-key', '  value:', `    ${PASSWORD}`], secrets: [PASSWORD] },
  { what: 'a pair with quotes that go on', lines: ['- name: DB2_PASSWORD', `  value: "${PASSWORD}`, `    ${OTHER}"`], secrets: [PASSWORD, OTHER] },
  { what: 'a pair of JSON', lines: ['  {', '    "name": "DB_PASSWORD",', '    "type": "text",', `    "value": "${PASSWORD}"`, '  }'], secrets: [PASSWORD] },
  { what: 'a pair of PowerShell', lines: ['Name  : DB_PASSWORD', `Value : ${PASSWORD}`], secrets: [PASSWORD] },
  { what: 'a list', lines: ['passwords:', `  - ${PASSWORD}`, `  - "${OTHER}"`, 'port: 5432'], secrets: [PASSWORD, OTHER] },
  { what: 'a list at the column of its name', lines: ['passwords:', `- ${PASSWORD}`, `- ${OTHER}`, 'port: 5432'], secrets: [PASSWORD, OTHER] },
  { what: 'a list of JSON', lines: ['{', '  "passwords": [', `    "${PASSWORD}",`, `    "${OTHER}"`, '  ],', '  "port": 5432'], secrets: [PASSWORD, OTHER] },
  { what: 'an object of JSON', lines: ['  "spring.datasource.password": {', '    "sensitive": true,', `    "value": "${PASSWORD}",`, '    "origin": "env"', '  }'], secrets: [PASSWORD] },
  { what: 'a map', lines: ['db_password:', '  type: string', `  value: ${PASSWORD}`, 'port: 5432'], secrets: [PASSWORD] },
  { what: 'a key in PEM', lines: [begin('RSA '), ...KEY_LINES, end('RSA '), 'port: 5432'], secrets: KEY_LINES },
  { what: 'a key in a block', lines: ['  tls.key: |', `    ${begin('')}`, ...KEY_LINES.map((line) => `    ${line}`), `    ${end('')}`, '  port: 5432'], secrets: KEY_LINES },
  { what: 'a key without its end', lines: [begin('EC '), ...KEY_LINES, 'port: 5432'], secrets: KEY_LINES },
  { what: 'a key of PuTTY', lines: ['PuTTY-User-Key-File-3: ssh-rsa', 'Encryption: none', 'Private-Lines: 4', ...KEY_LINES, `Private-MAC: ${'0a1b'.repeat(16)}`, 'port: 5432'], secrets: KEY_LINES },
  { what: 'a key with headers', lines: [begin('RSA '), 'Proc-Type: 4,ENCRYPTED', 'DEK-Info: AES-128-CBC,0123456789ABCDEF0123456789ABCDEF', '', ...KEY_LINES, end('RSA ')], secrets: KEY_LINES },
  { what: 'a key in JSON', lines: [`{"key":"${[begin(''), ...KEY_LINES, end('')].join('\\n')}\\n","port":5432}`], secrets: KEY_LINES },
  { what: 'a key in JSON in JSON', lines: [`{"log":"{\\"key\\":\\"${[begin(''), ...KEY_LINES, end('')].join('\\\\n')}\\\\n\\",\\"port\\":5432}"}`], secrets: KEY_LINES },
  { what: 'YAML in JSON', lines: [`{"level":"info","msg":"config:\\n  password:\\n    ${PASSWORD}\\n  client_secret: |-\\n    ${OTHER} and\\n    more\\n  port: 5432\\n"}`], secrets: [PASSWORD, OTHER] },
  { what: 'YAML that ends with its text in JSON', lines: [`{"msg":"- name: DB_PASSWORD\\n  value: \\"${PASSWORD}\\"\\n- name: X_TOKEN\\n  value: ${OTHER}","level":"info"}`], secrets: [PASSWORD, OTHER] },
  { what: 'a key in JSON that is cut', lines: [`{"key":"${[begin(''), ...KEY_LINES].join('\\n')}`, 'port: 5432'], secrets: KEY_LINES },
  { what: 'a key in lines of a list', lines: ['[', `  "${begin('')}",`, ...KEY_LINES.map((line) => `  "${line}",`), `  "${end('')}"`, ']', 'port: 5432'], secrets: KEY_LINES },
];

/** What stands before the n-th line of a program, and of another one whose lines stand between. */
export interface Framing {
  readonly what: string;
  readonly line: (text: string, n: number) => string;
  readonly other: (n: number) => string;
}

const two = (n: number): string => String(n % 60).padStart(2, '0');

export const FRAMINGS: readonly Framing[] = [
  { what: 'nothing', line: (text) => text, other: (n) => `listening on port ${n}` },
  { what: 'docker logs -t', line: (text, n) => `2026-11-29T02:07:${two(n)}.${'123456789'.slice(0, 3 + (n % 7))}Z ${text}`, other: (n) => `2026-11-29T02:07:${two(n)}.5Z GET /orders/${n} 200` },
  { what: 'journald', line: (text, n) => `Nov 29 02:07:${two(n)} web1 orders[1234]: ${text}`, other: (n) => `Nov 29 02:07:${two(n)} web1 kernel: usb 1-${n}: new device` },
  { what: 'docker compose', line: (text, n) => `web-1  | 02:07:${two(n)} ${text}`, other: (n) => `db-1   | 02:07:${two(n)} checkpoint ${n}` },
  { what: 'log4j', line: (text, n) => `2026-11-29 02:07:${two(n)},123 INFO  [http-nio-8080-exec-${n}] c.e.orders.Config - ${text}`, other: (n) => `2026-11-29 02:07:${two(n)},124 WARN  [scheduler-1] c.e.orders.Poller - poll ${n} is late` },
  { what: 'klog', line: (text, n) => `I1129 02:07:${two(n)}.843424       1 config.go:${n + 10}] ${text}`, other: (n) => `W1129 02:07:${two(n)}.843425       7 reflector.go:5] watch ${n} closed` },
];

/** @param every lines of the program between two of another one; 0 for none */
export function framed({ lines }: Written, { line, other }: Framing, every = 0): string[] {
  return lines.flatMap((text, n) => (every > 0 && n % every === 0 ? [line(text, n), other(n)] : [line(text, n)]));
}
