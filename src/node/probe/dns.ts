/** Which addresses does the name have? */
import { promises as dns } from 'node:dns';
import { networkInterfaces } from 'node:os';
import { isLocalhost } from '../../core/probe/address.js';
import { classify, type Observation } from '../../core/probe/classify.js';
import { rawError } from '../../core/probe/rawError.js';
import { replayDns } from '../../core/probe/replay.js';
import type { ProbeResult, RawError } from '../../core/probe/types.js';
import { startLimit } from '../limit.js';
import { result, startClock } from './question.js';

interface Resolution {
  readonly result: ProbeResult;
  /** Literal addresses to dial, without duplicates: in the order of getaddrinfo, then what else localhost means. */
  readonly addresses: readonly string[];
}

/** What one resolver said: at least one address, or why not. */
type Said = { readonly addresses: readonly string[] } | { readonly seen: Failure };
type Failure = Extract<Observation, { readonly type: 'deadline' | 'error' }>;

/** A name with more is asked no further: each could take a whole deadline for each of its rungs. */
const MAX_ADDRESSES = 16;

/**
 * Asks getaddrinfo, as most clients do, and the DNS server directly (c-ares), as a second opinion that tells failures apart
 * which getaddrinfo lumps together. The addresses are those of getaddrinfo: /etc/hosts may mean another machine than DNS does.
 * `localhost` is not asked of DNS, and means every loopback address of the machine (RFC 6761, 6.3), as it does for curl and Go.
 * A lookup that hangs inside getaddrinfo cannot be cancelled: it is left behind when its time is over. The answer is given then, but the process ends
 * only when getaddrinfo does (process.exit waits for it, too): with a DNS server that is silent after 10 s by the defaults of resolv.conf(5).
 */
export async function resolveName(name: string, timeoutMs: number, signal: AbortSignal): Promise<Resolution> {
  signal.throwIfAborted();
  const limit = startLimit(timeoutMs, signal);
  const start = startClock();
  const resolver = new dns.Resolver({ timeout: timeoutMs, tries: 1 });
  const late: Said = { seen: { type: 'deadline', error: { reason: `no answer within ${timeoutMs} ms, the deadline of the probe` } } };
  const over = new Promise<Said>((resolve) => limit.signal.addEventListener('abort', () => resolve(late), { once: true }));
  try {
    const localhost = isLocalhost(name);
    const [{ system, lookup }, server] = await Promise.all([
      Promise.race([askSystem(name), over]).then((said) => ({ system: said, lookup: start.elapsed() })),
      localhost ? undefined : Promise.race([askServer(resolver, name), over]),
    ]);
    signal.throwIfAborted();
    const found = 'addresses' in system ? system.addresses : [];
    const added = localhost && found.length > 0 ? loopbackAddresses().filter((address) => !found.includes(address)) : [];
    const addresses = [...found, ...added].slice(0, MAX_ADDRESSES);
    const lines = [
      `getaddrinfo: ${spoken(system)}`,
      ...(server ? [`DNS server, asked directly: ${spoken(server)}`] : []),
      ...(added.length > 0 ? [`asked as well, since localhost means every loopback address: ${added.join(', ')}`] : []),
      ...(found.length > addresses.length ? [`only the first ${addresses.length} addresses are asked`] : []),
    ];
    return {
      result: result('dns', verdict(system, server), start, { address: name, phases: { lookup }, excerpt: lines.join('\n'), replay: replayDns(name) }),
      addresses,
    };
  } finally {
    limit.end();
    resolver.cancel();
  }
}

async function askSystem(name: string): Promise<Said> {
  return said(dns.lookup(name, { all: true, verbatim: true }).then((found) => found.map(({ address }) => address)));
}

async function askServer(resolver: dns.Resolver, name: string): Promise<Said> {
  const [v4, v6] = await Promise.all([said(resolver.resolve4(name)), said(resolver.resolve6(name))]);
  if ('seen' in v4 && 'seen' in v6) return dnsClass(v4.seen) === 'no-data' ? v6 : v4;
  return { addresses: [v4, v6].flatMap((family) => ('addresses' in family ? family.addresses : [])) };
}

async function said(lookup: Promise<string[]>): Promise<Said> {
  try {
    const addresses = [...new Set(await lookup)];
    return addresses.length > 0 ? { addresses } : failure({ reason: 'an answer without addresses' });
  } catch (error) {
    return failure(rawError(error));
  }
}

function failure(error: RawError): Said {
  return { seen: { type: 'error', error } };
}

/**
 * The system's answer counts. Where it failed, its reason is replaced by the server's where that one knows more: EAI_AGAIN does not say
 * whether a server is down, slow or failing, and getaddrinfo says ENOTFOUND for a name without addresses too.
 */
function verdict(system: Said, server: Said | undefined): Observation {
  if (!('seen' in system)) return { type: 'answer' };
  if (!server || !('seen' in server)) return system.seen;
  const [lumped, finer] = [dnsClass(system.seen), dnsClass(server.seen)];
  const knowsMore = (lumped === 'try-again' && (finer === 'resolver-down' || finer === 'resolver-timeout')) || (lumped === 'nxdomain' && finer === 'no-data');
  return knowsMore ? server.seen : system.seen;
}

function spoken(answer: Said): string {
  if ('addresses' in answer) return answer.addresses.join(', ');
  const { code, reason } = answer.seen.error;
  return `${dnsClass(answer.seen)} (${code ?? reason ?? 'no reason given'})`;
}

function dnsClass(seen: Failure): string {
  return classify('dns', seen);
}

function loopbackAddresses(): string[] {
  const internal = Object.values(networkInterfaces()).flatMap((entries) => (entries ?? []).filter((entry) => entry.internal).map(({ address }) => address));
  return ['127.0.0.1', '::1'].filter((address) => internal.includes(address));
}
