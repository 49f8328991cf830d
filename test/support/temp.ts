/** Folders that a test has for itself. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

/** A new folder that is removed when the test has finished. */
export async function tempFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'casebook-test-'));
  onTestFinished(async () => {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  });
  return folder;
}
