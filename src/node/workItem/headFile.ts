/** Where git notes which branch is checked out, so that somebody can be told when that changes. */
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';

/** Absolute path of the checkout's HEAD, of a linked worktree too; undefined outside a checkout. Starts nothing. */
export async function headFile(root: string): Promise<string | undefined> {
  for (let folder = path.resolve(root); ; folder = path.dirname(folder)) {
    const git = path.join(folder, '.git');
    const info = await stat(git).catch(() => undefined);
    if (info?.isDirectory() === true) return path.join(git, 'HEAD');
    if (info?.isFile() === true) return linked(folder, git);
    if (path.dirname(folder) === folder) return undefined;
  }
}

/** Of a worktree and a submodule, `.git` is a file that says where their own part lies: `gitdir: PATH`. */
async function linked(folder: string, file: string): Promise<string | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const there = /^gitdir: (.+)$/m.exec(text)?.[1]?.trim();
  return there === undefined ? undefined : path.join(path.resolve(folder, there), 'HEAD');
}
