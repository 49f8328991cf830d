/**
 * `<root>/.casebook/private`: what must stay on this machine. It ignores itself for git, whatever the `.gitignore` above says, and only its owner
 * may read it.
 */
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { errorCode } from '../errorCode.js';
import { casebookFolder } from '../run/folders.js';

const OWNER_ONLY = 0o600;

/** Absolute. */
export function privateFolder(root: string): string {
  return path.join(casebookFolder(root), 'private');
}

/** Undefined if there is none, or it cannot be read. */
export function readPrivate(root: string, name: string): string | undefined {
  try {
    return readFileSync(path.join(privateFolder(root), name), 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * Writes a file there that is not there yet. Returns false if it is.
 * @throws NodeJS.ErrnoException if it cannot be written
 */
export function createPrivate(root: string, name: string, content: string): boolean {
  const folder = privateFolder(root);
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  // A folder that somebody else made may be open to all.
  chmodSync(folder, 0o700);
  write(path.join(folder, '.gitignore'), '# Written by Casebook: nothing in this folder goes into git.\n*\n');
  return write(file, content);
}

function write(file: string, content: string): boolean {
  try {
    writeFileSync(file, content, { flag: 'wx', mode: OWNER_ONLY });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}
