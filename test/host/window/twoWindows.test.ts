/** Two windows on one folder: one of them answers for a run, and writes it once. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import { casebook } from '../../support/casebook.js';
import type { RunFile } from '../../../src/node/run/records.js';
import { twoWindowTest } from './fixtures.js';
import { asked, runRepeatedly } from './questions.js';
import { until } from './until.js';

const test = twoWindowTest();

const RUN = '20260101-000000-abcd';
const ITEM = 'WIs/WI1_shared.md';
/** Fails when the file `go` is there. */
const FAILS_LATER = `node -e "const {existsSync}=require('fs');setInterval(()=>{if(existsSync('go'))process.exit(1)},20)"`;

/** Kind and id of each block: a failure stands in two, as a result and as an error message. */
const blocksIn = (text: string): string[] => Array.from(text.matchAll(/<!-- casebook:begin (.+) -->/g), ([, name = '']) => name);

test('a run goes into the unsaved edits of the window that started it, and the other leaves the file and the user alone', async ({ window, other, example }) => {
  const file = path.join(example.dir, ITEM);
  await window.runCommand('Casebook: New Work Item');
  await asked(window, 'New Work Item (1/2)');
  await window.answer('Shared');
  await asked(window, 'New Work Item (2/2)');
  await window.pick('bug-fix');
  await window.page.locator('.tab.active[data-resource-name="WI1_shared.md"]').waitFor();
  await other.showSidebar('Casebook');
  await other.treeTextWhen('Open Work Items', (text) => text.includes('Shared'));
  await window.page.locator('.editor-group-container.active .view-lines').first().click();
  await window.page.keyboard.press('Control+End');
  await window.page.keyboard.type('typed and not saved');
  const before = await readFile(file, 'utf8');

  await runRepeatedly(window, FAILS_LATER, 1, 'WI1: Shared');
  await window.notifications().filter({ hasText: '0 of 1, 0 failed' }).waitFor();
  await other.treeTextWhen('Runs', (text) => text.includes('0 of 1, 0 failed'));
  await writeFile(path.join(example.dir, 'go'), '');
  await window.notifications().filter({ hasText: 'has unsaved edits: the evidence stands among them' }).waitFor();
  await other.treeTextWhen('Runs', (text) => text.includes('1 of 1'));
  expect(await readFile(file, 'utf8')).toBe(before);
  await window.page.locator('.editor-group-container.active .view-lines').first().click();
  await window.page.keyboard.press('Control+S');
  const saved = await until('the work item to be saved', 30_000, async () => {
    const text = await readFile(file, 'utf8');
    expect(blocksIn(text)).not.toEqual([]);
    return text;
  });
  expect(saved).toContain('typed and not saved');
  expect(new Set(blocksIn(saved)).size).toBe(blocksIn(saved).length);
  expect(await other.notifications().allInnerTexts()).toEqual([]);
});

test('a run of a terminal that is still to be written is written once, by one of them', async ({ window, other, example }) => {
  await window.showSidebar('Casebook');
  const ended = await casebook(example.dir, 'run', '-n', '1', '--run-id', RUN, '--hand-over', '--wi', ITEM, '--', 'false');
  expect(ended.code, ended.stderr).toBe(1);
  const ledger = path.join(example.dir, '.casebook/runs', RUN, 'run.json');
  await until('the run to be written', 30_000, async () => {
    expect((JSON.parse(await readFile(ledger, 'utf8')) as RunFile).writeBack?.state).toBe('written');
  });
  await other.treeTextWhen('Runs', (text) => text.includes('false'));
  const blocks = blocksIn(await readFile(path.join(example.dir, ITEM), 'utf8'));
  expect(blocks).toContain(`run ${RUN}`);
  expect(new Set(blocks).size, blocks.join()).toBe(blocks.length);
});
