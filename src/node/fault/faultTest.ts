/** One run of a client through a fault proxy, with the faults of a scenario or, as a control, without. */
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { flowsAgain, measure, type ClientEnd, type Observed } from '../../core/fault/measure.js';
import type { Address } from '../../core/fault/address.js';
import { ExchangeTally } from '../../core/fault/exchanges/tally.js';
import type { Exchanges } from '../../core/fault/exchanges/types.js';
import type { Scenario } from '../../core/fault/scenario.js';
import type { WitnessEvent } from '../../core/fault/witness.js';
import type { Clock } from '../../core/ports.js';
import { LOGS_FOLDER } from '../run/folders.js';
import { startClient } from './client.js';
import { writeWitness } from './faultLedger.js';
import { FaultProxy } from './proxy.js';
import { runSchedule } from './schedule.js';
import { WitnessLog } from './witnessLog.js';

export interface FaultTestRequest {
  readonly id: string;
  /** The test's folder in the ledger. */
  readonly folder: string;
  readonly scenario: Scenario;
  readonly command: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly listen: Address;
  readonly upstream: Address;
  readonly seed: number;
  /** The client ends by itself, and its exit code counts; else it is ended when there is nothing more to see. */
  readonly untilExit: boolean;
  /** Longest wait for the first round trip, and for the client's own end. ms */
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly onEvent: (name: RunName, event: WitnessEvent) => void;
}

export type RunName = 'control' | 'fault';

/** So long is looked on after traffic flows again: that a client gives up a connection that was healed shows only then. ms */
const TAIL_MS = 500;

/**
 * @throws Refusal `unable` if the proxy or the client cannot be started, or a fault cannot be made; the signal's reason if that is aborted, when
 * client and proxy are gone
 */
export async function runThroughProxy(request: FaultTestRequest, name: RunName, signal: AbortSignal): Promise<Observed> {
  const { clock, scenario, timeoutMs } = request;
  const log = new WitnessLog();
  const witness = (event: WitnessEvent): void => {
    log.add(event);
    request.onEvent(name, event);
  };
  const over = new AbortController();
  const tally = new ExchangeTally();
  const proxy = await FaultProxy.open({ listen: request.listen, upstream: request.upstream, seed: request.seed, clock, witness, exchanges: tally });
  let scheduleAt = 0;
  let until: number;
  let exchanges: Exchanges;
  let end: ClientEnd;
  try {
    const atOnce = name === 'fault' && scenario.from === 'start' ? scenario.steps.filter(({ atMs }) => atMs === 0) : [];
    for (const { action } of atOnce) await proxy.apply(action);
    const client = await startClient({ run: request.id, command: request.command, cwd: request.cwd, environment: request.environment, proxy: proxy.address, log: path.join(request.folder, LOGS_FOLDER, `${name}.log`) });
    try {
      const course = followCourse();
      const exited = client.exited.then(({ exitCode, signal: killedBy }): ClientEnd => ({ by: 'itself', exitCode, signal: killedBy }));
      const sight = course.then((by): ClientEnd | Promise<ClientEnd> => (by !== 'seen' || !request.untilExit ? { by: by === 'seen' ? 'casebook' : 'timeout', exitCode: null, signal: null } : inTime(exited, timeoutMs, AbortSignal.any([signal, over.signal]))));
      end = await Promise.race([exited, sight]);
      until = proxy.elapsed();
      exchanges = tally.end();
    } finally {
      over.abort();
      await client.end();
    }
    signal.throwIfAborted();

    /** What there is to see, in its order; `timeout` if the client never had a round trip. */
    async function followCourse(): Promise<'seen' | 'timeout'> {
      const running = AbortSignal.any([signal, over.signal]);
      try {
        scheduleAt = proxy.elapsed();
        if (scenario.from === 'traffic') {
          const trip = await inTime(log.first((event) => event.type === 'answer' && event.asked, running), timeoutMs, running);
          if ('by' in trip) return 'timeout';
          scheduleAt = trip.t;
        }
        const rest = scenario.steps.filter((step) => !atOnce.includes(step));
        if (name === 'control') await delay(scenario.steps.at(-1)?.atMs ?? 0, undefined, { signal: running });
        else {
          await runSchedule(proxy, rest, running);
          await recovered(running);
        }
        await delay(TAIL_MS, undefined, { signal: running });
        return 'seen';
      } catch (error) {
        if (running.aborted) return 'seen';
        throw error;
      }
    }

    async function recovered(running: AbortSignal): Promise<void> {
      const healed = log.events.findLast(({ type }) => type === 'healthy');
      const witnessed = log.events.some(({ type }) => type === 'withheld' || type === 'broken' || type === 'syn-dropped');
      if (!healed || !witnessed) return;
      await inTime(log.first((event) => flowsAgain(log.events, healed.t, event), running), scenario.expect.recoveryMs, running);
    }
  } finally {
    await proxy.close();
  }
  // The sockets of the proxy are closed in the turns of the loop that follow: their sums come then.
  await proxy.emptied();
  await writeWitness(request.folder, name, log.events);
  return { ...measure(log.events, scheduleAt, until, end), exchanges };
}

const LATE: ClientEnd = { by: 'timeout', exitCode: null, signal: null };

/** What the promise gives, or {@link LATE} when the time is over. */
async function inTime<T>(promise: Promise<T>, ms: number, signal: AbortSignal): Promise<T | ClientEnd> {
  const timer = new AbortController();
  const abort = (): void => timer.abort();
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  try {
    return await Promise.race([promise, delay(ms, LATE, { signal: timer.signal })]);
  } finally {
    signal.removeEventListener('abort', abort);
    abort();
  }
}
