/** What a probe is asked, and how its answer is put together. */
import { classify, type Observation } from '../../core/probe/classify.js';
import type { EndpointTarget, ProbeName, ProbeResult } from '../../core/probe/types.js';
import { runtimeName } from './runtime.js';

/** One question to one literal address. */
export interface Question {
  readonly target: EndpointTarget;
  /** Without brackets. */
  readonly address: string;
  /** ms; of this question alone. */
  readonly timeoutMs: number;
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
  const started = performance.now();
  return { wall: new Date().toISOString(), elapsed: () => roundMs(performance.now() - started) };
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
}

export function result(probe: ProbeName, seen: Observation, start: Start, { address, phases, replay, excerpt }: Answer): ProbeResult {
  return {
    probe,
    address,
    class: classify(probe, seen),
    phases,
    ...(seen.type !== 'answer' && { error: seen.error }),
    ...(seen.httpStatus !== undefined && { httpStatus: seen.httpStatus }),
    ...(excerpt !== undefined && excerpt !== '' && { excerpt }),
    runtime: runtimeName(),
    startedAt: start.wall,
    replay,
  };
}
