/** Starts a command that cannot outlive this process; see supervise.mjs for how. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const supervisor = fileURLToPath(new URL('supervise.mjs', import.meta.url));

/**
 * @typedef {object} Leashed
 * @property {import('node:child_process').ChildProcess} child  the supervisor; its `close` comes after all that was started is gone,
 *   its exit code is the command's
 * @property {() => Promise<void>} end  ends the command and whatever was started from it; resolves when that is done
 */

/**
 * @param {readonly string[]} args  of Node: a script and its arguments
 * @param {{ cwd: string, env: NodeJS.ProcessEnv, output: 'pipe' | 'inherit', node?: string }} options  node: the Node that runs the script; default: the one that runs this
 * @returns {Leashed}
 */
export function startLeashed(args, { cwd, env, output, node = process.execPath }) {
  // Detached: a Ctrl-C in the terminal reaches this process only, which then decides.
  const child = spawn(process.execPath, [supervisor, randomUUID(), node, ...args], { cwd, env, detached: true, stdio: ['pipe', output, output] });
  const closed = once(child, 'close');
  // The supervisor may have ended before the pipe to it does: that is what end() waits for, and no error.
  child.stdin?.on('error', () => undefined);
  return {
    child,
    end: async () => {
      child.stdin?.end();
      await closed;
    },
  };
}
