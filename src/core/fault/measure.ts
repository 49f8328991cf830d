/** From the witness of a proxy to what a client did: when it noticed, how it came back, and when traffic flowed again. */
import { fitBackoff, type Backoff } from './backoff.js';
import type { Exchanges } from './exchanges/types.js';
import { provesFault, type LaneBytes, type WitnessEvent } from './witness.js';

/** How the client's process ended. */
export interface ClientEnd {
  /** `itself`; or Casebook ended it when there was nothing more to see (`casebook`), or its time was over (`timeout`). */
  readonly by: 'itself' | 'casebook' | 'timeout';
  readonly exitCode: number | null;
  readonly signal: string | null;
}

type Broken = Extract<WitnessEvent, { readonly type: 'broken' }>['by'];

export interface Observed {
  readonly client: ClientEnd;
  readonly connections: number;
  /** Connections that were made after the client had closed one. */
  readonly reconnects: number;
  /** Absent in the ledger of a version that did not count them. */
  readonly open?: OpenConnections;
  /** Whether the server ever answered through the proxy. */
  readonly traffic: boolean;
  /** Why the proxy could not connect to the upstream, if it ever could not. */
  readonly upstreamError?: string;
  /** The first proof that the fault befell the client's traffic: ms since the schedule began, and what it was. */
  readonly witness: { readonly atMs: number; readonly type: 'withheld' | 'broken' | 'syn-dropped'; /** Of one that was broken; `end`: the end of what is sent was withheld, and no byte. Absent in the ledger of a version that did not tell. */ readonly by?: Broken | 'end' } | null;
  /** From the witness to the client's FIN, RST, or next connection, or to the end of its process. */
  readonly detection: { readonly ms: number; readonly by: 'fin' | 'rst' | 'connection' | 'exit' } | null;
  /** New connections were refused for a while after the witness: of those that the client tried then nobody sees any. Absent if not, or in the ledger of a version that did not tell. */
  readonly refused?: true;
  /** Connections from the witness up to recovery, as ms after it. */
  readonly attempts: readonly number[];
  /** Fitted to the gaps between them. */
  readonly backoff: Backoff | null;
  /** From the last healing to the first round trip that was relayed after it; with `asked` false, to the first byte of the server's. */
  readonly recovery: { readonly ms: number; readonly asked: boolean } | null;
  readonly up: LaneBytes;
  readonly down: LaneBytes;
  /** Absent in the ledger of a version that did not count them. */
  readonly exchanges?: Exchanges;
}

/** Connections that the client had not closed when it opened others. */
export interface OpenConnections {
  /** At the same time. */
  readonly most: number;
  /** It closed none, however many it opened, and went on opening them in the second half of its time: what a pool of connections does not. */
  readonly growing: boolean;
}

/** Fewer connections than this are no leak yet, whoever keeps them. */
const FEW = 5;

/** How far the wait before the first attempt may lie from the back-off's next smaller gap, to be its first one. */
const FIRST_TOLERANCE = 0.3;

/** How far two gaps may lie from their mean to be told as one, relative. */
const ALIKE = 0.05;

/**
 * @param events in their order
 * @param scheduleAt when the schedule began; events later than `until` tell of the end of the client, which Casebook brought about
 */
export function measure(events: readonly WitnessEvent[], scheduleAt: number, until: number, client: ClientEnd): Observed {
  const seen = events.filter(({ t }) => t <= until);
  const first = seen.findIndex(provesFault);
  const witness = seen[first];
  const after = first < 0 ? [] : seen.slice(first + 1);
  const detected = after.find(({ type }) => type === 'client-fin' || type === 'client-rst' || type === 'accept' || type === 'syn-dropped');
  const healedAt = witness && seen.findLast(({ type }) => type === 'healthy')?.t;
  const recovered = healedAt === undefined || !witness || healedAt < witness.t - GRAIN_MS ? undefined : recovery(seen, healedAt);
  const attempts = witness ? attemptsOf(after, recovered?.t ?? Infinity).map((t) => t - witness.t) : [];
  const refused = witness && wasRefused(seen, witness.t, recovered?.t ?? Infinity);
  const closed = events.filter((event) => event.type === 'closed');
  const unreached = seen.find((event) => event.type === 'upstream-failed');
  return {
    client,
    connections: seen.filter(({ type }) => type === 'accept').length,
    reconnects: reconnects(seen),
    open: openConnections(seen, until),
    traffic: seen.some(({ type }) => type === 'answer'),
    ...(unreached && { upstreamError: unreached.code }),
    witness: witness ? { atMs: Math.max(0, rounded(witness.t - scheduleAt)), type: witness.type as 'withheld' | 'broken' | 'syn-dropped', ...(witness.type === 'broken' && { by: witness.by }), ...(witness.type === 'withheld' && witness.end === true && { by: 'end' as const }) } : null,
    detection: witness ? detectionOf(witness.t, detected, until, client) : null,
    ...(refused === true && { refused }),
    attempts: attempts.map(rounded),
    backoff: witness && refused !== true ? backoffOf([witness, ...after], recovered?.t ?? Infinity) : null,
    recovery: recovered && healedAt !== undefined ? { ms: rounded(recovered.t - healedAt), asked: recovered.asked } : null,
    up: sum(closed.map(({ up }) => up)),
    down: sum(closed.map(({ down }) => down)),
  };
}

