/** Runs a command of the user's in the foreground, and ends as it ends. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { Refusal } from '../core/refusal.js';
import { startProblem } from '../node/process/startProblem.js';
import type { Context } from './context.js';
import { passedOn, type ExitCode } from './exitCode.js';

/**
 * The command has our terminal and our process group, so that Ctrl-C reaches it as it would without us; other signals, and those that reach only
 * us, are handed on.
 * @param quiet its standard output goes to our standard error: ours is taken
 * @returns its exit code, or 128 and the number of the signal that ended it, as a shell has it
 * @throws Refusal `unable` if it cannot be started
 */
export function passOn([file = '', ...args]: readonly string[], cwd: string, { env, signal, now }: Context, quiet: boolean): Promise<ExitCode> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, env, stdio: ['inherit', quiet ? 2 : 'inherit', 'inherit'], windowsHide: true });
    const handOn = (): void => {
      const name = signal.reason instanceof Error ? signal.reason.message : '';
      // A terminal sends its Ctrl-C to the whole group.
      if (name === 'SIGINT' && process.stdin.isTTY) return;
      child.kill(name === 'SIGINT' || name === 'SIGHUP' ? name : 'SIGTERM');
    };
    const end = (): void => void child.kill('SIGKILL');
    const settle = (): void => {
      signal.removeEventListener('abort', handOn);
      now.removeEventListener('abort', end);
    };
    signal.addEventListener('abort', handOn, { once: true });
    now.addEventListener('abort', end, { once: true });
    child.once('error', (error) => {
      settle();
      reject(new Refusal('unable', startProblem(error, { command: [file, ...args], cwd, shell: false }).problem));
    });
    child.once('exit', (code, ended) => {
      settle();
      resolve(passedOn(code ?? 128 + (ended === null ? 0 : constants.signals[ended])));
    });
    if (signal.aborted) handOn();
  });
}
