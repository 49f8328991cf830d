/** Asks the plan's samplers again and again while attempts are made (`--during`), and writes what they answer into `samples.ndjson`. */
import { closeSync, openSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../../core/ports.js';
import { MAX_SAMPLE_LINE, type Sample } from '../../core/run/during.js';
import { LEDGER_SCHEMA } from '../../core/run/events.js';
import type { Sampler } from '../../core/run/plan.js';
import { runHelper, type HelperContext, type HelperEnd } from '../process/helper.js';
import { HELPER_VARIABLE } from '../process/tag.js';
import { SAMPLES_FILE } from './folders.js';
import { redactBytes } from './redactBytes.js';
import { writeFully } from './writeFully.js';

/** An answer that takes longer counts as failed, ms; a sampler with a longer interval has that. */
const TIMEOUT_MS = 10_000;

const GRACE_MS = 500;

/** Of what a sampler prints, bytes of the end: its last line. */
const MAX_OUTPUT = 4 * 1024;

/** Samples of one run that are written: a day at ten in a second. */
const MAX_SAMPLES = 1_000_000;

export interface SamplersContext extends HelperContext {
  /** The run's, absolute. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
}

/** To be stopped by whoever made it. */
export class Samplers {
  readonly #context: SamplersContext;
  readonly #abort = new AbortController();
  readonly #onError: (error: unknown) => void;
  #loops: Promise<void>[] = [];
  #fd: number | undefined;
  #written = 0;

  /** @param onError is told when samples cannot be written any more */
  constructor(context: SamplersContext, onError: (error: unknown) => void) {
    this.#context = context;
    this.#onError = onError;
  }

  /** @throws NodeJS.ErrnoException if the file cannot be made */
  start(samplers: readonly Sampler[]): void {
    if (samplers.length === 0) return;
    this.#fd = openSync(path.join(this.#context.folder, SAMPLES_FILE), 'a');
    this.#loops = samplers.map((sampler) => this.#repeat(sampler).catch((error: unknown) => this.#onError(error)));
  }

  /** Ends those that run; what they would have answered is not written. */
  async stop(): Promise<void> {
    this.#abort.abort();
    await Promise.all(this.#loops);
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
  }

  /** One after the other: a slow one is asked less often, and never beside itself. */
  async #repeat(sampler: Sampler): Promise<void> {
    const { clock, environment } = this.#context;
    const { signal } = this.#abort;
    const helper = {
      line: sampler.command,
      env: environment,
      mark: { variable: HELPER_VARIABLE, value: `sampler-${sampler.name}` },
      timeoutMs: Math.max(TIMEOUT_MS, sampler.everyMs),
      graceMs: GRACE_MS,
      maxBytes: MAX_OUTPUT,
    } as const;
    while (!signal.aborted) {
      const at = new Date(clock.now()).toISOString();
      const start = clock.monotonic();
      const end = await runHelper(this.#context, helper, signal);
      const durationMs = Math.round((clock.monotonic() - start) * 1000) / 1000;
      if (end.ended === 'aborted') return;
      this.#write({ schema: LEDGER_SCHEMA, sampler: sampler.name, at, durationMs, exitCode: end.ended === 'exited' ? end.exitCode : null, line: lastLine(end) });
      try {
        await delay(Math.max(0, sampler.everyMs - durationMs), undefined, { signal });
      } catch {
        // Aborted: nothing else makes a timer reject.
        return;
      }
    }
  }

  #write(sample: Sample): void {
    if (this.#fd === undefined || this.#written >= MAX_SAMPLES) return;
    writeFully(this.#fd, Buffer.from(`${JSON.stringify(sample)}\n`));
    this.#written += 1;
  }
}

function lastLine({ output, ended, problem }: HelperEnd): string {
  if (problem !== undefined) return problem.slice(0, MAX_SAMPLE_LINE);
  if (ended === 'timeout') return '(no answer in time)';
  const text = redactBytes(output).toString('utf8').trimEnd();
  return text.slice(text.lastIndexOf('\n') + 1).slice(0, MAX_SAMPLE_LINE);
}
