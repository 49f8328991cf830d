/** Places where a secret stands by the grammar of the text. */
import type { Shape } from './shape.js';

/** Names of values that are secret, at the end of whatever they are part of: `DB_PASSWORD`, `x-api-key`, `clientSecret`, `GITHUB_TOKEN`. */
const NAMES = [
  'pass(?:word|wd|phrase)', 'pwd', 'secret(?:[_-]?key(?:[_-]?base)?)?', '(?:api|access|account|private|encryption|signing)[_-]?key', 'client-key-data',
  '(?:access|auth|refresh|id|session|api|user|bot|bearer|identity|deploy|private)[_-]?token', '(?<=[a-z0-9][_-])token', '(?<![a-z0-9])_auth', '(?<=[?&;])(?:sig|token|auth|jwt|signature)', 'x-amz-signature', '_gitlab_session',
].join('|');

/** What stands in each of them, in lower case. */
const NAME_WORDS = ['password', 'passwd', 'passphrase', 'pwd', 'secret', 'apikey', 'api_key', 'api-key', 'accesskey', 'access_key', 'access-key', 'accountkey', 'account_key', 'account-key', 'privatekey', 'private_key', 'private-key', 'encryptionkey', 'encryption_key', 'encryption-key', 'signingkey', 'signing_key', 'signing-key', 'client-key-data', 'token', '_auth', 'sig=', 'auth=', 'jwt=', 'signature=', 'x-amz-signature', '_gitlab_session'];

/** Between a name and its value: the end of the name's quotes, also escaped ones (JSON in JSON), then `=` or `:`. */
const ASSIGNS = String.raw`\\*["']?[ \t]*(?:=>|:=|[=:])[ \t]*`;

/** A value that says that there is none, and the types in source code. */
const NO_VALUE = String.raw`(?!(?:null|nil|none|undefined|true|false|string|bytes|str)(?:[\s,;:)}\]]|$))`;

/** In quotes, also escaped ones, or up to what separates it from the next. */
const VALUE = String.raw`"(?:[^"\\\n]|\\.)+"?|'[^'\n]+'?|\\+"[^"\n]+"?|[^\s"',;&\\]+`;

/** A private key in PEM: the one shape that reaches beyond its line. One that is cut off reaches to the end of the text. */
export const PRIVATE_KEY = /-----BEGIN[ A-Z0-9_-]{0,60}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END[ A-Z0-9_-]{0,60}PRIVATE KEY(?: BLOCK)?-----|$)/g;

