/** What a user reads when something is in the way. */
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import { windowTest } from './fixtures.js';
import { asked, runRepeatedly } from './questions.js';

const test = windowTest();
const TREE = 'Open Work Items';

test('a configuration that cannot be used is told in the tree, and when a command needs it', async ({ window, example }) => {
  await mkdir(path.join(example.dir, '.casebook'));
  const config = path.join(example.dir, '.casebook/config.json');
  await writeFile(config, '{ "workItems": { "folders": 7 } }\n');
  await window.showSidebar('Casebook');
  const shown = await window.treeTextWhen(TREE, (text) => text !== '');
  expect(shown).toContain('is not usable: workItems.folders');
  await window.runCommand('Casebook: New Work Item');
  await asked(window, 'New Work Item (1/2)');
  await window.answer('x');
  const told = window.notifications().filter({ hasText: 'Mend it, or delete it to have the defaults.' });
  await told.waitFor();
  await window.screenshot('broken-configuration-dark');
  expect(await told.getByRole('button', { name: 'Try Again' }).count()).toBe(0); // it would meet the same
  await writeFile(config, '{ "workItems": { "folders": 8 } }\n');
  await told.getByRole('button', { name: 'Open File' }).click();
  await window.page.locator('.tab.active[data-resource-name="config.json"]').waitFor();
  await rm(config);
  await window.runCommand('Casebook: New Work Item');
  await asked(window, 'New Work Item (1/2)');
  await window.page.keyboard.press('Escape');
  await window.quickInput.waitFor({ state: 'hidden' });
  await window.page.locator('.sidebar').getByRole('button', { name: 'New Work Item' }).last().waitFor();
});

test('a run whose ledger cannot be written is refused with the sentence of its process', async ({ window, example }) => {
  await writeFile(path.join(example.dir, '.casebook/runs'), 'no folder');
  await runRepeatedly(window, 'true', 3, 'No work item');
  const told = window.notifications().filter({ hasText: 'The ledger cannot be written to' });
  await told.waitFor();
  expect(await told.innerText()).toContain('so nothing was run');
  expect(await told.innerText()).not.toMatch(/casebook:|--[a-z]/);
  await told.getByRole('button', { name: 'Try Again' }).waitFor();
  expect(await window.notifications().filter({ hasText: 'which is a bug' }).count()).toBe(0);
  await rm(path.join(example.dir, '.casebook/runs'));
});

test('a work item that cannot be written is told without the command line, as nothing was measured for it', async ({ window, example }) => {
  const file = path.join(example.dir, 'WIs/WI1_locked.md');
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, '# WI1: Locked\n\n**Status**: Investigation\n', { mode: 0o444 });
  await runRepeatedly(window, 'true', 1, 'WI1: Locked');
  const told = window.notifications().filter({ hasText: 'is read-only' });
  await told.waitFor();
  expect(await told.innerText()).toMatch(/WI1_locked\.md is read-only: make it writable \(`chmod u\+w`\), or choose another work item for the evidence\./);
  await window.screenshot('refused-dark');
  await rm(file);
});

test('what a command line holds is no link in a notification', async ({ window }) => {
  await runRepeatedly(window, `node -e "setInterval(()=>{},1e3)" "[click](command:a.b)"`, 1, 'No work item');
  const progress = window.notifications().filter({ hasText: '0 of 1, 0 failed' });
  await progress.waitFor();
  expect(await progress.innerText()).toContain('[click]');
  expect(await progress.getByRole('link').allInnerTexts()).toEqual(['show report']);
  await progress.getByRole('button', { name: 'Cancel' }).click();
  await progress.waitFor({ state: 'hidden' });
});

test('a command from somebody else’s ledger is shown before it is run', async ({ window, example }) => {
  const id = '20260101-000000-abcd';
  const folder = path.join(example.dir, '.casebook/runs', id);
  const at = '2026-01-01T00:00:00.000Z';
  await mkdir(folder, { recursive: true });
  const record = { schema: 1, attempt: 1, outcome: 'fail', startedAt: at, durationMs: 5, exitCode: 1, signal: null, log: 'logs/0001.log', outputBytes: 0, signature: { id: 'abc', title: 'Error: no', location: { file: 'server.mjs', line: 2 } } };
  await writeFile(path.join(folder, 'attempts.ndjson'), `${JSON.stringify(record)}\n`);
  const plan = { attempts: 1, timeoutMs: 60_000, graceMs: 10_000, jobs: 1, shell: false };
  const host = { name: 'elsewhere', platform: 'linux', release: '6', arch: 'x64', node: 'v20.20.2', cpus: 2 };
  const run = { schema: 1, id, kind: 'run', purpose: 'repeat', command: ['touch', 'was-run'], cwd: example.dir, plan, startedAt: at, host, environment: {}, runner: { pid: 1 }, casebook: '0.1.0', result: { reason: 'completed', endedAt: at } };
  await writeFile(path.join(folder, 'run.json'), JSON.stringify(run));
  await window.openFile('server.mjs');
  const lenses = window.codeLenses().filter({ hasText: /✗ 1 of 1 .*stale/ });
  const dialog = window.page.getByRole('dialog').filter({ hasText: 'Run this command?' });
  await lenses.getByRole('button', { name: 'Run Again' }).click();
  await dialog.getByText('touch was-run').waitFor();
  await window.screenshot('approval-dark');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'hidden' });
  expect(existsSync(path.join(example.dir, 'was-run'))).toBe(false);
  await lenses.getByRole('button', { name: 'Run Again' }).click();
  await dialog.getByRole('button', { name: 'Run', exact: true }).click();
  await window.notifications().filter({ hasText: '0 of 1 attempt failed' }).waitFor();
  expect(existsSync(path.join(example.dir, 'was-run'))).toBe(true);
});
