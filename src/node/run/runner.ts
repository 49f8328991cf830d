/** The attempts of one run: as many at a time as the plan says, until something ends it. */
import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Collector } from '../../core/run/collector.js';
import type { AttemptRecord, EndReason, RunEvent, RunHeader, RunResult } from '../../core/run/events.js';
import { isFailure } from '../../core/run/outcome.js';
import type { RunPlan } from '../../core/run/plan.js';
import { Refusal } from '../../core/refusal.js';
import { errorCode } from '../errorCode.js';
import { systemClock } from '../ports.js';
import { OutputPipes } from '../process/outputPipe.js';
import { StallWatch } from '../process/stallWatch.js';
import { ATTEMPT_VARIABLE, TagSweeper } from '../process/tag.js';
import type { ProcessTree } from '../process/tree.js';
import { ActiveWatch } from './activeWatch.js';
import type { AttemptEnd } from './attempt.js';
import type { AttemptContext } from './attemptContext.js';
import { AttemptNumbers } from './attemptNumbers.js';
import type { AttemptSource } from './attemptSource.js';
import type { EventQueue } from './eventQueue.js';
import { Expressions } from './expressions.js';
import { withMoment } from './history.js';
import { LEDGER_LOST, type RunLedger } from './ledger.js';
import { LogKeeper } from './logKeeper.js';
import { Samplers } from './samplers.js';
import { tieTrees } from '../process/tiedTrees.js';
import { sourceOf } from './sourceOf.js';
import { systemReason } from './systemReason.js';
import type { TestResultsReader } from './testResults.js';

/** How often `shouldStop` is asked while attempts run, ms. */
const POLL_MS = 500;

/** A command that ran before and then cannot be started (it is being rebuilt, the machine is full) may be back at the next attempt. */
const MAX_START_FAILURES = 3;

/** Processes that are found after the last attempt get so long between SIGTERM and SIGKILL, ms. */
const STRAY_GRACE_MS = 1_000;

/** What a run that is taken up again has done already. */
export interface DoneAttempts {
  readonly records: readonly AttemptRecord[];
  /** How long attempts were made so far, ms. */
  readonly activeMs: number;
}

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
  /** Told of each record as soon as it is in the ledger, before `shouldStop` is asked about the next attempt; of a run that is taken up again, of the earlier ones first. */
  readonly onRecord?: (record: AttemptRecord) => void;
  /**
   * Asked before each attempt: once true, no further attempt starts, but those that run come to their own end. For a number of attempts that pass: to cut off
   * what still runs would leave out failures that take longer than passes, as hangs do.
   */
  readonly isEnough?: () => boolean;
  /** Whether one more attempt is to be made in place of that one, because it says nothing of what is asked. At most as many more as the plan has. */
  readonly isMadeUpFor?: (record: AttemptRecord) => boolean;
  /** Asked as often: while it says so, no further attempt starts. */
  readonly isPaused?: () => boolean;
  /** Aborted when everything is to be killed at once. */
  readonly now?: AbortSignal;
  /** What is kept at the first failure. */
  readonly collectors?: readonly Collector[];
  readonly done?: DoneAttempts;
  /** Variables that stand over those that this process has, for a run that goes on in the environment of an earlier process. */
  readonly environment?: Readonly<Record<string, string>>;
}

export class Runner {
  readonly #plan: RunPlan;
  readonly #ledger: RunLedger;
  readonly #events: EventQueue<RunEvent>;
  readonly #options: RunnerOptions;
  readonly #abort = new AbortController();
  readonly #context: AttemptContext;
  readonly #numbers: AttemptNumbers;
  readonly #keeper: LogKeeper;
  readonly #samplers: Samplers;
  readonly #watch: ActiveWatch;
  #run: RunHeader;
  #end: { readonly reason: EndReason; readonly message?: string } | undefined;
  /** While the run is paused: what those wait for who would start an attempt. */
  #pause: { readonly over: Promise<void>; end(): void } | undefined;
  /** Writes of the header go one after the other. */
  #noted: Promise<void> = Promise.resolve();
  /** Set once: a failure among those that come to their end does not start others again. */
  #enough = false;
  /** Whether the command was ever started. */
  #started = false;
  #startFailures = 0;
  #failures = 0;
  #collected = false;

