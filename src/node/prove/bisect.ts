/** `git bisect` in a worktree of its own, one answer at a time. */
import { Refusal } from '../../core/refusal.js';
import { clean } from '../../core/report/untrusted.js';
import type { CommitVerdict } from '../../core/prove/bisection.js';
import { askGit, mustGit } from './repository.js';
import type { Worktree } from './worktree.js';

/** A commit to try next, or the ones that remain at the end: one, or several where skipped ones leave it open. */
export type BisectState = { readonly next: string } | { readonly found: readonly string[] };

export class GitBisect {
  readonly #worktree: Worktree;
  readonly #signal: AbortSignal;

  constructor(worktree: Worktree, signal: AbortSignal) {
    this.#worktree = worktree;
    this.#signal = signal;
  }

  /** Checks out a commit, whatever the last one's attempts left in tracked and new files; what git ignores stays (dependencies). */
  async checkOut(commit: string): Promise<void> {
    await this.#tidy();
    await this.#must(['checkout', '--quiet', '--detach', commit]);
  }

  /** @param bad full id @param good full id */
  start(bad: string, good: string): Promise<BisectState> {
    return this.#step(['bisect', 'start', bad, good]);
  }

  answer(verdict: CommitVerdict): Promise<BisectState> {
    return this.#step(['bisect', verdict]);
  }

  async subject(commit: string): Promise<string> {
    return (await this.#must(['log', '-1', '--format=%s', commit])).trim();
  }

  async #step(args: string[]): Promise<BisectState> {
    await this.#tidy();
    const { top, config } = this.#worktree;
    const { code, stdout, stderr } = await askGit(args, top, config, this.#signal);
    const first = /^([0-9a-f]{40,64}) is the first bad commit$/m.exec(stdout)?.[1];
    if (first !== undefined) return { found: [first] };
    // Exit code 2: only skipped commits are left.
    if (code === 2) return { found: stdout.split('\n').filter((line) => /^[0-9a-f]{40,64}$/.test(line)) };
    if (code !== 0) throw new Refusal('unable', `git ${args[0] ?? ''} stopped: ${clean(`${stdout}\n${stderr}`).trim()}`);
    return { next: (await this.#must(['rev-parse', 'HEAD'])).trim() };
  }

  async #tidy(): Promise<void> {
    await this.#must(['reset', '--quiet', '--hard']);
    await this.#must(['clean', '-fdq']);
  }

  #must(args: string[]): Promise<string> {
    return mustGit(args, this.#worktree.top, this.#worktree.config, this.#signal);
  }
}

/** How many commits may have brought the failure. @throws Refusal `usage` if the bad one does not come after the good one */
export async function candidatesBetween(good: string, bad: string, cwd: string, signal: AbortSignal): Promise<number> {
  const count = Number(await mustGit(['rev-list', '--count', bad, `^${good}`], cwd, [], signal));
  if (!(count > 0)) throw new Refusal('usage', 'No commit lies between the good and the bad one: give as --bad one that comes after the good one.');
  return count;
}
