/** The hash of uncommitted changes: equal for equal changes on the same commit. */
import { createHash, type Hash } from 'node:crypto';
import { lstat, open, readlink } from 'node:fs/promises';
import path from 'node:path';

/** A changed or untracked path, as `git status` names it. */
export interface Change {
  /** Relative to the top of the checkout, with `/`. */
  readonly path: string;
  /** What git knows beside the content: the state of a submodule. */
  readonly note: string;
}

/** Bytes that are read of one file, and of all of them; of what is beyond, size and time of change are hashed. */
const MAX_FILE = 8 * 1024 * 1024;
const MAX_TOTAL = 256 * 1024 * 1024;

/** Files that are looked at; of those beyond, the path is hashed. */
const MAX_FILES = 20_000;

/**
 * SHA-256 over the sorted paths of the changes and what lies there now: content and executable bit of a file, target of a link, or that it
 * was deleted. Together with the commit that says what was run. Staged or not makes no difference. Nothing that the checkout's configuration
 * names is executed: the files are read as they are.
 */
export async function hashOfChanges(top: string, changes: readonly Change[], signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  let budget = MAX_TOTAL;
  const sorted = [...changes].sort((a, b) => (a.path < b.path ? -1 : 1));
  for (const [index, change] of sorted.entries()) {
    signal.throwIfAborted();
    hash.update(`${change.path}\0${change.note}\0`);
    if (index < MAX_FILES) budget -= await hashFile(hash, path.join(top, change.path), Math.min(MAX_FILE, budget));
    hash.update('\0');
  }
  return hash.digest('hex');
}

/** Returns how many bytes were read. */
async function hashFile(hash: Hash, file: string, limit: number): Promise<number> {
  try {
    const info = await lstat(file);
    if (info.isSymbolicLink()) {
      hash.update(`link ${await readlink(file)}`);
      return 0;
    }
    // Anything else (a pipe, a nested checkout) has no content, and could block.
    if (!info.isFile()) {
      hash.update('other');
      return 0;
    }
    hash.update(`file ${info.mode & 0o111 ? 'x' : '-'} ${info.size}\0`);
    if (info.size > limit) hash.update(`${info.mtimeMs}\0`);
    return await hashContent(hash, file, limit);
  } catch (error) {
    hash.update((error as NodeJS.ErrnoException).code === 'ENOENT' ? 'deleted' : 'unreadable');
    return 0;
  }
}

async function hashContent(hash: Hash, file: string, limit: number): Promise<number> {
  const handle = await open(file, 'r');
  try {
    const buffer = Buffer.allocUnsafe(256 * 1024);
    let total = 0;
    while (total < limit) {
      const { bytesRead } = await handle.read(buffer, 0, Math.min(buffer.length, limit - total), null);
      if (bytesRead === 0) break;
      hash.update(buffer.subarray(0, bytesRead));
      total += bytesRead;
    }
    return total;
  } finally {
    await handle.close();
  }
}
