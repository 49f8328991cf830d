/**
 * How long the view of open work items takes to open, in a real workbench: from the click on its icon to the first row.
 *
 *   node scripts/bench/tree.mjs [--rounds 5] [--vsix FILE]
 *
 * 3,000 work items of 12 KB beside one, in fresh windows that take turns. It judges nothing. `never read` is the click as soon as the extension is there, with
 * no cache; `first` is the first one of a window that was left alone for some seconds, with a cache; `again` is behind another view, with the list read anew.
 */
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { startServer } from '../workbench/server.mjs';
import { inWorkbench, SETTLING_MS } from './inWorkbench.mjs';
import { generate } from './list.mjs';
import { median, shown } from './measure.mjs';

const COUNTS = [3000, 1];

/** Between two clicks, ms. */
const HAND_MS = 1_000;

/** A row that does not come in that time comes never, ms. */
const PATIENCE_MS = 60_000;

/** Runs in the page, whose globals this program does not have: waits for a click, and tells the ms from it to the first row. */
const WATCH = `void (globalThis.opened = new Promise((resolve, reject) => {
  let from = Number.NaN;
  document.addEventListener('mouseup', () => (from = performance.now()), { capture: true, once: true });
  setTimeout(() => reject(new Error('No work item was shown.')), ${PATIENCE_MS});
  const look = () => {
    const row = [...document.querySelectorAll('.sidebar [role="treeitem"]')].find((item) => item.getAttribute('aria-label')?.startsWith('Work item ') === true);
    if (row && !Number.isNaN(from)) resolve(performance.now() - from);
    else requestAnimationFrame(look);
  };
  look();
}))`;

await inWorkbench(async ({ workbench, browser, vsix, scratch, rounds, signal }) => {
  for (const count of COUNTS) {
    await generate(path.join(scratch, String(count), 'WIs'), count);
    await mkdir(path.join(scratch, String(count), '.casebook'), { recursive: true });
  }
  const server = await startServer({ workbench, extensions: [vsix] }, signal);
  try {
    /** @type {Map<string, number[]>} */
    const times = new Map();
    for (let round = 0; round < rounds; round += 1) {
      for (const count of round % 2 === 0 ? COUNTS : COUNTS.toReversed()) {
        const folder = path.join(scratch, String(count));
        await rm(path.join(folder, '.casebook/cache'), { recursive: true, force: true });
        const opened = { ...(await openings(browser, server.urlOf(folder), ['never read'])), ...(await openings(browser, server.urlOf(folder), ['first', 'again'])) };
        for (const [name, ms] of Object.entries(opened)) times.set(`${count} ${name}`, [...(times.get(`${count} ${name}`) ?? []), ms]);
      }
    }
    for (const [name, list] of times) console.log(`${name}: ${shown(median(list))} (${shown(Math.min(...list))} to ${shown(Math.max(...list))})`);
  } finally {
    await server.stop();
  }
});

/**
 * @param {import('playwright-core').Browser} browser
 * @param {string} url
 * @param {readonly string[]} names of the openings, one behind the other; `never read` is at once
 * @returns {Promise<Record<string, number>>} ms
 */
async function openings(browser, url, names) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  try {
    await page.goto(url);
    await page.locator('.monaco-workbench').waitFor();
    // The extension activates by itself where there are work items; what is measured is the view.
    await page.locator('.statusbar').getByText('No work item').waitFor();
    /** @type {Record<string, number>} */
    const times = {};
    for (const name of names) {
      if (name === 'first') await setTimeout(SETTLING_MS);
      times[name] = await opening(page);
      // No hand is as fast, and the editor loses a click that comes while it changes from one view to another.
      await setTimeout(HAND_MS);
      await page.locator('.activitybar').getByRole('tab', { name: 'Explorer' }).click();
      await page.locator('.activitybar').getByRole('tab', { name: 'Explorer', selected: true }).waitFor();
      await setTimeout(HAND_MS);
    }
    return times;
  } finally {
    await page.close();
  }
}

/**
 * From the mouse button's release to the frame behind the first row, on the page's own clock.
 * @param {import('playwright-core').Page} page
 * @returns {Promise<number>} ms
 */
async function opening(page) {
  const icon = page.locator('.activitybar').getByRole('tab', { name: 'Casebook' });
  await page.evaluate(WATCH);
  await icon.click();
  return Number(await page.evaluate('globalThis.opened'));
}
