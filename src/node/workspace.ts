/** Where the workspace begins, and how it is configured. */
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { DEFAULT_CONFIG, type Config } from '../core/config.js';
import { advised, Refusal } from '../core/refusal.js';
import { errorCode } from './errorCode.js';

// Every start of the command line comes here, and has use for nothing else of node:fs/promises, whose loading takes some 2 ms.
const readFile = promisify(fs.readFile);
const stat = promisify(fs.stat);

export interface Workspace {
  /** Absolute. */
  readonly root: string;
  readonly config: Config;
}

/** The nearest ancestor with `.casebook`, else the top of the git checkout, else the folder itself (DESIGN 5.4). */
export async function findRoot(from: string): Promise<string> {
  const ancestors = ancestorsOf(path.resolve(from));
  return (await firstWith(ancestors, '.casebook')) ?? (await firstWith(ancestors, '.git')) ?? path.resolve(from);
}

/** @throws Refusal `usage` if the folder does not exist or the configuration cannot be read. */
export async function openWorkspace(from: string): Promise<Workspace> {
  const info = await stat(from).catch(() => undefined);
  if (!info?.isDirectory()) throw advised('usage', `There is no folder ${from}`, { terminal: 'give an existing one with --cwd', editor: 'it was moved, renamed or deleted' });
  const root = await findRoot(from);
  return { root, config: await readConfig(root) };
}

/** The configuration's path below a root. */
export function configPath(root: string): string {
  return path.join(root, '.casebook', 'config.json');
}

async function readConfig(root: string): Promise<Config> {
  const file = configPath(root);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return DEFAULT_CONFIG;
    throw new Refusal('usage', `The configuration ${file} cannot be read (${errorCode(error) ?? String(error)}).`);
  }
  const { parseConfig } = await import('../core/parseConfig.js');
  const result = parseConfig(text);
  if ('problem' in result) throw new Refusal('usage', `The configuration ${file} is not usable: ${result.problem}. Mend it, or delete it to have the defaults.`, { file });
  return result.config;
}

function ancestorsOf(folder: string): string[] {
  const parent = path.dirname(folder);
  return parent === folder ? [folder] : [folder, ...ancestorsOf(parent)];
}

async function firstWith(folders: readonly string[], name: string): Promise<string | undefined> {
  for (const folder of folders) {
    if (await stat(path.join(folder, name)).catch(() => undefined)) return folder;
  }
  return undefined;
}

/** A path below the root as it is written into files and shown: relative, with `/`. */
export function relativeTo(root: string, file: string): string {
  return path.relative(root, file).split(path.sep).join('/');
}
