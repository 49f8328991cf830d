/** Starting the command under test: in a process group of its own, without input, its output in a pipe. */
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync } from 'node:fs';
import net from 'node:net';
import type { Readable, Writable } from 'node:stream';
import { closePipe, type OutputPipe } from './outputPipe.js';
import { startProblem, type CommandLine, type StartFailure } from './startProblem.js';

export interface StartOptions extends CommandLine {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Takes stdout and stderr in the order of writing; it is owned from here on. Undefined: two pipes of Node's. */
  readonly pipe: OutputPipe | undefined;
  /** Descriptor 3 of the command is a channel from us. */
  readonly channel?: boolean;
}

/**
 * How a process ended: exactly one of them is not null. A realtime signal (SIGRTMIN and above, which hardly anything sends) has no name in
 * Node, which reports it as exit code 0: it cannot be told from that.
 */
export interface ExitStatus {
  readonly exitCode: number | null;
  /** Name of the signal, e.g. `SIGSEGV`. */
  readonly signal: NodeJS.Signals | null;
}

export interface StartedCommand {
  readonly pid: number;
  /** Settles when the process that was started has ended, whatever its descendants do. Never rejects. */
  readonly exited: Promise<ExitStatus>;
  /** Its output; to be read at once, and to be destroyed by whoever started it. */
  readonly output: readonly Readable[];
  /** What is written here the command reads from its descriptor 3. Its errors are the writer's. */
  readonly channel?: Writable;
}

/** Starts the command. What the user can cause comes back as a {@link StartFailure}; nothing is thrown for it. */
export async function startCommand(options: StartOptions): Promise<StartedCommand | StartFailure> {
  const { command, cwd, env, shell, pipe, channel = false } = options;
  const [file = '', ...args] = command;
  let child: ChildProcess;
  try {
    child = spawn(file, args, {
      cwd,
      env,
      shell,
      stdio: [...(pipe ? ['ignore' as const, pipe.writeFd, pipe.writeFd] : (['ignore', 'pipe', 'pipe'] as const)), ...(channel ? (['pipe'] as const) : [])],
      // setsid() on Unix: a group of its own, that can be killed whole, and no terminal whose Ctrl-C would reach it first.
      // On Windows it would open a console window; taskkill follows the tree there.
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
  } catch (error) {
    // Part of the errors of spawn are thrown (E2BIG, ENOTDIR, a NUL in an argument), part are emitted.
    if (pipe) closePipe(pipe);
    return startProblem(error as NodeJS.ErrnoException, options);
  }
  const { pid } = child;
  if (pid === undefined) {
    if (pipe) closePipe(pipe);
    return startProblem(await new Promise((resolve) => child.once('error', resolve)), options);
  }
  // Nothing else is emitted as an error of a child that runs and that is signalled by number.
  child.on('error', () => undefined);
  const exited = new Promise<ExitStatus>((resolve) => {
    child.once('exit', (exitCode, signal) => resolve({ exitCode, signal }));
  });
  return { pid, exited, output: outputOf(child, pipe), ...(channel ? { channel: child.stdio[3] as Writable } : {}) };
}

function outputOf(child: ChildProcess, pipe: OutputPipe | undefined): Readable[] {
  if (!pipe) return [child.stdout, child.stderr].filter((stream) => stream !== null);
  // With this end closed, the pipe ends when the last process that holds it ends.
  closeSync(pipe.writeFd);
  return [new net.Socket({ fd: pipe.readFd, readable: true, writable: false })];
}
