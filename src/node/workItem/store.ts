/** The work items of a workspace: which files they are, what they say in short, and which one a reference means. */
import { statSync, type Stats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { advised, Refusal } from '../../core/refusal.js';
import { aliasIn, parse } from '../../core/workItem/parse.js';
import { NATURAL } from '../../core/workItem/order.js';
import { summarise, type WorkItemSummary } from '../../core/workItem/summary.js';
import { errorCode } from '../errorCode.js';
import { relativeTo, type Workspace } from '../workspace.js';
import { readText } from './readText.js';
import { SummaryCache } from './summaryCache.js';

export interface WorkItemEntry {
  /** Relative to the root, with `/`. A work item's identity. */
  readonly path: string;
  /** Wall time of the last change, in ms since the Unix epoch. */
  readonly modifiedMs: number;
  /** Undefined if the file cannot be read; then `problem` says why. */
  readonly summary?: WorkItemSummary;
  readonly problem?: string;
}

/** All work items, in the order of their paths. A file that cannot be read is listed with its problem. */
export async function listWorkItems(workspace: Workspace): Promise<WorkItemEntry[]> {
  const files = await workItemFiles(workspace);
  const cache = SummaryCache.open(workspace);
  const entries: WorkItemEntry[] = [];
  let since = performance.now();
  for (const file of files) {
    if (performance.now() - since > TURN_MS) {
      await setImmediate();
      since = performance.now();
    }
    entries.push(readEntry(workspace, file, cache));
  }
  await cache.save(files);
  return entries;
}

/** For so long files are read in one go; then an editor in the same process gets its turn. */
const TURN_MS = 10;

/** Paths of the work items below the configured folders, relative to the root, sorted. */
export async function workItemFiles({ root, config }: Workspace): Promise<string[]> {
  const found = new Set<string>();
  for (const folder of config.workItems.folders) {
    for (const file of await markdownBelow(root, relativeTo(root, path.join(root, folder)))) found.add(file);
  }
  return [...found].sort(NATURAL.compare);
}

/** One work item. @param cache what is known from an earlier reading, if it is wanted */
export function readEntry({ root, config }: Workspace, file: string, cache?: SummaryCache): WorkItemEntry {
  // Joined by hand: path.resolve takes longer than the system call.
  const full = path.isAbsolute(file) ? file : `${root}${path.sep}${file}`;
  const info = statOf(full);
  const modifiedMs = info?.mtimeMs ?? 0;
  const known = info && cache?.get(file, info);
  if (known) return { path: file, modifiedMs, summary: known };
  try {
    const text = readText(full);
    const { item } = parse(text, config.workItems);
    const summary = summarise(text, item, path.basename(file), isArchived(file));
    if (info) cache?.set(file, info, summary);
    return { path: file, modifiedMs, summary };
  } catch (error) {
    if (error instanceof Refusal) return { path: file, modifiedMs, problem: error.message };
    throw error;
  }
}

/** Undefined where the system tells nothing of it: reading it then says why. */
function statOf(full: string): Stats | undefined {
  try {
    return statSync(full, { throwIfNoEntry: false });
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return undefined;
  }
}

/** What evidence may be written into: never a program or a data file that somebody named by mistake. */
const WORK_ITEM_FILE = /\.(?:md|markdown|txt)$/i;

/**
 * The work item that a reference means: a path (from `cwd` or from the root), a file name, or an alias like `WI4`.
 * @returns its path relative to the root
 * @throws Refusal `usage` if there is none, or more than one; the candidates are listed
 */
export async function resolveReference(workspace: Workspace, reference: string, cwd: string): Promise<string> {
  for (const base of [cwd, workspace.root]) {
    const full = path.resolve(base, reference);
    if ((await stat(full).catch(() => undefined))?.isFile() !== true) continue;
    if (!WORK_ITEM_FILE.test(full)) throw new Refusal('usage', `${reference} is not a markdown file, and is left untouched: name a work item (.md, .markdown or .txt).`);
    return relativeTo(workspace.root, full);
  }
  const files = await workItemFiles(workspace);
  const byName = files.filter((file) => path.posix.basename(file) === reference || path.posix.basename(file, '.md') === reference);
  const matches = byName.length > 0 ? byName : await withAlias(workspace, files, reference);
  const [only] = matches;
  if (only === undefined) throw advised('usage', `There is no work item ${reference}`, { terminal: 'give a path, a file name or an alias from `casebook list`, or make one with `casebook new`', editor: 'name one of Open Work Items by its path, its file name or its alias, or make one with Casebook: New Work Item' });
  if (matches.length > 1) throw new Refusal('usage', `${reference} means ${matches.length} work items: ${matches.join(', ')}. Give the path of one.`);
  return only;
}

async function withAlias(workspace: Workspace, files: readonly string[], reference: string): Promise<string[]> {
  // Only the whole reference is an alias: a file name that is gone must not become another file with its number.
  const wanted = (/^WI[- ]?\d{1,9}$/i.test(reference.trim()) ? (aliasIn(reference) ?? reference) : reference).toLowerCase();
  const named = files.filter((file) => aliasIn(path.posix.basename(file))?.toLowerCase() === wanted);
  if (named.length > 0) return named;
  const entries = await listWorkItems(workspace);
  return entries.filter(({ summary }) => summary?.alias?.toLowerCase() === wanted).map((entry) => entry.path);
}

function isArchived(file: string): boolean {
  return file.split('/').slice(0, -1).some((folder) => /^(?:archived?|closed)$/i.test(folder));
}

/** Files that stand beside work items: what is written about them, and what is harvested from them. */
const NO_WORK_ITEM = /^(?:(?:readme|template)\b|lessons\.md$)/i;

/** Paths relative to the root, as `folder` is. They are joined by hand: taking thousands of paths apart again takes longer than reading the folder. */
async function markdownBelow(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(path.join(root, folder), { withFileTypes: true }).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return [];
    if (errorCode(error) === 'EACCES' || errorCode(error) === 'EPERM') return undefined;
    throw error;
  });
  // Listed like a file that cannot be read.
  if (!entries) return [folder];
  const inside = (name: string) => (folder === '' ? name : `${folder}/${name}`);
  const below = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules');
  const nested = await Promise.all(below.map((entry) => markdownBelow(root, inside(entry.name))));
  const own = entries.filter((entry) => !entry.isDirectory() && /\.md$/i.test(entry.name) && !NO_WORK_ITEM.test(entry.name)).map((entry) => inside(entry.name));
  return [...own, ...nested.flat()];
}
