/** Starting a run: in a process of its own, so that reloading the window does not end it. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { RunPlan, RunPurpose } from '../../core/run/plan.js';
import { failureOf, type Cli } from '../adapters/cli.js';
import { loadEngine, type Engine } from '../adapters/loadEngine.js';
import type { LiveRun, LiveRuns } from './liveRuns.js';

export interface RunOrder {
  /** Absolute. */
  readonly root: string;
  /** Absolute; the folder that the command runs in. */
  readonly cwd: string;
  /** Executable and arguments; with `plan.shell` a single element, the line. */
  readonly command: readonly string[];
  readonly plan: RunPlan;
  readonly purpose?: RunPurpose;
  readonly baseline?: string;
  /** Path relative to the root. */
  readonly workItem?: string;
}

/**
 * Starts the run and follows it; resolves when its ledger is there.
 * @throws Refusal with what the process said, if it ended before that
 */
export async function startRun(cli: Cli, liveRuns: LiveRuns, order: RunOrder): Promise<LiveRun> {
  const engine = await loadEngine();
  return launch(engine, cli, liveRuns, order.root, (run) => argumentsOf(order, run, engine.planArguments(order.plan, { seed: true })));
}

/** A proof that a fix holds, replayed from the run before it: as often as that takes. */
export interface VerifyOrder extends Pick<RunOrder, 'root' | 'cwd' | 'workItem'> {
  /** Id of the run before the change. */
  readonly baseline: string;
}

/** @throws as {@link startRun}; also where nothing can be proven from the baseline */
export async function startVerify(cli: Cli, liveRuns: LiveRuns, { root, cwd, baseline, workItem }: VerifyOrder): Promise<LiveRun> {
  const recipient = workItem === undefined ? [] : ['--wi', path.join(root, workItem)];
  return launch(await loadEngine(), cli, liveRuns, root, (run) => ['verify', '--cwd', cwd, '--run-id', run, '--lease', '--hand-over', '--baseline', baseline, ...recipient]);
}

async function launch(engine: Engine, cli: Cli, liveRuns: LiveRuns, root: string, words: (run: string) => string[]): Promise<LiveRun> {
  const run = engine.newRunId(engine.systemClock.now(), engine.randomBytes);
  const { child, exit } = cli.start(words(run), { detached: true });
  const live = liveRuns.follow(engine, { root, run }, true);
  const { followed } = live;
  exit.then(
    async (ended) => {
      followed.poke();
      // It wrote its ledger before it ended, or it will not write one.
      if (followed.state === 'starting' && !existsSync(path.join(followed.folder, 'run.json'))) followed.giveUp(await failureOf(ended));
    },
    (error: unknown) => followed.giveUp(error instanceof Error ? error : new Error(String(error))),
  );
  child.once('exit', () => followed.poke());
  await followed.started;
  return live;
}

function argumentsOf({ root, cwd, command, plan: { attempts, untilFailures }, purpose, baseline, workItem }: RunOrder, run: string, plan: readonly string[]): string[] {
  const recipient = workItem === undefined ? [] : ['--wi', path.join(root, workItem)];
  // A proof is replayed from its baseline, and ends as soon as it is decided. One that is to stop at a failure is none.
  if (purpose === 'verify' && baseline !== undefined && untilFailures === undefined) {
    return ['verify', '--cwd', cwd, '--run-id', run, '--lease', '--hand-over', '--baseline', baseline, '-n', String(attempts), ...recipient];
  }
  return [
    'run',
    ...['--cwd', cwd, '--run-id', run, '--lease', '--hand-over'],
    ...plan,
    ...(purpose === undefined ? [] : ['--as', purpose]),
    ...(baseline === undefined ? [] : ['--baseline', baseline]),
    ...recipient,
    '--',
    ...command,
  ];
}
