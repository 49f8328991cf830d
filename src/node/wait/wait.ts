/** Polls a target by the path that clients use, until it answers as wanted so many times in a row. */
import { setTimeout as delay } from 'node:timers/promises';
import { holds, nextRung } from '../../core/probe/ladder.js';
import { DEFAULT_PROBE_TIMEOUT_MS } from '../../core/probe/limits.js';
import type { EndpointTarget, ProbeResult, ProbeTarget } from '../../core/probe/types.js';
import { deciding, isAccepted, isEndpoint, lastRung, satisfies, type Condition } from '../../core/wait/condition.js';
import { pauseMs } from '../../core/wait/pause.js';
import { Timeline, type TimedAnswer, type WaitReport } from '../../core/wait/timeline.js';
import { resolveName } from '../probe/dns.js';
import { probeTarget } from '../probe/probeTarget.js';
import type { Trust } from '../probe/question.js';
import { ADDRESS_PROBES } from '../probe/registry.js';

export interface WaitPlan {
  readonly target: ProbeTarget;
  readonly condition: Condition;
  /** Successes in a row, at least 1. */
  readonly successes: number;
  /** ms, of the whole wait. */
  readonly timeoutMs: number;
  /** ms between the end of a poll and the next one. */
  readonly intervalMs: number;
  /** The pause doubles with each failure in a row, up to 5 s. */
  readonly backoff: boolean;
  readonly trust: Trust;
  /** Absolute; where a command runs, and a relative path starts. */
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** ms since the wait began. */
type Since = () => number;

/**
 * A client tries the addresses of a name in their order, and stays with the first that accepts a connection: so does a poll. Names are resolved
 * anew for each. Nothing is asked after the deadline, and a rung has no more time than what is left of it.
 * @param onPoll hears of each poll as it ends
 * @throws the signal's reason once it aborts
 */
export async function waitFor(plan: WaitPlan, signal: AbortSignal, onPoll?: (ok: boolean, last: ProbeResult | undefined, elapsedMs: number) => void): Promise<WaitReport> {
  const started = performance.now();
  const since: Since = () => Math.round((performance.now() - started) * 1000) / 1000;
  const timeline = new Timeline(plan.successes, plan.timeoutMs);
  for (;;) {
    const atMs = since();
    const answers = await look(plan, since, signal);
    timeline.add({ atMs, endMs: since(), ok: satisfies(deciding(answers).map(({ result }) => result), plan.condition), answers });
    onPoll?.(timeline.failing === 0, answers.at(-1)?.result, since());
    if (timeline.ready) break;
    const pause = pauseMs(plan.intervalMs, timeline.failing, plan.backoff);
    const left = plan.timeoutMs - since();
    if (left <= 0) break;
    await delay(Math.min(pause, left), undefined, { signal });
    if (since() >= plan.timeoutMs) break;
  }
  return timeline.report(plan.target.text, plan.condition, since());
}

async function look(plan: WaitPlan, since: Since, signal: AbortSignal): Promise<TimedAnswer[]> {
  const { target, trust, cwd, environment } = plan;
  const timeLeft = (): number => Math.max(1, Math.ceil(Math.min(DEFAULT_PROBE_TIMEOUT_MS, plan.timeoutMs - since())));
  if (isEndpoint(target)) return lookAtEndpoint(target, plan, since, timeLeft, signal);
  const answers: TimedAnswer[] = [];
  const atMs = since();
  for await (const result of probeTarget(target, { timeoutMs: timeLeft(), trust, environment, cwd }, signal)) answers.push({ result, atMs });
  return answers;
}

async function lookAtEndpoint(target: EndpointTarget, { condition, trust }: WaitPlan, since: Since, timeLeft: () => number, signal: AbortSignal): Promise<TimedAnswer[]> {
  const answers: TimedAnswer[] = [];
  let addresses: readonly string[] = [target.host];
  if (target.literal === undefined) {
    const atMs = since();
    const resolution = await resolveName(target.host, timeLeft(), signal);
    answers.push({ result: resolution.result, atMs });
    if (!holds(resolution.result)) return answers;
    addresses = resolution.addresses;
  }
  for (const address of addresses) {
    const climbed: ProbeResult[] = [];
    for (let rung = nextRung(target, climbed); rung !== undefined; rung = climbed.at(-1)?.probe === lastRung(condition) ? undefined : nextRung(target, climbed)) {
      const atMs = since();
      const ask = await ADDRESS_PROBES[rung]();
      const result = await ask({ target, address, timeoutMs: timeLeft(), trust }, signal);
      answers.push({ result, atMs });
      climbed.push(result);
    }
    if (isAccepted(climbed)) return answers;
  }
  return answers;
}
