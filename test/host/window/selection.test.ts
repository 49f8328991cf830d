/** What several runs, and a row of evidence, have in their menus; and each failing test of a run has its lens. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import { casebook } from '../../support/casebook.js';
import type { CodeWindow } from './driver.js';
import { windowTest } from './fixtures.js';
import { chooseInMenu, openMenu } from './menu.js';

const test = windowTest();

const SPEC = `import assert from 'node:assert/strict';
import { test } from 'node:test';

test('always fails', () => {
  assert.equal(1 + 1, 3, 'the price list is empty');
});

test('comes and goes', () => {
  assert.equal(Number(process.env.CASEBOOK_ATTEMPT) % 2, 0);
});
`;

const run = (window: CodeWindow, text: string) => window.tree('Runs').filter({ hasText: text }).first();

test('each test that failed in a run has a lens with its own number', async ({ window, example }) => {
  await writeFile(path.join(example.dir, 'prices.test.mjs'), SPEC);
  expect((await casebook(example.dir, 'new', '--title', 'Prices')).code).toBe(0);
  for (const [n, ...command] of [['8', 'node', '--test', '--test-reporter=tap', 'prices.test.mjs'], ['4', 'node', '--test', '--test-reporter=tap', 'prices.test.mjs'], ['3', 'false']] as const) {
    expect((await casebook(example.dir, 'run', '-n', n, '--wi', 'WI1', '--', ...command)).code).toBe(1);
  }
  await window.openFile('prices.test.mjs');
  const lens = (text: RegExp) => window.codeLenses().filter({ hasText: text });
  await lens(/✗ 4 of 4 · consistently failing/).waitFor();
  await lens(/✗ 2 of 4 · flaky/).waitFor();
});

test('two runs that are selected are held against each other', async ({ window }) => {
  await window.showSidebar('Casebook');
  await run(window, '4 of 4 failed').click();
  await window.webview().getByRole('heading', { name: /^4 of 4 attempts failed/ }).waitFor();
  await run(window, '8 of 8 failed').click({ modifiers: ['Control'] });
  await openMenu(window, run(window, '8 of 8 failed'));
  await chooseInMenu(window, 'Compare Runs');
  await window.webview().getByRole('heading', { name: /^Before: 8 of 8 attempts failed/ }).waitFor();
});

test('two that cannot be are told so, and no empty report opens', async ({ window }) => {
  await run(window, '3 of 3 failed').click();
  await window.webview().getByRole('heading', { name: /^3 of 3 attempts failed/ }).waitFor();
  const tabs = await window.page.locator('.tab').count();
  await run(window, '8 of 8 failed').click({ modifiers: ['Control'] });
  await openMenu(window, run(window, '8 of 8 failed'));
  await chooseInMenu(window, 'Compare Runs');
  await window.notifications().filter({ hasText: 'The runs cannot be compared: the two runs executed different commands.' }).waitFor();
  expect(await window.page.locator('.tab').count()).toBe(tabs);
});

test('a row of evidence leads to its report', async ({ window }) => {
  await window.runCommand('View: Close All Editors');
  const items = window.tree('Open Work Items');
  await items.filter({ hasText: 'WI1 Prices' }).locator('.monaco-tl-twistie').click();
  await items.filter({ hasText: '1 Investigation' }).locator('.monaco-tl-twistie').click();
  await openMenu(window, items.filter({ hasText: '8 of 8 attempts failed' }).first());
  await chooseInMenu(window, 'Show Run Report');
  await window.webview().getByRole('heading', { name: /^8 of 8 attempts failed/ }).waitFor();
});
