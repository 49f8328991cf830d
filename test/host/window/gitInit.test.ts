/** A folder becomes a git checkout while it is open: the branch that names a work item is followed at once. */
import { execFileSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import { casebook } from '../../support/casebook.js';
import { windowTest } from './fixtures.js';

const test = windowTest();

test('there is no checkout at first', async ({ example }) => {
  await rm(path.join(example.dir, '.git'), { recursive: true });
  for (const title of ['One', 'Two']) expect((await casebook(example.dir, 'new', '--title', title)).code).toBe(0);
  expect((await casebook(example.dir, 'init')).code).toBe(0);
});

test('a branch that is made together with the checkout is followed, and so is the next one', async ({ window, example }) => {
  const status = window.page.locator('.statusbar');
  await status.getByRole('button', { name: 'No work item is active' }).waitFor();
  execFileSync('sh', ['-c', 'git init -q && git checkout -q -b fix/wi1-one'], { cwd: example.dir });
  await status.getByRole('button', { name: 'Active work item WI1: One' }).waitFor();
  execFileSync('git', ['checkout', '-q', '-b', 'fix/wi2-two'], { cwd: example.dir });
  await status.getByRole('button', { name: 'Active work item WI2: Two' }).waitFor();
});
