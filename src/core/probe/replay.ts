/** Command lines that ask the same again, for a POSIX shell. */
import { redact } from '../evidence/redact.js';
import { redactWords } from '../evidence/redactWords.js';
import { durationArgument } from '../report/format.js';
import { bracketed, hostPort } from './address.js';
import { COMMAND_WORD, type EndpointTarget, type HttpTarget, type Scheme } from './types.js';

/** Whom the replay trusts, as its probe did. */
interface Trust {
  readonly verify: boolean;
  /** PEM file of the certificates that are trusted in place of the system's. */
  readonly caFile?: string;
}

type UrlTarget = EndpointTarget & { readonly http: HttpTarget };

/** One word of a POSIX shell's command line: as it is if nothing in it is special, else in single quotes. */
export function shellWord(text: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** The name asked of the system's resolver (getaddrinfo), as most clients do. */
export function replayDns(name: string): string {
  return command(['getent', 'ahosts', name]);
}

/** A connection to the literal address that sends nothing. */
export function replayTcp(address: string, port: number, timeoutMs: number): string {
  return command(['nc', '-vz', '-w', seconds(timeoutMs), address, String(port)]);
}

/** The handshake with one literal address. @param alpn protocols to offer; none if empty */
export function replayTls({ host, literal, port }: EndpointTarget, address: string, trust: Trust, alpn: readonly string[]): string {
  const name = literal === undefined ? ['-servername', host] : ['-noservername'];
  const identity = literal === undefined ? ['-verify_hostname', host] : ['-verify_ip', host];
  const verify = trust.verify ? ['-verify_return_error', ...identity, ...(trust.caFile === undefined ? [] : ['-CAfile', trust.caFile])] : [];
  return `${command(['openssl', 's_client', '-connect', hostPort(address, port), ...name, ...verify, ...(alpn.length > 0 ? ['-alpn', alpn.join(',')] : [])])} </dev/null`;
}

/** The protocol that a request of curl's speaks, as its option. */
const CURL_PROTOCOL = { http1: '--http1.1', http2: '--http2', h2c: '--http2-prior-knowledge' } as const;

/** The GET request to one literal address, with the Host header that the URL asks for; no redirects, no proxy. */
export function replayHttp(target: UrlTarget, address: string, timeoutMs: number, protocol: keyof typeof CURL_PROTOCOL, trust: Trust): string {
  // -o: the body is not the question.
  return command(['curl', '-sSv', '-o', '/dev/null', CURL_PROTOCOL[protocol], ...curlCommon(target, address, timeoutMs, trust), url(target)]);
}

/** The opening handshake; curl shows the 101, and ends at its deadline. The key is that of RFC 6455, 1.3. */
export function replayWebsocket(target: UrlTarget, address: string, timeoutMs: number, trust: Trust): string {
  const headers = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='].flatMap((header) => ['-H', header]);
  return command(['curl', '-sSiN', '--http1.1', ...curlCommon(target, address, timeoutMs, trust), ...headers, url(target)]);
}

/** The health check of the whole server, or of one service, as a frame of gRPC: the status is in curl's trace, in `grpc-status`. */
export function replayGrpc(target: UrlTarget, address: string, timeoutMs: number, trust: Trust, frame: Uint8Array): string {
  const octal = Array.from(frame, (byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
  const protocol = target.scheme === 'grpcs' ? '--http2' : '--http2-prior-knowledge';
  const headers = ['-H', 'content-type: application/grpc', '-H', 'te: trailers', '--data-binary', '@-'];
  return `printf '${octal}' | ${command(['curl', '-sSv', '-o', '/dev/null', protocol, ...curlCommon(target, address, timeoutMs, trust), ...headers, `${origin(target)}/grpc.health.v1.Health/Check`])}`;
}

/** The whole probe by the command line. @param target the target's text */
export function replayProbe(target: string, timeoutMs: number): string {
  const timeout = `--timeout ${durationArgument(timeoutMs)}`;
  // The words of a command were quoted when its target was made.
  if (target.startsWith(`${COMMAND_WORD} -- `)) return `casebook probe ${timeout} ${redact(target)}`;
  return `${command(['casebook', 'probe', target])} ${timeout}`;
}

function curlCommon({ host, literal, port }: UrlTarget, address: string, timeoutMs: number, { verify, caFile }: Trust): string[] {
  const dialled = literal === undefined ? ['--resolve', `${host}:${port}:${bracketed(address)}`] : [];
  // --globoff: brackets and braces in the URL mean themselves.
  return ['--globoff', '--noproxy', '*', '--max-time', String(timeoutMs / 1000), ...(verify ? [] : ['--insecure']), ...(caFile === undefined ? [] : ['--cacert', caFile]), ...dialled];
}

const WEB_SCHEME: Readonly<Partial<Record<Scheme, string>>> = { https: 'https', wss: 'https', grpcs: 'https' };

function origin({ scheme, http }: UrlTarget): string {
  return `${WEB_SCHEME[scheme] ?? 'http'}://${http.hostHeader}`;
}

function url(target: UrlTarget): string {
  return `${origin(target)}${target.http.path}`;
}

function seconds(ms: number): string {
  return String(Math.ceil(ms / 1000));
}

function command(words: readonly string[]): string {
  return redactWords(words).map(shellWord).join(' ');
}
