/** Makes a file that was not there. */
import { rm, writeFile } from 'node:fs/promises';
import { errorCode } from '../errorCode.js';

/**
 * Makes a file with its content, or none: a full disk leaves no empty file behind.
 * @returns false if there is one already; it stays as it is
 * @throws NodeJS.ErrnoException if it cannot be written
 */
export async function createFile(file: string, content: string): Promise<boolean> {
  try {
    await writeFile(file, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    // The folder itself may be what is missing or closed: then nothing was made.
    if (!['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR'].includes(errorCode(error) ?? '')) await rm(file, { force: true });
    throw error;
  }
}
