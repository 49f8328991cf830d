/** Where the failure is: another extension's test is repeated by mouse and by keyboard, its failure has lenses and a mark, and the terminal's last command is repeated. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import type { CodeWindow } from './driver.js';
import { windowTest } from './fixtures.js';
import { packageOtherExtension } from './otherExtension.js';
import { asked } from './questions.js';
import { until } from './until.js';

const test = windowTest({ others: packageOtherExtension, settings: { 'terminal.integrated.shellIntegration.enabled': true, 'testing.automaticallyOpenPeekView': 'never' } });

/** Every third attempt of the first test fails. */
const SPEC = `import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';

test('now and then fails', () => {
  const attempt = fs.existsSync('attempts.txt') ? Number(fs.readFileSync('attempts.txt', 'utf8')) + 1 : 1;
  fs.writeFileSync('attempts.txt', String(attempt));
  assert.notEqual(attempt % 3, 0, 'the price list is empty');
});

test('never', () => {});
`;

async function showTests(window: CodeWindow): Promise<void> {
  await window.runCommand('Testing: Focus on Test Explorer View');
}

function row(window: CodeWindow, label: string) {
  return window.page.locator('.test-explorer').getByRole('treeitem').filter({ hasText: label });
}

/** The entries of the menu that is open. */
function menu(window: CodeWindow) {
  return window.page.locator('.monaco-menu').getByRole('menuitem');
}

/** Chooses from the menu that is open. It takes no click in the first moment after it opened. */
async function choose(window: CodeWindow, label: string): Promise<void> {
  await menu(window).filter({ hasText: label }).first().waitFor();
  await until(`the menu to close after "${label}"`, 30_000, async () => {
    // Gone: the click before has chosen it.
    if ((await menu(window).count()) > 0) await menu(window).filter({ hasText: label }).first().click({ timeout: 3_000 });
    await window.page.locator('.monaco-menu').first().waitFor({ state: 'detached', timeout: 1_000 });
  });
}

test('a test of another extension has our entries, one without a file has none', async ({ window, example }) => {
  await writeFile(path.join(example.dir, 'prices.test.mjs'), SPEC);
  await showTests(window);
  await row(window, 'has no file').click({ button: 'right' });
  await menu(window).first().waitFor();
  expect((await menu(window).allInnerTexts()).filter((label) => /Repeat|Work Item for This/.test(label))).toEqual([]);
  await window.page.keyboard.press('Escape');
  await row(window, 'prices.test.mjs').locator('.monaco-tl-twistie').click();
  await row(window, 'now and then fails').click({ button: 'right' });
  await menu(window).filter({ hasText: 'Repeat This Test' }).waitFor();
  expect((await menu(window).allInnerTexts()).filter((label) => /Repeat|Work Item for This/.test(label)).map((label) => label.trim())).toEqual(['Repeat This Test…', 'Repeat Until Failure', 'Open Work Item for This Failure']);
  await window.screenshot('test-menu-dark');
});

test('Repeat This Test shows the command before it runs, keeps it, and asks how often and for which work item', async ({ window, example }) => {
  await window.page.keyboard.press('Escape');
  await showTests(window);
  await row(window, 'now and then fails').click({ button: 'right' });
  await choose(window, 'Repeat This Test');
  await asked(window, 'Repeat This Test: the command that runs one test');
  const input = window.quickInput.locator('input[type="text"]').first();
  expect(await input.inputValue()).toBe('node --test --test-name-pattern={name} {file}');
  await window.quickInput.getByText("Runs: node --test '--test-name-pattern=now and then fails$' prices.test.mjs").waitFor();
  await window.screenshot('test-command-dark');
  await input.fill('node --test');
  await window.quickInput.getByText('would run the same for every test').waitFor();
  await input.fill('node --test --test-name-pattern={name} {file}');
  await window.page.keyboard.press('Enter');
  await asked(window, 'Repeat This Test (1/2)');
  await window.answer('30');
  await asked(window, 'Repeat This Test (2/2)');
  await window.pick('No work item');
  await window.notifications().filter({ hasText: '10 of 30 attempts failed' }).waitFor();
  const config = JSON.parse(await readFile(path.join(example.dir, '.casebook/config.json'), 'utf8')) as { tests: unknown };
  expect(config.tests).toEqual([{ files: '**/*.test.mjs', command: 'node --test --test-name-pattern={name} {file}' }]);
});

/** Our mark in the gutter is drawn: those of other extensions are letters of a font. */
const MARK = `[...document.querySelectorAll('.glyph-margin-widgets .cgmr')].some((mark) => getComputedStyle(mark).backgroundImage.includes('svg+xml'))`;

test('the run stands in Test Results, with its verdict', async ({ window }) => {
  await window.runCommand('Test Results: Focus on Test Results View');
  const results = window.page.locator('.test-output-peek-tree, .test-output-peek');
  await results.getByText('now and then fails').first().waitFor();
  await window.screenshot('test-results-dark');
});

