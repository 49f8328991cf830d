/** The attempts of one run: as many at a time as the plan says, until something ends it. */
import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { AttemptRecord, EndReason, RunEvent, RunHeader, RunResult } from '../../core/run/events.js';
import { isFailure } from '../../core/run/outcome.js';
import type { RunPlan } from '../../core/run/plan.js';
import { Refusal } from '../../core/refusal.js';
import { systemClock } from '../ports.js';
import { OutputPipes } from '../process/outputPipe.js';
import { StallWatch } from '../process/stallWatch.js';
import { TagSweeper } from '../process/tag.js';
import type { ProcessTree } from '../process/tree.js';
import type { AttemptContext, AttemptEnd } from './attempt.js';
import type { AttemptSource } from './attemptSource.js';
import type { EventQueue } from './eventQueue.js';
import { LEDGER_LOST, type RunLedger } from './ledger.js';
import { sourceOf } from './sourceOf.js';
import { systemReason } from './systemReason.js';
import type { TestResultsReader } from './testResults.js';

/** How often `shouldStop` is asked while attempts run, ms. */
const POLL_MS = 500;

/** A command that ran before and then cannot be started (it is being rebuilt, the machine is full) may be back at the next attempt. */
const MAX_START_FAILURES = 3;

/** Processes that are found after the last attempt get so long between SIGTERM and SIGKILL, ms. */
const STRAY_GRACE_MS = 1_000;

export interface RunnerOptions {
  /**
   * Asked before each attempt and twice a second: a reason ends the run, and running attempts with it. For a proof that is decided, and for
   * a lease that lapsed (`watchControl`).
   */
  readonly shouldStop?: () => EndReason | undefined;
  /**
   * Awaited before each attempt: for runs that take turns. It settles at once when the signal is aborted; no attempt is made then.
   * @param attempt 1-based
   */
  readonly beforeAttempt?: (attempt: number, signal: AbortSignal) => Promise<void>;
  /** Told of each record as soon as it is in the ledger, before `shouldStop` is asked about the next attempt. */
  readonly onRecord?: (record: AttemptRecord) => void;
}

export class Runner {
  readonly #run: RunHeader;
  readonly #plan: RunPlan;
  readonly #ledger: RunLedger;
  readonly #events: EventQueue<RunEvent>;
  readonly #options: RunnerOptions;
  readonly #abort = new AbortController();
  readonly #context: AttemptContext;
  #startedAt = 0;
  #next = 1;
  #end: { readonly reason: EndReason; readonly message?: string } | undefined;
  /** Whether the command was ever started. */
  #started = false;
  #startFailures = 0;
  #failures = 0;

  /** @param plan that of the header, with the true values of its variables */
  constructor(run: RunHeader, plan: RunPlan, ledger: RunLedger, events: EventQueue<RunEvent>, tests: TestResultsReader, options: RunnerOptions) {
    this.#run = run;
    this.#plan = plan;
    this.#ledger = ledger;
    this.#events = events;
    this.#options = options;
    // Each attempt listens; from 11 on Node would warn.
    setMaxListeners(0, this.#abort.signal);
    this.#context = {
      run: run.id,
      folder: ledger.folder,
      command: run.command,
      cwd: run.cwd,
      plan,
      environment: inherited(),
      sweeper: new TagSweeper(run.id),
      pipes: new OutputPipes(plan.jobs),
      trees: new Set<ProcessTree>(),
      stalls: new StallWatch(systemClock),
      tests,
      clock: systemClock,
    };
  }

