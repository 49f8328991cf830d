/** The failing tests below a run: what is shown, and dragging them onto a work item, by mouse and by keyboard. In this order, in one window. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import type { CodeWindow } from './driver.js';
import { windowTest } from './fixtures.js';
import { asked, runRepeatedly } from './questions.js';
import { until } from './until.js';

const TREE = 'Open Work Items';
const RUNS = 'Runs';

/** Every second attempt of `comes and goes` fails. */
const SPEC = `import assert from 'node:assert/strict';
import { test } from 'node:test';

test('always fails', () => {
  assert.equal(1 + 1, 3, 'the price list is empty');
});

test('comes and goes', () => {
  assert.equal(Number(process.env.CASEBOOK_ATTEMPT) % 2, 0);
});

test('never fails', () => {});
`;

/** Tells of more failing tests than are listed, and of no file. */
const MANY = `console.log('TAP version 13');
for (let n = 1; n <= 22; n++) console.log('not ok ' + n + ' - number ' + String(n).padStart(2, '0'));
console.log('1..22');
process.exitCode = 1;
`;

const item = (number: number, title: string, component: string): string => `---\nid: WI${number}\ntitle: ${title}\nstatus: Investigation\npriority: High\ncomponent: ${component}\ncreated: 2026-11-0${number}\n---\n\n# WI${number}: ${title}\n\n## Phase 1: Investigation\n\nSeen once.\n`;

const test = windowTest();

const workItem = (window: CodeWindow, text: string) => window.tree(TREE).filter({ hasText: text }).first();
const run = (window: CodeWindow, text: string) => window.tree(RUNS).filter({ hasText: text }).first();
const read = (folder: string, name: string) => readFile(path.join(folder, 'WIs', name), 'utf8');

async function repeat(window: CodeWindow, command: string, attempts: number): Promise<void> {
  await runRepeatedly(window, command, attempts, 'No work item');
  await window.notifications().filter({ hasText: `of ${attempts} attempts failed` }).waitFor();
  await window.runCommand('Notifications: Clear All Notifications');
}

/** Drags until the window says what came of it: a tree that is read anew in that moment loses a drag. */
async function dragUntil(window: CodeWindow, from: string, onto: string, said: string): Promise<void> {
  const answer = window.notifications().filter({ hasText: said });
  await until(`"${said}" after dragging "${from}" onto "${onto}"`, 60_000, async () => {
    await run(window, from).dragTo(workItem(window, onto), { timeout: 10_000 });
    await answer.first().waitFor({ timeout: 5_000 });
  });
  await window.runCommand('Notifications: Clear All Notifications');
}

/** Goes down, row by row, until one with that text has the focus. */
async function downTo(window: CodeWindow, text: string): Promise<void> {
  await until(`the focus on "${text}"`, 60_000, async () => {
    if (await focused(window, text).isVisible()) return;
    await window.page.keyboard.press('ArrowDown');
    await focused(window, text).waitFor({ timeout: 200 });
  });
}

const focused = (window: CodeWindow, text: string) => window.tree(RUNS).and(window.page.locator('.focused')).filter({ hasText: text });

test('below a run stand the tests that failed in it, those with the most failures first', async ({ window, example }) => {
  await mkdir(path.join(example.dir, 'WIs'), { recursive: true });
  await writeFile(path.join(example.dir, 'WIs/WI1_prices.md'), item(1, 'Prices are wrong', 'prices'));
  await writeFile(path.join(example.dir, 'WIs/WI2_orders.md'), item(2, 'Orders are late', 'orders'));
  await writeFile(path.join(example.dir, 'prices.test.mjs'), SPEC);
  await window.showSidebar('Casebook');
  await window.treeTextWhen(TREE, (text) => text.split('\n').length === 2);
  await repeat(window, 'node --test --test-reporter=tap prices.test.mjs', 4);
  expect(await window.treeTextWhen(RUNS, (text) => text.includes('prices.test.mjs'))).toMatch(/^Recent 1\n {2}node --test .* 4 of 4 failed · [^\n]*$/);
  await run(window, 'node --test').locator('.monaco-tl-twistie').click();
  const text = await window.treeTextWhen(RUNS, (shown) => shown.includes('comes and goes'));
  expect(text.split('\n').slice(2)).toEqual(['    always fails 4 of 4', '    comes and goes 2 of 4']);
});

test('each is read out in whole words, and has its file and its failure in a hover', async ({ window }) => {
  expect(await run(window, 'comes and goes').getAttribute('aria-label')).toBe('Failing test comes and goes: failed in 2 of 4 attempts');
  await run(window, 'always fails').locator('.label-name').hover();
  const hover = window.page.locator('.monaco-hover:visible').filter({ hasText: 'prices.test.mjs:4' });
  await hover.first().waitFor();
  expect(await hover.first().innerText()).toContain('the price list is empty');
  await window.screenshot('failed-tests-hover-dark');
  await window.page.mouse.move(900, 400);
});

test('a click opens where it failed', async ({ window }) => {
  await run(window, 'always fails').click();
  await window.page.locator('.tab.active[data-resource-name="prices.test.mjs"]').waitFor();
  await window.page.locator('.statusbar').getByText('Ln 5, Col 1').waitFor();
  await window.screenshot('failed-tests-light', 'light');
  await window.screenshot('failed-tests-dark', 'dark');
  await window.setWidth(600);
  await window.screenshot('failed-tests-narrow-dark');
  await window.setWidth(1280);
});

test('one that is dragged onto a work item is linked from it, by its name and its line', async ({ window, example }) => {
  await dragUntil(window, 'comes and goes', 'WI1 Prices', 'Linked from WI1_prices.md.');
  expect(await read(example.dir, 'WI1_prices.md')).toContain('### References\n\n- [comes and goes](../prices.test.mjs#L8)\n');
});