export const STRUCTURAL: readonly Shape[] = [
  // Up to the last @ of the user information: a password that is not escaped may hold one.
  { type: 'url-password', keywords: ['://'], pattern: /(?<keep>(?<=[a-z0-9+.-]):\/\/[^\s/:@"'?#]*:)(?<secret>[^\s/"'?#]+)(?=@)/gi },
  { type: 'cookie', keywords: ['cookie'], pattern: /(?<keep>\b(?:set-)?cookie\\*["']?[ \t]*:[ \t]*\\*["'])(?<secret>[^"'\n]+)/gi },
  { type: 'cookie', keywords: ['cookie'], pattern: /(?<keep>\b(?:set-)?cookie["']?[ \t]*:[ \t]*)(?<secret>[^\s"'\\][^\n]*)/gi },
  {
    type: 'authorization',
    keywords: ['authorization'],
    // After the scheme also the further parameters of Digest and of AWS.
    pattern: /(?<keep>\b(?:proxy-)?authorization\\*["']?[ \t]*[:=][ \t]*\\*["']?(?:(?:bearer|basic|digest|negotiate|ntlm|token|apikey|hawk|dpop|aws4-hmac-sha256)[ \t]+)?)(?<secret>(?:[\w-]+="[^"\n]*"|[^\s"',;]+)(?:,[ \t]*[\w-]+=(?:"[^"\n]*"|[^\s"',;]+))*)/gi,
  },
  { type: 'value', keywords: NAME_WORDS, pattern: new RegExp(String.raw`(?<keep>(?:${NAMES})${ASSIGNS})${NO_VALUE}(?<secret>${VALUE})`, 'gi') },
  // `token` alone is also a word of parsers: only a long value is taken for a secret.
  { type: 'value', keywords: ['token'], pattern: new RegExp(String.raw`(?<keep>\btoken${ASSIGNS}\\*["']?)(?<secret>[A-Za-z0-9._~+/-]{16,}=*)`, 'gi') },
  { type: 'value', keywords: ['password', 'passwd', 'passphrase', 'secret', 'token', 'api-key'], pattern: /(?<keep>(?<![\w-])--(?:[a-z]{1,20}-){0,3}(?:password|passwd|passphrase|secret|token|api-key)[ \t]+)(?<secret>"[^"\n]+"?|'[^'\n]+'?|[^\s"'-][^\s"']*)/gi },
  // curl's user and password.
  { type: 'value', keywords: ['curl'], pattern: /(?<keep>\bcurl\b[^\n]{0,500}?[ \t](?:-u|--user|-U|--proxy-user)[ \t=]{0,4}["']?[^\s"':]{0,100}:)(?<secret>[^\s"'$][^\s"']*)/g },
  // A parameter of an address, with capitals and digits: others are keys of maps and caches, and numbers of errors.
  { type: 'value', keywords: ['?key=', '&key=', '?code=', '&code='], pattern: /(?<keep>[?&](?:key|code)=)(?<secret>(?=[\w.~%+/-]{0,200}\d)(?=[\w.~%+/-]{0,200}[A-Z])[\w.~%+/-]{20,}=*)/g },
  // Other programs that take a password as an argument: its name is a letter.
  { type: 'value', keywords: ['sshpass'], pattern: /(?<keep>\bsshpass[ \t]+-p[ \t]{0,4}["']?)(?<secret>[^\s"'$][^\s"']*)/g },
  { type: 'value', keywords: ['redis-cli'], pattern: /(?<keep>\bredis-cli\b[^\n]{0,300}?[ \t](?:-a|--pass)[ \t=]{1,4}["']?)(?<secret>[^\s"'$][^\s"']*)/g },
  { type: 'value', keywords: ['mysql', 'mariadb'], pattern: /(?<keep>\b(?:mysql|mariadb)(?:dump|admin|show|check|import)?\b[^\n]{0,300}?[ \t]-p["']?)(?<secret>[^\s"'$-][^\s"']*)/g },
  { type: 'value', keywords: ['login'], pattern: /(?<keep>\b(?:docker|podman|buildah|skopeo|oras|helm registry)[ \t]+login\b[^\n]{0,300}?[ \t]-p[ \t=]{1,4}["']?)(?<secret>[^\s"'$-][^\s"']*)/g },
  { type: 'value', keywords: ['pass:'], pattern: /(?<keep>(?<![\w-])-pass(?:in|out)?[ \t]{1,4}["']?pass:)(?<secret>[^\s"'$][^\s"']*)/g },
  // Elements and attributes of configuration files: <password>…</password>, <add key="ClearTextPassword" value="…"/>.
  { type: 'value', keywords: ['password>', 'passwd>', 'passphrase>', 'secret>', 'token>', 'apikey>'], pattern: /(?<keep><(?:[\w-]{0,40}[:.])?[\w-]{0,40}(?:password|passwd|passphrase|secret|token|apikey)>)(?<secret>[^<>\n]+)(?=<\/)/gi },
  { type: 'value', keywords: ['password"', 'secret"', 'token"', 'apikey"'], pattern: /(?<keep>\b(?:key|name)="[\w.:-]{0,80}(?:password|secret|token|apikey)"[ \t]{1,20}value=")(?<secret>[^"\n]+)/gi },
  // SQL, and the files of logins that curl, ftp and git read.
  { type: 'value', keywords: ['identified by', 'with password'], pattern: /(?<keep>\b(?:identified by|with password)[ \t]{1,4}')(?<secret>[^'\n]+)/gi },
  { type: 'value', keywords: ['machine '], pattern: /(?<keep>\bmachine[ \t]+\S{1,200}[ \t]+login[ \t]+\S{1,200}[ \t]+password[ \t]+)(?<secret>\S+)/gi },
  { type: 'bearer', keywords: ['bearer'], pattern: /(?<keep>\bbearer[ \t]+)(?<secret>[A-Za-z0-9._~+/-]{16,}=*)/gi },
];
