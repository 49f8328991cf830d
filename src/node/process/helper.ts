/** A command line that serves a run: it cleans up, samples or collects. Bounded in time and output, and nothing of it stays. */
import type { OutputPipes } from './outputPipe.js';
import { startCommand, type ExitStatus, type StartedCommand } from './start.js';
import { RUN_VARIABLE, type Mark, type TagSweeper } from './tag.js';
import { ProcessTree } from './tree.js';
import { firstOf, within } from './wait.js';
import { Ring } from '../run/ring.js';

/** What helpers share with the attempts of their run. */
export interface HelperContext {
  readonly run: string;
  readonly cwd: string;
  readonly sweeper: TagSweeper;
  readonly pipes: OutputPipes;
  /** Those that live now: to be ended at once if this process has to exit. */
  readonly trees: Set<ProcessTree>;
}

export interface HelperCommand {
  /** Command line for the shell. */
  readonly line: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Tells its processes from others of the run; nothing else that runs now may carry it. */
  readonly mark: Mark;
  /** It is ended when it runs longer. ms. */
  readonly timeoutMs: number;
  /** Between SIGTERM and SIGKILL. ms. */
  readonly graceMs: number;
  /** How much of the end of its output is kept, bytes. */
  readonly maxBytes: number;
}

export interface HelperEnd extends ExitStatus {
  readonly ended: 'exited' | 'timeout' | 'aborted' | 'not-started';
  /** The end of what it printed; not redacted. */
  readonly output: Buffer;
  /** Bytes before that. */
  readonly dropped: number;
  /** Why it could not be started: a sentence. */
  readonly problem?: string;
  /** Processes that it left, or that had to be killed with it. */
  readonly leftBehind: number;
}

/** What a helper leaves gets so long to vanish before it is ended, ms. */
const SETTLE_MS = 300;

/** Runs it to its end, or ends it at its timeout or when the signal is aborted. */
export async function runHelper(context: HelperContext, command: HelperCommand, signal: AbortSignal): Promise<HelperEnd> {
  const nothing = { exitCode: null, signal: null, output: Buffer.alloc(0), dropped: 0, leftBehind: 0 };
  if (signal.aborted) return { ...nothing, ended: 'aborted' };
  const env = { ...command.env, [RUN_VARIABLE]: context.run, [command.mark.variable]: command.mark.value };
  const pipe = await context.pipes.take();
  const started = await startCommand({ command: [command.line], cwd: context.cwd, shell: true, env, pipe });
  context.pipes.prepare();
  if ('problem' in started) return { ...nothing, ended: 'not-started', problem: started.problem };
  const tree = new ProcessTree(started, context.sweeper, command.mark);
  context.trees.add(tree);
  try {
    return await follow(started, tree, command, signal);
  } finally {
    for (const stream of started.output) stream.destroy();
    context.trees.delete(tree);
  }
}

async function follow(started: StartedCommand, tree: ProcessTree, { timeoutMs, graceMs, maxBytes }: HelperCommand, signal: AbortSignal): Promise<HelperEnd> {
  const kept = new Ring(maxBytes);
  const closed = Promise.all(
    started.output.map((stream) => {
      stream.on('data', (chunk: Buffer) => kept.push(chunk));
      // What could not be read is missing, as what was dropped is.
      stream.on('error', () => undefined);
      return new Promise<void>((resolve) => stream.once('close', resolve));
    }),
  );
  const ended = await firstOf(started.exited, timeoutMs, signal);
  const left = ended === 'exited' ? ((await tree.settled(closed, SETTLE_MS)) ? 0 : tree.remaining(true).length) : 1;
  if (left > 0) {
    await tree.end(ended === 'aborted' ? 0 : graceMs, signal);
    await within(closed, SETTLE_MS);
  }
  const status = (await within(started.exited, 0)) ? await started.exited : { exitCode: null, signal: null };
  return { ...status, ended, output: kept.content(), dropped: kept.dropped, leftBehind: ended === 'exited' ? left : 0 };
}
