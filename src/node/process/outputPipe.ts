/**
 * One pipe for stdout and stderr of a command, so that its output is kept in the order in which it was written, as a shell's
 * `>log 2>&1` keeps it. The pipes that Node makes for a child are sockets: two of them lose that order, and a program that opens
 * /dev/stderr (`echo message > /dev/stderr` in a script) fails on a socket with ENXIO, which it does nowhere else.
 *
 * Node cannot make a pipe; mkfifo, which POSIX asks of every system, makes one with a name. It is opened at both ends and its
 * name removed at once, so that nothing is left of it when this process is killed (but for the two ms in which they are made).
 */
import { execFile } from 'node:child_process';
import { closeSync, constants, existsSync, mkdtempSync, openSync, rmdirSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Descriptors, closed on exec; whoever takes them closes them. */
export interface OutputPipe {
  readonly readFd: number;
  readonly writeFd: number;
}

/** Absolute, since a program of that name in the current folder or in a PATH of the user's must not run. */
const MKFIFO = ['/usr/bin/mkfifo', '/bin/mkfifo'];

/** Pipes that one start of mkfifo makes: enough that its cost disappears, and few descriptors. */
const BATCH = 32;

/** Makes pipes ahead of need. To be closed by whoever made it. */
export class OutputPipes {
  readonly #mkfifo: string | undefined;
  readonly #ready: OutputPipe[] = [];
  readonly #jobs: number;
  #refilling: Promise<void> | undefined;
  #available: boolean;
  #closed = false;

  /** @param jobs how many are in use at the same time */
  constructor(jobs: number) {
    this.#jobs = jobs;
    this.#mkfifo = process.platform === 'win32' ? undefined : MKFIFO.find((file) => existsSync(file));
    this.#available = this.#mkfifo !== undefined;
  }

  /** Undefined where there is no mkfifo (Windows, some minimal images) or it fails: then Node's own two pipes have to do. */
  async take(): Promise<OutputPipe | undefined> {
    while (this.#available && this.#ready.length === 0) await this.#refill();
    return this.#ready.pop();
  }

  /** Makes more where few are left: to be called when the command has been started, so that nobody waits for it. */
  prepare(): void {
    if (this.#available && this.#ready.length < this.#jobs) void this.#refill();
  }

  /** Closes the pipes that were not taken. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#refilling;
    for (const pipe of this.#ready.splice(0)) closePipe(pipe);
  }

  #refill(): Promise<void> {
    this.#refilling ??= this.#make().finally(() => (this.#refilling = undefined));
    return this.#refilling;
  }

  async #make(): Promise<void> {
    const mkfifo = this.#mkfifo;
    if (this.#closed || mkfifo === undefined) return;
    let folder: string | undefined;
    let names: string[] = [];
    try {
      const made = (folder = privateFolder());
      names = Array.from({ length: BATCH + this.#jobs }, (_, index) => path.join(made, String(index)));
      await run(mkfifo, ['-m', '600', ...names]);
      for (const name of names) this.#ready.push(openPipe(name));
    } catch {
      // No pipe is no failure of the run: what was opened is used up, and then Node's own pipes are.
      this.#available = false;
    } finally {
      if (folder !== undefined) removeFolder(folder, names);
    }
  }
}

/** In memory, where Linux has such a place: on a disk each name would cost an inode, and slow down the next ones. */
function privateFolder(): string {
  try {
    return mkdtempSync('/dev/shm/casebook-');
  } catch {
    return mkdtempSync(path.join(tmpdir(), 'casebook-'));
  }
}

/** Name by name: to look into the folder would need a descriptor, and that there are no more may be why we are here. */
function removeFolder(folder: string, names: readonly string[]): void {
  for (const name of names) {
    try {
      unlinkSync(name);
    } catch {
      // It is gone already: each is removed when its pipe is open.
    }
  }
  try {
    rmdirSync(folder);
  } catch {
    // Somebody else removed it, or put something there; an empty folder harms nobody, and a run is not ended for it.
  }
}

export function closePipe(pipe: OutputPipe): void {
  closeSync(pipe.readFd);
  closeSync(pipe.writeFd);
}

function openPipe(name: string): OutputPipe {
  // Without O_NONBLOCK, opening would wait for the other end.
  const readFd = openSync(name, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const writeFd = openSync(name, constants.O_WRONLY);
    unlinkSync(name);
    return { readFd, writeFd };
  } catch (error) {
    closeSync(readFd);
    throw error;
  }
}

function run(file: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile(file, args, { windowsHide: true }, (error) => {
      if (error) reject(new Error(`${file} failed`, { cause: error }));
      else resolve();
    });
  });
}