  /** Ends the run: no further attempt starts, running ones are cancelled. The first reason counts. */
  stop(reason: EndReason, message?: string): void {
    if (this.#end) return;
    this.#end = { reason, ...(message === undefined ? {} : { message }) };
    this.#abort.abort();
  }

  /** Runs until the end, with everything put away. Rejects only for a bug. */
  async run(): Promise<void> {
    const { trees } = this.#context;
    const onExit = (): void => trees.forEach((tree) => tree.endNow());
    process.on('exit', onExit);
    this.#startedAt = systemClock.monotonic();
    try {
      await this.#events.push({ type: 'run-started', run: this.#run });
      await this.#attempts();
      const result = await this.#finish();
      await this.#events.push({ type: 'run-finished', result });
    } finally {
      await this.#ledger.close();
      await this.#context.pipes.close();
      this.#context.stalls.close();
      process.off('exit', onExit);
      this.#events.end();
    }
  }

  async #attempts(): Promise<void> {
    const bugs: unknown[] = [];
    const guarded = async (work: () => void | Promise<void>): Promise<void> => {
      try {
        await work();
      } catch (error) {
        // What cannot be written ends the run; anything else is a bug, that waits until the other attempts are put away.
        this.stop('error', error instanceof Refusal ? error.message : `Casebook failed: ${String(error)}`);
        if (!(error instanceof Refusal)) bugs.push(error);
      }
    };
    const poll = setInterval(() => void guarded(() => this.#poll()), POLL_MS);
    try {
      await Promise.all(Array.from({ length: Math.min(this.#plan.jobs, this.#plan.attempts) }, () => guarded(() => this.#job())));
    } finally {
      clearInterval(poll);
    }
    if (bugs.length > 0) {
      await this.#finish();
      throw bugs[0];
    }
  }

  async #job(): Promise<void> {
    const source = sourceOf(this.#context);
    try {
      await this.#oneAfterAnother(source);
    } finally {
      await source.close();
    }
  }

  async #oneAfterAnother(source: AttemptSource): Promise<void> {
    for (;;) {
      this.#poll();
      if (this.#end || this.#isDone()) return;
      const attempt = this.#next++;
      await this.#options.beforeAttempt?.(attempt, this.#abort.signal);
      if (this.#abort.signal.aborted) return;
      await this.#events.push({ type: 'attempt-started', attempt });
      const end = await source.next(attempt, this.#abort.signal);
      this.#ledger.append(end.record);
      this.#options.onRecord?.(end.record);
      await this.#events.push({ type: 'attempt-finished', record: end.record });
      this.#judge(end);
      if (!this.#isDone()) await this.#rest();
    }
  }

  /** Whether all attempts were started, or the time is up, in which at least one is made. */
  #isDone(): boolean {
    const { attempts, forMs = Infinity } = this.#plan;
    return this.#next > attempts || (this.#next > 1 && systemClock.monotonic() - this.#startedAt >= forMs);
  }

  /** The delay between two attempts of a job; cut short when the run ends. */
  async #rest(): Promise<void> {
    const { delayMs = 0 } = this.#plan;
    if (delayMs === 0 || this.#abort.signal.aborted) return;
    await delay(delayMs, undefined, { signal: this.#abort.signal }).catch((error: unknown) => {
      if (!this.#abort.signal.aborted) throw error;
    });
  }

  #poll(): void {
    const reason = this.#end ? undefined : this.#options.shouldStop?.();
    if (reason) this.stop(reason);
  }

  #judge({ record, startFailure, logError }: AttemptEnd): void {
    if (logError) {
      this.stop('error', this.#ledger.isKept() ? logProblem(record.attempt, logError) : LEDGER_LOST);
    }
    if (startFailure) {
      this.#startFailures += 1;
      const hopeless = startFailure.lasting && !this.#started;
      if (hopeless || this.#startFailures >= MAX_START_FAILURES) this.stop('error', startFailure.problem);
      return;
    }
    this.#started = true;
    this.#startFailures = 0;
    if (isFailure(record.outcome)) this.#failures += 1;
    if (this.#failures >= (this.#plan.untilFailures ?? Infinity)) this.stop(this.#failures === 1 ? 'first-failure' : 'enough-failures');
  }

  /** Ends what attempts left and nobody found yet, and completes the ledger. */
  async #finish(): Promise<RunResult> {
    await this.#context.sweeper.endAll(STRAY_GRACE_MS);
    const endedAt = new Date(systemClock.now()).toISOString();
    const result: RunResult = { reason: 'completed', ...this.#end, endedAt };
    const lost: RunResult = { reason: 'error', endedAt, message: LEDGER_LOST, ledgerLost: true };
    if (!this.#ledger.isKept()) return lost;
    try {
      return await this.#ledger.finish(result);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return this.#ledger.isKept() ? { reason: 'error', endedAt, message: result.message ?? error.message } : lost;
    }
  }
}

function logProblem(attempt: number, error: NodeJS.ErrnoException): string {
  return `The log of attempt ${attempt} cannot be written (${systemReason(error)}): ${LOG_ADVICE[error.code ?? ''] ?? 'make room'}, then run again. What was measured up to there is kept.`;
}

const LOG_ADVICE: Readonly<Record<string, string>> = {
  ENOENT: 'leave the folders in .casebook/runs alone until their run has ended',
  EMFILE: 'lower --jobs',
  ENFILE: 'lower --jobs',
  EACCES: 'make its folder writable',
  EPERM: 'make its folder writable',
  EROFS: 'make its file system writable',
};

/** All of this process's environment, but for what made the editor's executable this Node: that was meant for us. */
function inherited(): Record<string, string | undefined> {
  const environment = { ...process.env };
  if (process.versions['electron'] !== undefined) delete environment['ELECTRON_RUN_AS_NODE'];
  return environment;
}
