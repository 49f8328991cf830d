/** Runs that go on: shown live, cancelled from the window, and found again after a reload. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import { windowTest } from './fixtures.js';
import { asked, runRepeatedly } from './questions.js';

const test = windowTest();
const TREE = 'Runs';

/** Fails the second time; from the fourth on it waits until the file `go` is there. */
const WAITS = `import fs from 'node:fs';

const attempt = fs.existsSync('attempts.txt') ? Number(fs.readFileSync('attempts.txt', 'utf8')) + 1 : 1;
fs.writeFileSync('attempts.txt', String(attempt));
console.log(attempt === 2 ? 'the connection is lost' : 'the connection holds');
if (attempt === 2) throw new Error('the second one fails');
if (attempt > 3) {
  const watcher = fs.watch('.', () => {
    if (!fs.existsSync('go')) return;
    watcher.close();
  });
  if (fs.existsSync('go')) watcher.close();
}
`;

test('a run that goes on is shown in a notification, in the tree and in its report', async ({ window, example }) => {
  await writeFile(path.join(example.dir, 'waits.mjs'), WAITS);
  await window.runCommand('Casebook: New Work Item');
  await asked(window, 'New Work Item (1/2)');
  await window.answer('The second one fails');
  await asked(window, 'New Work Item (2/2)');
  await window.pick('bug-fix');
  await window.page.locator('.tab.active[data-resource-name="WI1_the-second-one-fails.md"]').waitFor();
  await runRepeatedly(window, 'node waits.mjs', 6, 'WI1: The second one fails');
  const progress = window.notifications().filter({ hasText: '3 of 6, 1 failed' });
  await progress.waitFor();
  await window.showSidebar('Casebook');
  await window.treeTextWhen(TREE, (text) => text.includes('node waits.mjs 3 of 6, 1 failed'));
  await progress.getByRole('link', { name: 'show report' }).click();
  await window.webview().locator('.kind-word', { hasText: 'Running: flaky so far' }).waitFor();
  await window.screenshot('live-light', 'light');
  await window.screenshot('live-dark', 'dark');
});

test('after a reload of the window it still goes on, its report is back, and its end is written', async ({ window, example }) => {
  // As a user does: the window saves its state first.
  const loaded = window.page.waitForEvent('load');
  await window.runCommand('Developer: Reload Window');
  await loaded;
  await window.webview().locator('.kind-word', { hasText: 'Running: flaky so far' }).waitFor();
  await window.treeTextWhen(TREE, (text) => text.includes('node waits.mjs 3 of 6, 1 failed'));
  await window.notifications().filter({ hasText: '3 of 6, 1 failed' }).waitFor();
  await window.screenshot('reloaded-dark');
  await writeFile(path.join(example.dir, 'go'), '');
  const told = window.notifications().filter({ hasText: '1 of 6 attempts failed' });
  await told.waitFor();
  expect(await told.innerText()).toContain('Written into WI1_the-second-one-fails.md.');
  await window.webview().getByRole('heading', { name: '1 of 6 attempts failed' }).waitFor();
  // What only the ended run's logs tell comes into the report that was open before.
  await window.webview().getByText('The log of attempt 2 leaves that of passing attempt 1 at line 1').waitFor();
});

test('cancelling in the notification ends the run and keeps its evidence', async ({ window }) => {
  await window.page.locator('.notifications-toasts').getByRole('button', { name: /Clear Notification/ }).first().click();
  await runRepeatedly(window, 'sleep 600', 5, 'WI1: The second one fails');
  const progress = window.notifications().filter({ hasText: '0 of 5, 0 failed' });
  await progress.waitFor();
  await window.screenshot('progress-dark');
  await progress.getByRole('button', { name: 'Cancel' }).click();
  const told = window.notifications().filter({ hasText: 'cancelled' });
  await told.filter({ hasText: 'Written into' }).waitFor();
  await window.screenshot('cancelled-dark');
});
