/** The whole loop as a user walks it in the window: a work item, a repeated test, its report, its lenses. In this order, in one window. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import { windowTest } from './fixtures.js';
import { asked, runRepeatedly } from './questions.js';

const test = windowTest();
const TREE = 'Open Work Items';

/** Every third attempt fails: by design, so that the counts are known. */
const EVERY_THIRD = `import assert from 'node:assert/strict';
import fs from 'node:fs';

const attempt = fs.existsSync('attempts.txt') ? Number(fs.readFileSync('attempts.txt', 'utf8')) + 1 : 1;
fs.writeFileSync('attempts.txt', String(attempt));

const test = (name, body) => body();

test('prices an order', () => {
  assert.notEqual(attempt % 3, 0, 'the price list is empty');
});
`;

test('an empty sidebar offers what to begin with', async ({ window }) => {
  await window.showSidebar('Casebook');
  const sidebar = window.page.locator('.sidebar');
  await sidebar.getByRole('button', { name: 'New Work Item' }).last().waitFor();
  await sidebar.getByRole('button', { name: 'Run Test Repeatedly…' }).last().waitFor();
  await window.screenshot('welcome-dark', 'dark');
  await window.screenshot('welcome-light', 'light');
});

test('New Work Item asks for a title and a template, opens the file, and the tree shows its phases', async ({ window }) => {
  await window.runCommand('Casebook: New Work Item');
  await asked(window, 'New Work Item (1/2)');
  await window.answer('Orders are priced at nothing');
  await asked(window, 'New Work Item (2/2)');
  await window.pick('flaky-test');
  await window.page.locator('.tab.active[data-resource-name="WI1_orders-are-priced-at-nothing.md"]').waitFor();
  await window.showSidebar('Casebook');
  await window.treeTextWhen(TREE, (text) => text !== '');
  await window.tree(TREE).first().locator('.monaco-tl-twistie').click();
  expect(await window.treeTextWhen(TREE, (text) => text.split('\n').length === 8)).toBe(
    `WI1 Orders are priced at nothing 1/6 Investigation
  Before Design 6 missing
  1 Investigation empty, current
  2 Design empty
  3 TDD/BDD empty
  4 Implementation empty
  5 Testing & Validation empty
  6 Owner Acceptance empty`,
  );
  expect(await window.tree(TREE).first().getAttribute('aria-label')).toBe('Work item WI1 Orders are priced at nothing, phase 1 of 6, Investigation');
});

test('a phase opens at its heading', async ({ window }) => {
  await window.tree(TREE).filter({ hasText: '5 Testing & Validation' }).click();
  await window.page.locator('.view-line', { hasText: 'Phase 5: Testing' }).waitFor();
});

test('Run Test Repeatedly asks for command, attempts and work item, and tells the verdict', async ({ window, example }) => {
  await writeFile(path.join(example.dir, 'price.mjs'), EVERY_THIRD);
  await runRepeatedly(window, 'node price.mjs', 30, 'WI1: Orders are priced at nothing');
  const told = window.notifications().filter({ hasText: '10 of 30 attempts failed' });
  await told.waitFor();
  expect(await told.innerText()).toContain('Written into WI1_orders-are-priced-at-nothing.md.');
  await window.screenshot('verdict-notification-light');
  await told.getByRole('button', { name: 'Show Report' }).click();
});

test('the report shows the verdict, the failures and every attempt', async ({ window }) => {
  const report = window.webview();
  await report.getByRole('heading', { name: '10 of 30 attempts failed' }).waitFor();
  expect(await report.locator('.kind-word').innerText()).toBe('Flaky');
  await report.getByText('the price list is empty').first().waitFor();
  await window.screenshot('report-light', 'light');
  await window.screenshot('report-dark', 'dark');
  await window.setWidth(720);
  await window.screenshot('report-narrow-dark');
  await window.setWidth(1280);
});

test('a failure in the report leads to its log', async ({ window }) => {
  await window.webview().getByRole('button', { name: 'Open the log of attempt 3' }).click();
  await window.page.locator('.tab.active[data-resource-name="0003.log"]').waitFor();
  await window.page.locator('.view-line', { hasText: 'the price list is empty' }).first().waitFor();
});

