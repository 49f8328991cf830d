/**
 * The guardian's program: reads the groups to watch from standard input, and at its end ends them and whatever carries the run's tag, unless it
 * was released. The pipe ends when the last process that holds its other end is gone: a child that was being started holds it until its exec.
 * Arguments: the run's id, and the mark of the processes.
 */
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import type { ProcessIdentity } from '../../core/run/events.js';
import { READY, RELEASED } from './guardian.js';
import { isAlive } from './identity.js';
import { ATTEMPT_VARIABLE, HELPER_VARIABLE, TagSweeper, type Mark } from './tag.js';
import { ProcessTree } from './tree.js';

/** Between SIGTERM and SIGKILL, ms. */
const GRACE_MS = 2_000;

/** The environment of a process that has just been started cannot be read for a moment: so long nothing may be found. ms */
const QUIET_MS = 500;

/** Beyond this it gives up: what may not be signalled, or hangs in the kernel. ms */
const LONGEST_MS = 15_000;

const POLL_MS = 25;

// Whoever ends us by a signal would leave what we guard to itself.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

const [run = '', variable, value = ''] = process.argv.slice(2);
const mark: Mark = { variable: variable === ATTEMPT_VARIABLE ? ATTEMPT_VARIABLE : HELPER_VARIABLE, value };
const sweeper = new TagSweeper(run);
const leaders: ProcessIdentity[] = [];

process.stdout.on('error', () => undefined); // nobody is there to hear that we are ready: the end of the input tells
process.stdout.write(READY);
for await (const line of createInterface({ input: process.stdin })) {
  if (line === RELEASED) process.exit(0);
  const [pid, startTime] = line.split(' ');
  leaders.push({ pid: Number(pid), ...(startTime !== undefined && startTime !== '' && { startTime }) });
}
await Promise.race([endAll(), delay(LONGEST_MS)]);
process.exit(0);

async function endAll(): Promise<void> {
  await Promise.all(leaders.filter(isAlive).map((leader) => new ProcessTree({ pid: leader.pid, exited: gone(leader) }, sweeper, mark).end(GRACE_MS)));
  for (let quietSince = performance.now(); performance.now() - quietSince < QUIET_MS; ) {
    if (sweeper.find(undefined, true).length > 0) {
      await sweeper.endAll(GRACE_MS);
      quietSince = performance.now();
    }
    await delay(POLL_MS);
  }
}

/** There is no event for the end of a process that is not our child. */
async function gone(leader: ProcessIdentity): Promise<void> {
  while (isAlive(leader)) await delay(POLL_MS);
}
