/**
 * Keeps secrets out of what is written down. Structural shapes only: places where a secret stands by the grammar of the text.
 * Addresses and ports stay: they are the subject.
 */

interface Shape {
  /** Names the kind of secret in its replacement. */
  readonly type: string;
  /** Group `keep` (optional) stands before the secret and stays; group `secret` is replaced. */
  readonly pattern: RegExp;
}

const SHAPES: readonly Shape[] = [
  { type: 'private-key', pattern: /(?<secret>-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$))/g },
  { type: 'authorization', pattern: /(?<keep>\b(?:proxy-)?authorization["']?\s*[:=]\s*["']?(?:(?:bearer|basic|digest|negotiate|token)\s+)?)(?<secret>[^\s"',;]+)/gi },
  { type: 'bearer', pattern: /(?<keep>\bbearer\s+)(?<secret>[A-Za-z0-9._~+/-]{16,}=*)/gi },
  { type: 'cookie', pattern: /(?<keep>\b(?:set-)?cookie["']?\s*:\s*)(?<secret>[^\n]+)/gi },
  { type: 'jwt', pattern: /(?<secret>\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*)/g },
  { type: 'url-password', pattern: /(?<keep>\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s/:@"']*:)(?<secret>[^\s/@"']+)(?=@)/gi },
  {
    type: 'value',
    pattern: /(?<keep>(?:password|passwd|pwd|secret|api[_-]?key|access[_-]?key|access[_-]?token|auth[_-]?token|refresh[_-]?token|client[_-]?secret|private[_-]?key)["']?\s*[=:]\s*["']?)(?<secret>[^\s"',;&‹]+)/gi,
  },
];

/** The text with every secret that a known shape gives away replaced by `‹secret:type›`. Doing it twice equals once. */
export function redact(text: string): string {
  let result = text;
  for (const { type, pattern } of SHAPES) {
    result = result.replace(pattern, (...match: unknown[]) => {
      const groups = match.at(-1) as { keep?: string; secret: string };
      return groups.secret.startsWith('‹secret:') ? `${groups.keep ?? ''}${groups.secret}` : `${groups.keep ?? ''}‹secret:${type}›`;
    });
  }
  return result;
}