  /** @param command and `plan`: those of the header, with their secrets */
  constructor(run: RunHeader, command: readonly string[], plan: RunPlan, ledger: RunLedger, events: EventQueue<RunEvent>, tests: TestResultsReader, options: RunnerOptions) {
    const done = options.done?.records ?? [];
    this.#run = run;
    this.#plan = plan;
    this.#ledger = ledger;
    this.#events = events;
    this.#options = options;
    this.#numbers = new AttemptNumbers(plan.attempts, done);
    this.#keeper = new LogKeeper(ledger.folder, plan.keep);
    this.#watch = new ActiveWatch(systemClock, options.done?.activeMs ?? 0);
    for (const record of done) {
      options.onRecord?.(record);
      this.#count(record);
      this.#makeUpFor(record);
    }
    // Each attempt listens; from 11 on Node would warn.
    setMaxListeners(0, this.#abort.signal);
    const now = options.now ?? new AbortController().signal;
    setMaxListeners(0, now);
    const shared = { run: run.id, cwd: run.cwd, sweeper: new TagSweeper(run.id), pipes: new OutputPipes(plan.jobs + (plan.during?.length ?? 0)), trees: new Set<ProcessTree>() };
    const environment = { ...inherited(), ...options.environment };
    this.#context = {
      ...shared,
      folder: ledger.folder,
      command,
      plan,
      environment,
      stalls: new StallWatch(systemClock),
      tests,
      clock: systemClock,
      expressions: new Expressions(),
      collectors: () => this.#collectorsOnce(),
      now,
    };
    const samplersEnvironment = { ...environment, ...plan.environment, [ATTEMPT_VARIABLE]: undefined };
    this.#samplers = new Samplers({ ...shared, folder: ledger.folder, environment: samplersEnvironment, clock: systemClock }, (error) => this.#samplesLost(error));
  }

