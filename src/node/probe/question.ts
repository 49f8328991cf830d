/** What a probe is asked, and how its answer is put together. */
import { classify, type Observation } from '../../core/probe/classify.js';
import { SECURE_SCHEMES, type EndpointTarget, type HttpTarget, type ProbeName, type ProbeResult } from '../../core/probe/types.js';
import { withheldBy } from '../../core/probe/withheld.js';
import { startLimit } from '../limit.js';
import { runtimeName } from './runtime.js';

/** Whom a probe over TLS trusts. */
export interface Trust {
  /** Whether the certificate is judged at all. */
  readonly verify: boolean;
  /** Certificates in PEM that are trusted in place of those of Node; and the file from which they came, for the replay. */
  readonly ca?: string;
  readonly caFile?: string;
}

/** One question to one literal address. */
export interface Question {
  readonly target: EndpointTarget;
  /** Without brackets. */
  readonly address: string;
  /** ms; of this question alone. */
  readonly timeoutMs: number;
  readonly trust: Trust;
}

/**
 * A probe: it asks one address on a connection of its own, and every failure of the target is an answer.
 * It rejects only with the reason of the caller's signal, and leaves no open handle behind.
 */
export type AddressProbe = (question: Question, signal: AbortSignal) => Promise<ProbeResult>;

/** The moment at which a question was asked. */
export interface Start {
  /** ISO 8601, UTC. */
  readonly wall: string;
  /** ms since then, monotonic, to the µs. */
  elapsed(): number;
}

export function startClock(): Start {
  const started = monotonicMs();
  return { wall: new Date().toISOString(), elapsed: () => roundMs(monotonicMs() - started) };
}

/** Not `performance`, which Node loads on first use: that takes about a millisecond, as a question on loopback does. */
function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** To the µs: below that is noise. */
export function roundMs(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

/** What a probe adds to what it saw. */
interface Answer {
  readonly address: string;
  readonly phases: Readonly<Record<string, number>>;
  readonly replay: string;
  readonly excerpt?: string | undefined;
  readonly alpn?: string | undefined;
  readonly grpcStatus?: number | undefined;
  readonly trust?: ProbeResult['trust'];
}

export function result(probe: ProbeName, seen: Observation, start: Start, { address, phases, replay, excerpt, alpn, grpcStatus, trust }: Answer): ProbeResult {
  const answer = classify(probe, seen);
  const withheld = withheldBy({ class: answer, ...(seen.httpStatus !== undefined && { httpStatus: seen.httpStatus }), ...(grpcStatus !== undefined && { grpcStatus }) });
  return {
    probe,
    address,
    class: answer,
    phases,
    ...((seen.type === 'error' || seen.type === 'deadline' || (seen.type === 'judged' && seen.error)) && { error: seen.error }),
    ...(seen.httpStatus !== undefined && { httpStatus: seen.httpStatus }),
    ...(alpn !== undefined && { alpn }),
    ...(grpcStatus !== undefined && { grpcStatus }),
    ...(withheld !== undefined && { withheld }),
    ...(trust !== undefined && { trust }),
    ...(excerpt !== undefined && excerpt !== '' && { excerpt }),
    runtime: runtimeName(),
    startedAt: start.wall,
    replay,
  };
}

/** What a probe does on its connection, from the first packet to the last. */
export interface Exchange {
  /** Time of each phase that was reached, ms. */
  readonly phases: Readonly<Record<string, number | undefined>>;
  readonly alpn?: string | undefined;
  readonly grpcStatus?: number | undefined;
  /** How the exchange ends; undefined if the signal ends it. */
  ended(signal: AbortSignal): Promise<Observation | undefined>;
  /** What the deadline found. @param error says that it passed */
  overdue(error: { readonly reason: string }): Observation;
  excerpt(): string;
  /** Lets go of everything; has to be called. */
  close(): Promise<void>;
}

/** Holds one exchange within the deadline of its question, and closes it. @throws the signal's reason once it aborts */
export async function conduct(
  probe: ProbeName,
  question: Question,
  address: string,
  replay: string,
  open: (start: Start) => Exchange,
  signal: AbortSignal,
): Promise<ProbeResult> {
  signal.throwIfAborted();
  const { timeoutMs } = question;
  const limit = startLimit(timeoutMs, signal);
  const start = startClock();
  const exchange = open(start);
  try {
    const ended = await exchange.ended(limit.signal);
    const total = start.elapsed();
    signal.throwIfAborted();
    // Before the phases are read: an exchange that is overdue may still find out how far it came.
    const seen = ended ?? exchange.overdue({ reason: `no complete answer within ${timeoutMs} ms, the deadline of the probe` });
    const reached = Object.entries(exchange.phases).filter((phase): phase is [string, number] => phase[1] !== undefined);
    return result(probe, seen, start, {
      address,
      phases: { ...Object.fromEntries(reached), total },
      replay,
      excerpt: exchange.excerpt(),
      alpn: exchange.alpn,
      grpcStatus: exchange.grpcStatus,
      trust: trustOf(question),
    });
  } finally {
    limit.end();
    await exchange.close();
  }
}

/** Undefined where no certificate is shown, or Node's own certificates judge it. */
function trustOf({ target, trust: { verify, ca } }: Question): ProbeResult['trust'] {
  if (!SECURE_SCHEMES.includes(target.scheme)) return undefined;
  if (!verify) return 'none';
  return ca === undefined ? undefined : 'file';
}

/** What the URL of the target asks for. @throws TypeError if it has none: the ladder asks only what a target has */
export function httpOf(target: EndpointTarget): HttpTarget {
  if (!target.http) throw new TypeError(`${target.text} has no URL to ask for`);
  return target.http;
}
