/** Which logs stay. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { made, request } from './support.js';

async function logsOf(failing: readonly number[], attempts: number): Promise<number[]> {
  const script = `case $CASEBOOK_ATTEMPT in ${failing.join('|') || 'none'}) exit 1;; esac; echo $CASEBOOK_ATTEMPT`;
  const run = await made(await request(['bash', '-c', script], { plan: { attempts, keep: 'failures' } }));
  return (await readdir(path.join(run.folder, 'logs'))).map((name) => Number(name.slice(0, 4))).sort((a, b) => a - b);
}

it.each([
  ['a failure, and the passes next to it', [5], 9, [4, 5, 6, 9]],
  ['failures in a row, and the passes around them', [4, 5, 6], 9, [3, 4, 5, 6, 7, 9]],
  ['a failure at the beginning and at the end', [1, 8], 8, [1, 2, 7, 8]],
  ['the latest pass where nothing failed', [], 5, [5]],
])('keeps %s', async (_, failing, attempts, kept) => {
  expect(await logsOf(failing, attempts)).toEqual(kept);
});
