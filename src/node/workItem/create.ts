/** Makes a new work item file from a template. */
import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { nextNumber } from '../../core/workItem/number.js';
import { cleanTitle, scaffold, slugOf, type ScaffoldValues } from '../../core/workItem/scaffold.js';
import { advised, Refusal } from '../../core/refusal.js';
import { errorCode } from '../errorCode.js';
import { createFile } from '../files/createFile.js';
import { relativeTo, type Workspace } from '../workspace.js';
import { withLock } from './lock.js';
import { takenNames } from './takenNames.js';

export interface NewWorkItem {
  readonly title: string;
  /** Name of a template; the configuration's where undefined. */
  readonly template?: string;
  /** For the template's placeholders, beside id, title and created. */
  readonly values?: ScaffoldValues;
}

/**
 * Writes `<first WI folder>/WI<n>_<slug>.md`; n is behind the highest number in the folders, on every local and remote-tracking branch and in other worktrees.
 * @param builtIn folder of the templates that came with Casebook
 * @returns the new file's path relative to the root
 * @throws Refusal `usage` for a title or a template that cannot be used, `unable` if the file cannot be written
 */
export async function createWorkItem(workspace: Workspace, builtIn: string, request: NewWorkItem, now: Date, signal: AbortSignal): Promise<string> {
  const title = cleanTitle(request.title);
  if (title === undefined) throw advised('usage', 'The title is empty', { terminal: 'say in a few words what is wrong, as in `--title "Orders test fails one time in four"`', editor: 'say in a few words what is wrong' });
  const template = await readTemplate(workspace, builtIn, request.template ?? workspace.config.workItems.template);
  const { root, config } = workspace;
  const folder = path.join(root, config.workItems.folders[0] ?? 'WIs');
  try {
    return await withLock(
      root,
      'work-item numbers',
      async () => {
        const number = nextNumber(await takenNames(workspace, signal));
        const id = `WI${number}`;
        const file = path.join(folder, `${id}_${slugOf(title)}.md`);
        await mkdir(folder, { recursive: true });
        const text = scaffold(template, { ...request.values, id, title, created: now.toISOString().slice(0, 10) });
        if (!(await createFile(file, text))) throw new Refusal('conflict', `${file} appeared while it was made, and is left as it is: try again.`);
        return relativeTo(root, file);
      },
      signal,
    );
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'ENOTDIR'].includes(errorCode(error) ?? '')) throw new Refusal('unable', `The work item cannot be written into ${folder} (${errorCode(error) ?? ''}): make the folder writable, or set \`workItems.folders\` in .casebook/config.json.`);
    throw error;
  }
}

/** The template's text: the workspace's own of that name, else the built-in one. @throws Refusal `usage` if there is none */
export async function readTemplate(workspace: Workspace, builtIn: string, name: string): Promise<string> {
  const text = await templateText(workspace.root, builtIn, name);
  if (text !== undefined) return text;
  throw new Refusal('usage', `There is no template ${JSON.stringify(name)}: choose one of ${(await listTemplates(workspace, builtIn)).join(', ')}.`);
}

/** The same; undefined if there is none. @param root absolute */
export async function templateText(root: string, builtIn: string, name: string): Promise<string | undefined> {
  for (const folder of [ownTemplates(root), builtIn]) {
    const text = /^[\w-]+$/.test(name) ? await readIfThere(path.join(folder, `${name}.md`)) : undefined;
    if (text !== undefined) return text;
  }
  return undefined;
}

/** Names of the templates of a workspace: its own and the built-in ones. */
export async function listTemplates(workspace: Workspace, builtIn: string): Promise<string[]> {
  return [...new Set([...(await templateNames(ownTemplates(workspace.root))), ...(await templateNames(builtIn))])].sort();
}

function ownTemplates(root: string): string {
  return path.join(root, '.casebook', 'templates');
}

async function templateNames(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => /^[\w-]+\.md$/.test(name)).map((name) => name.slice(0, -3));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
