/** Makes one attempt: starts the command, keeps its output, ends what it leaves, and says how it ended. */
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { Clock } from '../../core/ports.js';
import { LEDGER_SCHEMA, type AttemptRecord, type AttemptTests } from '../../core/run/events.js';
import { attemptLogPath } from '../../core/run/logPath.js';
import type { Outcome } from '../../core/run/outcome.js';
import { plannedAttempts, type RunPlan } from '../../core/run/plan.js';
import { attemptSeed } from '../../core/run/seed.js';
import { signatureOf } from '../../core/run/signature.js';
import { sha256 } from '../ports.js';
import type { OutputPipes } from '../process/outputPipe.js';
import { startCommand, type ExitStatus, type StartedCommand } from '../process/start.js';
import type { StartFailure } from '../process/startProblem.js';
import { ATTEMPT_VARIABLE, ATTEMPTS_VARIABLE, RUN_VARIABLE, SEED_VARIABLE, type TaggedProcess, type TagSweeper } from '../process/tag.js';
import { ProcessTree } from '../process/tree.js';
import type { StallWatch } from '../process/stallWatch.js';
import { afterReading, within } from '../process/wait.js';
import { AttemptLog } from './attemptLog.js';
import type { TestResultsReader } from './testResults.js';

/**
 * How long after the command's end its output may stay open, and its processes may take to vanish, ms; nextest's leak timeout is of
 * that size. Waited for in full only where something is really left.
 */
export const LEAK_WAIT_MS = 300;

/** What was left behind gets at most this long between SIGTERM and SIGKILL, ms: a leak must not cost the plan's 10 s at each attempt. */
const LEFTOVER_GRACE_MS = 1_000;

/** What the attempts of a run share. */
export interface AttemptContext {
  readonly run: string;
  /** The run's folder, absolute. */
  readonly folder: string;
  readonly command: readonly string[];
  readonly cwd: string;
  /** With the true values of its variables. */
  readonly plan: RunPlan;
  /** What the command inherits; the plan's variables and the run's tag are added. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly sweeper: TagSweeper;
  readonly pipes: OutputPipes;
  /** Those that live now: to be ended at once if this process has to exit. */
  readonly trees: Set<ProcessTree>;
  readonly stalls: StallWatch;
  readonly tests: TestResultsReader;
  readonly clock: Clock;
}

export interface AttemptEnd {
  readonly record: AttemptRecord;
  /** The command could not be started. */
  readonly startFailure?: StartFailure;
  /** The log could not be written. */
  readonly logError?: NodeJS.ErrnoException;
}

/**
 * Makes attempt number `attempt` (1-based). When the signal is aborted, its processes are ended and its outcome is `cancelled`.
 *
 * `crash` means that a signal that we did not send ended the process that we started. A shell that reports its child's crash as exit code
 * 128 + n counts as `fail`: any program may exit with such a code, so it is never certain.
 */
export async function runAttempt(context: AttemptContext, attempt: number, signal: AbortSignal): Promise<AttemptEnd> {
  const { clock, folder, stalls } = context;
  const pipe = await context.pipes.take();
  const logPath = attemptLogPath(attempt);
  const startedAt = new Date(clock.now()).toISOString();
  const start = clock.monotonic();
  const stalledBefore = stalls.totalMs();
  const started = await startCommand({ ...context, env: tagged(context, attempt), shell: context.plan.shell, pipe });
  // The command is running already while its log is made: what it prints waits in the pipe.
  const log = new AttemptLog(path.join(folder, logPath));
  context.pipes.prepare();
  const ending = 'problem' in started ? notStarted(started) : await follow(started, context, attempt, log, signal);
  const durationMs = Math.round((clock.monotonic() - start) * 1000) / 1000;
  const stalledMs = stalls.totalMs() - stalledBefore;
  const { outputBytes, truncated, tail, error: logError } = log.finish();
  const { exitCode, signal: signalName } = ending;
  const told = ending.outcome === 'infra' || ending.outcome === 'cancelled' ? undefined : await context.tests.read({ attempt, tail, outputBytes, log: path.join(folder, logPath), logTruncated: truncated }, signal);
  const outcome = withTests(ending.outcome, told);
  const signature = signatureOf(tail, { cwd: context.cwd, sha256, outcome, exitCode, signal: signalName, timeoutMs: context.plan.timeoutMs });
  const reason = reasonOf(ending, stalledMs > durationMs * STALLED_SHARE);
  const record: AttemptRecord = {
    schema: LEDGER_SCHEMA,
    attempt,
    outcome,
    startedAt,
    durationMs,
    exitCode,
    signal: signalName,
    log: logPath,
    outputBytes,
    ...(context.plan.shuffleSeed === undefined ? {} : { seed: attemptSeed(context.plan.shuffleSeed, context.plan.sameSeed === true ? 1 : attempt) }),
    ...(truncated ? { logTruncated: true } : {}),
    ...(signature ? { signature } : {}),
    ...(told ? { tests: told } : {}),
    ...(ending.leftBehind > 0 ? { leftBehind: ending.leftBehind } : {}),
    ...(reason === undefined ? {} : { reason }),
  };
  return { record, ...('problem' in started ? { startFailure: started } : {}), ...(logError ? { logError } : {}) };
}

interface Ending extends ExitStatus {
  readonly outcome: Outcome;
  readonly leftBehind: number;
  readonly reason?: string;
}

/** Exit code 0 says that no test failed; where none was executed it says nothing. */
function withTests(outcome: Outcome, tests: AttemptTests | undefined): Outcome {
  return (outcome === 'pass' || outcome === 'leak') && tests?.executed === 0 && tests.partial !== true ? 'no-tests' : outcome;
}

