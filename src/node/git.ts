/** What is read from git: the state of the sources, and the names of files on all branches. */
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import type { GitState } from '../core/run/events.js';
import { git, withoutLocalFilters } from './gitCommand.js';
import { hashOfChanges, type Change } from './gitChanges.js';

/**
 * The state of the checkout that `cwd` lies in; undefined where there is none, it has no commit yet, or git is not installed or does not
 * answer in time.
 *
 * The content of submodules is left out (git would run what *their* configuration names); that one stands on another commit counts.
 * @param exclude absolute paths whose changes are no changes of the sources; `.casebook` folders are always left out
 */
export async function gitState(cwd: string, exclude: readonly string[], signal: AbortSignal): Promise<GitState | undefined> {
  const [top, filters] = await Promise.all([topOf(cwd, signal), withoutLocalFilters(cwd, signal)]);
  if (top === undefined || filters === undefined) return undefined;
  const args = ['status', '--porcelain=v2', '--branch', '--no-ahead-behind', '-z', '--untracked-files=all', '--no-renames', '--ignore-submodules=dirty'];
  const printed = await git([...args, '--', ...(await pathspecs(top, exclude))], { cwd, config: filters }, signal);
  if (printed === undefined) return undefined;
  const { commit, branch, changes } = parseStatus(printed);
  if (commit === undefined) return undefined;
  const prefix = path.relative(top, await realpath(cwd)).split(path.sep).join('/');
  const state = { commit, prefix, ...(branch === undefined ? {} : { branch }) };
  if (changes.length === 0) return { ...state, dirty: false };
  try {
    return { ...state, dirty: true, diffHash: await hashOfChanges(top, changes, signal) };
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}

/** What stands in the checkout now, beside a commit: its difference as `gitState` hashes it. */
export interface SourcesBeside {
  /** Of the changes, as in `GitState`; undefined if there are none. */
  readonly diffHash?: string;
  /** Paths that differ, relative to the top of the checkout. */
  readonly changed: readonly string[];
}

/**
 * The sources as they are now, beside a commit: equal to the `diffHash` of a `gitState` taken on that commit if and only if they are what they
 * were then, whether what was uncommitted then has been committed meanwhile or not.
 * @param exclude as in {@link gitState}
 * @returns undefined where there is no checkout, it does not know the commit, or git does not answer
 */
export async function sourcesBeside(cwd: string, commit: string, exclude: readonly string[], signal: AbortSignal): Promise<SourcesBeside | undefined> {
  if (!/^[0-9a-f]{40,64}$/.test(commit)) return undefined;
  const [top, filters] = await Promise.all([topOf(cwd, signal), withoutLocalFilters(cwd, signal)]);
  if (top === undefined || filters === undefined) return undefined;
  const specs = await pathspecs(top, exclude);
  const [tracked, untracked] = await Promise.all([
    git(['diff', '--raw', '-z', '--no-renames', '--no-ext-diff', '--no-textconv', '--ignore-submodules=dirty', commit, '--', ...specs], { cwd, config: filters }, signal),
    git(['ls-files', '--others', '--exclude-standard', '-z', '--full-name', '--', ...specs], { cwd: top, config: filters }, signal),
  ]);
  if (tracked === undefined || untracked === undefined) return undefined;
  const changes = parseRawDiff(tracked);
  const known = new Set(changes.map((change) => change.path));
  for (const file of untracked.split('\0')) if (file !== '' && !known.has(file)) changes.push({ path: file, note: NO_SUBMODULE });
  const changed = changes.map((change) => change.path).sort();
  return changes.length === 0 ? { changed } : { changed, diffHash: await hashOfChanges(top, changes, signal) };
}

/** Of `git diff --raw -z`: `:<mode> <mode> <object> <object> <status>`, path, see git-diff(1). */
function parseRawDiff(printed: string): Change[] {
  const fields = printed.split('\0');
  const changes: Change[] = [];
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const submodule = /^:(?:160000 \d+|\d+ 160000) /.test(fields[index] ?? '');
    changes.push({ path: fields[index + 1] ?? '', note: submodule ? 'SC..' : NO_SUBMODULE });
  }
  return changes;
}

/** `user.name` as git knows it in a folder; undefined if it is not set. */
export async function gitUserName(cwd: string, signal: AbortSignal): Promise<string | undefined> {
  const name = (await git(['config', '--get', 'user.name'], { cwd }, signal))?.trim();
  return name === '' ? undefined : name;
}

