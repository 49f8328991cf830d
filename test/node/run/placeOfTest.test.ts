import { mkdir, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { FailedInRun } from '../../../src/core/run/failing/failedInRun.js';
import { readSource, TestPlaces } from '../../../src/node/run/placeOfTest.js';
import { tempFolder } from '../../support/temp.js';

const SPEC = `import { test } from 'vitest';

test('adds', () => {
  expect(1 + 1).toBe(3);
});

test.each([1, 2])('is %s', (n) => {
  expect(n).toBe(2);
});
`;

const STARTED = Date.parse('2026-11-21T14:02:33.000Z');
const before = new Date(STARTED - 60_000);
const after = new Date(STARTED + 60_000);

const failed = (name: string, change: Partial<FailedInRun> = {}): FailedInRun => ({ name, own: name, executed: 2, failed: 1, atLeast: false, counted: true, attempt: 1, log: 'logs/0001.log', stopped: false, named: [], failedAt: [], ...change });

/** A folder with a spec that is older than the run. */
async function withSpec(): Promise<string> {
  const folder = await tempFolder();
  await mkdir(path.join(folder, 'tests'));
  await writeFile(path.join(folder, 'tests/a.test.ts'), SPEC);
  await utimes(path.join(folder, 'tests/a.test.ts'), before, before);
  return folder;
}

const placeIn = (folder: string, test: FailedInRun, folders: readonly string[] = [folder]) => new TestPlaces(folder, folders, STARTED).of(test);
const at = (line: number, alone = true, file = 'tests/a.test.ts') => [{ files: [file], line, alone }];

test('a test is found by its name in the file that it names, and where it failed by the line', async () => {
  const folder = await withSpec();
  const file = path.join(folder, 'tests/a.test.ts');
  const named = [{ file: 'tests/a.test.ts' }];
  expect(await placeIn(folder, failed('tests/a.test.ts > adds', { named }))).toEqual({ file, line: 2 });
  expect(await placeIn(folder, failed('tests/a.test.ts > adds', { named, failedAt: at(4) }))).toEqual({ file, line: 2, at: 3 });
  // Another test's failure in the same attempt is not where this one failed.
  expect(await placeIn(folder, failed('tests/a.test.ts > adds', { named, failedAt: at(8, false) }))).toEqual({ file, line: 2 });
});

test('without a file in its name it is found where a failure lies, if that file says the name', async () => {
  const folder = await withSpec();
  const file = path.join(folder, 'tests/a.test.ts');
  expect(await placeIn(folder, failed('adds', { failedAt: at(4, false) }))).toEqual({ file, line: 2, at: 3 });
  expect(await placeIn(folder, failed('lost', { failedAt: at(4, false) }))).toBeUndefined();
});

test('a name that stands in no line is found by the line of its own failure, unless the file has changed since', async () => {
  const folder = await withSpec();
  const file = path.join(folder, 'tests/a.test.ts');
  expect(await placeIn(folder, failed('is 1', { failedAt: at(8) }))).toEqual({ file, line: 6, at: 7 });
  expect(await placeIn(folder, failed('is 1', { failedAt: at(2) }))).toBeUndefined(); // in no test
  await utimes(file, after, after);
  expect(await placeIn(folder, failed('is 1', { failedAt: at(8) }))).toBeUndefined();
  expect(await placeIn(folder, failed('is 1', { named: [{ file: 'tests/a.test.ts' }], failedAt: at(8) }))).toEqual({ file });
  expect(await placeIn(folder, failed('adds', { failedAt: at(4) }))).toEqual({ file, line: 2 });
});

test('a line that the name has counts as long as the file is the one that ran', async () => {
  const folder = await withSpec();
  const file = path.join(folder, 'tests/a.test.ts');
  const test = failed('tests/a.test.ts:7:1 > is 1', { named: [{ file: 'tests/a.test.ts', line: 7 }] });
  expect(await placeIn(folder, test)).toEqual({ file, line: 6 });
  await utimes(file, after, after);
  expect(await placeIn(folder, test)).toEqual({ file });
});

test('no file outside of the folder, no folder, and nothing that is no source is a place', async () => {
  const outer = await withSpec();
  const folder = path.join(outer, 'work');
  await mkdir(path.join(folder, 'tests/a.test.ts'), { recursive: true });
  for (const file of ['../tests/a.test.ts', path.join(outer, 'tests/a.test.ts'), 'tests/a.test.ts', 'gone.test.ts']) expect(await placeIn(folder, failed('adds', { named: [{ file }], failedAt: at(4, true, file) }))).toBeUndefined();
  // Inside where the command ran, and outside of the workspace.
  expect(await placeIn(outer, failed('adds', { named: [{ file: 'tests/a.test.ts' }] }), [outer, folder])).toBeUndefined();
  await writeFile(path.join(outer, 'huge.test.ts'), SPEC);
  await truncate(path.join(outer, 'huge.test.ts'), 3 * 1024 * 1024);
  expect(await readSource(path.join(outer, 'huge.test.ts'))).toBeUndefined();
  await symlink('/dev/zero', path.join(outer, 'endless.test.ts'));
  expect(await readSource(path.join(outer, 'endless.test.ts'))).toBeUndefined();
});