test('several are dragged at once', async ({ window, example }) => {
  await run(window, 'always fails').click();
  await run(window, 'comes and goes').click({ modifiers: ['Control'] });
  await dragUntil(window, 'always fails', 'WI2 Orders', '2 links were added to WI2_orders.md.');
  expect(await read(example.dir, 'WI2_orders.md')).toContain('- [always fails](../prices.test.mjs#L4)\n- [comes and goes](../prices.test.mjs#L8)\n');
});

test('what cannot be linked says so, and nothing is written', async ({ window, example }) => {
  const before = await read(example.dir, 'WI1_prices.md');
  await dragUntil(window, 'node --test', 'WI1 Prices', 'Files, work items and failing tests can be linked');
  await writeFile(path.join(example.dir, 'many.cjs'), MANY);
  await repeat(window, 'node many.cjs', 2);
  await run(window, 'node --test').locator('.monaco-tl-twistie').click();
  await run(window, 'node many.cjs').locator('.monaco-tl-twistie').click();
  await window.treeTextWhen(RUNS, (text) => text.includes('number 01 2 of 2'));
  await dragUntil(window, 'number 01', 'WI1 Prices', 'do not say in which file “number 01” stands');
  await window.runCommand('Casebook: Group Work Items…');
  await asked(window, 'Group Work Items By');
  await window.pick('Component');
  await window.treeTextWhen(TREE, (text) => text.startsWith('orders 1'));
  // The row of the group stands above that of its work item.
  await dragUntil(window, 'number 01', 'orders', 'Drop it on a work item');
  await window.runCommand('Casebook: Group Work Items…');
  await asked(window, 'Group Work Items By');
  await window.pick('No Groups');
  expect(await read(example.dir, 'WI1_prices.md')).toBe(before);
});

test('behind those that are shown stands how many more there are, which opens the report', async ({ window }) => {
  await run(window, 'number 01').click();
  await window.page.locator('.tab.active[data-resource-name="0001.log"]').waitFor();
  await window.runCommand('Casebook: Focus on Runs View');
  await until('the row with the others', 30_000, async () => {
    await window.page.keyboard.press('End');
    await run(window, '2 more failing tests').waitFor({ timeout: 1_000 });
  });
  await window.screenshot('failed-tests-many-dark');
  await run(window, '2 more failing tests').click();
  await window.page.locator('.tab.active', { hasText: 'node many.cjs' }).waitFor();
});

test('by keyboard alone: opened, and linked by its menu', async ({ window, example }) => {
  await window.runCommand('View: Close All Editors');
  await window.runCommand('Casebook: Focus on Runs View');
  await window.page.keyboard.press('Home');
  await downTo(window, 'node --test');
  await window.page.keyboard.press('ArrowRight');
  await downTo(window, 'always fails');
  await window.page.keyboard.press('Enter');
  await window.page.locator('.tab.active[data-resource-name="prices.test.mjs"]').waitFor();
  await window.runCommand('Casebook: Focus on Runs View');
  const menu = window.page.locator('.monaco-menu').first();
  await until('the menu of the test', 30_000, async () => {
    await window.page.keyboard.press('Shift+F10');
    await menu.waitFor({ timeout: 2_000 });
  });
  const entries = (await menu.getByRole('menuitem').allInnerTexts()).map((label) => label.trim());
  expect(entries).toEqual(['Open Test', 'Open First Failing Log', 'Show Run Report', 'Repeat This Test…', 'Repeat Until Failure', 'Open Work Item for This Failure', 'Link to Work Item…']);
  await window.screenshot('failed-tests-menu-dark');
  await until('the last entry', 10_000, async () => {
    await window.page.keyboard.press('ArrowUp');
    await menu.locator('.action-item.focused', { hasText: 'Link to Work Item…' }).waitFor({ timeout: 500 });
  });
  await window.page.keyboard.press('Enter');
  await asked(window, 'Link to Work Item');
  await window.pick('WI1: Prices are wrong');
  await window.notifications().filter({ hasText: 'Linked from WI1_prices.md.' }).waitFor();
  expect(await read(example.dir, 'WI1_prices.md')).toContain('- [always fails](../prices.test.mjs#L4)\n');
});

test('Repeat This Test, beside its name, runs that test alone', async ({ window }) => {
  await window.runCommand('Casebook: Focus on Runs View');
  await downTo(window, 'comes and goes'); // a row that is out of sight is not there
  await run(window, 'comes and goes').hover();
  await run(window, 'comes and goes').getByRole('button', { name: 'Repeat This Test…' }).click();
  await asked(window, 'Repeat This Test: the command that runs one test');
  await window.quickInput.getByText("Runs: node --test '--test-name-pattern=comes and goes$' prices.test.mjs").waitFor();
  await window.page.keyboard.press('Escape');
});

test('below a run that its work item shows they stand, too', async ({ window }) => {
  await runRepeatedly(window, 'node --test --test-reporter=tap prices.test.mjs', 2, 'WI1: Prices are wrong');
  await window.notifications().filter({ hasText: 'Written into WI1_prices.md.' }).waitFor();
  await workItem(window, 'WI1 Prices').locator('.monaco-tl-twistie').click();
  await workItem(window, '2 of 2 failed').locator('.monaco-tl-twistie').click();
  await window.treeTextWhen(TREE, (text) => text.includes('    always fails 2 of 2\n    comes and goes 1 of 2'));
  await window.screenshot('failed-tests-work-item-light', 'light');
});
