/** Runs that an editor started and that ended while no window was there: told once, when the next one opens. */
import { access, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { copyExample } from '../../../scripts/example-copy.mjs';
import type { RunFile } from '../../../src/node/run/records.js';
import { casebook, start } from '../../support/casebook.js';
import { openWindow, type CodeWindow } from './driver.js';
import { twoWindowTest } from './fixtures.js';
import { until } from './until.js';

const test = twoWindowTest();

const OWN = '20260101-000000-0001';
const FOREIGN = '20260101-000000-0002';
const KILLED = '20260101-000000-0003';
const leaseOf = (folder: string, run: string): string => path.join(folder, '.casebook/runs', run, 'lease');

/** A run as the editor starts it, which renews its lease. It ends when the file `go` is there. */
async function runOfAnEditor(folder: string, run: string, code: number, ...options: string[]): Promise<() => Promise<void>> {
  const script = `const {existsSync}=require('fs');setInterval(()=>{if(existsSync('go'))process.exit(${code})},20)`;
  const { ended } = start(folder, ['run', '-n', '2', '--run-id', run, '--lease', '--hand-over', ...options, '--', 'node', '-e', script]);
  await until('the run to begin', 30_000, () => access(path.join(folder, '.casebook/runs', run, 'run.json')));
  await writeFile(leaseOf(folder, run), '');
  return async () => {
    await writeFile(path.join(folder, 'go'), '');
    expect((await ended).code).toBe(code);
  };
}

/** Once nothing is left to be told. */
const told = (folder: string, ...runs: string[]): Promise<void> =>
  until('the runs to be told', 30_000, async () => {
    for (const run of runs) await expect(access(leaseOf(folder, run))).rejects.toThrow();
  });

const messages = async (window: CodeWindow): Promise<string[]> => (await window.notifications().allInnerTexts()).filter((text) => text.includes('ended while'));

test('one is told with its verdict, once its evidence is written; not one of a terminal', async ({ example }) => {
  expect((await casebook(example.dir, 'new', '--title', 'Slow')).code).toBe(0);
  const end = await runOfAnEditor(example.dir, OWN, 1, '--wi', 'WI1');
  await end();
  expect((await casebook(example.dir, 'run', '-n', '2', '--run-id', FOREIGN, '--', 'false')).code).toBe(1);
});

test('when the next window opens, with its report at hand', async ({ window, example }) => {
  const toast = window.notifications().filter({ hasText: 'ended while no window followed it' });
  await toast.waitFor();
  expect(await toast.innerText()).toMatch(/2 of 2 attempts failed.*Written into WI1_slow\.md\./s);
  await told(example.dir, OWN);
  expect(await messages(window)).toHaveLength(1);
  await window.screenshot('ended-meanwhile-dark');
  await toast.getByRole('button', { name: 'Show Report' }).click();
  await window.webview().getByRole('heading', { name: '2 of 2 attempts failed' }).waitFor();
});

test('not again after a reload, and not in another window', async ({ window, other }) => {
  const loaded = window.page.waitForEvent('load');
  await window.runCommand('Developer: Reload Window');
  await loaded;
  for (const each of [window, other]) {
    await each.showSidebar('Casebook');
    await each.treeTextWhen('Runs', (text) => text.includes('2 of 2 failed'));
    // What is told of the workspace is told before the next command has ended.
    await each.runCommand('Casebook: Show Run Report');
    await each.quickInput.getByRole('option').first().waitFor();
    await each.page.keyboard.press('Escape');
    expect(await messages(each)).toEqual([]);
  }
});

test('several are told together, also one that was interrupted', async () => {
  const example = await copyExample();
  onTestFinished(example.dispose);
  const end = await runOfAnEditor(example.dir, OWN, 1);
  await end();
  await rm(path.join(example.dir, 'go'));
  await runOfAnEditor(example.dir, KILLED, 0, '--timeout', '50s');
  const { runner } = JSON.parse(await readFile(path.join(example.dir, '.casebook/runs', KILLED, 'run.json'), 'utf8')) as RunFile;
  process.kill(runner.pid, 'SIGKILL');
  await writeFile(path.join(example.dir, 'go'), ''); // its attempt ends, too
  const window = await openWindow({ folder: example.dir });
  onTestFinished(() => window.dispose());
  const toast = window.notifications().filter({ hasText: '2 runs ended while no window followed them.' });
  await toast.waitFor();
  expect(await toast.innerText()).toMatch(/no attempt counts, interrupted; .*2 of 2 failed, consistently failing\./s);
  await window.screenshot('ended-meanwhile-several-dark');
  await toast.getByRole('button', { name: 'Show a Report…' }).click();
  await window.quickInput.getByRole('option', { name: /2 of 2 failed/ }).waitFor();
});
