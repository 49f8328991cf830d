/** curl as a client of the matrix: with the environment of the user, proxies included, as the user runs it. */
import { bracketed } from '../address.js';
import { shellWord } from '../replay.js';
import { redactWords } from '../../evidence/redactWords.js';
import { MAX_BODY_BYTES } from '../limits.js';
import type { EndpointTarget, ProbeClass } from '../types.js';
import type { MatrixCell, MatrixProtocol } from './types.js';

const OPTION: Readonly<Partial<Record<MatrixProtocol, string>>> = { http1: '--http1.1', http2: '--http2', h2c: '--http2-prior-knowledge' };

/** The words of one cell's curl. It prints status, version of HTTP and size of the body, after whatever it says of errors. */
export function curlWords(target: EndpointTarget, cell: MatrixCell, address: string, timeoutMs: number, caFile: string | undefined): string[] {
  const secure = cell.verification !== 'none';
  const dialled = target.literal === undefined ? ['--resolve', `${target.host}:${target.port}:${bracketed(address)}`] : [];
  const url = `${secure ? 'https' : 'http'}://${target.http?.hostHeader ?? ''}${target.http?.path ?? '/'}`;
  const option = OPTION[cell.protocol as MatrixProtocol];
  // -q: a .curlrc could change what the cell is called.
  return [
    'curl', '-q', '-sS', '-o', '/dev/null', '-w', '%{http_code} %{http_version} %{size_download}', ...(option === undefined ? [] : [option]), '--globoff', '--max-time', String(timeoutMs / 1000),
    ...(cell.verification === 'insecure' ? ['--insecure'] : []), ...(caFile === undefined ? [] : ['--cacert', caFile]), ...dialled, url,
  ];
}

/** As a shell takes it. */
export function curlReplay(words: readonly string[]): string {
  return redactWords(words).map(shellWord).join(' ');
}

/** curl's exit codes (curl(1), EXIT CODES). */
const EXITS: Readonly<Record<number, ProbeClass>> = { 6: 'nxdomain', 7: 'refused', 16: 'wrong-protocol', 18: 'truncated', 28: 'timeout', 35: 'handshake-refused', 51: 'hostname', 52: 'eof', 55: 'reset', 56: 'reset', 60: 'untrusted', 77: 'untrusted', 92: 'stream-reset' };

/** What OpenSSL and curl say beside the code, which is one for several reasons. */
const TEXTS: readonly (readonly [RegExp, ProbeClass])[] = [
  [/certificate has expired/i, 'expired'],
  [/certificate is not yet valid/i, 'not-yet-valid'],
  [/self[- ]signed certificate in certificate chain/i, 'untrusted'],
  [/self[- ]signed certificate/i, 'self-signed'],
  [/(?:no alternative certificate|certificate subject name|does not match)/i, 'hostname'],
  [/wrong version number|unexpected message|packet length too long/i, 'plaintext-peer'],
  [/certificate required|alert handshake failure/i, 'client-cert-required'],
  [/unreachable|No route to host/i, 'unreachable'],
];

/** What curl printed at its end. */
interface CurlSaid {
  /** 0 if none came. */
  readonly httpStatus: number;
  readonly httpVersion: string;
  /** Bytes of the body. */
  readonly size: number;
  /** Errors. */
  readonly text: string;
}

/** Takes curl's output apart. */
export function curlSaid(output: string): CurlSaid {
  const [, text = output, status = '0', httpVersion = '', size = '0'] = /^(.*?)(\d{3}) (\S+) (\d+)$/s.exec(output.trim()) ?? [];
  return { text: text.trim(), httpStatus: Number(status), httpVersion, size: Number(size) };
}

/** The class of a cell. @param exitCode null: ended by a signal or by its deadline */
export function curlClass(exitCode: number | null, { httpStatus, httpVersion, size, text }: CurlSaid, protocol: string): ProbeClass {
  // A body without end is answered, as it is for the probes.
  if (exitCode === 0 || (exitCode === 28 && httpStatus > 0 && size > MAX_BODY_BYTES)) {
    // Without ALPN h2, curl goes on in HTTP/1.1 and says so in the version only.
    if (protocol === 'http2' && httpVersion !== '2') return 'alpn';
    return httpStatus >= 500 ? 'unhealthy' : 'up';
  }
  if (exitCode === null) return 'timeout';
  return TEXTS.find(([pattern]) => pattern.test(text))?.[1] ?? EXITS[exitCode] ?? 'unknown';
}
