/** Each notification brings a way to have fewer, and the setting is obeyed. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import type { CodeWindow } from './driver.js';
import { windowTest } from './fixtures.js';
import { runRepeatedly } from './questions.js';
import { until } from './until.js';

const test = windowTest();
const FAILS = 'node -e "process.exit(1)"';

/** What the status bar says; waits until it holds the text. */
async function inStatusBar(window: CodeWindow, text: string): Promise<void> {
  await window.page.locator('.statusbar .statusbar-item').filter({ hasText: text }).first().waitFor();
}

test('what came of a run is told with a way to hear only of problems, which then holds', async ({ window }) => {
  await runRepeatedly(window, 'true', 3, 'No work item');
  const told = window.notifications().filter({ hasText: '0 of 3 attempts failed' });
  await told.waitFor();
  await window.screenshot('notification-fewer-dark');
  await told.getByRole('button', { name: 'Show Only Problems' }).click();
  await inStatusBar(window, 'Casebook: the setting casebook.notifications is now "problems".');
  await runRepeatedly(window, 'true', 4, 'No work item');
  await inStatusBar(window, '0 of 4 attempts failed');
  await window.screenshot('notification-in-status-bar-dark');
  expect(await window.notifications().filter({ hasText: '0 of 4 attempts failed' }).count()).toBe(0);
});

test('a problem is still told, with a way to hear of none, which then holds for progress, too', async ({ window, example }) => {
  await runRepeatedly(window, FAILS, 5, 'No work item');
  const told = window.notifications().filter({ hasText: '5 of 5 attempts failed' });
  await told.waitFor();
  await told.getByRole('button', { name: 'Show No Notifications' }).click();
  await inStatusBar(window, 'is now "none".');
  await runRepeatedly(window, `node -e "const {existsSync}=require('fs');const t=setInterval(()=>{if(existsSync('go-on'))process.exit(1)},20)"`, 1, 'No work item');
  await inStatusBar(window, '0 of 1, 0 failed');
  expect(await window.notifications().count()).toBe(0);
  await writeFile(path.join(example.dir, 'go-on'), '');
  await inStatusBar(window, '1 of 1 attempt failed');
  expect(await window.notifications().count()).toBe(0);
  await window.runCommand('Casebook: Reveal Active Work Item');
  // What a command that was just chosen fails with is its answer.
  await window.notifications().filter({ hasText: 'No work item is active' }).waitFor();
});

test('what was not told stands in the log', async ({ window }) => {
  await window.runCommand('Output: Show Output Channels...');
  await window.pick('Casebook');
  await until('the log to have both verdicts', 30_000, async () => {
    const text = (await window.page.locator('.output-view-container, .panel .view-lines').allInnerTexts()).join('\n').replaceAll('\u00a0', ' ');
    expect(text).toContain('0 of 4 attempts failed');
    expect(text).toContain('1 of 1 attempt failed');
  });
});