/**
 * Paths of the files below the folders on every local and remote-tracking branch, relative to `root`; empty where there is no git checkout.
 * @param folders relative to `root`, with `/`
 */
export async function filesOnBranches(root: string, folders: readonly string[], signal: AbortSignal): Promise<string[]> {
  const [refs, prefix] = await Promise.all([
    git(['for-each-ref', '--format=%(objectname)', 'refs/heads', 'refs/remotes'], { cwd: root }, signal),
    git(['rev-parse', '--show-prefix'], { cwd: root }, signal),
  ]);
  if (refs === undefined || prefix === undefined) return [];
  const commits = [...new Set(refs.split('\n').filter((line) => line !== ''))];
  const found = await Promise.all(folders.map((folder) => filesBelow(root, folder, commits, prefix.replace(/\n$/, ''), signal)));
  return [...new Set(found.flat())];
}

/** Most branches have the same folder: it is asked for once per content, not once per branch. */
async function filesBelow(root: string, folder: string, commits: readonly string[], prefix: string, signal: AbortSignal): Promise<string[]> {
  const name = path.posix.normalize(`${prefix}${folder}`).replace(/\/$/, '');
  const input = commits.map((commit) => `${commit}:${name === '.' ? '' : name}\n`).join('');
  const answers = await git(['cat-file', '--batch-check=%(objecttype) %(objectname)'], { cwd: root, input }, signal);
  const trees = new Set(Array.from((answers ?? '').matchAll(/^tree ([0-9a-f]+)$/gm), ([, tree]) => tree ?? ''));
  const files: string[] = [];
  for (const tree of trees) {
    const names = await git(['ls-tree', '-r', '-z', '--name-only', '--full-tree', tree], { cwd: root }, signal);
    for (const file of (names ?? '').split('\0')) if (file !== '') files.push(path.posix.join(folder, file));
  }
  return files;
}

async function topOf(cwd: string, signal: AbortSignal): Promise<string | undefined> {
  const printed = await git(['rev-parse', '--show-toplevel'], { cwd }, signal);
  const top = printed?.replace(/\r?\n$/, '');
  // A bare repository has no top.
  return top === '' ? undefined : top;
}

async function pathspecs(top: string, exclude: readonly string[]): Promise<string[]> {
  const specs = [':/', ':(top,exclude,glob)**/.casebook/**'];
  for (const folder of exclude) {
    // git names the top with links resolved.
    const real = await realpath(folder).catch(() => folder);
    const relative = path.relative(top, real).split(path.sep).join('/');
    if (relative !== '' && relative !== '..' && !relative.startsWith('../') && !path.isAbsolute(relative)) specs.push(`:(top,exclude,literal)${relative}`);
  }
  return specs;
}

/** What git says of a path that is no submodule; said of a new file, too, so that staging it makes no difference. */
const NO_SUBMODULE = 'N...';

/** Of `git status --porcelain=v2 --branch -z`, see git-status(1). */
function parseStatus(printed: string): { commit?: string; branch?: string; changes: Change[] } {
  let commit: string | undefined;
  let branch: string | undefined;
  const changes: Change[] = [];
  for (const entry of printed.split('\0')) {
    const [, name, value = ''] = /^# (branch\.oid|branch\.head) (.*)$/s.exec(entry) ?? [];
    if (name === 'branch.oid' && value !== '(initial)') commit = value;
    if (name === 'branch.head' && value !== '(detached)') branch = value;
    // 1 <XY> <sub> <mH> <mI> <mW> <hH> <hI> <path>  |  u <XY> <sub> <m1> <m2> <m3> <mW> <h1> <h2> <h3> <path>  |  ? <path>
    const ordinary = /^1 \S+ (\S+) (?:\S+ ){5}(.+)$/s.exec(entry) ?? /^u \S+ (\S+) (?:\S+ ){7}(.+)$/s.exec(entry);
    const untracked = /^\? (.+)$/s.exec(entry);
    if (ordinary) changes.push({ path: ordinary[2] ?? '', note: ordinary[1] ?? '' });
    else if (untracked) changes.push({ path: untracked[1] ?? '', note: NO_SUBMODULE });
  }
  return { ...(commit === undefined ? {} : { commit }), ...(branch === undefined ? {} : { branch }), changes };
}
