/** From polls to the moments that tell how a target became ready. */
import { holds } from '../probe/ladder.js';
import type { ProbeClass, ProbeResult, RawError } from '../probe/types.js';
import { deciding, type Condition } from './condition.js';

/** An answer, and when it was asked. */
export interface TimedAnswer {
  readonly result: ProbeResult;
  /** ms since the wait began, at which the question was asked. */
  readonly atMs: number;
}

/** One look at the target by the path that clients use. */
export interface Poll {
  /** ms since the wait began. */
  readonly atMs: number;
  readonly endMs: number;
  readonly ok: boolean;
  readonly answers: readonly TimedAnswer[];
}

/** The answer of `casebook wait`. Moments are ms since it began, null if they did not come. */
export interface WaitReport {
  readonly target: string;
  /** What was waited for, as `--for` takes it. */
  readonly condition: string;
  readonly ready: boolean;
  /** Successes in a row at the end, and how many were wanted. */
  readonly successes: number;
  readonly wanted: number;
  readonly polls: number;
  /** How often a success was followed by a failure. */
  readonly flaps: number;
  readonly firstAcceptMs: number | null;
  readonly firstByteMs: number | null;
  readonly first2xxMs: number | null;
  /** When the first of the successes in a row was asked; null while they are fewer than wanted. */
  readonly stableSinceMs: number | null;
  readonly elapsedMs: number;
  /** Of the last poll that failed: the last rung that held, and the first that broke, as `tcp 127.0.0.1:8080`. */
  readonly lastGood: string | null;
  readonly firstBad: string | null;
  readonly lastClass: ProbeClass | null;
  readonly lastError: RawError | null;
  /** How often polls failed, by the class of their answer; `HTTP 302` where it was a good answer and not the one that was waited for. */
  readonly failures: Readonly<Record<string, number>>;
  readonly conclusion: string;
}

type Moments = Pick<WaitReport, 'firstAcceptMs' | 'firstByteMs' | 'first2xxMs'>;

/** Folds polls as they come. */
export class Timeline {
  #polls = 0;
  #inRow = 0;
  #flaps = 0;
  #since: number | null = null;
  #moments: Moments = { firstAcceptMs: null, firstByteMs: null, first2xxMs: null };
  #lastFailed: Poll | undefined;
  readonly #failures = new Map<string, number>();

  /** Time that the longest poll took, ms. */
  #longestMs = 0;

  /** @param wanted successes in a row, at least 1 @param timeoutMs of the whole wait */
  constructor(
    private readonly wanted: number,
    private readonly timeoutMs: number,
  ) {}

  get ready(): boolean {
    return this.#inRow >= this.wanted;
  }

  /** Failures in a row. */
  failing = 0;

