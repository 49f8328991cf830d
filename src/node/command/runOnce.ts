/** Executes a command once, with the same care as an attempt of a run: a process group of its own, a timeout, and nothing of it left behind, also if this process is killed. */
import { COMMAND_OUTCOMES, type CommandOutcome, type CommandReport } from '../../core/command/types.js';
import type { Outcome } from '../../core/run/outcome.js';
import { DEFAULT_PLAN } from '../../core/run/plan.js';
import { systemClock } from '../ports.js';
import { startGuardian } from '../process/guardian.js';
import { OutputPipes } from '../process/outputPipe.js';
import { StallWatch } from '../process/stallWatch.js';
import { startCommand } from '../process/start.js';
import type { StartFailure } from '../process/startProblem.js';
import { ATTEMPT_VARIABLE, ATTEMPTS_VARIABLE, RUN_VARIABLE, SEED_VARIABLE, TagSweeper } from '../process/tag.js';
import type { ProcessTree } from '../process/tree.js';
import { follow } from '../run/follow.js';
import { tieTrees } from '../process/tiedTrees.js';
import { OutputKeeper } from './outputKeeper.js';

export interface OnceRequest {
  /** The id of its ledger, which its processes carry. */
  readonly id: string;
  /** Executable and arguments; with `shell` a single element, the line. */
  readonly command: readonly string[];
  readonly shell: boolean;
  /** Absolute. */
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** ms */
  readonly timeoutMs: number;
  /** Hears what it prints, as {@link OutputKeeper} says. */
  readonly onText?: (text: string) => void;
}

/** How it ended. */
export type OnceEnd = Pick<CommandReport, 'outcome' | 'exitCode' | 'signal' | 'durationMs' | 'leftBehind' | 'reason' | 'output'>;

/** The attempt's number in the environment: there is one only. */
const ATTEMPT = 1;

/**
 * @param signal ends it: SIGTERM, and SIGKILL after the grace of a run; what it printed until then is kept
 * @param now ends it without grace
 */
export async function runOnce({ id, command, shell, cwd, environment, timeoutMs, onText }: OnceRequest, signal: AbortSignal, now: AbortSignal): Promise<OnceEnd | StartFailure> {
  const mark = { variable: ATTEMPT_VARIABLE, value: String(ATTEMPT) } as const;
  const env = { ...environment, [RUN_VARIABLE]: id, [mark.variable]: mark.value, [ATTEMPTS_VARIABLE]: mark.value, [SEED_VARIABLE]: undefined };
  const guardian = await startGuardian(id, mark);
  if ('problem' in guardian) return { problem: guardian.problem, lasting: false };
  const pipes = new OutputPipes(1);
  const stalls = new StallWatch(systemClock);
  const trees = new Set<ProcessTree>();
  const untie = tieTrees(trees, now);
  try {
    const context = { run: id, cwd, sweeper: new TagSweeper(id), pipes, trees, folder: cwd, plan: { timeoutMs, graceMs: DEFAULT_PLAN.graceMs }, stalls, clock: systemClock, collectors: () => [], now };
    const pipe = await pipes.take();
    const start = systemClock.monotonic();
    const started = await startCommand({ command, cwd, env, shell, pipe });
    if ('problem' in started) return started;
    guardian.watch(started.pid);
    const keeper = new OutputKeeper(onText);
    const { outcome, exitCode, signal: name, leftBehind, helpedMs, reason } = await follow(started, context, ATTEMPT, env, keeper, signal);
    const durationMs = Math.max(0, Math.round((systemClock.monotonic() - start - helpedMs) * 1000) / 1000);
    return { outcome: told(outcome), exitCode, signal: name, durationMs, leftBehind, ...(reason !== undefined && { reason }), output: keeper.end() };
  } finally {
    untie();
    stalls.close();
    await pipes.close();
    await guardian.release();
  }
}

/** What only runs ask for (infrastructure, tests that were executed) nobody asked here. */
function told(outcome: Outcome): CommandOutcome {
  const known = COMMAND_OUTCOMES.find((name) => name === outcome);
  if (known === undefined) throw new Error(`A command that ran once ended as ${outcome}`);
  return known;
}
