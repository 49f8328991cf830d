/**
 * Keeps secrets out of what is written down. Structural shapes only: places where a secret stands by the grammar of the text, and tokens that
 * say what they are. Addresses and ports stay: they are the subject. No shape but a private key reaches beyond its line, and each takes linear time.
 */

interface Shape {
  /** Names the kind of secret in its replacement. */
  readonly type: string;
  /** Group `keep` (optional) stands before the secret and stays; group `secret` is replaced. */
  readonly pattern: RegExp;
}

/** Names of values that are secret, at the end of whatever they are part of: `DB_PASSWORD`, `x-api-key`, `clientSecret`, `GITHUB_TOKEN`. */
const NAMES = [
  'password', 'passwd', 'passphrase', 'pwd', 'secret', 'api[_-]?key', 'access[_-]?key', 'private[_-]?key', 'secret[_-]?key(?:[_-]?base)?', 'client-key-data',
  'access[_-]?token', 'auth[_-]?token', 'refresh[_-]?token', 'id[_-]?token', '[a-z0-9][_-]token',
].join('|');

/** Between a name and its value: the end of the name's quotes, also escaped ones (JSON in JSON), then `=` or `:`. */
const ASSIGNS = String.raw`\\*["']?[ \t]*[=:][ \t]*`;

/** A value that says that there is none, and the types in source code. */
const NO_VALUE = String.raw`(?!(?:null|nil|none|undefined|true|false|string|bytes|str)(?:[\s,;:)}\]]|$))`;

/**
 * What is named by its place comes before what is recognised by itself: a token inside a cookie must not split the cookie.
 */
const SHAPES: readonly Shape[] = [
  { type: 'private-key', pattern: /(?<secret>-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$))/g },
  // Up to the last @ of the user information: a password that is not escaped may hold one.
  { type: 'url-password', pattern: /(?<keep>\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s/:@"'?#]*:)(?<secret>[^\s/"'?#]+)(?=@)/gi },
  { type: 'cookie', pattern: /(?<keep>\b(?:set-)?cookie\\*["']?[ \t]*:[ \t]*\\*["'])(?<secret>[^"'\n]+)/gi },
  { type: 'cookie', pattern: /(?<keep>\b(?:set-)?cookie["']?[ \t]*:[ \t]*)(?<secret>[^\s"'\\][^\n]*)/gi },
  {
    type: 'authorization',
    // After the scheme also the further parameters of Digest and of AWS.
    pattern: /(?<keep>\b(?:proxy-)?authorization\\*["']?[ \t]*[:=][ \t]*\\*["']?(?:(?:bearer|basic|digest|negotiate|ntlm|token|apikey|hawk|dpop|aws4-hmac-sha256)[ \t]+)?)(?<secret>(?:[\w-]+="[^"\n]*"|[^\s"',;]+)(?:,[ \t]*[\w-]+=(?:"[^"\n]*"|[^\s"',;]+))*)/gi,
  },
  { type: 'value', pattern: new RegExp(String.raw`(?<keep>(?<!‹)(?:${NAMES})${ASSIGNS})${NO_VALUE}(?<secret>"(?:[^"\\\n]|\\.)+"?|'[^'\n]+'?|\\+"[^"\n]+"?|[^\s"',;&\\]+)`, 'gi') },
  // `token` alone is also a word of parsers: only a long value is taken for a secret.
  { type: 'value', pattern: new RegExp(String.raw`(?<keep>\btoken${ASSIGNS}\\*["']?)(?<secret>[A-Za-z0-9._~+/-]{16,}=*)`, 'gi') },
  { type: 'value', pattern: /(?<keep>(?<![\w-])--(?:[a-z]{1,20}-){0,3}(?:password|passwd|passphrase|secret|token|api-key)[ \t]+)(?<secret>[^\s"'-][^\s"']*)/gi },
  { type: 'bearer', pattern: /(?<keep>\bbearer[ \t]+)(?<secret>[A-Za-z0-9._~+/-]{16,}=*)/gi },
  { type: 'jwt', pattern: /(?<secret>(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*)/g },
  { type: 'token', pattern: /(?<secret>\b(?:gh[opsur]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abeprs]-[A-Za-z0-9-]{10,}|npm_[A-Za-z0-9]{30,}|A[KS]IA[A-Z0-9]{16}\b))/g },
];

/**
 * What stands, in ASCII, in every text that a shape matches: a fast first look at text that holds no secret.
 * A text without it is left unchanged by {@link redact}.
 */
export const SECRET_HINT =
  /-----begin|authorization|bearer|cookie|eyj|:\/\/|passw|passphrase|pwd|secret|api[_-]?key|(?:access|private)[_-]?key|client-key-data|token|gh[opsur]_|github_pat_|glpat-|xox[abeprs]-|npm_|a[ks]ia/i;

/** What was replaced already, by an earlier pass. */
const REPLACED = /^["']?‹secret:[a-z-]+›/;

/** A secret in a text: half-open, in UTF-16 code units. */
export interface FoundSecret {
  /** The kind, as its replacement names it. */
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** The secrets that {@link redact} would replace, in the order of the text; of two that overlap the one of the earlier shape. */
export function secretsIn(text: string): FoundSecret[] {
  if (!SECRET_HINT.test(text)) return [];
  const found: FoundSecret[] = [];
  for (const { type, pattern } of SHAPES) {
    const here: FoundSecret[] = [];
    for (const match of text.matchAll(pattern)) {
      const { keep = '', secret = '' } = match.groups ?? {};
      if (!REPLACED.test(secret)) here.push({ type, start: match.index + keep.length, end: match.index + keep.length + secret.length });
    }
    const earlier = found.sort((a, b) => a.start - b.start).slice();
    for (const secret of here) if (!overlaps(earlier, secret)) found.push(secret);
  }
  return found.sort((a, b) => a.start - b.start);
}

/** @param sorted by their starts, none overlapping another */
function overlaps(sorted: readonly FoundSecret[], { start, end }: FoundSecret): boolean {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.end ?? 0) <= start) low = middle + 1;
    else high = middle;
  }
  const next = sorted[low];
  return next !== undefined && next.start < end;
}

/** Whether a secret was replaced in the text. */
export function isMasked(text: string): boolean {
  return /‹secret:[a-z-]+›/.test(text);
}

/** The text with every secret that a known shape gives away replaced by `‹secret:type›`. Doing it twice equals once. */
export function redact(text: string): string {
  if (!SECRET_HINT.test(text)) return text;
  let result = text;
  for (const { type, pattern } of SHAPES) {
    result = result.replace(pattern, (...match: unknown[]) => {
      const { keep = '', secret } = match.at(-1) as { keep?: string; secret: string };
      return REPLACED.test(secret) ? `${keep}${secret}` : `${keep}‹secret:${type}›`;
    });
  }
  return result;
}