test('the test has lenses and a mark, in each theme', async ({ window }) => {
  await window.openFile('prices.test.mjs');
  const lens = window.codeLenses().filter({ hasText: '10 of 30' });
  await lens.waitFor();
  expect((await lens.innerText()).replace(/\s+/g, ' ')).toMatch(/✗ 10 of 30 · flaky 33\.3 % \(17\.3–52\.8\) ?\| ?New Work Item ?\| ?Run Again ?\| ?Run Until Failure ?\| ?Verify Fix ?\| ?First Failing Log/);
  for (const theme of ['light', 'dark', 'hc-dark', 'hc-light'] as const) {
    await window.setTheme(theme);
    await window.page.waitForFunction(MARK);
    await window.screenshot(`failing-${theme}`);
  }
  await window.setWidth(720);
  await window.screenshot('failing-narrow');
  await window.setWidth(1280);
  await window.setTheme('dark');
});

test('its hover says the verdict and the failure', async ({ window }) => {
  await window.page.locator('.editor-group-container.active .view-line', { hasText: 'now and then fails' }).getByText('now and then fails').first().hover();
  const hover = window.page.locator('.monaco-hover:visible').filter({ hasText: '10 of 30 attempts failed' });
  await hover.waitFor();
  expect(await hover.innerText()).toContain('the price list is empty');
  await window.screenshot('failing-hover-dark');
});

test('an edit makes it stale, and it keeps its line', async ({ window }) => {
  await window.page.keyboard.press('Escape');
  await window.page.locator('.editor-group-container.active .view-line').first().click();
  await window.page.keyboard.press('Control+Home');
  await window.page.keyboard.type('// one line more\n');
  const stale = window.codeLenses().filter({ hasText: '· stale' });
  await stale.waitFor();
  await window.screenshot('failing-stale-dark');
  await window.runCommand('File: Revert File');
  await stale.waitFor({ state: 'detached' });
});

test('by keyboard: the lenses of a line are a list', async ({ window }) => {
  await window.page.locator('.editor-group-container.active .view-line', { hasText: 'now and then fails' }).click();
  await window.runCommand('Show CodeLens Commands for Current Line');
  await window.pick('First Failing Log');
  await window.page.locator('.tab.active[data-resource-name="0003.log"]').waitFor();
});

test('in the gutter of the other extension’s mark, too', async ({ window }) => {
  await window.openFile('prices.test.mjs');
  await window.page.locator('.testing-run-glyph').first().click({ button: 'right' });
  await menu(window).filter({ hasText: 'Repeat Until Failure' }).waitFor();
  await window.screenshot('test-gutter-menu-dark');
  await choose(window, 'Repeat Until Failure');
  await asked(window, 'Repeat Until Failure (1/2)');
  await window.answer('9');
  await asked(window, 'Repeat Until Failure (2/2)');
  await window.pick('No work item');
  await window.notifications().filter({ hasText: 'The first failure came after 2 passing attempts' }).waitFor();
  // Where a failure ended the run, failures per attempt estimate nothing.
  await window.codeLenses().filter({ hasText: '✗ 1 of 3 · flaky (0.8–84.2 %)' }).waitFor();
});

test('on a failure’s message, too', async ({ window }) => {
  await showTests(window);
  await row(window, 'now and then fails').click({ button: 'right' });
  await choose(window, 'Run Test');
  await window.runCommand('Test Results: Focus on Test Results View');
  const message = window.page.locator('.test-output-peek-tree').getByRole('treeitem').filter({ hasText: 'expected 2 to be 3' });
  await message.first().waitFor();
  await message.first().click({ button: 'right' });
  await menu(window).filter({ hasText: 'Open Work Item for This Failure' }).waitFor();
  await window.screenshot('test-message-menu-dark');
  await choose(window, 'Open Work Item for This Failure');
  // Later versions show a single message in the row of its test, which hands over the test alone: then the work item is made from our own run of it.
  await asked(window, /^New Work Item from (?:Failure|Run)$/);
  await window.answer('Prices now and then');
  await window.page.locator('.tab.active[data-resource-name="WI1_prices-now-and-then.md"]').waitFor();
});

test('Repeat Last Command shows what ran in the terminal before it repeats it', async ({ window }) => {
  await window.runCommand('Terminal: Create New Terminal');
  await window.page.locator('.terminal-wrapper.active .xterm-screen').first().click();
  await window.page.keyboard.type('node --version\n');
  const ended = window.page.locator('.terminal-command-decoration:not(.default-color):not(.default)').first();
  await ended.waitFor();
  await window.runCommand('Casebook: Repeat Last Command');
  await asked(window, 'Repeat Last Command (1/3)');
  const input = window.quickInput.locator('input[type="text"]').first();
  expect(await input.inputValue()).toBe('node --version');
  await window.screenshot('repeat-last-command-dark');
  await window.page.keyboard.press('Enter');
  await asked(window, 'Repeat Last Command (2/3)');
  await window.answer('3');
  await asked(window, 'Repeat Last Command (3/3)');
  await window.pick('No work item');
  await window.notifications().filter({ hasText: '0 of 3 attempts failed' }).waitFor();
});
