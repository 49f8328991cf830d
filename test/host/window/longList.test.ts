/** More work items than anybody reads: they are known before their view is opened, and the first of them are rows. In this order, in one window. */
import { mkdir, readFile, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import type { CodeWindow } from './driver.js';
import { windowTest } from './fixtures.js';
import { until } from './until.js';

const TREE = 'Open Work Items';
const COUNT = 503;
/** s since the Unix epoch. */
const LONG_AGO = 1_700_000_000;

const test = windowTest();

/** By the keyboard: only rows in sight are elements of the page. */
async function toEnd(window: CodeWindow): Promise<void> {
  await window.page.getByRole('tree', { name: TREE }).focus();
  await window.page.keyboard.press('End');
}

test('they are read before somebody opens their view', async ({ window, example }) => {
  await mkdir(path.join(example.dir, 'WIs'), { recursive: true });
  await mkdir(path.join(example.dir, '.casebook'), { recursive: true });
  for (let number = 1; number <= COUNT; number += 1) {
    const file = path.join(example.dir, `WIs/WI${number}_item.md`);
    await writeFile(file, `---\nid: WI${number}\ntitle: Item ${number}\nstatus: Investigation\n---\n\n# WI${number}: Item ${number}\n`);
    // What was written just now is not kept: it could be written again within the same stamp of time.
    await utimes(file, LONG_AGO, LONG_AGO);
  }
  await window.page.reload();
  await until('the cache of all work items', 60_000, async () => {
    const lines = (await readFile(path.join(example.dir, '.casebook/cache/work-items.ndjson'), 'utf8')).trim().split('\n');
    expect(lines).toHaveLength(COUNT + 1);
  });
  expect(await window.tree(TREE).count()).toBe(0);
});

test('the last ones stand below one row, and are there when it is opened', async ({ window }) => {
  await window.showSidebar('Casebook');
  const rest = window.tree(TREE).filter({ hasText: '3 more' });
  await until('the row of the rest', 30_000, async () => {
    await toEnd(window);
    await rest.waitFor({ timeout: 2_000 });
  });
  expect(await window.tree(TREE).filter({ hasText: /WI501|WI502|WI503/ }).count()).toBe(0);
  expect(await rest.getAttribute('aria-label')).toBe('3 more, 3 work items');
  await rest.click();
  await until('the rest', 30_000, async () => {
    await toEnd(window);
    await window.tree(TREE).filter({ hasText: 'WI503 Item 503' }).waitFor({ timeout: 2_000 });
  });
});

test('one of them that is the active one is found there', async ({ window, example }) => {
  await writeFile(path.join(example.dir, '.casebook/active'), 'WIs/WI502_item.md\n');
  await window.page.locator('.statusbar').getByText('WI502').first().waitFor();
  await window.tree(TREE).filter({ hasText: '3 more' }).click();
  await window.tree(TREE).filter({ hasText: 'WI503 Item 503' }).waitFor({ state: 'detached' });
  await window.runCommand('Casebook: Reveal Active Work Item');
  await until('its row, chosen', 30_000, async () => {
    expect(await window.tree(TREE).filter({ hasText: 'WI502 Item 502' }).getAttribute('aria-selected', { timeout: 2_000 })).toBe('true');
  });
});
