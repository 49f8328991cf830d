/** Follows one attempt from its start to the end of its last process, and says how it ended. */
import type { Readable } from 'node:stream';
import type { CollectedItem } from '../../core/run/events.js';
import type { Outcome } from '../../core/run/outcome.js';
import type { RunPlan } from '../../core/run/plan.js';
import type { HelperContext } from '../process/helper.js';
import type { ExitStatus, StartedCommand } from '../process/start.js';
import { ATTEMPT_VARIABLE, type TaggedProcess } from '../process/tag.js';
import { ProcessTree } from '../process/tree.js';
import { firstOf, within } from '../process/wait.js';
import type { AttemptContext, Environment } from './attemptContext.js';
import { collectAll } from './collect.js';

/**
 * How long after the command's end its output may stay open, and its processes may take to vanish, ms; nextest's leak timeout is of
 * that size. Waited for in full only where something is really left.
 */
export const LEAK_WAIT_MS = 300;

/** What was left behind gets at most this long between SIGTERM and SIGKILL, ms: a leak must not cost the plan's 10 s at each attempt. */
const LEFTOVER_GRACE_MS = 1_000;

export interface Ending extends ExitStatus {
  readonly outcome: Outcome;
  readonly leftBehind: number;
  readonly reason?: string;
  readonly collected?: readonly CollectedItem[];
  /** What is no part of its duration, ms: how long collecting kept the end waiting, and after an exit all that came behind it. */
  readonly helpedMs: number;
}

/** What is used of the context of an attempt. */
interface FollowContext extends HelperContext, Pick<AttemptContext, 'folder' | 'stalls' | 'clock' | 'collectors' | 'now'> {
  readonly plan: Pick<RunPlan, 'timeoutMs' | 'graceMs'>;
}

/** Takes what is printed. */
interface Sink {
  write(chunk: Buffer): void;
}

/** From the start to the end of the last process and of the output. */
export async function follow(started: StartedCommand, context: FollowContext, attempt: number, env: Environment, log: Sink, signal: AbortSignal): Promise<Ending> {
  const { plan, trees, stalls } = context;
  const tree = new ProcessTree(started, context.sweeper, { variable: ATTEMPT_VARIABLE, value: String(attempt) });
  trees.add(tree);
  try {
    const output = collect(started.output, log);
    const stalledBefore = stalls.totalMs();
    const first = await firstOf(started.exited, plan.timeoutMs, signal, () => stalls.totalMs() - stalledBefore);
    const firstAt = context.clock.monotonic();
    const kept = first === 'aborted' || (first === 'exited' && succeeded(await started.exited)) ? NOTHING_KEPT : await keepEvidence(context, attempt, started.pid, env, signal);
    const ending = first === 'exited' ? await afterExit(started, tree, output, context) : await afterKill(first === 'aborted' ? 'cancelled' : first, started, tree, output, context);
    const error = output.error();
    const behind = first === 'exited' ? { helpedMs: context.clock.monotonic() - firstAt } : {};
    return { ...ending, ...kept, ...behind, ...(error ? { reason: [...(ending.reason === undefined ? [] : [ending.reason]), `Its output could not be read to the end: ${error.message}.`].join(' ') } : {}) };
  } finally {
    for (const stream of started.output) stream.destroy();
    trees.delete(tree);
  }
}

type Kept = Pick<Ending, 'collected' | 'helpedMs'>;

const NOTHING_KEPT: Kept = { helpedMs: 0 };

/** Before anything of the attempt is ended. */
async function keepEvidence(context: FollowContext, attempt: number, pid: number, env: Environment, signal: AbortSignal): Promise<Kept> {
  const collectors = context.collectors();
  if (collectors.length === 0) return NOTHING_KEPT;
  const start = context.clock.monotonic();
  const collected = await collectAll(context, { collectors, folder: context.folder, attempt, pid, env }, signal);
  return { collected, helpedMs: context.clock.monotonic() - start };
}

async function afterExit(started: StartedCommand, tree: ProcessTree, output: Output, { plan, now }: FollowContext): Promise<Omit<Ending, 'helpedMs'>> {
  const status = await started.exited;
  const settled = await tree.settled(output.closed, LEAK_WAIT_MS);
  const left = settled ? [] : tree.remaining(true);
  if (left.length > 0) {
    await tree.end(Math.min(plan.graceMs, LEFTOVER_GRACE_MS), now);
    await within(output.closed, LEAK_WAIT_MS);
  }
  const outcome = outcomeOf(status, settled);
  return { ...status, outcome, leftBehind: left.length, ...(settled ? {} : { reason: leftReason(status, left) }) };
}

async function afterKill(outcome: 'timeout' | 'cancelled', started: StartedCommand, tree: ProcessTree, output: Output, { plan, now }: FollowContext): Promise<Omit<Ending, 'helpedMs'>> {
  const escaped = await tree.end(plan.graceMs, now);
  const status = (await within(started.exited, 0)) ? await started.exited : { exitCode: null, signal: null };
  await within(output.closed, LEAK_WAIT_MS);
  const alive = tree.remaining();
  return { ...status, outcome, leftBehind: escaped, ...(alive.length > 0 ? { reason: `It could not be ended: ${count(alive)} still running, perhaps as another user.` } : {}) };
}

function succeeded({ exitCode, signal }: ExitStatus): boolean {
  return signal === null && exitCode === 0;
}

function outcomeOf({ exitCode, signal }: ExitStatus, settled: boolean): Outcome {
  if (signal !== null) return 'crash';
  if (exitCode !== 0) return 'fail';
  return settled ? 'pass' : 'leak';
}

function leftReason({ exitCode, signal }: ExitStatus, left: readonly TaggedProcess[]): string {
  const ended = signal === null ? `It exited with ${exitCode ?? 'no code'}` : `It was ended by ${signal}`;
  const link = succeeded({ exitCode, signal }) ? 'but' : 'and';
  if (left.length > 0) return `${ended}, ${link} left ${count(left)} running.`;
  return `${ended}, ${link} its output was still held open ${LEAK_WAIT_MS} ms later, by a process that carries no tag of this run.`;
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

function collect(streams: readonly Readable[], log: Sink): Output {
  let failure: Error | undefined;
  const closed = streams.map((stream) => {
    stream.on('data', (chunk: Buffer) => log.write(chunk));
    stream.once('error', (error) => (failure ??= error));
    return new Promise<void>((resolve) => stream.once('close', resolve));
  });
  return { closed: Promise.all(closed), error: () => failure };
}
