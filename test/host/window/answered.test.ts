/** A work item that is made in answer to a question takes what is measured next, too. */
import { expect } from 'vitest';
import { windowTest } from './fixtures.js';
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
