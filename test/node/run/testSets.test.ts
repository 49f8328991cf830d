import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { testName, TestSetStore } from '../../../src/node/run/testSets.js';
import { tempFolder } from '../../support/temp.js';

const LONG = `prices > of ${'{"currency":"EUR"},'.repeat(30)}`;

it('tests whose names differ only far behind stay two', async () => {
  const folder = await tempFolder();
  const names = [`${LONG} in May`, `${LONG} in June`, 'short'];
  const id = (await new TestSetStore(folder).store(names)) ?? '';
  const stored = JSON.parse(await readFile(path.join(folder, 'tests', `${id}.json`), 'utf8')) as string[];
  expect(new Set(stored)).toEqual(new Set(names.map(testName)));
  expect(new Set(stored).size).toBe(3);
  for (const name of stored) {
    expect(name.length).toBeLessThanOrEqual(300);
    expect(testName(name)).toBe(name);
  }
});

it('no part of a secret is left where a name is cut', () => {
  const secret = ['ghp', 'Ab3dEf6hIj9kLm2nOp5qRs8tUv1wXy4zAb7d'].join('_');
  for (let before = 250; before < 300; before += 1) expect(testName(`${'x'.repeat(before)} ${secret}`)).not.toContain(secret.slice(4, 12));
});
