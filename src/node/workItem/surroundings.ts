/** What rules may ask about the files around a work item. Nothing outside the root is looked at, also not through a symbolic link. */
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { WorkItemIndex, type OtherWorkItem, type Surroundings } from '../../core/check/surroundings.js';
import { aliasIn } from '../../core/workItem/parse.js';
import { errorCode } from '../errorCode.js';
import { filesOnBranches } from '../git.js';
import { git } from '../gitCommand.js';
import { runFolder, runsFolder, RUN_FILE } from '../run/folders.js';
import type { Workspace } from '../workspace.js';
import { listWorkItems } from './store.js';

/** A larger file is not read to count its lines, bytes. */
const MAX_COUNTED = 16 * 1024 * 1024;

/** Looks at a workspace once; what was found of a file is kept, so this is made anew for each check. */
export async function surroundingsOf(workspace: Workspace, signal: AbortSignal): Promise<Surroundings> {
  const { root } = workspace;
  const real = realpathSync(root);
  const known = new Map<string, boolean | undefined>();
  const counted = new Map<string, number | undefined>();
  const files = await filesOf(root, signal);
  const endings = new Map<string, boolean | undefined>();
  const exists = (file: string) => remembered(known, file, () => isThere(real, path.resolve(root, file), root));
  return {
    exists,
    endsSo: (file) => remembered(endings, file, () => files?.some((path) => path === file || path.endsWith(`/${file}`))),
    lineCount: (file) => remembered(counted, file, () => (exists(file) === true ? linesOfFile(path.resolve(root, file)) : undefined)),
    hasLedger: (run) => exists(path.relative(root, path.join(runFolder(root, run), RUN_FILE))),
    isLater: await commitOrder(root, signal),
    workItems: new WorkItemIndex(await workItemsAround(workspace, signal)),
  };
}

/** Of a longer history only the newest part is known. */
const MAX_COMMITS = 20_000;

/**
 * Which commits of this branch came later. In topological order every commit stands before those that it is made on: what stands before another
 * one is none of its ancestors. Looked at only where there are runs, whose commits are asked for.
 */
async function commitOrder(root: string, signal: AbortSignal): Promise<Surroundings['isLater']> {
  const runs = await readdir(runsFolder(root)).catch(() => []);
  const printed = runs.length === 0 ? undefined : await git(['rev-list', '--topo-order', `--max-count=${MAX_COMMITS}`, 'HEAD'], { cwd: root }, signal);
  if (printed === undefined) return () => undefined;
  const commits = printed.split('\n').filter((commit) => commit !== '');
  const places = new Map<string, number>();
  const placeOf = (digits: string) => remembered(places, digits, () => (/^[0-9a-f]{7,64}$/.test(digits) ? commits.findIndex((commit) => commit.startsWith(digits)) : -1));
  return (commit, than) => {
    const [at, other] = [placeOf(commit.toLowerCase()), placeOf(than.toLowerCase())];
    return at < 0 || other < 0 ? undefined : at < other;
  };
}

async function workItemsAround(workspace: Workspace, signal: AbortSignal): Promise<OtherWorkItem[]> {
  const here = (await listWorkItems(workspace)).map(({ path: file, summary }): OtherWorkItem => ({ path: file, ...aliasOf(aliasIn(path.posix.basename(file)) ?? summary?.alias), elsewhere: false }));
  const present = new Set(here.map((entry) => entry.path));
  const candidates = (await filesOnBranches(workspace.root, workspace.config.workItems.folders, signal)).filter((file) => /\.md$/i.test(file) && !present.has(file));
  if (candidates.length === 0) return here;
  const gone = await onceHere(workspace, signal);
  const elsewhere = candidates.filter((file) => !gone.has(file)).map((file): OtherWorkItem => ({ path: file, ...aliasOf(aliasIn(path.posix.basename(file))), elsewhere: true }));
  return [...here, ...elsewhere];
}

/** Files that this branch had: what is not here any more was renamed or deleted, and is no other work item. */
async function onceHere({ root, config }: Workspace, signal: AbortSignal): Promise<ReadonlySet<string>> {
  const printed = await git(['log', '-z', '--format=', '--name-only', '--no-renames', '--diff-filter=A', '--relative', 'HEAD', '--', ...config.workItems.folders.map((folder) => `:(literal)${folder}`)], { cwd: root }, signal);
  return new Set((printed ?? '').split('\0').map((name) => name.replace(/^\n+/, '')));
}

/** Files that are looked at where there is no git to name them; in a larger workspace nothing is said of paths that end so. */
const MAX_WALKED = 20_000;

/** The files of the workspace that its ignore files leave; undefined if they are too many to look at. */
async function filesOf(root: string, signal: AbortSignal): Promise<readonly string[] | undefined> {
  const printed = await git(['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root }, signal);
  if (printed !== undefined) return printed.split('\0');
  const files: string[] = [];
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of await readdir(path.join(root, folder), { withFileTypes: true }).catch(() => [])) {
      const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!entry.name.startsWith('.') && entry.name !== 'node_modules') folders.push(name);
      } else if (files.push(name) > MAX_WALKED) return undefined;
    }
    signal.throwIfAborted();
  }
  return files;
}

function aliasOf(alias: string | undefined): { alias?: string } {
  return alias === undefined ? {} : { alias };
}

function remembered<T>(known: Map<string, T>, key: string, find: () => T): T {
  const before = known.get(key);
  if (before !== undefined || known.has(key)) return before as T;
  const found = find();
  known.set(key, found);
  return found;
}

/** Walks up to what is there, so that a link out of the root is found before anything behind it is asked for. Of an empty folder nothing can be said: a submodule lies there that is not checked out. */
function isThere(realRoot: string, file: string, root: string): boolean | undefined {
  if (!isBelow(root, file)) return undefined;
  try {
    return isBelow(realRoot, realpathSync(file)) ? true : undefined;
  } catch (error) {
    const code = errorCode(error);
    if (code !== 'ENOENT' && code !== 'ENOTDIR') return undefined;
    const parent = path.dirname(file);
    if (parent === file) return undefined;
    const above = isThere(realRoot, parent, root);
    return above === undefined || (above && isEmptyFolder(parent)) ? undefined : false;
  }
}

function isEmptyFolder(folder: string): boolean {
  try {
    return readdirSync(folder).length === 0;
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return false; // a file, or not readable
  }
}

function isBelow(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative === '' || (relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative));
}

function linesOfFile(file: string): number | undefined {
  try {
    const info = statSync(file);
    if (!info.isFile() || info.size > MAX_COUNTED) return undefined;
    const bytes = readFileSync(file);
    if (bytes.includes(0)) return undefined; // no text
    let lines = 0;
    for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, at + 1)) lines += 1;
    return bytes.length > 0 && bytes.at(-1) !== LF ? lines + 1 : lines;
  } catch (error) {
    if (errorCode(error) !== undefined) return undefined;
    throw error;
  }
}

const LF = 10;
