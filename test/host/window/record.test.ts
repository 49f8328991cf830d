/** Run and record, as a user does it: by mouse and by keyboard, shown before it runs for the first time. */
import { readdirSync } from 'node:fs';
import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import { windowTest } from './fixtures.js';
import { until } from './until.js';

const test = windowTest();

/** Bound on what the window is waited for, ms. */
const PATIENTLY = 30_000;

const ITEM = `# WI1: Orders are lost

**Status**: Investigation

## Phase 1: Investigation

### Debug Information

#### Reproduction Steps

\`\`\`bash
# how many attempts so far
echo attempt >> attempts.txt
wc -l < attempts.txt
echo "token=ghp_a1B2c3D4e5a1B2c3D4e5a1B2c3D4e5a1B2c3"
exit 3
\`\`\`

Then wait.

\`\`\`console
$ touch begun && sleep 300
\`\`\`
`;

test('the code is shown before it runs for the first time, and does not run unless the user says so', async ({ window, example }) => {
  await mkdir(path.join(example.dir, 'WIs'));
  await writeFile(path.join(example.dir, 'WIs/WI1_orders.md'), ITEM);
  await window.openFile('WIs/WI1_orders.md');
  const lens = window.codeLenses().getByRole('button', { name: 'Run and record' });
  await lens.nth(1).waitFor();
  expect(await lens.count()).toBe(2);
  await window.screenshot('record-lenses-light', 'light');
  await window.screenshot('record-lenses-dark', 'dark');

  await lens.first().click();
  const dialog = window.page.getByRole('dialog').filter({ hasText: 'Run this shell code?' });
  await dialog.getByText('echo attempt >> attempts.txt').waitFor();
  expect(await dialog.innerText()).toMatch(/# how many attempts so far[\s\S]*exit 3[\s\S]*with bash in [\s\S]*It stands in WIs\/WI1_orders\.md/);
  await window.screenshot('record-question-dark');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'hidden' });
  expect(readdirSync(example.dir)).not.toContain('attempts.txt');
});

test('by mouse: its evidence stands under it, without its secret', async ({ window, example }) => {
  await window.setTheme('light');
  await window.codeLenses().getByRole('button', { name: 'Run and record' }).first().click();
  const dialog = window.page.getByRole('dialog').filter({ hasText: 'Run this shell code?' });
  await dialog.getByText('exit 3').waitFor();
  await window.screenshot('record-question-light');
  await dialog.getByRole('button', { name: 'Run', exact: true }).click();
  const told = window.notifications().filter({ hasText: 'Exited with 3 after' });
  await told.waitFor();
  expect(await told.innerText()).toContain('Written into WI1_orders.md.');
  await window.page.locator('.view-line').filter({ hasText: 'casebook:begin command' }).waitFor();
  await window.screenshot('record-evidence-light');
  await window.screenshot('record-evidence-dark', 'dark');
  const text = await readFile(path.join(example.dir, 'WIs/WI1_orders.md'), 'utf8');
  expect(text).toMatch(/exit 3\n```\n\n<!-- casebook:begin command \S+ -->\n\*\*Exited with 3 after [^*]+\*\*[\s\S]*\n1\ntoken=‹secret:/);
  expect(text.match(/ghp_/g)).toHaveLength(1);
});

test('by keyboard: from the palette for the code at the cursor, in place of the evidence before it, and without another question', async ({ window, example }) => {
  const { page } = window;
  const file = path.join(example.dir, 'WIs/WI1_orders.md');
  const before = /casebook:begin command (\S+)/.exec(await readFile(file, 'utf8'))?.[1] ?? '';
  expect(before).not.toBe('');
  await window.runCommand('Go to Line/Column...');
  await window.answer(':13');
  await window.runCommand('Casebook: Run and Record');
  await until('new evidence', PATIENTLY, async () => {
    const text = await readFile(file, 'utf8');
    if (text.includes(before)) throw new Error('The evidence before it still stands there.');
    expect(text).toMatch(/casebook:begin command [\s\S]*\n2\ntoken=/);
    expect(text.match(/casebook:begin/g)).toHaveLength(1);
  });
  await page.getByRole('dialog').filter({ hasText: 'Run this shell code?' }).waitFor({ state: 'hidden' });
});

test('what takes too long is cancelled from its notification, and files nothing', async ({ window, example }) => {
  const { page } = window;
  const file = path.join(example.dir, 'WIs/WI1_orders.md');
  const before = await readFile(file, 'utf8');
  const line = before.split('\n').indexOf('$ touch begun && sleep 300') + 1;
  await window.runCommand('Go to Line/Column...');
  await window.answer(`:${line}`);
  await window.runCommand('Casebook: Run and Record');
  const dialog = page.getByRole('dialog').filter({ hasText: 'Run this shell code?' });
  await dialog.getByText('sleep 300', { exact: false }).waitFor();
  await page.keyboard.press('Enter');
  const running = window.notifications().filter({ hasText: 'Running the shell code in line' });
  await running.waitFor();
  // What is cancelled before it began leaves no evidence.
  await until('the code to begin', PATIENTLY, () => access(path.join(example.dir, 'begun')));
  await window.setWidth(700);
  await window.screenshot('record-running-narrow');
  await window.setWidth(1280);
  await running.getByRole('button', { name: 'Cancel' }).click();
  await running.waitFor({ state: 'hidden' });
  expect(await readFile(file, 'utf8')).toBe(before);
  await until('its ledger', PATIENTLY, async () => {
    const folder = path.join(example.dir, '.casebook/runs');
    const kept = await Promise.all(readdirSync(folder).map((id) => readFile(path.join(folder, id, 'run.json'), 'utf8')));
    const cancelled = kept.filter((text) => text.includes('"outcome": "cancelled"'));
    expect(cancelled).toHaveLength(1);
    expect(cancelled[0]).not.toContain('writeBack');
  });
});
