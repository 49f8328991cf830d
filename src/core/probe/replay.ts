/** Command lines that ask the same again, for a POSIX shell. */
import { redact } from '../evidence/redact.js';
import { durationArgument } from '../report/format.js';
import { bracketed } from './address.js';
import type { EndpointTarget, HttpTarget } from './types.js';

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
  return command(['nc', '-vz', '-w', String(Math.ceil(timeoutMs / 1000)), address, String(port)]);
}

/** The GET request to one literal address, with the Host header that the URL asks for; no redirects, no proxy. */
export function replayHttp1(target: EndpointTarget & { readonly http: HttpTarget }, address: string, timeoutMs: number): string {
  const dialled = target.literal === undefined ? ['--resolve', `${target.host}:${target.port}:${bracketed(address)}`] : [];
  const url = `${target.scheme}://${target.http.hostHeader}${target.http.path}`;
  // --globoff: brackets and braces in the URL mean themselves. -o: the body is not the question.
  return command(['curl', '-sSv', '-o', '/dev/null', '--http1.1', '--globoff', '--noproxy', '*', '--max-time', String(timeoutMs / 1000), ...dialled, url]);
}

/** The whole probe by the command line. @param target the target's text */
export function replayProbe(target: string, timeoutMs: number): string {
  return command(['casebook', 'probe', target, '--timeout', durationArgument(timeoutMs)]);
}

function command(words: readonly string[]): string {
  return words.map((word) => shellWord(redact(word))).join(' ');
}
