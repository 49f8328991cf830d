/** The mark in the environment by which an attempt's processes are found, wherever they went. */
import type { ProcessIdentity } from '../../core/run/events.js';
import { isAlive } from './identity.js';
import { isDead, listPids, readEnviron, readProcStat } from './procfs.js';
import { pollUntil } from './wait.js';

/** Names of the variables that every attempt finds in its environment. */
export const RUN_VARIABLE = 'CASEBOOK_RUN';
export const ATTEMPT_VARIABLE = 'CASEBOOK_ATTEMPT';
export const ATTEMPTS_VARIABLE = 'CASEBOOK_ATTEMPTS';
export const SEED_VARIABLE = 'CASEBOOK_SEED';

/** What helpers of a run carry instead of an attempt's number: which one they are. */
export const HELPER_VARIABLE = 'CASEBOOK_HELPER';

/** Tells the processes of one attempt, or of one helper, from the run's others. */
export interface Mark {
  readonly variable: typeof ATTEMPT_VARIABLE | typeof HELPER_VARIABLE;
  readonly value: string;
}

export interface TaggedProcess extends ProcessIdentity {
  /** Name of the executable, for messages only. */
  readonly name: string;
}

/**
 * Finds the processes of one run by their environment, on Linux. It remembers which processes are not of this run, so that a
 * sweep after an attempt reads the environment of new processes only: about 0.1 ms on a quiet machine.
 *
 * Not found: what cleared or overwrote its environment, what runs as another user, and anything on macOS and Windows.
 */
export class TagSweeper {
  readonly #run: Buffer;
  #strangers: ReadonlySet<number>;

  constructor(run: string) {
    this.#run = entry(RUN_VARIABLE, run);
    this.#strangers = new Set(listPids());
  }

  /**
   * Live processes that carry the tag of this run and the mark, or without one, of this run.
   * @param thorough also look at processes that were known not to be of this run: their numbers may have been used again since
   */
  find(mark?: Mark, thorough = false): TaggedProcess[] {
    const wanted = mark && entry(mark.variable, mark.value);
    const found: TaggedProcess[] = [];
    const strangers = new Set<number>();
    for (const pid of listPids()) {
      if (pid === process.pid || (!thorough && this.#strangers.has(pid))) {
        strangers.add(pid);
        continue;
      }
      const environ = readEnviron(pid);
      if (!environ?.includes(this.#run)) {
        strangers.add(pid);
        continue;
      }
      if (wanted && !environ.includes(wanted)) continue;
      const stat = readProcStat(pid);
      if (stat && !isDead(stat)) found.push({ pid, startTime: stat.startTime, name: stat.comm });
    }
    this.#strangers = strangers;
    return found;
  }

  /** Ends what is left of the whole run: SIGTERM, up to `graceMs`, SIGKILL. Returns at once where nothing is. */
  async endAll(graceMs: number): Promise<void> {
    const killed: TaggedProcess[] = [];
    const signalAll = (signal: NodeJS.Signals): TaggedProcess[] => {
      const left = this.find(undefined, true);
      for (const candidate of left) this.signal(candidate, signal);
      return left;
    };
    if (signalAll('SIGTERM').length === 0) return;
    await pollUntil(() => this.find(undefined, true).length === 0, graceMs);
    // What is killed loses its environment, by which it was found, before it has ended.
    await pollUntil(() => {
      const left = signalAll('SIGKILL');
      killed.push(...left);
      return left.length === 0 && !killed.some(isAlive);
    }, graceMs);
  }

  /** Signals the process if it still is the one that was found: same number and start time, and it carries this run's tag. */
  signal(candidate: ProcessIdentity, signal: NodeJS.Signals): void {
    if (!readEnviron(candidate.pid)?.includes(this.#run) || readProcStat(candidate.pid)?.startTime !== candidate.startTime) return;
    try {
      process.kill(candidate.pid, signal);
    } catch (error) {
      // It ended meanwhile, or became another user's: the next look tells.
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ESRCH' && code !== 'EPERM') throw error;
    }
  }
}

function entry(name: string, value: string): Buffer {
  return Buffer.from(`\0${name}=${value}\0`);
}
