/** Waiting for a program under test to say something by writing a file. */
import { watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from '../../src/node/errorCode.js';

/** The content of a file once it exists and is not empty; its folder must exist. The test's own timeout ends the waiting. */
export async function waitForFile(file: string): Promise<string> {
  const watcher = watch(path.dirname(file));
  try {
    return await new Promise<string>((resolve, reject) => {
      const look = () =>
        void readFile(file, 'utf8').then(
          (content) => content !== '' && resolve(content),
          (error: unknown) => errorCode(error) !== 'ENOENT' && reject(error instanceof Error ? error : new Error(String(error))),
        );
      watcher.on('change', look).on('error', reject);
      look();
    });
  } finally {
    watcher.close();
  }
}
