/** A window with two folders, each with a root of its own. */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import { windowTest } from './fixtures.js';
import { asked } from './questions.js';
import { until } from './until.js';

const test = windowTest();
const TREE = 'Open Work Items';

test('the tree shows the work items of both, and a new one goes where the user says', { timeout: 180_000 }, async ({ window, example }) => {
  for (const name of ['api', 'web']) {
    await mkdir(path.join(example.dir, name, '.casebook'), { recursive: true });
    await mkdir(path.join(example.dir, name, 'WIs'));
    await writeFile(path.join(example.dir, name, 'WIs/WI1_old.md'), `# WI1: Of ${name}\n\n**Status**: Design\n\n## Phase 1: Investigation\n`);
  }
  const workspace = path.join(example.dir, 'both.code-workspace');
  await writeFile(workspace, JSON.stringify({ folders: [{ path: 'api' }, { path: 'web' }] }));
  // The browser workbench, as of 1.100, now and then opens a workspace before its file can be read, and then shows it without folders until it
  // is loaded again: its own "Open Folder" stands there, and the picture of it was looked at.
  await until('a workspace with two folders', 80_000, async () => {
    await window.page.goto(`${new URL(window.page.url()).origin}/?workspace=${encodeURIComponent(workspace)}`);
    await until('the work items of both roots', 12_000, async () => {
      await window.showSidebar('Casebook');
      expect(await window.treeText(TREE)).toBe('WI1 Of api 2/6 Design · api\nWI1 Of web 2/6 Design · web');
    });
  });
  await window.runCommand('Casebook: New Work Item');
  await window.pick('web');
  await asked(window, 'New Work Item (1/2)');
  await window.answer('Second of web');
  await asked(window, 'New Work Item (2/2)');
  await window.pick('bug-fix');
  await window.treeTextWhen(TREE, (text) => text.includes('WI2 Second of web 1/6 Investigation · web'));
  expect(await readdir(path.join(example.dir, 'web/WIs'))).toEqual(['WI1_old.md', 'WI2_second-of-web.md']);
  await window.screenshot('two-roots-dark');
});
