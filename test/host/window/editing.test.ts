/** Editing a work item: squiggles, hovers, the menu of quick fixes and completion, as a user sees and reaches them. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import { windowTest } from './fixtures.js';
import { asked } from './questions.js';
import { until } from './until.js';

const test = windowTest();

/** Bound on what the window is waited for, ms. */
const PATIENTLY = 30_000;

const CURRENT = `# WI2: Orders are lost

**Priority**: High
**Created**: 2026-11-01

## Phase 1: Investigation

### Debug Information

It is like WI1, and the race is in src/missing.mjs:12.
`;

test('problems are underlined, and a key leads to their fixes', async ({ window, example }) => {
  await mkdir(path.join(example.dir, 'WIs'));
  await writeFile(path.join(example.dir, 'WIs/WI1_cache.md'), '# WI1: The cache serves stale prices\n\n**Status**: Design\n');
  await writeFile(path.join(example.dir, 'WIs/WI2_orders.md'), CURRENT);
  await window.openFile('WIs/WI2_orders.md');
  const { page } = window;
  await page.locator('.squiggly-warning').first().waitFor();
  await page.locator('.squiggly-error').first().waitFor();
  await page.locator('.editor-group-container.active .view-line').first().click();
  const menu = page.locator('.action-widget:not(.action-list-submenu-panel)');
  await until('the menu of quick fixes', PATIENTLY, async () => {
    await page.keyboard.press('Control+.');
    await menu.getByText('Add "Status: Investigation"').waitFor({ timeout: 3_000 });
  });
  await window.screenshot('editing-fixes');
  expect(await menu.innerText()).toContain('Turn off header-field-missing for this line');
  await page.keyboard.press('Enter');
  await page.locator('.view-line').filter({ hasText: 'Status' }).waitFor();
});

test('a hover says what a reference means, in both themes', async ({ window }) => {
  const { page } = window;
  const reference = page.locator('.view-line .detected-link').filter({ hasText: 'WI1' });
  for (const theme of ['light', 'dark'] as const) {
    await window.setTheme(theme);
    await until('the hover', PATIENTLY, async () => {
      await page.mouse.move(5, 5);
      await reference.hover({ timeout: 3_000 });
      await page.locator('.monaco-hover:visible').getByText('WI1 The cache serves stale prices').first().waitFor({ timeout: 3_000 });
    });
    expect((await page.locator('.monaco-hover:visible').innerText()).replaceAll('\u00a0', ' ')).toContain('Open · Phase 2 of 6, Design');
    await window.screenshot(`editing-hover-${theme}`);
  }
});

test('the rule of a problem leads to its page', async ({ window }) => {
  const { page } = window;
  await window.runCommand('View: Focus Problems (Errors, Warnings, Infos)');
  await page.locator('.markers-panel').getByText('file-not-found').first().click();
  await page.locator('.tab.active').filter({ hasText: 'file-not-found.md' }).waitFor();
  await window.webview().getByRole('heading', { name: 'file-not-found' }).waitFor();
  await window.screenshot('editing-rule');
});

test('WI is completed by a reference, with the title beside it', async ({ window }) => {
  const { page } = window;
  await page.locator('.view-line').filter({ hasText: 'It is like' }).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('Also WI');
  const suggestions = page.locator('.suggest-widget.visible');
  await suggestions.getByText('The cache serves stale prices').first().waitFor();
  await window.screenshot('editing-completion');
  await page.keyboard.press('Enter');
  await page.locator('.view-line').filter({ hasText: 'Also WI1' }).waitFor();
});

test('by keyboard, the selected lines of a log become evidence in a work item', async ({ window, example }) => {
  const { page } = window;
  const lines = [0, 5, 15, 35].map((second) => `2026-11-21T10:00:${String(second).padStart(2, '0')}Z ERROR connection to 127.0.0.1:9092 refused, retrying`);
  await writeFile(path.join(example.dir, 'client.log'), `${lines.join('\n')}\n`);
  await window.runCommand('File: Save');
  await window.openFile('client.log');
  await page.keyboard.press('Control+a');
  await window.runCommand('Casebook: Add Log Evidence…');
  await asked(window, 'Add Log Evidence (1/2)');
  await window.pick('The selection');
  await asked(window, 'Add Log Evidence (2/2)');
  await window.screenshot('log-evidence-question-dark');
  await window.pick('WI2: Orders are lost');
  await window.notifications().filter({ hasText: 'Log evidence' }).waitFor();
  await window.openFile('WIs/WI2_orders.md');
  await page.keyboard.press('Control+End');
  await page.locator('.view-line').filter({ hasText: 'casebook:end log' }).first().waitFor();
  await window.screenshot('log-evidence-dark');
  await window.screenshot('log-evidence-light', 'light');
  await window.setTheme('dark');
});

test('a number that its own parts refute is underlined, and a key writes the right one', async ({ window, example }) => {
  const { page } = window;
  await writeFile(path.join(example.dir, 'WIs/WI3_claims.md'), '# WI3: Claims\n\n**Status**: Testing\n\n## Phase 1: Investigation\n\nAfter the change 19/21 (95%) of the tests pass.\n');
  await window.openFile('WIs/WI3_claims.md');
  await page.locator('.squiggly-error').nth(2).waitFor();
  await page.keyboard.press('Control+g');
  await window.quickInput.locator('input[type="text"]').first().fill(':7:24');
  await page.keyboard.press('Enter');
  await until('what is wrong', PATIENTLY, async () => {
    await page.keyboard.press('Control+k');
    await page.keyboard.press('Control+i');
    await page.locator('.monaco-hover:visible').getByText('claim-percentage').first().waitFor({ timeout: 3_000 });
  });
  await window.screenshot('claim-dark');
  await page.keyboard.press('Escape');
  const menu = page.locator('.action-widget:not(.action-list-submenu-panel)');
  await until('the menu of quick fixes', PATIENTLY, async () => {
    await page.keyboard.press('Control+.');
    await menu.getByText('Write 90%').waitFor({ timeout: 3_000 });
  });
  await page.keyboard.press('Enter');
  await page.locator('.view-line').filter({ hasText: '19/21 (90%)' }).waitFor();
});
