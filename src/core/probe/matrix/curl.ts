/** curl as a client of the matrix: with the environment of the user, proxies included, as the user runs it. */
import { bracketed, hostPort } from '../address.js';
import { shellWord } from '../replay.js';
import { redactWords } from '../../evidence/redactWords.js';
import { MAX_BODY_BYTES } from '../limits.js';
import type { EndpointTarget, ProbeClass } from '../types.js';
import type { MatrixCell, MatrixProtocol } from './types.js';

const OPTION: Readonly<Partial<Record<MatrixProtocol, string>>> = { http1: '--http1.1', http2: '--http2', h2c: '--http2-prior-knowledge' };

/** On a line of its own: what curl says of errors comes before or after it. */
const WRITTEN = '\\n%{http_code} %{http_version} %{size_download} [%{remote_ip}]:%{remote_port}\\n';

/** The words of one cell's curl. It prints status, version of HTTP, size of the body and whom it was connected to. */
export function curlWords(target: EndpointTarget, cell: MatrixCell, address: string, timeoutMs: number, caFile: string | undefined): string[] {
  const secure = cell.verification !== 'none';
  const dialled = target.literal === undefined ? ['--resolve', `${target.host}:${target.port}:${bracketed(address)}`] : [];
  const url = `${secure ? 'https' : 'http'}://${target.http?.hostHeader ?? ''}${target.http?.path ?? '/'}`;
  const option = OPTION[cell.protocol as MatrixProtocol];
  // -q: a .curlrc could change what the cell is called.
  return [
    'curl', '-q', '-sS', '-o', '/dev/null', '-w', WRITTEN, ...(option === undefined ? [] : [option]), '--globoff', '--max-time', String(timeoutMs / 1000),
    ...(cell.verification === 'insecure' ? ['--insecure'] : []), ...(caFile === undefined ? [] : ['--cacert', caFile]), ...dialled, url,
  ];
}

/** As a shell takes it. */
export function curlReplay(words: readonly string[]): string {
  return redactWords(words).map(shellWord).join(' ');
}

/** curl's exit codes (curl(1), EXIT CODES). */
const EXITS: Readonly<Record<number, ProbeClass>> = { 6: 'nxdomain', 7: 'refused', 16: 'wrong-protocol', 18: 'truncated', 28: 'timeout', 35: 'handshake-refused', 51: 'hostname', 52: 'eof', 55: 'reset', 56: 'reset', 60: 'untrusted', 92: 'stream-reset' };

/** What OpenSSL and curl say beside the code, which is one for several reasons. */
const TEXTS: readonly (readonly [RegExp, ProbeClass])[] = [
  [/certificate has expired/i, 'expired'],
  [/certificate is not yet valid/i, 'not-yet-valid'],
  [/self[- ]signed certificate in certificate chain/i, 'untrusted'],
  [/self[- ]signed certificate/i, 'self-signed'],
  [/(?:no alternative certificate|certificate subject name|does not match)/i, 'hostname'],
  [/wrong version number|unexpected message|packet length too long/i, 'plaintext-peer'],
  // TLS 1.2 says "handshake failure" for this too, and for a cipher that is not in common: curl does not tell.
  [/certificate required|alert bad certificate/i, 'client-cert-required'],
  // Of a proxy, not of the target.
  [/CONNECT tunnel failed|from proxy after CONNECT/i, 'unknown'],
  [/HTTP\/0\.9 when not allowed/i, 'not-http'],
  [/SSL_connect: Connection reset/i, 'reset'],
  [/SSL_connect: SSL_ERROR_SYSCALL|unexpected eof while reading/i, 'eof'],
  [/unreachable|No route to host/i, 'unreachable'],
];

/** What curl printed. */
interface CurlSaid {
  /** 0 if none came. */
  readonly httpStatus: number;
  readonly httpVersion: string;
  /** Bytes of the body. */
  readonly size: number;
  /** Errors. */
  readonly text: string;
  /** Address and port that it was connected to, or was to be where that failed, as `[::1]:80`; absent where it does not say. */
  readonly peer?: string;
}

/** Takes curl's output apart. */
export function curlSaid(output: string): CurlSaid {
  const written = /^(\d{3}) (\S+) (\d+) \[([0-9a-f.:]*)\]:(-?\d+)$/m.exec(output);
  const text = (written ? output.replace(written[0], '') : output).trim();
  const [, status = '0', httpVersion = '', size = '0', address = '', port = ''] = written ?? [];
  const [, failedHost, failedPort] = /Failed to connect to (\S+) port (\d+)/.exec(text) ?? [];
  const peer = address !== '' ? hostPort(address, Number(port)) : failedHost === undefined ? undefined : hostPort(failedHost, Number(failedPort));
  return { text, httpStatus: Number(status), httpVersion, size: Number(size), ...(peer !== undefined && { peer }) };
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
