/** One execution of a command within a deadline: what it said, bounded, and how it ended, with no process left behind. */
import { randomBytes } from 'node:crypto';
import { startCommand, type ExitStatus } from '../process/start.js';
import type { StartFailure } from '../process/startProblem.js';
import { ATTEMPT_VARIABLE, RUN_VARIABLE, TagSweeper } from '../process/tag.js';
import { ProcessTree } from '../process/tree.js';
import { ByteExcerpt } from './excerpt.js';
import { startLimit } from '../limit.js';

interface BoundedCommand {
  readonly words: readonly string[];
  /** Absolute. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly timeoutMs: number;
}

/** `timedOut`: the deadline passed, and the command was ended. */
export interface CommandEnd extends ExitStatus {
  readonly timedOut: boolean;
  /** Both outputs, as they came; the first of it, redacted. */
  readonly output: string;
}

/** Both outputs after the end of the command are waited for so long: what holds them open is ended with the rest. ms */
const OUTPUT_WAIT_MS = 200;

/** The attempt's number in the environment: there is one only. */
const ATTEMPT = 1;

/**
 * Runs the words without a shell and without input. All of its processes are ended when it ends, when its time is over, and when the signal aborts.
 * @param enough ends it before its time, as if it had passed
 * @throws the signal's reason once it aborts
 */
export async function runBounded({ words, cwd, env, timeoutMs }: BoundedCommand, signal: AbortSignal, enough?: AbortSignal): Promise<CommandEnd | StartFailure> {
  signal.throwIfAborted();
  const id = `probe-${randomBytes(8).toString('hex')}`;
  const sweeper = new TagSweeper(id);
  const limit = startLimit(timeoutMs, enough ? AbortSignal.any([signal, enough]) : signal);
  try {
    const started = await startCommand({ command: words, cwd, pipe: undefined, env: { ...env, [RUN_VARIABLE]: id, [ATTEMPT_VARIABLE]: String(ATTEMPT) } });
    if ('problem' in started) return started;
    const tree = new ProcessTree(started, sweeper, { variable: ATTEMPT_VARIABLE, value: String(ATTEMPT) });
    const excerpt = new ByteExcerpt();
    const closed = started.output.map((stream) => {
      stream.on('data', (bytes: Buffer) => excerpt.add(bytes));
      stream.on('error', () => undefined); // an output that breaks off is as good as closed
      return new Promise<void>((resolve) => stream.once('close', () => resolve()));
    });
    const over = new Promise<undefined>((resolve) => (limit.signal.aborted ? resolve(undefined) : limit.signal.addEventListener('abort', () => resolve(undefined), { once: true })));
    const status = await Promise.race([started.exited, over]);
    if (!(status && (await tree.settled(Promise.all(closed), OUTPUT_WAIT_MS)))) await tree.end(0);
    for (const stream of started.output) stream.destroy();
    signal.throwIfAborted();
    return { ...(status ?? (await started.exited)), timedOut: status === undefined, output: excerpt.text() };
  } finally {
    limit.end();
  }
}
