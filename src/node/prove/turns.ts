/** Several runs whose attempts take turns. */
import { EvidenceFold, type RunEvidence } from '../../core/run/evidence.js';
import type { RunEvent } from '../../core/run/events.js';
import { turnOrder } from '../../core/prove/turns.js';
import { execute } from '../run/execute.js';
import type { RunRequest } from '../run/header.js';
import type { RunnerOptions } from '../run/runner.js';

export interface Part {
  readonly request: RunRequest;
  /** Attempts in one of its turns; as many at a time as its plan says. The last turn may have fewer. */
  readonly perTurn: number;
  /** How it is steered from outside. */
  readonly control?: Pick<RunnerOptions, 'shouldStop' | 'isPaused' | 'now'>;
  /** Called when a turn of it begins and ends: for what is to be so only then. */
  readonly enter?: () => void;
  readonly leave?: () => void;
}

/**
 * Makes all runs to their end, each with its own ledger, in turns whose order follows from the seed. A run that ends early (by an error, or cancelled) ends the others,
 * since nothing could be held against them; so does the signal.
 * @param onEvent is told of each event with the index of its part
 * @returns what each run tells, in the order of the parts
 */
export async function runInTurns(parts: readonly Part[], seed: number, signal: AbortSignal, onEvent: (event: RunEvent, part: number) => void): Promise<RunEvidence[]> {
  const stop = new AbortController();
  const turns = new Turns(parts, seed);
  const all = AbortSignal.any([signal, stop.signal]);
  const make = async (part: Part, index: number): Promise<RunEvidence> => {
    const fold = new EvidenceFold();
    try {
      for await (const event of execute(part.request, all, { ...part.control, ...turns.of(index) })) {
        fold.add(event);
        onEvent(event, index);
        if (event.type === 'run-finished' && event.result.reason !== 'completed') stop.abort();
      }
      return fold.evidence();
    } catch (error) {
      stop.abort();
      throw error;
    } finally {
      turns.end(index);
    }
  };
  const made = await Promise.allSettled(parts.map(make));
  return made.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
}

class Turns {
  readonly #parts: readonly Part[];
  readonly #order: readonly number[];
  readonly #left: number[];
  readonly #ended = new Set<number>();
  readonly #waiting: (() => void)[][];
  #turn = -1;
  /** Of the turn that goes on. */
  #toStart = 0;
  #toFinish = 0;

  constructor(parts: readonly Part[], seed: number) {
    this.#parts = parts;
    this.#left = parts.map(({ request }) => request.plan.attempts);
    this.#waiting = parts.map(() => []);
    this.#order = turnOrder(parts.length, Math.max(...parts.map(({ request, perTurn }) => Math.ceil(request.plan.attempts / perTurn))), seed);
    this.#next();
  }

  of(part: number): RunnerOptions {
    return {
      beforeAttempt: (_, signal) => this.#wait(part, signal),
      onRecord: () => {
        this.#toFinish -= 1;
        if (this.#toFinish === 0) this.#next();
      },
    };
  }

  /** The run of the part has ended; it takes no further turns. */
  end(part: number): void {
    this.#ended.add(part);
    if (this.#current() === part) this.#next();
  }

  #current(): number | undefined {
    return this.#order[this.#turn];
  }

  #wait(part: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted) {
        resolve();
        return;
      }
      signal.addEventListener('abort', () => resolve(), { once: true });
      this.#waiting[part]?.push(resolve);
      this.#admit();
    });
  }

  /** Lets those start whose turn it is. */
  #admit(): void {
    const waiting = this.#waiting[this.#current() ?? -1];
    while (this.#toStart > 0 && waiting !== undefined && waiting.length > 0) {
      this.#toStart -= 1;
      waiting.shift()?.();
    }
  }

  #next(): void {
    const before = this.#parts[this.#current() ?? -1];
    do this.#turn += 1;
    while (this.#isOver(this.#current()));
    before?.leave?.();
    const part = this.#current();
    if (part === undefined) return;
    const size = Math.min(this.#parts[part]?.perTurn ?? 1, this.#left[part] ?? 0);
    this.#left[part] = (this.#left[part] ?? 0) - size;
    [this.#toStart, this.#toFinish] = [size, size];
    this.#parts[part]?.enter?.();
    this.#admit();
  }

  #isOver(part: number | undefined): boolean {
    return part !== undefined && (this.#ended.has(part) || (this.#left[part] ?? 0) <= 0);
  }
}
