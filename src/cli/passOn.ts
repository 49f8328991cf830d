/** Runs a command of the user's in the foreground, and ends as it ends. */
import { spawn, type ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import { Refusal } from '../core/refusal.js';
import { startProblem } from '../node/process/startProblem.js';
import type { Context } from './context.js';
import { passedOn, type ExitCode } from './exitCode.js';

/** What is handed on: each time that it comes. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * The command has our terminal and our process group, so that Ctrl-C reaches it as often as it would without us; other signals, and those that
 * reach only us, are handed on as they are. What ends the command is its own affair: one that takes Ctrl-C for something else goes on.
 * @param quiet its standard output goes to our standard error: ours is taken
 * @returns its exit code, or 128 and the number of the signal that ended it, as a shell has it
 * @throws Refusal `unable` if it cannot be started, the signal's reason if it is aborted already
 */
export function passOn([file = '', ...args]: readonly string[], cwd: string, { env, signal }: Context, quiet: boolean): Promise<ExitCode> {
  // One that came just before.
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => reject(new Refusal('unable', startProblem(error as NodeJS.ErrnoException, { command: [file, ...args], cwd }).problem));
    let child: ChildProcess;
    try {
      child = spawn(file, args, { cwd, env, stdio: ['inherit', quiet ? 2 : 'inherit', 'inherit'], windowsHide: true });
    } catch (error) {
      // Part of the errors of spawn are thrown, part are emitted.
      fail(error);
      return;
    }
    const handOn = (name: NodeJS.Signals): void => {
      // A terminal sends its Ctrl-C to the whole group.
      if (name === 'SIGINT' && process.stdin.isTTY) return;
      child.kill(name);
    };
    for (const name of SIGNALS) process.on(name, handOn);
    const settle = (): void => {
      for (const name of SIGNALS) process.off(name, handOn);
    };
    child.once('error', (error) => {
      settle();
      fail(error);
    });
    child.once('exit', (code, ended) => {
      settle();
      resolve(passedOn(code ?? 128 + (ended === null ? 0 : constants.signals[ended])));
    });
  });
}
