/** Workspaces with logs in them, for the tests of `casebook logs`. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { tempFolder } from '../support/temp.js';

export const ITEM = '# WI1: T\n\n**Status**: Investigation\n\n## Phase 1: Investigation\n### Debug Information\n- **System State**: TBD\n- **Evidence**: TBD\n';

export async function workspace(files: Readonly<Record<string, string | Uint8Array>> = {}): Promise<string> {
  const root = await tempFolder();
  await mkdir(path.join(root, '.casebook'));
  await mkdir(path.join(root, 'WIs'));
  await writeFile(path.join(root, 'WIs/WI1_t.md'), ITEM);
  for (const [name, content] of Object.entries(files)) await writeFile(path.join(root, name), content);
  return root;
}

export const second = (at: number): string => new Date(Date.UTC(2026, 10, 21, 14, 2, 0) + at * 1000).toISOString();

/** A heartbeat each second, three of them missing. */
export const BEATS = Array.from({ length: 60 }, (_, index) => index).filter((index) => index < 30 || index > 32).map((index) => `${second(index)} INFO heartbeat ${index} ok\n`).join('');
