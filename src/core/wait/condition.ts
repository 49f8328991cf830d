/** What a target has to answer before it counts as ready: `--for`. */
import { hostPort } from '../probe/address.js';
import { holds } from '../probe/ladder.js';
import { bounded, plain } from '../report/untrusted.js';
import { parseTarget } from '../probe/target.js';
import type { EndpointTarget, ProbeResult, ProbeTarget } from '../probe/types.js';

/** `up`: every rung of the target's ladder holds; `tcp`, `tls`: up to there; `http`: the answer has one of these statuses. */
export type Condition =
  | { readonly kind: 'up' | 'tcp' | 'tls'; readonly text: string }
  | { readonly kind: 'http'; readonly text: string; /** `2xx`, `204`. */ readonly statuses: readonly string[] };

/** Characters of `--for`: every status there is takes 2,000, and a record holds a short text. */
const MAX_LENGTH = 400;

const FORMS = 'Write up, tcp, tls, http:2xx, http:200 or http:200,404.';

/** Takes `--for` apart, or says in a sentence what is wrong. */
export function parseCondition(text: string): Condition | { readonly problem: string } {
  if (text === 'up' || text === 'tcp' || text === 'tls') return { kind: text, text };
  // TLS is a matter of the target: taken for http, a TLS port would be asked in plain text.
  if (text.startsWith('https:')) return { problem: `Write http:${bounded(plain(text.slice(6)), 20)}, and https://HOST:PORT/ as the target: it says what is spoken.` };
  const statuses = /^http:(.+)$/.exec(text)?.[1]?.split(',');
  if (text.length > MAX_LENGTH) return { problem: `A condition has at most ${MAX_LENGTH} characters: a class of statuses, such as 4xx, says many at once.` };
  if (!statuses) return { problem: `${JSON.stringify(text.slice(0, 60))} is nothing to wait for. ${FORMS}` };
  const wrong = statuses.find((status) => !/^[1-5](?:xx|\d\d)$/.test(status));
  if (wrong !== undefined) return { problem: `${JSON.stringify(wrong.slice(0, 20))} is no HTTP status. ${FORMS}` };
  return { kind: 'http', text: `http:${statuses.join(',')}`, statuses };
}

/** The target as the condition needs it: `HOST:PORT` is asked in HTTP where a status is waited for. A problem if they do not go together. */
export function targetFor(target: ProbeTarget, { kind, text }: Condition): ProbeTarget | { readonly problem: string } {
  if (kind === 'up') return target;
  if (target.kind !== 'endpoint') return { problem: `${target.text} is no endpoint, which ${text} needs: wait until it is up.` };
  const { scheme } = target;
  if (kind === 'tls' && !['tls', 'https', 'wss', 'grpcs'].includes(scheme)) return { problem: `${target.text} speaks no TLS: write tls://HOST:PORT or https://HOST:PORT.` };
  if (kind !== 'http') return target;
  if (['http', 'https', 'h2c'].includes(scheme)) return target;
  if (scheme === 'tcp') return parseTarget(`http://${hostPort(target.host, target.port)}/`);
  return { problem: `${target.text} is not asked in HTTP: ${text} needs an http:// or https:// target.` };
}

/** The highest rung that the condition asks for; undefined for all of them. */
export function lastRung({ kind }: Condition): 'tcp' | 'tls' | undefined {
  return kind === 'tcp' || kind === 'tls' ? kind : undefined;
}

/** The answers that decide: those of the last address that was asked; addresses before it had no connection. None of an endpoint's addresses: all of them. */
export function deciding<T extends { readonly result: ProbeResult }>(answers: readonly T[]): readonly T[] {
  const from = answers.findLastIndex(({ result }) => result.probe === 'tcp');
  return from < 0 ? answers : answers.slice(from);
}

/** Whether an address's answers satisfy the condition. @param climbed in the order in which they came */
export function satisfies(climbed: readonly ProbeResult[], condition: Condition): boolean {
  const last = climbed.at(-1);
  if (!last) return false;
  if (condition.kind !== 'http') return climbed.every(holds);
  const status = last.httpStatus === undefined ? '' : String(last.httpStatus);
  // A 503 that is waited for is an answer like any other.
  return climbed.slice(0, -1).every(holds) && (last.class === 'up' || last.class === 'unhealthy') && condition.statuses.some((wanted) => wanted === status || (wanted.endsWith('xx') && status.startsWith(wanted.slice(0, 1))));
}

/** Whether a client is served by this address, or goes on to the next one: that it does as long as no connection comes about. */
export function isAccepted(climbed: readonly ProbeResult[]): boolean {
  return climbed.some((result) => result.probe === 'tcp' && holds(result));
}

/** Whether the target is a port that connections are made to. */
export function isEndpoint(target: ProbeTarget): target is EndpointTarget {
  return target.kind === 'endpoint';
}
