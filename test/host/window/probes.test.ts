/** Probing from a work item, as a user sees it: lenses, what becomes of a hypothesis, what an error means. */
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import path from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { CodeWindow } from './driver.js';
import { windowTest } from './fixtures.js';
import { asked } from './questions.js';
import { until } from './until.js';

const test = windowTest();

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

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

/** Chooses from the context menu of the work item's row, with the mouse. A row that is drawn anew takes its menu along. */
async function fromRow(window: CodeWindow, label: string): Promise<void> {
  const menu = window.page.locator('.monaco-menu');
  await until(`the entry "${label}" of the row's menu`, PATIENTLY, async () => {
    await window.tree('Work Items').filter({ hasText: 'Orders cannot be reached' }).first().click({ button: 'right', timeout: 5_000 });
    await menu.first().waitFor({ timeout: 3_000 });
    for (let tries = 0; tries < 3 && (await menu.first().isVisible()); tries++) {
      await menu.locator('.action-menu-item', { has: window.page.getByText(label, { exact: true }) }).click({ timeout: 2_000 });
      await menu.first().waitFor({ state: 'hidden', timeout: 1_000 }).catch(() => undefined);
    }
  });
}

test('Wait by mouse: from the row to a notification that says what goes on, leads to the log, and can be cancelled', async ({ window, example }) => {
  const { page } = window;
  const port = await listening(createTcpServer((socket) => socket.on('error', () => undefined)));
  const before = await readFile(path.join(example.dir, 'WIs/WI1_orders.md'), 'utf8');
  await window.showSidebar('Casebook');
  await fromRow(window, 'Wait…');
  await asked(window, 'Wait (1/2)');
  await window.answer(`http://sam:hunter2@127.0.0.1:${port}/?password=hunter3`);
  await asked(window, 'Wait (2/2)');
  await window.pick('HTTP 2xx');
  const told = window.notifications().filter({ hasText: `Waiting for http://127.0.0.1:${port}/` });
  await told.waitFor();
  expect(await told.innerText()).not.toMatch(/hunter[23]/);
  await window.screenshot('probes-wait-light', 'light');
  await window.screenshot('probes-wait-dark', 'dark');
  await told.getByRole('link', { name: 'show log' }).click();
  const log = page.locator('.part.panel .view-line').filter({ hasText: 'Waiting for' });
  await log.first().waitFor();
  await window.screenshot('probes-wait-log-dark');
  expect(await page.locator('.part.panel .view-lines').first().innerText()).not.toMatch(/hunter[23]/);
  await told.getByRole('button', { name: 'Cancel' }).click();
  await told.waitFor({ state: 'hidden' });
  await window.runCommand('View: Hide Panel');
  expect(await readFile(path.join(example.dir, 'WIs/WI1_orders.md'), 'utf8')).toBe(before);
});

test('Probe Matrix by mouse: from the row to the smallest difference in the work item', async ({ window, example }) => {
  const port = await listening(createServer((_, response) => response.end('ok')));
  await fromRow(window, 'Probe Matrix…');
  await asked(window, 'Probe Matrix');
  await window.answer(`http://localhost:${port}/`);
  await window.notifications().filter({ hasText: 'Written into WI1_orders.md.' }).filter({ hasText: /What (?:fails|passes) is/ }).waitFor();
  await window.screenshot('probes-matrix-dark');
  await window.screenshot('probes-matrix-light', 'light');
  expect(await readFile(path.join(example.dir, 'WIs/WI1_orders.md'), 'utf8')).toMatch(/casebook:begin matrix /);
});

test('Wait and Snapshot by keyboard alone', async ({ window, example }) => {
  const { keyboard } = window.page;
  const port = await listening(createServer((_, response) => response.end('ok')));
  const text = (): Promise<string> => readFile(path.join(example.dir, 'WIs/WI1_orders.md'), 'utf8');
  await window.runCommand('Notifications: Clear All Notifications');
  /** From the palette, which takes what was used last first. */
  const command = async (label: string, title: string): Promise<void> => {
    await until(`"${label}" by keyboard`, PATIENTLY, async () => {
      await keyboard.press('Escape');
      await keyboard.press('F1');
      await keyboard.type(label);
      await window.quickInput.getByRole('option', { name: new RegExp(`^${label}`) }).first().waitFor({ timeout: 3_000 });
      await keyboard.press('Enter');
      await window.quickInput.locator('.quick-input-title').getByText(title, { exact: true }).waitFor({ timeout: 5_000 });
    });
  };
  await command('Casebook: Wait…', 'Wait (1/3)');
  await keyboard.type(`http://127.0.0.1:${port}/`);
  await keyboard.press('Enter');
  await asked(window, 'Wait (2/3)');
  await keyboard.press('ArrowDown');
  await window.screenshot('probes-wait-question-light');
  await keyboard.press('Enter');
  await asked(window, 'Wait (3/3)');
  await recipientByKeyboard(window);
  await window.notifications().filter({ hasText: 'is ready (http:2xx)' }).waitFor();
  expect(await text()).toMatch(/--for http:2xx/);
  await command('Casebook: Snapshot…', 'Snapshot');
  await recipientByKeyboard(window);
  await window.notifications().filter({ hasText: /Snapshot \S+ is in .*Written into WI1_orders\.md\./ }).waitFor();
  await window.screenshot('probes-snapshot-light');
  await window.screenshot('probes-snapshot-dark', 'dark');
  expect(await text()).toMatch(/casebook:begin snapshot /);
});

/** The work item that the evidence goes into. */
async function recipientByKeyboard({ quickInput, page }: CodeWindow): Promise<void> {
  await quickInput.getByRole('option', { name: /Orders cannot be reached|WI1/ }).first().waitFor();
  await page.keyboard.type('Orders');
  await page.keyboard.press('Enter');
}