test('and to its line', async ({ window }) => {
  await window.page.getByRole('tab', { name: /^Run: node price\.mjs/ }).click();
  await window.webview().getByRole('button', { name: 'Open price.mjs:10' }).click();
  await window.page.locator('.tab.active[data-resource-name="price.mjs"]').waitFor();
  await window.page.getByRole('button', { name: /^Ln 10, Col 1$/ }).waitFor();
});

test('the run stands in the work item, and in the tree below it', async ({ window, example }) => {
  const text = await readFile(path.join(example.dir, 'WIs/WI1_orders-are-priced-at-nothing.md'), 'utf8');
  expect(text).toMatch(/<!-- casebook:begin run \d{8}-\d{6}-[0-9a-f]{4} -->\n\*\*10 of 30 attempts failed/);
  const tree = await window.treeTextWhen(TREE, (shown) => shown.includes('10 of 30 failed'));
  expect(tree).toMatch(/1 Investigation has content, current, 2 evidence/);
  expect(tree).toMatch(/^ {2}10 of 30 failed flaky · /m);
  await window.screenshot('tree-dark', 'dark');
  await window.screenshot('tree-light', 'light');
});

test('the test that failed has lenses, and they lead to the work item', async ({ window }) => {
  await window.openFile('price.mjs');
  const lenses = window.codeLenses().filter({ hasText: '10 of 30' });
  await lenses.waitFor();
  expect((await lenses.innerText()).replace(/\s+/g, ' ')).toMatch(/✗ 10 of 30 · flaky 33\.3 % \(17\.3–52\.8\) · WI1 ?\| ?Open WI1 ?\| ?Run Again/);
  await window.screenshot('lenses-light', 'light');
  await window.screenshot('lenses-dark', 'dark');
  await lenses.getByRole('button', { name: 'Open WI1' }).click();
  await window.page.locator('.tab.active[data-resource-name="WI1_orders-are-priced-at-nothing.md"]').waitFor();
});

test('Show Run Report offers the runs by what came of them', async ({ window }) => {
  await window.runCommand('Casebook: Show Run Report');
  const row = window.quickInput.getByRole('option').filter({ hasText: '10 of 30 failed' });
  await row.waitFor();
  expect((await row.innerText()).replace(/\s+/g, ' ')).toMatch(/10 of 30 failed ?flaky · node price\.mjs .*WIs\/WI1_orders/);
  await window.screenshot('pick-run-dark');
  await window.page.keyboard.press('Escape');
});

test('Probe Endpoint tells what the answers mean', async ({ window }) => {
  await window.runCommand('Casebook: Probe Endpoint…');
  await asked(window, 'Probe Endpoint (1/2)');
  // Nothing listens on port 1 of loopback.
  await window.answer('127.0.0.1:1');
  await asked(window, 'Probe Endpoint (2/2)');
  await window.pick('WI1: Orders are priced at nothing');
  const told = window.notifications().filter({ hasText: 'refused' });
  await told.waitFor();
  expect(await told.innerText()).toContain('Written into WI1_orders-are-priced-at-nothing.md.');
  await window.screenshot('probe-dark');
});

test('a wrong command or number is told while it is typed', async ({ window }) => {
  await window.runCommand('Casebook: Run Until Failure…');
  await asked(window, 'Run Until Failure (1/3)');
  const input = window.quickInput.locator('input[type="text"]').first();
  await input.fill('node "price.mjs');
  await window.quickInput.getByText('add the closing quote').waitFor();
  await input.fill('node price.mjs | cat');
  await window.quickInput.getByText('Runs in the shell, because of |').waitFor();
  await window.answer('node price.mjs');
  await asked(window, 'Run Until Failure (2/3)');
  await input.fill('none');
  await window.quickInput.getByText('a whole number of at least 1').waitFor();
  await window.screenshot('wrong-number-dark');
  await window.page.keyboard.press('Escape');
  await window.quickInput.waitFor({ state: 'hidden' });
});

test('Run Until Failure in the report runs the same command, and shows its report', async ({ window }) => {
  await window.page.getByRole('tab', { name: /^Run: node price\.mjs/ }).click();
  await window.webview().getByRole('button', { name: 'Run Until Failure' }).click();
  await window.webview().getByRole('heading', { name: 'The first failure came after 2 passing attempts' }).waitFor();
  await window.notifications().filter({ hasText: 'The first failure came after 2 passing attempts' }).waitFor();
  expect(await window.page.getByRole('tab', { name: /^Run: node price\.mjs/ }).count()).toBe(2);
});
