/**
 * Runs a command in a process group of its own for as long as standard input stays open: node supervise.mjs TAG COMMAND [ARG...]
 * The process that started this one holds the other end of the pipe. However that process ends, killed with SIGKILL included,
 * the pipe closes, and the group and whatever else was started from it are ended. Nothing is ever ended by name.
 */
import { spawn } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { signalGroup } from './process.mjs';

/** Marks the environment of everything that the command starts, so that what has left the group is found too. */
const TAG_VARIABLE = 'CASEBOOK_WORKBENCH_TAG';

/** Time that the group has to end after SIGTERM, in ms. */
const GRACE = 3_000;

/** Between two looks at a process that is ending, in ms. */
const POLL = 5;

const [tag, command, ...args] = process.argv.slice(2);
if (tag === undefined || command === undefined) throw new Error('Usage: supervise.mjs TAG COMMAND [ARG...]');

/** Those of the supervisors around this one come first: each of them finds all that was started below it. */
const tags = [process.env[TAG_VARIABLE], tag].filter((one) => one !== undefined).join(',');
const child = spawn(command, args, { detached: true, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, [TAG_VARIABLE]: tags } });
const { pid } = child;
if (pid !== undefined) {
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    signalGroup(pid, 'SIGTERM');
    // It is over when the child is, whatever of this time is left.
    void setTimeout(GRACE, undefined, { ref: false }).then(() => signalGroup(pid, 'SIGKILL'));
  };
  process.stdin.on('end', stop).on('error', stop).resume();
  for (const name of /** @type {NodeJS.Signals[]} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(name, stop);
}
child.on('error', (error) => {
  console.error(`Could not start ${command}: ${error.message}`);
  process.exit(3);
});
child.on('exit', async (code) => {
  if (pid !== undefined) signalGroup(pid, 'SIGKILL');
  await sweep();
  process.exit(code ?? 1);
});

/** Ends what carries the tag and is outside the group: terminals, and runs that are meant to outlive a window. Linux only. */
async function sweep() {
  if (process.platform !== 'linux') return;
  /** @type {Map<number, string>} what was killed, with its start */
  const killed = new Map();
  // A process may start another one while this looks, so it looks until it finds none.
  for (let found = await tagged(); found.length > 0; found = await tagged()) {
    for (const other of found) {
      const start = await startOf(other);
      if (start !== undefined) killed.set(other, start);
      try {
        process.kill(other, 'SIGKILL');
      } catch (error) {
        if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error;
      }
    }
  }
  // What is killed loses its environment, and so its tag, some moments before it has ended. No event tells of the end of a process that is no child.
  for (const [other, start] of killed) while ((await startOf(other)) === start) await setTimeout(POLL);
}

/** When a process started, in clock ticks since boot; undefined once it has ended. @param {number} other */
async function startOf(other) {
  const text = await readFile(`/proc/${other}/stat`, 'utf8').catch(() => undefined);
  // The name in parentheses may hold anything; behind it stands field 3, the state, and 19 further on the start.
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ');
  return fields === undefined || /^[ZX]/i.test(fields[0] ?? '') ? undefined : fields[19];
}

/** @returns {Promise<number[]>} the processes, apart from this one, whose environment holds the tag; a zombie has none */
async function tagged() {
  /** @type {number[]} */
  const found = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) continue;
    let environment;
    try {
      environment = await readFile(`/proc/${name}/environ`, 'utf8');
    } catch {
      // It has ended, or belongs to another user.
      continue;
    }
    const variable = environment.split('\0').find((entry) => entry.startsWith(`${TAG_VARIABLE}=`));
    if (variable?.slice(TAG_VARIABLE.length + 1).split(',').includes(String(tag))) found.push(Number(name));
  }
  return found;
}