  /** A poll that the end of the wait cut short tells nothing if it had no more time than one before it: it is left out. */
  add(poll: Poll): void {
    const tookMs = poll.endMs - poll.atMs;
    if (!poll.ok && this.#polls > 0 && poll.endMs >= this.timeoutMs && tookMs <= this.#longestMs) return;
    this.#longestMs = Math.max(this.#longestMs, tookMs);
    this.#polls++;
    this.#moments = earliest(this.#moments, momentsOf(poll.answers));
    if (poll.ok) {
      this.failing = 0;
      this.#since ??= poll.atMs;
      this.#inRow++;
      return;
    }
    this.failing++;
    if (this.#inRow > 0) this.#flaps++;
    this.#inRow = 0;
    this.#since = null;
    this.#lastFailed = poll;
    const key = failureName(brokenIn(poll));
    this.#failures.set(key, (this.#failures.get(key) ?? 0) + 1);
  }

  /** @param elapsedMs since the wait began */
  report(target: string, condition: Condition, elapsedMs: number): WaitReport {
    const failed = this.#lastFailed;
    const bad = failed && brokenIn(failed);
    const good = failed && [...failed.answers.slice(0, 1), ...deciding(failed.answers)].filter(({ result }) => result !== bad && holds(result)).at(-1)?.result;
    const facts = {
      target,
      condition: condition.text,
      ready: this.ready,
      successes: this.#inRow,
      wanted: this.wanted,
      polls: this.#polls,
      flaps: this.#flaps,
      ...this.#moments,
      stableSinceMs: this.ready ? this.#since : null,
      elapsedMs,
      lastGood: good ? `${good.probe} ${good.address}` : null,
      firstBad: bad ? `${bad.probe} ${bad.address}` : null,
      lastClass: bad?.class ?? null,
      lastError: bad?.error ?? null,
      failures: Object.fromEntries(this.#failures),
    };
    return { ...facts, conclusion: conclude(facts, bad, this.#since) };
  }
}

/** What made the poll fail: of the address that a client would have stayed with, or the last it tried. An answer that holds was not the one that is waited for. */
function brokenIn({ answers }: Poll): ProbeResult | undefined {
  const counting = deciding(answers);
  return (counting.find(({ result }) => !holds(result)) ?? counting.at(-1))?.result;
}

/** Its class; of an answer that holds what it said. */
function failureName(bad: ProbeResult | undefined): string {
  if (!bad) return 'unknown';
  return holds(bad) && bad.httpStatus !== undefined ? `HTTP ${bad.httpStatus}` : bad.class;
}

function momentsOf(answers: readonly TimedAnswer[]): Moments {
  let moments: Moments = { firstAcceptMs: null, firstByteMs: null, first2xxMs: null };
  for (const { result, atMs } of answers) {
    const { connect, firstByte, settings, upgrade, tls, total = 0 } = result.phases;
    const accepted = connect === undefined ? null : atMs + connect;
    const heard = firstByte ?? settings ?? upgrade ?? (result.probe === 'tls' ? tls : undefined);
    const status = result.httpStatus ?? 0;
    moments = earliest(moments, {
      firstAcceptMs: accepted,
      firstByteMs: heard === undefined ? null : (accepted ?? atMs) + heard,
      first2xxMs: status >= 200 && status < 300 ? atMs + total : null,
    });
  }
  return moments;
}

function earliest(a: Moments, b: Moments): Moments {
  const first = (x: number | null, y: number | null): number | null => (x === null ? y : y === null ? x : Math.min(x, y));
  return { firstAcceptMs: first(a.firstAcceptMs, b.firstAcceptMs), firstByteMs: first(a.firstByteMs, b.firstByteMs), first2xxMs: first(a.first2xxMs, b.first2xxMs) };
}

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : noun.endsWith('s') ? 'es' : 's'}`;

function conclude(facts: Omit<WaitReport, 'conclusion'>, bad: ProbeResult | undefined, answersSinceMs: number | null): string {
  const { ready, target, condition, elapsedMs, stableSinceMs, firstAcceptMs, successes, wanted, polls, flaps } = facts;
  const flapped = flaps === 0 ? '' : ` It flapped ${plural(flaps, 'time')}: a success was followed by a failure.`;
  if (ready) {
    // That much later than the port alone: what a check of the port would have missed. Below 10 ms it is no difference.
    const early = firstAcceptMs !== null && stableSinceMs !== null && condition !== 'tcp' && stableSinceMs - firstAcceptMs >= 10 ? ` It first accepted a connection at ${seconds(firstAcceptMs)}: a check of the port alone would have called it ready ${seconds(stableSinceMs - firstAcceptMs)} too early.` : '';
    return `${target} is ready (${condition}) after ${seconds(elapsedMs)}: ${plural(successes, 'success')} in a row, stable since ${seconds(stableSinceMs ?? elapsedMs)}.${early}${flapped}`;
  }
  // Where the last polls were successes, what failed is not the last that was seen.
  const last = answersSinceMs === null ? ' Last it was' : ` It answers as wanted since ${seconds(answersSinceMs)}; before that it was`;
  const where = bad ? `${last} ${failureName(bad)}${bad.httpStatus === undefined || holds(bad) ? '' : ` (HTTP ${bad.httpStatus})`} at ${bad.probe} ${bad.address}; the last rung that held: ${facts.lastGood ?? 'none'}.${redirects(bad) ? ' Redirects are not followed: wait for the URL that it leads to, or for http:3xx.' : ''}` : '';
  return `${target} is not ready (${condition}) after ${seconds(elapsedMs)} and ${plural(polls, 'poll')}: ${successes} of ${plural(wanted, 'success')} in a row.${where}${flapped}`;
}

function redirects({ httpStatus = 0 }: ProbeResult): boolean {
  return [301, 302, 303, 307, 308].includes(httpStatus);
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
}
