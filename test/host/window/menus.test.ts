/** The menu of a row while what the trees show changes: what is chosen happens, and to that row. In this order, in one window. */
import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import type { CodeWindow } from './driver.js';
import { windowTest } from './fixtures.js';
import { chooseInMenu, menuIn, openMenu } from './menu.js';
import { asked, runRepeatedly } from './questions.js';
import { until } from './until.js';

const CLI = fileURLToPath(new URL('../../../dist/cli/casebook.cjs', import.meta.url));
const TREE = 'Open Work Items';
const RUNS = 'Runs';
/** Choices while files change all the time. */
const CHOICES = 10;
/** Longer than the trees wait for quiet. ms. */
const BETWEEN_CHANGES = 400;

const test = windowTest();

const text = (number: number, title: string, rest = '') => `---\nid: WI${number}\ntitle: ${title}\nstatus: Investigation\n---\n\n# WI${number}: ${title}\n\n## Phase 1: Investigation\n\n${rest}`;
const row = (window: CodeWindow, tree: string, words: string) => window.tree(tree).filter({ hasText: words }).first();
const open = (window: CodeWindow, tree: string, words: string) => openMenu(window, row(window, tree, words));

/** The menu is open still: what changed did not take it away. */
async function choose(window: CodeWindow, label: string): Promise<void> {
  expect(await menuIn(window).isVisible()).toBe(true);
  await chooseInMenu(window, label);
}

async function leave(window: CodeWindow, question: string): Promise<void> {
  await asked(window, question);
  await window.page.keyboard.press('Escape');
  await window.quickInput.waitFor({ state: 'hidden' });
}

/** Another run, which the window hears of by its ledger. */
const runInTerminal = (folder: string, words: string) => promisify(execFile)(process.execPath, [CLI, 'run', '-n', '1', '--', 'node', '-e', words], { cwd: folder });

test('other work items change while the menu is open', async ({ window, example }) => {
  const file = (name: string) => path.join(example.dir, 'WIs', name);
  await mkdir(path.join(example.dir, '.casebook'), { recursive: true });
  await mkdir(file(''), { recursive: true });
  await writeFile(file('WI1_one.md'), text(1, 'One', '- [ ] first\n'));
  await writeFile(file('WI2_two.md'), text(2, 'Two', '- [ ] second\n'));
  await writeFile(file('WI3_three.md'), text(3, 'Three'));
  await window.showSidebar('Casebook');
  await window.treeTextWhen(TREE, (shown) => shown.split('\n').length === 3);
  await row(window, TREE, 'WI2 Two').locator('.monaco-tl-twistie').click();
  await window.treeTextWhen(TREE, (shown) => shown.includes('  1 Investigation has content, current, 1 to do'));
  await open(window, TREE, 'WI2 Two');
  await writeFile(file('WI1_one.md'), text(1, 'One changed'));
  await writeFile(file('WI3_three.md'), text(3, 'Three changed', '- [ ] third\n'));
  await window.treeTextWhen(TREE, (shown) => shown.includes('WI1 One changed') && shown.includes('WI3 Three changed'));
  await choose(window, 'Advance Phase…');
  await leave(window, 'Advance Phase: WI2_two.md → Design');
});

test('the same one changes, and what stands below it', async ({ window, example }) => {
  await open(window, TREE, 'WI2 Two');
  await writeFile(path.join(example.dir, 'WIs/WI2_two.md'), text(2, 'Two changed', '- [ ] second\n- [ ] another\n'));
  await window.treeTextWhen(TREE, (shown) => shown.includes('WI2 Two changed') && shown.includes('1 Investigation has content, current, 2 to do'));
  await choose(window, 'Advance Phase…');
  await leave(window, 'Advance Phase: WI2_two.md → Design');
});

test('one appears above it, and the list is another one', async ({ window, example }) => {
  await open(window, TREE, 'WI2 Two changed');
  await writeFile(path.join(example.dir, 'WIs/WI0_new.md'), text(0, 'New').replace('status', 'priority: Critical\nstatus'));
  await window.treeTextWhen(TREE, (shown) => shown.startsWith('WI0 New'));
  await choose(window, 'Advance Phase…');
  await leave(window, 'Advance Phase: WI2_two.md → Design');
  expect(await row(window, TREE, 'WI2 Two').getAttribute('aria-expanded')).toBe('true');
});

test('files change all the time, and every choice counts', async ({ window, example }) => {
  const file = path.join(example.dir, 'WIs/WI2_two.md');
  let times = 0;
  const writing = setInterval(() => {
    times += 1;
    void Promise.all([writeFile(file, text(2, `Two ${times}`, `- [ ] box ${times}\n`)), writeFile(path.join(example.dir, 'WIs/WI3_three.md'), text(3, `Three ${times}`))]);
  }, BETWEEN_CHANGES);
  try {
    for (let choice = 0; choice < CHOICES; choice += 1) {
      await open(window, TREE, 'WI2 Two');
      await choose(window, 'Advance Phase…');
      await leave(window, 'Advance Phase: WI2_two.md → Design');
    }
  } finally {
    clearInterval(writing);
  }
  await window.treeTextWhen(TREE, (shown) => shown.includes(`WI2 Two ${times}`) && shown.includes(`WI3 Three ${times}`));
});

test('what is selected and has the focus stays so', async ({ window, example }) => {
  await row(window, TREE, 'WI3').click();
  await window.page.locator('.tab.active[data-resource-name="WI3_three.md"]').waitFor();
  await window.runCommand('Casebook: Focus on Open Work Items View');
  await writeFile(path.join(example.dir, 'WIs/WI4_four.md'), text(4, 'Four').replace('status', 'priority: High\nstatus'));
  await writeFile(path.join(example.dir, 'WIs/WI3_three.md'), text(3, 'Three at last'));
  await window.treeTextWhen(TREE, (shown) => shown.includes('WI4 Four') && shown.includes('WI3 Three at last'));
  expect(await row(window, TREE, 'WI3 Three at last').getAttribute('aria-selected')).toBe('true');
  await window.page.keyboard.press('F2');
  await asked(window, 'Rename Work Item');
  expect(await window.quickInput.locator('input[type="text"]').first().inputValue()).toBe('Three at last');
  await window.page.keyboard.press('Escape');
});

test('a run that goes on is opened and cancelled from its row, while attempts end and other runs begin and end', async ({ window }) => {
  await runRepeatedly(window, 'node --version', 100_000, 'WI1: One changed');
  const shown = () => window.treeTextWhen(RUNS, (words) => words.includes('node --version'));
  const finished = async () => Number(/(\d+) of 100,?000/.exec(await shown())?.[1] ?? -1);
  await until('the first attempts', 60_000, async () => expect(await finished()).toBeGreaterThan(0));
  for (const entry of ['Show Run Report', 'Cancel Run']) {
    const before = await finished();
    await open(window, RUNS, 'node --version');
    await until('attempts that end while the menu is open', 60_000, async () => expect(await finished()).toBeGreaterThan(before));
    await runInTerminal(window.folder, `"${entry}"`);
    await window.treeTextWhen(RUNS, (words) => words.includes(entry) && !words.includes('Live 2'));
    await choose(window, entry);
    if (entry === 'Show Run Report') await window.page.locator('.tab.active', { hasText: 'node --version' }).waitFor();
  }
  await window.treeTextWhen(RUNS, (words) => /node --version .*cancelled/.test(words));
  expect(await readFile(path.join(window.folder, 'WIs/WI1_one.md'), 'utf8')).toContain('casebook:begin run');
});
