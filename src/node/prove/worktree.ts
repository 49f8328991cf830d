/**
 * A checkout of its own for another revision, beside the user's: a git worktree in the system's temporary folder (inside the project, test runners would find its
 * tests too). The user's files, index and branches are not touched; git notes the worktree in the repository until it is removed.
 */
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as v from 'valibot';
import { Refusal } from '../../core/refusal.js';
import { withoutLocalFilters } from '../gitCommand.js';
import { isAlive, processIdentity } from '../process/identity.js';
import { mustGit } from './repository.js';

const PREFIX = 'casebook-worktree-';
const OWNER = 'owner.json';

const owner = v.object({ pid: v.number(), startTime: v.exactOptional(v.string()), repository: v.string(), tree: v.string() });

export interface Worktree {
  /** Absolute; the top of the checkout. */
  readonly top: string;
  /** The folder in it that corresponds to the user's `cwd`; made, where the commit does not have it. */
  readonly cwd: string;
  /** Absolute; the top of the user's checkout. */
  readonly source: string;
  /** Settings for git commands in it. */
  readonly config: readonly string[];
  /** Removes it, and what git noted of it. */
  remove(): Promise<void>;
}

/**
 * Makes a worktree on the commit, its HEAD detached. Worktrees that killed processes left are removed first.
 * @param cwd in the user's checkout
 * @param commit full id
 * @throws Refusal `usage` outside a checkout, `unable` if git fails
 */
export async function makeWorktree(cwd: string, commit: string, signal: AbortSignal): Promise<Worktree> {
  const config = await withoutLocalFilters(cwd, signal);
  signal.throwIfAborted();
  const source = config && (await mustGit(['rev-parse', '--show-toplevel'], cwd, [], signal).catch(() => undefined))?.replace(/\r?\n$/, '');
  if (config === undefined || source === undefined || source === '') throw new Refusal('usage', `${cwd} lies in no git checkout: other revisions need one.`);
  await removeAbandoned();
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), PREFIX)));
  const top = path.join(folder, path.basename(source));
  await writeFile(path.join(folder, OWNER), JSON.stringify({ ...(processIdentity(process.pid) ?? { pid: process.pid }), repository: source, tree: top }));
  const remove = (): Promise<void> => removeTree(folder, source, top);
  try {
    await mustGit(['worktree', 'add', '--detach', '--quiet', top, commit], source, config, signal);
    const inside = path.join(top, path.relative(source, await realpath(cwd)));
    await mkdir(inside, { recursive: true });
    return { top, cwd: inside, source, config, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/**
 * Refuses a command that names a file of the user's checkout by its absolute path: it would run that file for every revision. Installed packages may be named so.
 * @throws Refusal `usage`
 */
export function assertRelative(command: readonly string[], { source }: Worktree): void {
  // A single word may be a line for the shell.
  const words = command.length === 1 ? (command[0] ?? '').split(/\s+/) : command;
  const named = words.find((part) => part.startsWith(`${source}${path.sep}`) && !part.split(path.sep).includes('node_modules'));
  if (named !== undefined) throw new Refusal('usage', `The command names ${named}, which lies in your checkout, and would run that for the other revision, too: write it relative to the folder.`);
}

/** Removal must happen when all else was cancelled: so it takes no signal; git's own deadline bounds it. */
async function removeTree(folder: string, repository: string, tree: string): Promise<void> {
  await rm(tree, { recursive: true, force: true, maxRetries: 3 });
  const { signal } = new AbortController();
  try {
    // The folder is gone: this takes what git noted of it, whatever was locked or changed in it. Other worktrees, also those on disks that are not mounted now, stay.
    await mustGit(['worktree', 'remove', '--force', '--force', tree], repository, [], signal);
  } catch (error) {
    // The repository may be gone, too, or the worktree was never noted.
    if (!(error instanceof Refusal)) throw error;
  }
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
}

/** Those whose process is gone: it was killed before it could remove them. */
async function removeAbandoned(): Promise<void> {
  const temporary = await realpath(tmpdir());
  for (const name of await readdir(temporary)) {
    if (!name.startsWith(PREFIX)) continue;
    const folder = path.join(temporary, name);
    const text = await readFile(path.join(folder, OWNER), 'utf8').catch(() => undefined);
    if (text === undefined) continue; // being made just now, or another user's
    const parsed = v.safeParse(owner, json(text));
    if (!parsed.success || isAlive(parsed.output) || path.dirname(parsed.output.tree) !== folder) continue;
    await removeTree(folder, parsed.output.repository, parsed.output.tree);
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
