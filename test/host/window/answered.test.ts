/** A work item that is made in answer to a question takes what is measured next, too. */
import { expect } from 'vitest';
import { casebook, lastJson } from '../../support/casebook.js';
import { windowTest } from './fixtures.js';
import { chooseInMenu, openMenu } from './menu.js';
import { asked, runRepeatedly } from './questions.js';

const test = windowTest();

test('one that is made where a run asks becomes the active one', async ({ window }) => {
  await runRepeatedly(window, 'node --version', 1, 'New work item…');
  await asked(window, 'New Work Item');
  await window.answer('Orders are slow');
  await window.notifications().filter({ hasText: 'Written into WI1_orders-are-slow.md.' }).waitFor();
  await window.page.locator('.statusbar').getByRole('button', { name: 'Active work item WI1: Orders are slow' }).waitFor();
  await window.runCommand('Casebook: Run Test Repeatedly…');
  await asked(window, 'Run Test Repeatedly → WI1_orders-are-slow (1/2)');
});

test('unless another one is', async ({ window }) => {
  await window.answer('node --version');
  await asked(window, 'Run Test Repeatedly → WI1_orders-are-slow (2/2)');
  await window.quickInput.getByRole('button', { name: /Choose another work item/ }).press('Enter');
  await window.answer('1');
  await asked(window, 'Run Test Repeatedly (3/3)');
  await window.pick('New work item…');
  await asked(window, 'New Work Item');
  await window.answer('Prices are nothing');
  await window.notifications().filter({ hasText: 'Written into WI2_prices-are-nothing.md.' }).waitFor();
  expect(await window.page.locator('.statusbar').getByRole('button', { name: /^Active work item/ }).innerText()).toContain('WI1');
});

test('where the proof goes is asked of a run that has no work item, although one is active', async ({ window, example }) => {
  const { stdout } = await casebook(example.dir, 'run', '-n', '8', '--json', '--', 'node', '-e', 'process.exit(1)');
  const { id } = lastJson(stdout) as { id: string };
  await window.showSidebar('Casebook');
  await window.treeTextWhen('Runs', (text) => text.includes('8 of 8 failed'));
  await openMenu(window, window.tree('Runs').filter({ hasText: '8 of 8 failed' }));
  await chooseInMenu(window, 'Verify Fix');
  await asked(window, 'Verify Fix');
  await window.screenshot('verify-where-dark');
  await window.pick('WI2: Prices are nothing');
  await window.page.locator('.monaco-dialog-box').getByRole('button', { name: 'Run', exact: true }).click(); // the command came from a terminal
  const told = window.notifications().filter({ hasText: 'Not proven, still failing' });
  await told.filter({ hasText: 'Written into WI2_prices-are-nothing.md.' }).waitFor();
  const { runs } = JSON.parse((await casebook(example.dir, 'show', 'WI2', '--json')).stdout) as { runs: { id: string; purpose: string }[] };
  expect(runs.map(({ purpose }) => purpose)).toEqual(['verify', 'repeat']);
  expect(runs.map((run) => run.id)).not.toContain(id);
});
