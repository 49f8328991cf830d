/** Probing from a work item, as a user sees it: lenses, what becomes of a hypothesis, what an error means. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import { windowTest } from './fixtures.js';
import { until } from './until.js';

const test = windowTest({ settings: { 'files.autoSave': 'off' } });

/** Bound on what the window is waited for, ms. */
const PATIENTLY = 30_000;

// Nothing listens on port 11 of loopback.
const ITEM = `# WI1: Orders cannot be reached

**Status**: Investigation

## Phase 1: Investigation

### Debug Information

#### Error Messages

connect ECONNREFUSED 127.0.0.1:11

### Hypotheses

- **Hypothesis 1 (open):** nothing listens
  Probe: 127.0.0.1:11 expect refused
- **Hypothesis 2 (open):** the service is up
  Probe: http://127.0.0.1:11/ expect up
`;

test('lenses offer what a work item names', async ({ window, example }) => {
  await mkdir(path.join(example.dir, 'WIs'));
  await writeFile(path.join(example.dir, 'WIs/WI1_orders.md'), ITEM);
  await window.openFile('WIs/WI1_orders.md');
  await window.codeLenses().filter({ hasText: 'Run probe: http://127.0.0.1:11/' }).waitFor();
  await window.codeLenses().filter({ hasText: 'Probe this' }).waitFor();
  await window.screenshot('probes-lenses-light', 'light');
  await window.screenshot('probes-lenses-dark', 'dark');
});

test('a hover on an error says what it means and what it does not', async ({ window }) => {
  const { page } = window;
  await window.setTheme('light');
  await until('the hover', PATIENTLY, async () => {
    await page.mouse.move(5, 5);
    await page.locator('.view-line span').filter({ hasText: 'ECONNREFUSED' }).last().hover({ timeout: 3_000 });
    await page.locator('.monaco-hover:visible').getByText('Does not mean:').first().waitFor({ timeout: 3_000 });
  });
  const [shown, hover] = await Promise.all([page.locator('.monaco-hover:visible').boundingBox(), page.locator('.monaco-hover:visible').getByText('Not that the service is down').boundingBox()]);
  expect(hover?.width ?? Infinity, 'the sentences wrap').toBeLessThanOrEqual(shown?.width ?? 0);
  await window.screenshot('probes-hover-light');
  await page.mouse.move(5, 5);
});

test('a lens runs the probe of a hypothesis, and the hypothesis says what became of it', async ({ window, example }) => {
  await window.codeLenses().getByRole('button', { name: 'Run probe: 127.0.0.1:11', exact: true }).click();
  const told = window.notifications().filter({ hasText: 'The hypothesis is supported.' });
  await told.waitFor();
  expect(await told.innerText()).toContain('Written into WI1_orders.md.');
  // The evidence stands above the hypotheses, and moves them out of sight.
  const { page } = window;
  await until('the hypothesis in sight', PATIENTLY, async () => {
    await page.locator('.editor-group-container.active .view-line').first().click();
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('Control+End');
    await page.locator('.view-line').filter({ hasText: '(supported: probe' }).waitFor({ timeout: 3_000 });
  });
  await window.screenshot('probes-hypothesis-light');
  expect(await readFile(path.join(example.dir, 'WIs/WI1_orders.md'), 'utf8')).toMatch(/Hypothesis 1 \(supported: probe (\S+)\):\*\*[^]*Hypothesis 2 \(open\)/);
});
