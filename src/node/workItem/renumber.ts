/** Gives a work item another number on disk. */
import { rename, stat } from 'node:fs/promises';
import path from 'node:path';
import { Refusal } from '../../core/refusal.js';
import { aliasIn } from '../../core/workItem/parse.js';
import { nextNumber } from '../../core/workItem/number.js';
import { applyEdits, renumberEdits, type Doubtful, type Renumbering } from '../../core/workItem/renumber.js';
import { errorMessage } from '../errorCode.js';
import type { Workspace } from '../workspace.js';
import { withLock } from './lock.js';
import { readText } from './readText.js';
import { listWorkItems } from './store.js';
import { takenNames } from './takenNames.js';
import { assertWritable, editFile } from './writeBack.js';

export interface RenumberResult {
  /** Relative to the root. */
  readonly from: string;
  readonly to: string;
  /** Files with their rewritten references; the work item itself comes with its old path. */
  readonly files: readonly { readonly path: string; readonly edits: number }[];
  /** What may mean it, and was left. */
  readonly doubtful: readonly (Doubtful & { readonly path: string })[];
}

/**
 * @param file relative to the root
 * @param to the new number; the next free one over folders, branches and worktrees where undefined
 * @throws Refusal `usage` if the work item has no number, or the new one is taken
 */
export async function renumber(workspace: Workspace, file: string, to: number | undefined, dryRun: boolean, signal: AbortSignal): Promise<RenumberResult> {
  return withLock(workspace.root, 'work-item numbers', () => renumberLocked(workspace, file, to, dryRun, signal), signal);
}

async function renumberLocked(workspace: Workspace, file: string, to: number | undefined, dryRun: boolean, signal: AbortSignal): Promise<RenumberResult> {
  const { root } = workspace;
  const oldName = path.posix.basename(file);
  const oldAlias = aliasIn(oldName);
  if (oldAlias === undefined || !/^WI\d+(?=[_.-])/i.test(oldName)) throw new Refusal('usage', `${oldName} does not begin with a number like WI4_: rename it by hand.`);
  const taken = await takenNames(workspace, signal);
  const newAlias = `WI${to ?? nextNumber(taken)}`;
  if (taken.some((name) => aliasIn(path.posix.basename(name)) === newAlias)) throw new Refusal('usage', `${newAlias} is taken, here or on a branch: leave out --to to get the next free number.`);
  const newName = oldName.replace(/^WI\d+/i, newAlias);
  const target = path.posix.join(path.posix.dirname(file), newName);
  if (await stat(path.join(root, target)).catch(() => undefined)) throw new Refusal('usage', `${target} is there already: choose another number with --to.`);

  const others = (await listWorkItems(workspace)).filter((entry) => entry.path !== file);
  const change: Renumbering = {
    oldName,
    newName,
    oldAlias: /^WI\d+/i.exec(oldName)?.[0] ?? oldAlias,
    newAlias,
    nameIsShared: others.some((entry) => path.posix.basename(entry.path) === oldName),
    aliasIsShared: others.some((entry) => (entry.summary?.alias ?? aliasIn(path.posix.basename(entry.path))) === oldAlias || aliasIn(path.posix.basename(entry.path)) === oldAlias),
  };
  const readable = [file, ...others.filter((entry) => entry.summary).map((entry) => entry.path)];
  const found = readable.map((name) => ({ path: name, ...renumberEdits(readText(path.join(root, name)), change, name === file) }));
  const changed = found.filter(({ edits }) => edits.length > 0);
  if (!dryRun) await write(root, changed.map((entry) => entry.path), change, file, target, signal);
  return {
    from: file,
    to: target,
    files: changed.map((entry) => ({ path: entry.path, edits: entry.edits.length })),
    doubtful: found.flatMap((entry) => entry.doubtful.map((place) => ({ path: entry.path, ...place }))),
  };
}

/** References first: if one file cannot be written, the work item still has its name. */
async function write(root: string, paths: readonly string[], change: Renumbering, file: string, target: string, signal: AbortSignal): Promise<void> {
  for (const name of new Set([file, ...paths])) await assertWritable(path.join(root, name));
  for (const name of paths) await editFile(root, path.join(root, name), (text) => applyEdits(text, renumberEdits(text, change, name === file).edits), signal);
  try {
    await rename(path.join(root, file), path.join(root, target));
  } catch (error) {
    throw new Refusal('unable', `${file} could not be renamed to ${target} (${errorMessage(error)}), but the references were rewritten: rename it by hand.`);
  }
}