/** Whether new connections were refused at some time between the two: the system does that, and no proxy hears of it. */
function wasRefused(seen: readonly WitnessEvent[], from: number, to: number): boolean {
  let since: number | undefined;
  for (const event of seen) {
    if (event.type === 'fault' && event.action === 'refuse') since ??= event.t;
    else if (since !== undefined && (event.type === 'healthy' || (event.type === 'fault' && ['heal', 'blackhole', 'reset-at-accept'].includes(event.action)))) {
      if (since <= to && event.t >= from) return true;
      since = undefined;
    }
  }
  return since !== undefined && since <= to;
}

/** A client that ends by itself has noticed, too: that it closed its connection cannot be seen where the proxy had reset it. */
function detectionOf(from: number, detected: WitnessEvent | undefined, until: number, client: ClientEnd): Observed['detection'] {
  if (detected) return { ms: rounded(detected.t - from), by: detected.type === 'client-fin' ? 'fin' : detected.type === 'client-rst' ? 'rst' : 'connection' };
  return client.by === 'itself' && until >= from ? { ms: rounded(until - from), by: 'exit' } : null;
}

/** A single step heals by itself right after it struck. ms */
const GRAIN_MS = 1;

/** Whether the event is an answer after the healing, on a connection that the client had not given up before: what is delivered there late helps nobody. */
export function flowsAgain(events: readonly WitnessEvent[], healedAt: number, event: WitnessEvent): event is Extract<WitnessEvent, { type: 'answer' }> {
  if (event.type !== 'answer' || event.t < healedAt) return false;
  return !events.some((other) => (other.type === 'client-fin' || other.type === 'client-rst') && other.connection === event.connection && other.t <= healedAt);
}

function recovery(seen: readonly WitnessEvent[], healedAt: number): { t: number; asked: boolean } | undefined {
  let spoke: { t: number; asked: boolean } | undefined;
  const givenUp = new Set(seen.filter((event) => event.t <= healedAt && (event.type === 'client-fin' || event.type === 'client-rst')).map((event) => 'connection' in event && event.connection));
  for (const event of seen) {
    if (event.type !== 'answer' || event.t < healedAt || givenUp.has(event.connection)) continue;
    if (event.asked) return event;
    spoke ??= event;
  }
  return spoke;
}

/** A connection whose SYNs were dropped and that was accepted later was attempted once. */
function attemptsOf(after: readonly WitnessEvent[], end: number): number[] {
  const known = new Set<string>();
  const times: number[] = [];
  for (const event of after) {
    if (event.t > end || (event.type !== 'accept' && event.type !== 'syn-dropped') || known.has(event.from)) continue;
    known.add(event.from);
    times.push(event.t);
  }
  return times;
}

/**
 * Of the longest row of attempts without an answer between: a client that was answered begins anew. Clients count their back-off from the wait
 * before the first attempt, after their connection ended; the gaps between attempts begin one later. Two gaps that differ are no form yet.
 * @param from the witness, and what followed
 */
function backoffOf(from: readonly WitnessEvent[], end: number): Backoff | null {
  const after = from.slice(1);
  const times = attemptsOf(after, end);
  const answers = after.filter((event) => event.type === 'answer' && event.asked).map(({ t }) => t);
  const rows: number[][] = [[]];
  let next = 0;
  for (const [i, t] of times.entries()) {
    const before = next;
    while ((answers[next] ?? Infinity) < t) next += 1;
    if (i > 0 && next > before) rows.push([]);
    rows.at(-1)?.push(t);
  }
  const longest = rows.reduce((best, row) => (row.length > best.length ? row : best));
  const fit = fitBackoff(longest.slice(1).map((t, i) => t - (longest[i] ?? 0)));
  if (!fit || (fit.gaps < 3 && fit.relativeResidual > ALIKE)) return null;
  const [first] = longest;
  const before = fit.baseMs / fit.factor;
  const ended = from.findLast(({ type, t }) => (type === 'broken' || type === 'client-fin' || type === 'client-rst') && t <= (first ?? 0));
  const waited = first === undefined || !ended ? 0 : first - ended.t;
  return fit.factor > 1 && Math.abs(waited / before - 1) <= FIRST_TOLERANCE ? { ...fit, baseMs: before } : fit;
}

function reconnects(seen: readonly WitnessEvent[]): number {
  const closed = seen.findIndex(({ type }) => type === 'client-fin' || type === 'client-rst');
  return closed < 0 ? 0 : seen.slice(closed).filter(({ type }) => type === 'accept').length;
}

function openConnections(seen: readonly WitnessEvent[], until: number): OpenConnections {
  const open = new Set<number>();
  const opened: number[] = [];
  let most = 0;
  for (const event of seen) {
    if (event.type === 'accept') {
      open.add(event.connection);
      opened.push(event.t);
      most = Math.max(most, open.size);
    }
    if (event.type === 'client-fin' || event.type === 'client-rst' || event.type === 'broken' || event.type === 'closed') open.delete(event.connection);
  }
  const [first = until, last = first] = [opened[0], opened.at(-1)];
  return { most, growing: most >= FEW && most === opened.length && last - first > (until - first) / 2 };
}

function sum(lanes: readonly LaneBytes[]): LaneBytes {
  const total = { relayed: 0, withheld: 0, lost: 0, late: 0 };
  for (const { relayed, withheld, lost, late } of lanes) {
    total.relayed += relayed;
    total.withheld += withheld;
    total.lost += lost;
    total.late += late;
  }
  return total;
}

function rounded(ms: number): number {
  return Math.round(ms * 10) / 10;
}
