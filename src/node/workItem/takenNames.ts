/** Where numbers of work items may be taken already: sequential numbers collide silently, since different file names never conflict. */
import path from 'node:path';
import { filesOnBranches } from '../git.js';
import { git } from '../gitCommand.js';
import type { Workspace } from '../workspace.js';
import { workItemFiles } from './store.js';

/** Paths of the work items in the folders, on every local and remote-tracking branch, and in the other worktrees of the checkout, committed or not. */
export async function takenNames(workspace: Workspace, signal: AbortSignal): Promise<string[]> {
  const { root, config } = workspace;
  const [here, branches, roots] = await Promise.all([workItemFiles(workspace), filesOnBranches(root, config.workItems.folders, signal), otherRoots(root, signal)]);
  const elsewhere = await Promise.all(roots.map((other) => workItemFiles({ ...workspace, root: other })));
  return [...here, ...branches, ...elsewhere.flat()];
}

/** The same folder as the root in the other worktrees; one that was deleted by hand has no files. */
async function otherRoots(root: string, signal: AbortSignal): Promise<string[]> {
  const [listed, prefix, top] = await Promise.all([
    git(['worktree', 'list', '--porcelain', '-z'], { cwd: root }, signal),
    git(['rev-parse', '--show-prefix'], { cwd: root }, signal),
    git(['rev-parse', '--show-toplevel'], { cwd: root }, signal),
  ]);
  if (listed === undefined || prefix === undefined || top === undefined) return [];
  const trees = listed.split('\0').flatMap((field) => (field.startsWith('worktree ') ? [field.slice('worktree '.length)] : []));
  return trees.filter((tree) => tree !== top.replace(/\r?\n$/, '')).map((tree) => path.join(tree, prefix.replace(/\n$/, '')));
}