/** Nobody can tell when a child ended while its parent stood still: its duration is then told as what it is, a bound. */
function reasonOf({ reason, outcome }: Ending, stalled: boolean): string | undefined {
  if (!stalled || outcome === 'infra' || outcome === 'cancelled') return reason;
  return reason === undefined ? STALLED : `${reason} ${STALLED}`;
}

const STALLED = 'Casebook stood still during it (stopped, or without a free processor): its duration is an upper bound.';

/** The share of a duration that Casebook may have stood still before that is told. */
const STALLED_SHARE = 0.1;

function notStarted(failure: StartFailure): Ending {
  return { outcome: 'infra', exitCode: null, signal: null, leftBehind: 0, reason: failure.problem };
}

/** From the start to the end of the last process and of the output. */
async function follow(started: StartedCommand, context: AttemptContext, attempt: number, log: AttemptLog, signal: AbortSignal): Promise<Ending> {
  const { plan, trees } = context;
  const tree = new ProcessTree(started, context.sweeper, attempt);
  trees.add(tree);
  try {
    const output = collect(started.output, log);
    const first = await firstOf(started.exited, plan.timeoutMs, signal);
    const ending = first === 'exited' ? await afterExit(started, tree, output, plan) : await afterKill(first, started, tree, output, plan);
    const error = output.error();
    return error ? { ...ending, reason: `Its output could not be read to the end: ${error.message}.` } : ending;
  } finally {
    for (const stream of started.output) stream.destroy();
    trees.delete(tree);
  }
}

async function afterExit(started: StartedCommand, tree: ProcessTree, output: Output, plan: RunPlan): Promise<Ending> {
  const status = await started.exited;
  const settled = await tree.settled(output.closed, LEAK_WAIT_MS);
  const left = settled ? [] : tree.remaining(true);
  if (left.length > 0) {
    await tree.end(Math.min(plan.graceMs, LEFTOVER_GRACE_MS));
    await within(output.closed, LEAK_WAIT_MS);
  }
  const outcome = outcomeOf(status, settled);
  return { ...status, outcome, leftBehind: left.length, ...(outcome === 'leak' ? { reason: leakReason(left) } : {}) };
}

async function afterKill(outcome: 'timeout' | 'cancelled', started: StartedCommand, tree: ProcessTree, output: Output, plan: RunPlan): Promise<Ending> {
  const escaped = await tree.end(plan.graceMs);
  const status = (await within(started.exited, 0)) ? await started.exited : { exitCode: null, signal: null };
  await within(output.closed, LEAK_WAIT_MS);
  const alive = tree.remaining();
  return { ...status, outcome, leftBehind: escaped, ...(alive.length > 0 ? { reason: `It could not be ended: ${count(alive)} still running, perhaps as another user.` } : {}) };
}

function outcomeOf({ exitCode, signal }: ExitStatus, settled: boolean): Outcome {
  if (signal !== null) return 'crash';
  if (exitCode !== 0) return 'fail';
  return settled ? 'pass' : 'leak';
}

function leakReason(left: readonly TaggedProcess[]): string {
  if (left.length > 0) return `It exited with 0, but left ${count(left)} running.`;
  return `It exited with 0, but its output was still held open ${LEAK_WAIT_MS} ms later, by a process that carries no tag of this run.`;
}

/** Numbers of processes are not named: equal reasons are counted together. */
function count(processes: readonly TaggedProcess[]): string {
  const names = [...new Set(processes.map(({ name }) => name.replace(/[^\w.+:-]/g, '?')))].filter((name) => name !== '').sort();
  const shown = names.length > 3 ? `${names.slice(0, 3).join(', ')}, …` : names.join(', ');
  return `${processes.length} ${processes.length === 1 ? 'process' : 'processes'}${shown === '' ? '' : ` (${shown})`}`;
}

interface Output {
  /** Settles when nobody holds the output open any more. */
  readonly closed: Promise<unknown>;
  error(): Error | undefined;
}

function collect(streams: readonly Readable[], log: AttemptLog): Output {
  let failure: Error | undefined;
  const closed = streams.map((stream) => {
    stream.on('data', (chunk: Buffer) => log.write(chunk));
    stream.once('error', (error) => (failure ??= error));
    return new Promise<void>((resolve) => stream.once('close', resolve));
  });
  return { closed: Promise.all(closed), error: () => failure };
}

function firstOf(exited: Promise<unknown>, timeoutMs: number, signal: AbortSignal): Promise<'exited' | 'timeout' | 'cancelled'> {
  return new Promise((resolve) => {
    const settle = (first: 'exited' | 'timeout' | 'cancelled'): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      resolve(first);
    };
    const onAbort = (): void => settle('cancelled');
    // Only a command that still runs has timed out; one that ended while this process stood still has not.
    const timer = setTimeout(() => afterReading(() => settle('timeout')), timeoutMs);
    signal.addEventListener('abort', onAbort, { once: true });
    void exited.then(() => settle('exited'));
    if (signal.aborted) onAbort();
  });
}

/** What the command finds in its environment. */
export function tagged({ environment, run, plan }: AttemptContext, attempt: number): Record<string, string | undefined> {
  const planned = plannedAttempts(plan);
  return {
    ...environment,
    ...plan.environment,
    [RUN_VARIABLE]: run,
    [ATTEMPT_VARIABLE]: String(attempt),
    // Where there is no such number, that of a run around this one must not stand in for it.
    [ATTEMPTS_VARIABLE]: planned === undefined ? undefined : String(planned),
    [SEED_VARIABLE]: plan.shuffleSeed === undefined ? undefined : String(attemptSeed(plan.shuffleSeed, plan.sameSeed === true ? 1 : attempt)),
  };
}
