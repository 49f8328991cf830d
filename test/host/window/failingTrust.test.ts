/** Failing tests in a folder that becomes trusted while it is open. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import { windowTest } from './fixtures.js';
import { packageOtherExtension } from './otherExtension.js';

const test = windowTest({ trust: 'restricted', others: packageOtherExtension });

test('without trust a failure is shown, and nothing offers to run it', async ({ window, example }) => {
  await writeFile(path.join(example.dir, 'prices.test.mjs'), "import { test } from 'node:test';\n\ntest('now and then fails', () => {});\n");
  await mkdir(path.join(example.dir, '.casebook'), { recursive: true });
  await writeFile(path.join(example.dir, 'junit.xml'), '<testsuite><testcase name="now and then fails" file="prices.test.mjs"><failure message="no"/></testcase></testsuite>');
  await window.showSidebar('Casebook');
  await window.openFile('prices.test.mjs');
  const lens = window.codeLenses().filter({ hasText: '✗ failed in junit.xml' });
  await lens.waitFor();
  expect((await lens.innerText()).replace(/\s+/g, ' ')).toMatch(/^✗ failed in junit\.xml, [\w ]+$/);
  await window.runCommand('Testing: Focus on Test Explorer View');
  await window.page.locator('.test-explorer').getByRole('treeitem').filter({ hasText: 'prices.test.mjs' }).click({ button: 'right' });
  const menu = window.page.locator('.monaco-menu').getByRole('menuitem');
  await menu.first().waitFor();
  expect((await menu.allInnerTexts()).filter((label) => /Repeat|Work Item for This/.test(label))).toEqual([]);
  await window.page.keyboard.press('Escape');
});

test('with trust granted, the lenses and the menu offer it', async ({ window }) => {
  await window.runCommand('Workspaces: Manage Workspace Trust');
  await window.page.getByRole('button', { name: 'Trust', exact: true }).first().click();
  await window.openFile('prices.test.mjs');
  await window.codeLenses().filter({ hasText: 'Repeat This Test…' }).waitFor();
  await window.runCommand('Testing: Focus on Test Explorer View');
  await window.page.locator('.test-explorer').getByRole('treeitem').filter({ hasText: 'prices.test.mjs' }).click({ button: 'right' });
  await window.page.locator('.monaco-menu').getByRole('menuitem').filter({ hasText: 'Repeat This Test' }).waitFor();
});
