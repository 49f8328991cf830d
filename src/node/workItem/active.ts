/** The active work item: the one that commits, and what is recorded without `--wi`, belong to. */
import { mkdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Refusal } from '../../core/refusal.js';
import { aliasIn } from '../../core/workItem/parse.js';
import { errorCode, errorMessage } from '../errorCode.js';
import { replaceFile } from '../files/replaceFile.js';
import { git } from '../gitCommand.js';
import type { Workspace } from '../workspace.js';
import { workItemFiles } from './store.js';

/** The name of the branch, which git is asked for, or the choice. */
export type ActiveSource = 'branch' | 'choice';

export interface ActiveWorkItem {
  /** Relative to the root, with `/`. */
  readonly path: string;
  /** Who says so: the name of the branch, or the choice in `.casebook/active`. */
  readonly by: ActiveSource;
}

/** A branch that names a work item by its number, like `fix/wi4-race`; the commit hook reads it the same way. */
const BRANCH = /^(?:.*[^A-Za-z0-9])?WI[-_]?(\d{1,9})(?:[^A-Za-z0-9].*)?$/i;

/**
 * The work item that the branch names by its number, if there is one (of several, the chosen one among them); else the chosen one.
 * Undefined where neither says anything that is there.
 * @param by `choice` starts nothing, for a checkout that is not trusted
 */
export async function activeWorkItem(workspace: Workspace, signal: AbortSignal, by: ActiveSource = 'branch'): Promise<ActiveWorkItem | undefined> {
  const choice = await chosen(workspace.root);
  const number = by === 'choice' ? undefined : BRANCH.exec(await branchOf(workspace.root, signal))?.[1];
  if (number !== undefined) {
    const named = (await workItemFiles(workspace)).filter((file) => aliasIn(path.posix.basename(file)) === `WI${Number(number)}`);
    const [only] = named;
    const meant = named.length > 1 ? named.find((file) => file === choice) : only;
    if (meant !== undefined) return { path: meant, by: 'branch' };
    if (named.length > 1) return undefined;
  }
  return choice === undefined ? undefined : { path: choice, by: 'choice' };
}

/**
 * Writes the choice into `.casebook/active`, or takes it away.
 * @param file relative to the root; undefined for none
 * @throws Refusal `unable` if it cannot be written
 */
export async function setActive({ root }: Workspace, file: string | undefined): Promise<void> {
  const place = fileOf(root);
  try {
    if (file === undefined) {
      await rm(place, { force: true });
      return;
    }
    await mkdir(path.dirname(place), { recursive: true });
    await replaceFile(place, `${file}\n`);
  } catch (error) {
    throw new Refusal('unable', `${place} cannot be written: ${errorMessage(error)}.`);
  }
}

function fileOf(root: string): string {
  return path.join(root, '.casebook', 'active');
}

/** The chosen file, if it is there. The choice may have come with somebody else's checkout: it leads nowhere outside the root. */
async function chosen(root: string): Promise<string | undefined> {
  let written: string;
  try {
    written = (await readFile(fileOf(root), 'utf8')).split(/\r?\n/)[0]?.trim() ?? '';
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return undefined;
  }
  const relative = path.posix.normalize(written);
  if (written === '' || relative.startsWith('../') || path.isAbsolute(relative) || !/\.(?:md|markdown|txt)$/i.test(relative)) return undefined;
  const info = await stat(path.join(root, relative)).catch(() => undefined);
  return info?.isFile() === true ? relative : undefined;
}

/** Empty outside a checkout, and where no branch is checked out. */
async function branchOf(root: string, signal: AbortSignal): Promise<string> {
  return ((await git(['symbolic-ref', '--quiet', '--short', 'HEAD'], { cwd: root }, signal)) ?? '').trim();
}