  /** Ends the run: no further attempt starts, running ones are cancelled. The first reason counts. */
  stop(reason: EndReason, message?: string): void {
    if (this.#end) return;
    this.#end = { reason, ...(message === undefined ? {} : { message }) };
    this.#pause?.end();
    this.#abort.abort();
  }

  /** Runs until the end, with everything put away. Rejects only for a bug. */
  async run(): Promise<void> {
    const { trees, now, expressions } = this.#context;
    const untie = tieTrees(trees, now);
    try {
      await this.#events.push({ type: 'run-started', run: this.#run });
      for (const record of this.#options.done?.records ?? []) await this.#events.push({ type: 'attempt-finished', record });
      // What a killed run left must not run beside what goes on.
      if (this.#options.done) await this.#context.sweeper.endAll(STRAY_GRACE_MS);
      this.#watch.start();
      await this.#attempts();
      const result = await this.#finish();
      await this.#events.push({ type: 'run-finished', result });
    } finally {
      await this.#samplers.stop();
      await this.#noted;
      await this.#ledger.close();
      await this.#context.pipes.close();
      await expressions.close();
      this.#context.stalls.close();
      untie();
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
    await guarded(() => this.#startSamplers());
    this.#stopAtFailures();
    const poll = setInterval(() => void guarded(() => this.#poll()), POLL_MS);
    try {
      await Promise.all(Array.from({ length: Math.min(this.#plan.jobs, this.#numbers.left) }, () => guarded(() => this.#job())));
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
      await this.#pause?.over;
      this.#enough ||= this.#options.isEnough?.() === true;
      if (this.#end || this.#enough || this.#isTimeUp()) return;
      const attempt = this.#numbers.take();
      if (attempt === undefined) return;
      await this.#options.beforeAttempt?.(attempt, this.#abort.signal);
      if (this.#abort.signal.aborted) return;
      await this.#events.push({ type: 'attempt-started', attempt });
      const end = await source.next(attempt, this.#abort.signal);
      this.#ledger.append(end.record);
      this.#options.onRecord?.(end.record);
      this.#makeUpFor(end.record);
      this.#keeper.ended(end.record);
      await this.#events.push({ type: 'attempt-finished', record: end.record });
      this.#judge(end);
      if (!this.#numbers.isEmpty && !this.#isTimeUp()) await this.#rest();
    }
  }

  #makeUpFor(record: AttemptRecord): void {
    if (this.#options.isMadeUpFor?.(record) === true) this.#numbers.addOne();
  }

  /** At least one attempt is made. */
  #isTimeUp(): boolean {
    return this.#numbers.anyTaken && this.#watch.activeMs() >= (this.#plan.forMs ?? Infinity);
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
    if (this.#end) return;
    const reason = this.#options.shouldStop?.();
    if (reason) this.stop(reason);
    else if ((this.#options.isPaused?.() ?? false) !== (this.#pause !== undefined)) this.#turn();
  }

  /** From going on to paused, or back: noted in the header, which observers get anew. */
  #turn(): void {
    if (this.#pause) {
      this.#pause.end();
      this.#pause = undefined;
      this.#watch.start();
    } else {
      let end = (): void => undefined;
      const over = new Promise<void>((resolve) => (end = resolve));
      this.#pause = { over, end };
      this.#watch.stop();
    }
    const type = this.#pause ? 'paused' : 'continued';
    this.#run = withMoment({ ...this.#run, activeMs: this.#watch.activeMs() }, { type, at: new Date(systemClock.now()).toISOString() });
    const run = this.#run;
    this.#noted = this.#noted.then(async () => {
      // A full disk is told by the next record; the run need not end for this.
      await this.#ledger.note(run).catch(() => undefined);
      await this.#events.push({ type: 'run-started', run });
    });
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
    this.#count(record);
    this.#stopAtFailures();
  }

  #count({ outcome, expected, collected, exitCode, signal }: AttemptRecord): void {
    // Where a failure is expected, only what is known to be that one ends the run.
    if (isFailure(outcome) && (expected === true || this.#plan.expect === undefined)) this.#failures += 1;
    if (exitCode !== null || signal !== null) this.#started = true;
    // What was collected for a failure that turned out to be infrastructure is not what was asked for.
    if (collected) this.#collected = isFailure(outcome);
  }

  #stopAtFailures(): void {
    if (this.#failures >= (this.#plan.untilFailures ?? Infinity)) this.stop(this.#plan.untilFailures === 1 ? 'first-failure' : 'enough-failures');
  }

  #collectorsOnce(): readonly Collector[] {
    if (this.#collected) return [];
    this.#collected = true;
    return this.#options.collectors ?? [];
  }

  #startSamplers(): void {
    try {
      this.#samplers.start(this.#plan.during ?? []);
    } catch (error) {
      this.#samplesLost(error);
    }
  }

  #samplesLost(error: unknown): void {
    this.stop('error', errorCode(error) === undefined ? `Casebook failed: ${String(error)}` : `What the samplers answer cannot be written (${systemReason(error)}): make room, then run again. What was measured up to there is kept.`);
  }

  /** Ends what attempts left and nobody found yet, and completes the ledger. */
  async #finish(): Promise<RunResult> {
    this.#watch.stop();
    await this.#samplers.stop();
    await this.#noted;
    await this.#context.sweeper.endAll(STRAY_GRACE_MS);
    const endedAt = new Date(systemClock.now()).toISOString();
    const result: RunResult = { reason: this.#enough ? 'decided' : 'completed', ...this.#end, endedAt };
    const lost: RunResult = { reason: 'error', endedAt, message: LEDGER_LOST, ledgerLost: true };
    if (!this.#ledger.isKept()) return lost;
    try {
      return await this.#ledger.finish(result, { ...this.#run, activeMs: this.#watch.activeMs() });
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
