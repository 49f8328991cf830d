/** The sidebar as somebody uses it: what it shows, by mouse and by keyboard. In this order, in one window. */
import { execFileSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import type { CodeWindow } from './driver.js';
import { windowTest } from './fixtures.js';
import { chooseInMenu, openMenu } from './menu.js';
import { asked } from './questions.js';
import { until } from './until.js';

const TREE = 'Open Work Items';
const RUNS = 'Runs';
const RUN = '20261121-140233-a3f9';

const item = (number: number, title: string, fields: string, body = '') => `---\nid: WI${number}\ntitle: ${title}\n${fields}\n---\n\n# WI${number}: ${title}\n\n## Phase 1: Investigation\n\n${body}`;

const BROKER = `### Debug Information (MANDATORY)

#### Evidence

<!-- casebook:begin probe ${RUN} -->
**Nothing listens on 127.0.0.1:9092: refused.**

| address | answer |
| --- | --- |
| 127.0.0.1 | refused |
<!-- casebook:end probe ${RUN} sha256:${'0'.repeat(64)} -->

- [ ] ask the owner of the broker
- [x] read the log

## Phase 2: Design

- [ ] choose
`;

const test = windowTest();

async function prepare(folder: string): Promise<void> {
  await mkdir(path.join(folder, 'WIs'), { recursive: true });
  await mkdir(path.join(folder, '.casebook'), { recursive: true });
  await writeFile(path.join(folder, 'WIs/WI1_broker.md'), item(1, 'Broker refuses', 'status: Investigation\npriority: High\ncomponent: kafka\ncreated: 2026-11-01', BROKER));
  await writeFile(path.join(folder, 'WIs/WI2_prices.md'), item(2, 'Prices are nothing', 'status: Design\npriority: Low\ncomponent: orders'));
  await writeFile(path.join(folder, 'WIs/WI3_slow.md'), item(3, 'Orders are slow', 'status: Investigation\npriority: Critical\ncomponent: orders'));
  await writeFile(path.join(folder, 'WIs/WI4_done.md'), item(4, 'Done long ago', 'status: Closed'));
}

const row = (window: CodeWindow, text: string) => window.tree(TREE).filter({ hasText: text }).first();

/** The whole tree as text, once its rows have settled. */
async function shows(window: CodeWindow, expected: string): Promise<void> {
  await window.treeTextWhen(TREE, (text) => text === expected);
}

/** Opens or closes a row by its twistie. */
async function toggle(window: CodeWindow, text: string): Promise<void> {
  await row(window, text).locator('.monaco-tl-twistie').click();
}

const inMenu = async (window: CodeWindow, on: string, label: string): Promise<void> => {
  await openMenu(window, row(window, on));
  await chooseInMenu(window, label);
};

const advance = async (window: CodeWindow, on: string, title: string): Promise<void> => {
  await inMenu(window, on, 'Advance Phase…');
  await asked(window, title);
};

test('the open work items stand in the order of urgency', async ({ window, example }) => {
  await prepare(example.dir);
  await window.showSidebar('Casebook');
  await shows(
    window,
    `WI3 Orders are slow 1/6 Investigation
WI1 Broker refuses 1/6 Investigation
WI2 Prices are nothing 2/6 Design`,
  );
});

test('below one stand its gate with what is missing, its phases with evidence and what is to do', async ({ window }) => {
  await toggle(window, 'WI1 Broker');
  await toggle(window, '1 Investigation');
  await shows(
    window,
    `WI3 Orders are slow 1/6 Investigation
WI1 Broker refuses 1/6 Investigation
  Before Design 4 missing
  1 Investigation has content, current, 1 evidence, 1 to do
    ask the owner of the broker
    Nothing listens on 127.0.0.1:9092: refused. probe
  2 Design has content, 1 to do
  3 TDD/BDD missing
  4 Implementation missing
  5 Testing & Validation missing
  6 Owner Acceptance missing
WI2 Prices are nothing 2/6 Design`,
  );
  await toggle(window, 'Before Design');
  await window.treeTextWhen(TREE, (text) => text.includes('    No field "Error Messages" in Debug Information: add it.'));
  await window.screenshot('work-items-light', 'light');
  await window.screenshot('work-items-dark', 'dark');
  await toggle(window, 'Before Design');
});

test('what is shown is read out in whole words', async ({ window }) => {
  const labels = await Promise.all(['WI1 Broker', 'Before Design', '1 Investigation', 'ask the owner', 'Nothing listens'].map((text) => row(window, text).getAttribute('aria-label')));
  expect(labels).toEqual([
    'Work item WI1 Broker refuses, phase 1 of 6, Investigation',
    'Before Design: 4 missing',
    'Phase 1 Investigation, has content, the current phase, 1 evidence, 1 to do',
    expect.stringContaining('To do: ask the owner of the broker'),
    'Evidence of a probe: Nothing listens on 127.0.0.1:9092: refused.',
  ]);
});

test('a click leads to the place', async ({ window }) => {
  await row(window, 'Nothing listens').click();
  await window.page.locator('.tab.active[data-resource-name="WI1_broker.md"]').waitFor();
  await window.page.locator('.view-line', { hasText: 'casebook:begin probe' }).first().waitFor();
});

test('a checkbox that is ticked in the tree is ticked in the file, by its one character, and can be taken back', async ({ window, example }) => {
  const file = path.join(example.dir, 'WIs/WI1_broker.md');
  const before = await readFile(file, 'utf8');
  const click = async (expected: string): Promise<void> => {
    await row(window, 'ask the owner').getByRole('checkbox').click();
    await until('what was ticked in the file', 30_000, async () => expect(await readFile(file, 'utf8')).toBe(expected));
  };
  await click(before.replace('[ ] ask', '[x] ask'));
  await window.treeTextWhen(TREE, (text) => text.includes('1 Investigation has content, current, 1 evidence\n') && text.includes('ask the owner'));
  await click(before);
});

test('they are grouped, sorted and filtered, and stay so when the window is opened again', async ({ window }) => {
  await toggle(window, 'WI1 Broker');
  await window.runCommand('Casebook: Group Work Items…');
  await asked(window, 'Group Work Items By');
  await window.pick('Component');
  await shows(
    window,
    `kafka 1
  WI1 Broker refuses 1/6 Investigation
orders 2
  WI3 Orders are slow 1/6 Investigation
  WI2 Prices are nothing 2/6 Design`,
  );
  await window.runCommand('Casebook: Sort Work Items…');
  await asked(window, 'Sort Work Items By');
  await window.pick('Number');
  await window.treeTextWhen(TREE, (text) => text.indexOf('WI2') < text.indexOf('WI3'));
  await window.runCommand('Casebook: Filter Work Items…');
  await asked(window, 'Filter Work Items');
  await window.answer('orders design');
  await shows(window, 'orders 1\n  WI2 Prices are nothing 2/6 Design');
  await window.page.locator('.sidebar').getByText('1 of 3 open work items match “orders design”.').waitFor();
  const loaded = window.page.waitForEvent('load');
  await window.runCommand('Developer: Reload Window');
  await loaded;
  await window.showSidebar('Casebook');
  await shows(window, 'orders 1\n  WI2 Prices are nothing 2/6 Design');
  await window.screenshot('work-items-filtered-dark');
});

test('where nothing fits, the view says so and shows all again with one click', async ({ window }) => {
  await window.runCommand('Casebook: Filter Work Items…');
  await asked(window, 'Filter Work Items');
  await window.answer('no such thing');
  const sidebar = window.page.locator('.sidebar');
  await sidebar.getByText('No open work item matches the filter.').waitFor();
  await sidebar.getByRole('button', { name: 'Clear Filter' }).last().click();
  await window.runCommand('Casebook: Group Work Items…');
  await asked(window, 'Group Work Items By');
  await window.pick('No Groups');
  await window.treeTextWhen(TREE, (text) => text.split('\n').length === 3);
});

test('the active work item is chosen in the status bar, marked in the tree, and follows the branch', async ({ window, example }) => {
  const status = window.page.locator('.statusbar');
  await status.getByRole('button', { name: 'No work item is active' }).click();
  await asked(window, 'Active Work Item');
  await window.pick('WI2: Prices are nothing');
  await status.getByRole('button', { name: 'Active work item WI2: Prices are nothing' }).waitFor();
  await window.treeTextWhen(TREE, (text) => text.includes('WI2 Prices are nothing 2/6 Design · active'));
  execFileSync('git', ['checkout', '-q', '-b', 'fix/wi1-broker'], { cwd: example.dir });
  await status.getByRole('button', { name: 'Active work item WI1: Broker refuses' }).waitFor();
  await window.treeTextWhen(TREE, (text) => text.includes('WI1 Broker refuses 1/6 Investigation · active'));
  await window.screenshot('active-dark');
  execFileSync('git', ['checkout', '-q', '-'], { cwd: example.dir });
  await status.getByRole('button', { name: 'Active work item WI2: Prices are nothing' }).waitFor();
});

test('a question says where the evidence goes, and lets another work item be chosen', async ({ window }) => {
  await window.runCommand('Casebook: Run Test Repeatedly…');
  await asked(window, 'Run Test Repeatedly → WI2_prices (1/2)');
  await window.answer('node --version');
  await asked(window, 'Run Test Repeatedly → WI2_prices (2/2)');
  await window.screenshot('question-dark');
  // By key: the hover of what lies below the mouse may cover it.
  await window.quickInput.getByRole('button', { name: /Choose another work item/ }).press('Enter');
  await asked(window, 'Run Test Repeatedly → … (2/2)');
  await window.answer('3');
  await asked(window, 'Run Test Repeatedly (3/3)');
  await window.pick('WI3: Orders are slow');
  await window.notifications().filter({ hasText: 'Written into WI3_slow.md.' }).waitFor();
});

test('the runs stand in a view of their own', async ({ window }) => {
  expect(await window.treeTextWhen(RUNS, (text) => text.includes('node --version'))).toMatch(/^Recent 1\n {2}node --version 0 of 3 failed · .+ · WI3_slow\.md$/);
});

test('Advance Phase shows what blocks, and a choice leads there', async ({ window }) => {
  await advance(window, 'WI1 Broker', 'Advance Phase: WI1_broker.md → Design');
  await window.page.keyboard.press('Escape');
  await advance(window, 'WI2 Prices', 'Advance Phase: WI2_prices.md → TDD/BDD');
  await window.screenshot('advance-blocked-dark');
  await window.quickInput.getByRole('option').first().click();
  await window.page.locator('.tab.active[data-resource-name="WI2_prices.md"]').waitFor();
});

test('it goes on by force with a reason, and closing asks who accepted', async ({ window, example }) => {
  await advance(window, 'WI2 Prices', 'Advance Phase: WI2_prices.md → TDD/BDD');
  await window.pick('Advance all the same…');
  await window.quickInput.getByText('Why does it go on without that?').waitFor();
  await window.answer('The prototype decides');
  await window.notifications().filter({ hasText: 'Design → TDD/BDD. By force' }).waitFor();
  const file = path.join(example.dir, 'WIs/WI2_prices.md');
  expect(await readFile(file, 'utf8')).toMatch(/\*\*Gate forced\*\* .*The prototype decides/);
  await writeFile(file, `${(await readFile(file, 'utf8')).replace(/^status: .*$/m, 'status: Owner Acceptance')}\n\n## Phase 6: Owner Acceptance\n\nShown.\n`);
  await window.treeTextWhen(TREE, (text) => text.includes('WI2 Prices are nothing 6/6 Owner Acceptance'));
  await advance(window, 'WI2 Prices', 'Owner Acceptance');
  await window.answer('Ada Lovelace');
  await window.notifications().filter({ hasText: 'Accepted by Ada Lovelace.' }).waitFor();
  expect(await readFile(file, 'utf8')).toMatch(/Accepted by Ada Lovelace on \d{4}-\d\d-\d\d\./);
  await window.treeTextWhen(TREE, (text) => !text.includes('WI2'));
});

test('by keyboard alone: to the tree, beside the code, renamed, and peeked at', async ({ window, example }) => {
  await window.openFile('package.json');
  const focusTree = () => window.runCommand('Casebook: Focus on Open Work Items View');
  await focusTree();
  await window.page.keyboard.press('End');
  await window.page.keyboard.press('Control+Enter');
  await until('the work item beside the code', 20_000, async () => expect(await window.page.locator('.editor-group-container').count()).toBe(2));
  await window.page.locator('.tab[data-resource-name="WI3_slow.md"]').waitFor();
  await window.screenshot('beside-dark', 'dark');
  await focusTree();
  await window.page.keyboard.press('End');
  await window.page.keyboard.press('F2');
  await asked(window, 'Rename Work Item');
  await window.answer('Orders are slow on Mondays');
  await window.treeTextWhen(TREE, (text) => text.includes('WI3 Orders are slow on Mondays'));
  expect(await readFile(path.join(example.dir, 'WIs/WI3_slow.md'), 'utf8')).toMatch(/^# WI3: Orders are slow on Mondays$/m);
});

test('a section is peeked at from the code', async ({ window }) => {
  await window.openFile('package.json');
  await inMenu(window, 'WI1 Broker', 'Peek at Work Item Section…');
  await asked(window, 'Peek at Work Item Section');
  await window.quickInput.getByRole('option').filter({ hasText: 'Evidence' }).first().click();
  await window.page.locator('.peekview-widget .view-line', { hasText: 'Nothing listens' }).first().waitFor();
  await window.screenshot('peek-light', 'light');
  await window.page.keyboard.press('Escape');
});

test('several are opened at once', async ({ window }) => {
  await window.runCommand('View: Close All Editors');
  await row(window, 'WI3').click();
  await row(window, 'WI1').click({ modifiers: ['Control'] });
  await inMenu(window, 'WI1', 'Open Work Item');
  for (const name of ['WI1_broker.md', 'WI3_slow.md']) await window.page.locator(`.tab[data-resource-name="${name}"]`).waitFor();
});

test('a file that is dragged from the Explorer onto a work item is linked from it', async ({ window, example }) => {
  const tab = window.page.locator('.tab[data-resource-name="package.json"]');
  await window.openFile('package.json');
  await tab.dragTo(row(window, 'WI1 Broker'));
  await window.notifications().filter({ hasText: 'Linked from WI1_broker.md.' }).waitFor();
  expect(await readFile(path.join(example.dir, 'WIs/WI1_broker.md'), 'utf8')).toContain('### References\n\n- [package.json](../package.json)\n');
});

test('evidence folds, and the preview shows it in a container', async ({ window }) => {
  await window.runCommand('View: Close All Editors');
  await window.openFile('WIs/WI1_broker.md');
  await window.runCommand('Casebook: Fold All Evidence');
  await window.page.locator('.view-line', { hasText: 'Nothing listens' }).waitFor({ state: 'detached' });
  await window.screenshot('folded-light', 'light');
  await window.runCommand('Casebook: Unfold All Evidence');
  await window.page.locator('.view-line', { hasText: 'Nothing listens' }).first().waitFor();
  await window.runCommand('Markdown: Open Preview to the Side');
  const block = window.page.frameLocator('iframe.webview.ready >> visible=true').frameLocator('iframe#active-frame').locator('.casebook-evidence');
  await block.getByText('Nothing listens on 127.0.0.1:9092: refused.').waitFor();
  expect(await block.getAttribute('aria-label')).toBe(`Evidence of a probe: ${RUN}`);
  // A wide table stays inside of it.
  expect(await block.evaluate((element) => (globalThis as unknown as { getComputedStyle: (of: unknown) => { overflowX: string } }).getComputedStyle(element).overflowX)).toBe('auto');
  await window.screenshot('preview-light');
  await window.screenshot('preview-dark', 'dark');
  await window.screenshot('preview-hc', 'hc-dark');
});

test('the sidebar can be narrow', async ({ window }) => {
  await window.setWidth(600);
  await window.screenshot('tree-narrow-dark', 'dark');
  await window.setWidth(1280);
});
