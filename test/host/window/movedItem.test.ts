/** A work item that is moved outside of Casebook keeps its runs: below its row, in the view of runs, and for Verify Fix. */
import { execFileSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import type { RunFile } from '../../../src/node/run/records.js';
import { casebook, lastJson } from '../../support/casebook.js';
import type { CodeWindow } from './driver.js';
import { windowTest } from './fixtures.js';
import { chooseInMenu, openMenu } from './menu.js';
import { until } from './until.js';

const test = windowTest();
const TREE = 'Open Work Items';
const FAILS = ['node', '-e', 'process.exit(Number(!require("fs").existsSync("mended")))'];

async function expand(window: CodeWindow, label: string): Promise<void> {
  await window.tree(TREE).filter({ hasText: label }).first().locator('.monaco-tl-twistie').click();
}

test('its runs stand below it, and not below what took its place', async ({ window, example }) => {
  const made = await casebook(example.dir, 'new', '--title', 'Broken');
  expect(made.code, made.stderr).toBe(0);
  const run = await casebook(example.dir, 'run', '-n', '8', '--as', 'baseline', '--wi', 'WI1', '--json', '--', ...FAILS);
  const { id } = lastJson(run.stdout) as { id: string };
  await window.showSidebar('Casebook');
  await window.treeTextWhen(TREE, (text) => text.includes('WI1 Broken'));
  await window.treeTextWhen('Runs', (text) => text.includes('8 of 8 failed') && text.includes('WI1_broken.md'));

  execFileSync('git', ['add', '-A'], { cwd: example.dir });
  await mkdir(path.join(example.dir, 'WIs/later'), { recursive: true });
  execFileSync('git', ['mv', 'WIs/WI1_broken.md', 'WIs/later/WI9_moved.md'], { cwd: example.dir });
  await writeFile(path.join(example.dir, 'WIs/WI1_broken.md'), '# WI1: Another\n\n**Status**: Investigation\n');
  await window.treeTextWhen('Runs', (text) => text.includes('8 of 8 failed') && text.includes('WI9_moved.md'));
  await expand(window, 'WI1 Another');
  await window.treeTextWhen(TREE, (text) => text.includes('Investigation missing'));
  await expand(window, 'Broken');
  const shown = await window.treeTextWhen(TREE, (text) => text.includes('8 of 8 failed'));
  expect(shown.match(/8 of 8 failed/g)).toHaveLength(1);

  const moved = window.tree(TREE).filter({ hasText: 'Broken' });
  await openMenu(window, moved.first());
  await chooseInMenu(window, 'Verify Fix');
  await window.page.locator('.monaco-dialog-box').getByRole('button', { name: 'Run', exact: true }).click(); // the command came from a terminal
  await until('the verification', 60_000, async () => {
    const runs = JSON.parse((await casebook(example.dir, 'show', 'WI9', '--json')).stdout) as { runs: { id: string; purpose: string }[] };
    const verify = runs.runs.find(({ purpose }) => purpose === 'verify');
    expect(verify).toBeDefined();
    const file = JSON.parse(await readFile(path.join(example.dir, '.casebook/runs', verify?.id ?? '', 'run.json'), 'utf8')) as RunFile;
    expect(file).toMatchObject({ baseline: id, workItem: 'WIs/later/WI9_moved.md' });
  });
});
