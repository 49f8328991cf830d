/** Reports beyond a single run: of other evidence, of two runs side by side, and as a file. In this order, in one window. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import { casebook, lastJson } from '../../support/casebook.js';
import { windowTest } from './fixtures.js';
import { asked } from './questions.js';
import { until } from './until.js';

const test = windowTest();

/** Half of the attempts fail before, none after. */
async function recorded(root: string): Promise<{ before: string; after: string }> {
  const run = async (source: string): Promise<string> => {
    await writeFile(path.join(root, 'half.cjs'), source);
    return (lastJson((await casebook(root, 'run', '-n', '12', '--json', '--', 'node', 'half.cjs')).stdout) as { id: string }).id;
  };
  const { code, stdout, stderr } = await casebook(root, 'snapshot', '--json');
  expect({ code, stderr, id: (JSON.parse(stdout) as { id?: string }).id }).toEqual({ code: 0, stderr: '', id: expect.stringMatching(/^\d{8}-/) as string });
  const before = await run("if (Number(process.env.CASEBOOK_ATTEMPT) % 2 === 1) throw new Error('every second one fails');");
  return { before, after: await run('') };
}

let runs: { before: string; after: string };

test('Show Run Report lists evidence of every kind, and a snapshot says that it has no picture', async ({ window, example }) => {
  runs = await recorded(example.dir);
  await window.runCommand('Casebook: Show Run Report');
  await asked(window, 'Show Run Report');
  await window.pick('Snapshot: Snapshot');
  await window.webview().getByText('A snapshot has no picture').waitFor();
  await window.runCommand('View: Close Editor');
});

test('a run is held against an earlier one, each of which opens from there', async ({ window }) => {
  await window.runCommand('Casebook: Compare with…');
  await asked(window, 'Compare Runs');
  await window.pick('0 of 12 failed');
  await asked(window, 'Compare with');
  await window.pick('6 of 12 failed');
  const report = window.webview();
  await report.getByRole('heading', { name: /^Before: 6 of 12 attempts failed/ }).waitFor();
  await window.screenshot('compared-dark', 'dark');
  await window.screenshot('compared-light', 'light');
  await report.getByRole('button', { name: 'Show as Table: Failure rates before and after' }).click();
  await report.getByRole('button', { name: 'before: Open the report of the run before' }).click();
  await window.webview().getByRole('heading', { name: /^6 of 12 attempts failed/ }).waitFor();
});

test('a report becomes a file that holds all of it', async ({ window, example }) => {
  await window.webview().getByRole('button', { name: 'Export Report…' }).click();
  await asked(window, 'Export Report');
  await window.pick('HTML');
  const file = path.join(example.dir, `casebook-${runs.before}.html`);
  // The window's own dialog for files: it offers the path, Enter takes it.
  await until('the dialog to offer the file', 30_000, async () => expect(await window.quickInput.locator('input').first().inputValue()).toContain(runs.before));
  await window.page.keyboard.press('Enter');
  await window.notifications().filter({ hasText: 'The report is in' }).waitFor();
  const html = await readFile(file, 'utf8');
  expect(html).toContain('6 of 12 attempts failed');
  expect(html).not.toContain('<script');
});
