import { expect } from 'vitest';
import { windowTest } from './fixtures.js';
import { until } from './until.js';

const test = windowTest();

test('the palette offers the commands of Casebook', async ({ window }) => {
  // The window learns only after a while that its folder is trusted, and an open palette does not change.
  await until('the commands of a trusted workspace', 30_000, async () => {
    expect(await window.commandsMatching('Casebook: ')).toEqual(
      expect.arrayContaining([
        'Casebook: New Work Item',
        'Casebook: Open Work Item',
        'Casebook: Probe Endpoint…',
        'Casebook: Run Test Repeatedly…',
        'Casebook: Run Until Failure…',
        'Casebook: Show Run Report',
      ]),
    );
  });
});

test('the sidebar of Casebook opens', async ({ window }) => {
  await window.showSidebar('Casebook');
  await window.screenshot('sidebar-dark', 'dark');
  await window.screenshot('sidebar-light', 'light');
});

test('the walkthrough leads from a failing test to a proven fix', async ({ window }) => {
  await window.runCommand('Welcome: Open Walkthrough...');
  await window.pick('Casebook: from a failing test to a proven fix');
  const page = window.page.locator('.gettingStartedContainer');
  for (const step of ['Make a work item', 'Repeat a failing test', 'Verify a fix', 'Probe a connection, and read the evidence']) await page.getByText(step, { exact: true }).first().waitFor();
  await page.getByRole('button', { name: 'Open the Example…' }).waitFor();
  await window.screenshot('walkthrough-light', 'light');
  await window.screenshot('walkthrough-dark', 'dark');
  // From there to the folder that the copy goes into.
  await page.getByRole('button', { name: 'Open the Example…' }).click();
  await window.quickInput.locator('.quick-input-title').getByText('Where does the copy of the example go?', { exact: true }).waitFor();
  await window.screenshot('example-folder-dark');
  await window.page.keyboard.press('Escape');
});

test('the menu of a terminal in which nothing has run leads to a sentence', async ({ window }) => {
  await window.runCommand('Terminal: Create New Terminal');
  await window.page.locator('.terminal-wrapper.active .xterm-screen').first().click();
  const item = window.page.locator('.monaco-menu').getByRole('menuitem', { name: 'Repeat Last Command' });
  // Whether the shell has told by then that it tells what runs, nobody knows.
  const sentence = window.notifications().filter({ hasText: /Nothing has run in the terminal \S+ since Casebook began to listen|does not say what runs in it/ });
  // A menu takes no click right after it came, which may be later than it is seen.
  await until('the sentence', 60_000, async () => {
    if (!(await item.isVisible())) await window.page.locator('.terminal-wrapper.active').first().click({ button: 'right' });
    await item.click({ timeout: 3_000 });
    await sentence.waitFor({ timeout: 3_000 });
  });
  await window.screenshot('terminal-nothing-ran-dark');
});
