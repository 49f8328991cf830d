/**
 * A process that ends what this one started if this one is killed: on SIGKILL nothing of ours runs any more, but the kernel closes the pipe that
 * the guardian reads. Its program is `guardianMain.ts`. Not on Windows, where nothing tells a process from a later one with its number.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { processIdentity } from './identity.js';
import { startProblem } from './startProblem.js';
import type { Mark } from './tag.js';

/** What the guardian says when it is ready, and what it is told when it has nothing more to do. */
export const READY = 'ready\n';
export const RELEASED = 'released';

export interface Guardian {
  /** The leader of a process group: ended while it is still that very process. */
  watch(leader: number): void;
  /** All has ended otherwise; resolves when the guardian is gone. */
  release(): Promise<void>;
}

const NONE: Guardian = { watch: () => undefined, release: () => Promise.resolve() };

/**
 * To be called before what it guards is started: whatever carries the run's tag it ends without having been told of it.
 * @returns undefined, as `problem`, why there can be none: a sentence
 */
export async function startGuardian(run: string, mark: Mark): Promise<Guardian | { readonly problem: string }> {
  if (process.platform === 'win32') return NONE;
  const command = [process.execPath, programFile(), run, mark.variable, mark.value];
  const [file = '', ...args] = command;
  // A session of its own: what is sent to our process group does not reach it. No environment: nothing of the user's is loaded into it.
  const child = spawn(file, args, { cwd: '/', env: {}, detached: true, stdio: ['pipe', 'pipe', 'ignore'] });
  child.stdin.on('error', () => undefined); // it is gone: there is nobody to tell, and what it would have done only matters if we are killed
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  try {
    const [said] = (await Promise.race([once(child.stdout, 'data'), once(child, 'close')])) as [unknown];
    if (!Buffer.isBuffer(said)) return { problem: 'The process that would end what is started if Casebook is killed ended at once: see whether this machine can start more processes, and try again.' };
  } catch (error) {
    return startProblem(error as NodeJS.ErrnoException, { command, cwd: '/' });
  }
  child.stdout.resume();
  return {
    watch: (leader) => {
      const identity = processIdentity(leader);
      if (identity) child.stdin.write(`${identity.pid} ${identity.startTime ?? ''}\n`);
    },
    release: async () => {
      child.stdin.end(`${RELEASED}\n`);
      await ended;
    },
  };
}

/** Beside the command line, whose chunks lie one folder deeper. */
function programFile(): string {
  const here = path.dirname(fileURLToPath(import.meta.url));
  const found = ['.', '..'].map((folder) => path.join(here, folder, 'guardian.mjs')).find((file) => existsSync(file));
  if (found === undefined) throw new Error(`The guardian is missing beside ${here}.`);
  return found;
}
