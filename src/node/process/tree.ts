/** The processes of one attempt, or of one helper: the command's process group, and what left the group but carries its mark. */
import { isAlive } from './identity.js';
import { isDead, latestPid, listPids, readProcStat } from './procfs.js';
import type { Mark, TaggedProcess, TagSweeper } from './tag.js';
import { endWindowsTree, endWindowsTreeNow } from './taskkill.js';
import { pollUntil, within } from './wait.js';

/**
 * How long to wait for processes to vanish after SIGKILL, ms. Reached only by what may not be signalled (another user's, such as
 * sudo) or hangs in the kernel.
 */
const KILL_WAIT_MS = 5_000;

/** By number and start. */
type Found = Map<string, TaggedProcess>;

const WINDOWS = process.platform === 'win32';
const LINUX = process.platform === 'linux';

/**
 * To be made right after the start. Never signals by name; a process outside the group is signalled by its number only while its
 * start time and its environment say that it is the one that was found. (Between that look and the signal a few microseconds
 * remain: Node has no pidfd.)
 */
export class ProcessTree {
  readonly #pid: number;
  readonly #exited: Promise<unknown>;
  readonly #sweeper: TagSweeper;
  readonly #mark: Mark;
  #rootEnded = false;
  /** Once empty, a group's number may be given to a stranger: it is never signalled again. */
  #groupGone = false;

  constructor(root: { readonly pid: number; readonly exited: Promise<unknown> }, sweeper: TagSweeper, mark: Mark) {
    this.#pid = root.pid;
    this.#sweeper = sweeper;
    this.#mark = mark;
    this.#exited = root.exited.then(() => (this.#rootEnded = true));
  }

  /**
   * Whether everything ended by itself after the command did: the output is closed within `ms`, and no process is left `ms` after that.
   * Costs no time where that is so at once.
   * @param outputClosed settles when nobody holds the output open any more
   */
  async settled(outputClosed: Promise<unknown>, ms: number): Promise<boolean> {
    if (!(await within(outputClosed, ms))) return false;
    // If no process was started since, there is nothing to look for: the usual end of a short command.
    if (latestPid() === this.#pid) return true;
    return pollUntil(() => this.remaining().length === 0, ms);
  }

  /** The processes that live, as far as the host can tell: on macOS one stands for the group, on Windows only the command is known. */
  remaining(thorough = false): TaggedProcess[] {
    const group = this.#group();
    const members = new Set(group.map(({ pid }) => pid));
    return [...group, ...this.#sweeper.find(this.#mark, thorough).filter(({ pid }) => !members.has(pid))];
  }

  /**
   * Ends all of them: SIGTERM, up to `graceMs` for them to end, SIGKILL. On Windows at once.
   * @param now cuts the grace short when it is aborted
   * @returns how many processes had left the group and were found by their tag
   */
  async end(graceMs: number, now?: AbortSignal): Promise<number> {
    const escaped: Found = new Map();
    const killed: Found = new Map();
    if (WINDOWS) {
      await endWindowsTree(this.#pid);
      await within(this.#exited, KILL_WAIT_MS);
      return 0;
    }
    if (graceMs > 0 && now?.aborted !== true) {
      this.#signalAll('SIGTERM', escaped);
      // What was stopped (SIGSTOP, a debugger) takes the SIGTERM only when it goes on.
      this.#signalGroup('SIGCONT');
      await pollUntil(() => now?.aborted === true || (this.#rootEnded && this.remaining().length === 0), graceMs, this.#exited);
    }
    // Again and again: what is being killed may have started another process a moment ago. And it loses its environment, by which it was found, before it has ended.
    await pollUntil(() => this.#signalAll('SIGKILL', killed) === 0 && this.#rootEnded && ![...killed.values()].some(isAlive), KILL_WAIT_MS, this.#exited);
    return new Set([...escaped.keys(), ...killed.keys()]).size;
  }

  /** SIGKILL to all of them before this returns: for the exit of this process. */
  endNow(): void {
    if (WINDOWS) endWindowsTreeNow(this.#pid);
    else this.#signalAll('SIGKILL', new Map());
  }

  /** Stops the process group (SIGSTOP), with the terminal's Ctrl-Z; what left the group goes on. Nothing on Windows. */
  pause(): void {
    if (!WINDOWS) this.#signalGroup('SIGSTOP');
  }

  /** Lets the process group go on. */
  unpause(): void {
    if (!WINDOWS) this.#signalGroup('SIGCONT');
  }

  /**
   * @param escaped takes those that had left the group
   * @returns how many processes lived when it was called
   */
  #signalAll(signal: NodeJS.Signals, escaped: Found): number {
    const group = this.#group();
    const members = new Set(group.map(({ pid }) => pid));
    const tagged = this.#sweeper.find(this.#mark, true).filter(({ pid }) => !members.has(pid));
    this.#signalGroup(signal);
    for (const candidate of tagged) {
      escaped.set(`${candidate.pid} ${candidate.startTime ?? ''}`, candidate);
      this.#sweeper.signal(candidate, signal);
    }
    return group.length + tagged.length;
  }

  /** Live members of the process group. */
  #group(): TaggedProcess[] {
    if (WINDOWS) return this.#rootEnded ? [] : [{ pid: this.#pid, name: '' }];
    if (!this.#signalGroup(0)) return [];
    if (!LINUX) return [{ pid: this.#pid, name: '' }];
    // The group may consist of dead processes that nobody waits for (a container without an init).
    const stats = listPids().map(readProcStat).filter((stat) => stat !== undefined);
    return stats.filter((stat) => stat.group === this.#pid && !isDead(stat)).map(({ pid, startTime, comm }) => ({ pid, startTime, name: comm }));
  }

  /** Whether there was somebody to signal. */
  #signalGroup(signal: NodeJS.Signals | 0): boolean {
    if (this.#groupGone) return false;
    try {
      process.kill(-this.#pid, signal);
      return true;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // EPERM: others' processes on Linux; on macOS also a group of dead ones.
      if (code === 'EPERM') return LINUX;
      if (code !== 'ESRCH') throw error;
      this.#groupGone = true;
      return false;
    }
  }
}
