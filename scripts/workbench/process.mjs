/** Runs a command to its end, in a process group of its own, and keeps what it printed. */
import { spawn } from 'node:child_process';

/** Windows has no process groups; `detached` would open a console window there. */
const HAS_GROUPS = process.platform !== 'win32';

/** How much of a failed command's output its error shows, in characters. */
const TAIL = 4_000;

/** A command ended badly; the message holds the end of its output. */
export class CommandFailedError extends Error {
  /** @override */
  name = 'CommandFailedError';
  code = 'command-failed';
}

/**
 * Sends a signal to a process group (on Windows: to its leader) that this process started; a group that has already gone is no error.
 * @param {number} pid  of the group's leader
 * @param {NodeJS.Signals} signal
 */
export function signalGroup(pid, signal) {
  try {
    process.kill(HAS_GROUPS ? -pid : pid, signal);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error;
  }
}

/**
 * The environment for npm and for a server when this script itself runs under npm, in a test or in an editor's terminal:
 * without what those say about *themselves*. A registry, a cache or a proxy that the user configured stays.
 * @returns {NodeJS.ProcessEnv}
 */
export function cleanEnvironment() {
  const own = /^(npm_(package|lifecycle)_|npm_(command|execpath|node_execpath|config_local_prefix|config_prefix|config_global_prefix)$|INIT_CWD$|VITEST|VSCODE_|ELECTRON_|NODE_(ENV|OPTIONS|CHANNEL_FD)$|GIT_(DIR|WORK_TREE|INDEX_FILE|PREFIX)$)/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)));
}

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]  the whole environment; default: {@link cleanEnvironment}
 */

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} options
 * @param {AbortSignal} [signal]  kills the whole process group
 * @returns {Promise<string>} what it printed on stdout and stderr
 * @throws {CommandFailedError} when it cannot be started or does not exit with 0
 */
export async function run(command, args, { cwd, env = cleanEnvironment() } = {}, signal) {
  signal?.throwIfAborted();
  const child = spawn(command, args, { cwd, env, detached: HAS_GROUPS, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += String(text)));
  const kill = () => {
    if (child.pid !== undefined) signalGroup(child.pid, 'SIGKILL');
  };
  signal?.addEventListener('abort', kill, { once: true });
  try {
    /** @type {string} */
    const ending = await new Promise((resolve) => {
      child.on('error', (error) => resolve(error.message));
      child.on('close', (code, by) => resolve(code === 0 ? '' : by === null ? `exit code ${String(code)}` : by));
    });
    signal?.throwIfAborted();
    if (ending !== '') throw new CommandFailedError(`${[command, ...args].join(' ')} failed (${ending}).\n${output.slice(-TAIL)}`);
    return output;
  } finally {
    signal?.removeEventListener('abort', kill);
  }
}
