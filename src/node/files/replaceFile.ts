/** Replaces a file whole, or not at all. */
import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from '../errorCode.js';

export interface ReplaceOptions {
  /** Permission bits of the new file; by default those that the process's umask gives. */
  readonly mode?: number;
  readonly owner?: { readonly uid: number; readonly gid: number };
  /** Make the folder that the file goes into, if it is missing. */
  readonly makeFolder?: boolean;
  /** Asked last before the rename; false leaves the old file as it is. */
  readonly stillWanted?: () => boolean;
}

/**
 * Writes a temporary file beside `file`, flushes it to the disk and renames it into place: a reader sees the old content or the
 * new one, and a crash or a full disk leaves the old one. `file` must not be a symbolic link (resolve it first).
 * @returns false if `stillWanted` said so
 */
export async function replaceFile(file: string, content: string | Uint8Array, options: ReplaceOptions = {}): Promise<boolean> {
  const temporary = path.join(path.dirname(file), `.${path.basename(file)}.${randomUUID().slice(0, 8)}.tmp`);
  if (options.makeFolder === true) await mkdir(path.dirname(file), { recursive: true });
  try {
    const handle = await open(temporary, 'wx', options.mode ?? 0o666);
    try {
      await handle.writeFile(content);
      if (options.mode !== undefined) await handle.chmod(options.mode);
      if (options.owner) await keepOwner(handle, options.owner);
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (options.stillWanted && !options.stillWanted()) return false;
    await rename(temporary, file);
    await syncFolder(path.dirname(file));
    return true;
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Only root may give a file away; for everyone else the owner is themselves, and a group that they are not in stays behind. */
async function keepOwner(handle: FileHandle, owner: { uid: number; gid: number }): Promise<void> {
  const now = await handle.stat();
  if (now.uid === owner.uid && now.gid === owner.gid) return;
  try {
    await handle.chown(owner.uid, owner.gid);
  } catch (error) {
    if (errorCode(error) !== 'EPERM') throw error;
  }
}

/** Makes the rename itself durable, where folders can be opened (not on Windows). */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
