/**
 * Runs a command in a process group of its own for as long as standard input stays open: node supervise.mjs TAG COMMAND [ARG...]
 * The process that started this one holds the other end of the pipe. However that process ends, killed with SIGKILL included,
 * the pipe closes, and the group and whatever else was started from it are ended. Nothing is ever ended by name.
 */
import { spawn } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { signalGroup } from './process.mjs';

/** Marks the environment of everything that the command starts, so that what has left the group is found too. */
const TAG_VARIABLE = 'CASEBOOK_WORKBENCH_TAG';

/** Time that the group has to end after SIGTERM, in ms. */
const GRACE = 3_000;

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
    setTimeout(() => signalGroup(pid, 'SIGKILL'), GRACE).unref();
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
  // A process may start another one while this looks, so it looks until it finds none.
  for (let found = await tagged(); found.length > 0; found = await tagged()) {
    for (const other of found) {
      try {
        process.kill(other, 'SIGKILL');
      } catch (error) {
        if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error;
      }
    }
  }
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
