/** Preparing a checkout: the user's command line that installs or links what the command under test needs. */
import { randomUUID } from 'node:crypto';
import { Refusal } from '../../core/refusal.js';
import { withoutStop } from '../../core/report/format.js';
import { clean } from '../../core/report/untrusted.js';
import { startLimit } from '../limit.js';
import { startCommand } from '../process/start.js';
import { HELPER_VARIABLE, RUN_VARIABLE, TagSweeper } from '../process/tag.js';
import { ProcessTree } from '../process/tree.js';
import type { Worktree } from './worktree.js';

/** Installing dependencies may take long. ms */
const TIMEOUT_MS = 30 * 60_000;

const GRACE_MS = 5_000;

/** Characters of its output that are kept: the end says why it failed. */
const TAIL = 2_000;

/**
 * Runs the line in the shell, in the worktree's folder; `CASEBOOK_SOURCE` is the top of the user's checkout. Everything that it starts has ended afterwards.
 * @returns why it failed, without a full stop at its end, or undefined
 * @throws the signal's reason if that is aborted
 */
export async function setUp({ cwd, source }: Worktree, line: string, signal: AbortSignal, timeoutMs = TIMEOUT_MS): Promise<string | undefined> {
  signal.throwIfAborted();
  const tag = `setup-${randomUUID()}`;
  const sweeper = new TagSweeper(tag);
  const started = await startCommand({ command: [line], cwd, shell: true, pipe: undefined, env: { ...process.env, [RUN_VARIABLE]: tag, [HELPER_VARIABLE]: 'setup', CASEBOOK_SOURCE: source } });
  if ('problem' in started) return withoutStop(started.problem);
  const tree = new ProcessTree(started, sweeper, { variable: HELPER_VARIABLE, value: 'setup' });
  let tail = '';
  for (const stream of started.output) stream.on('data', (chunk: Buffer) => (tail = (tail + chunk.toString('utf8')).slice(-TAIL)));
  const limit = startLimit(timeoutMs, signal);
  const aborted = new Promise<'aborted'>((resolve) => {
    limit.signal.addEventListener('abort', () => resolve('aborted'), { once: true });
    if (limit.signal.aborted) resolve('aborted');
  });
  try {
    const ended = await Promise.race([started.exited, aborted]);
    if (ended === 'aborted') {
      signal.throwIfAborted();
      return `it was not done after ${timeoutMs / 60_000} minutes`;
    }
    if (ended.exitCode === 0) return undefined;
    const last = clean(tail).trim().split('\n').slice(-5).join(' / ');
    return `it ended with ${ended.signal ?? `exit code ${ended.exitCode ?? ''}`}${last === '' ? ' and printed nothing' : `: ${withoutStop(last)}`}`;
  } finally {
    limit.end();
    await tree.end(GRACE_MS);
    await sweeper.endAll(GRACE_MS);
    for (const stream of started.output) stream.destroy();
  }
}

/** {@link setUp} where nothing goes on without it. @throws Refusal `unable` */
export async function mustSetUp(worktree: Worktree, line: string | undefined, signal: AbortSignal): Promise<void> {
  const problem = line === undefined ? undefined : await setUp(worktree, line, signal);
  if (problem !== undefined) throw new Refusal('unable', `The set-up of the other revision failed: ${problem}. Try it by hand in a worktree (\`git worktree add\`).`);
}
