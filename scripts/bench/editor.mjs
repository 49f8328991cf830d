/**
 * What the extension costs in a real workbench, beside an extension that does nothing.
 *
 *   node scripts/bench/editor.mjs [--rounds 5] [--vsix FILE]
 *
 * - activation: what the editor itself tells of both (Developer: Show Running Extensions), each in windows of its own that restore nothing
 * - typing into a work item of 75 KB: from a key to the frame behind it, in windows with and without Casebook that take turns
 * - problems: from the key that makes one to its line in the editor; a quarter of a second of it is the wait for another key
 * - the check alone, in Node, without an editor: that of `dist`, whatever the package
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { run } from '../workbench/process.mjs';
import { startServer } from '../workbench/server.mjs';
import { inWorkbench, root, SETTLING_MS } from './inWorkbench.mjs';
import { median, shown } from './measure.mjs';

const BYTES = 75_000;
const KEYS = 60;
const CHECKS = 30;

/** Runs in the page: of each key the ms until the frame behind it was drawn. */
const WATCH_KEYS = `void (globalThis.keys = [], document.addEventListener('keydown', () => {
  const from = performance.now();
  requestAnimationFrame(() => { const channel = new MessageChannel(); channel.port1.onmessage = () => globalThis.keys.push(performance.now() - from); channel.port2.postMessage(0); });
}, { capture: true }))`;

/** Runs in the page: from the next key to one more problem than there are in sight. */
const WATCH_PROBLEM = `void (globalThis.problem = new Promise((resolve, reject) => {
  const inSight = () => document.querySelectorAll('.squiggly-error, .squiggly-warning, .squiggly-info').length;
  const before = inSight();
  let from = Number.NaN;
  document.addEventListener('keydown', () => (from = performance.now()), { capture: true, once: true });
  globalThis.setTimeout(() => reject(new Error('No problem was shown.')), 30000);
  const look = () => (inSight() > before && !Number.isNaN(from) ? resolve(performance.now() - from) : requestAnimationFrame(look));
  look();
}))`;

await inWorkbench(async ({ workbench, browser, vsix, scratch, rounds, signal }) => {
  const empty = await emptyExtension(path.join(scratch, 'empty'), signal);
  const folder = path.join(scratch, 'workspace');
  // Nothing is typed there: a window that restores an unsaved text activates the editor's own extensions for it meanwhile, and tells their time as that of all.
  const untouched = path.join(scratch, 'untouched');
  const file = path.join(folder, 'WIs/WI1_long.md');
  const text = await longWorkItem();
  for (const each of [folder, untouched]) {
    await mkdir(path.join(each, 'WIs'), { recursive: true });
    await mkdir(path.join(each, '.casebook'), { recursive: true });
    await writeFile(path.join(each, 'WIs/WI1_long.md'), text);
  }
  tell('check of 75 KB alone, first', [await checked(folder, text, 1)]);
  tell('check of 75 KB alone, again', [await checked(folder, text, CHECKS)]);
  /** @type {Record<string, number[]>} */
  const times = {};
  const add = (/** @type {string} */ name, /** @type {readonly number[]} */ list) => (times[name] = [...(times[name] ?? []), ...list]);
  const settings = { 'editor.quickSuggestions': { comments: 'off', strings: 'off', other: 'off' } };
  const servers = { with: await startServer({ workbench, extensions: [vsix], settings }, signal), without: await startServer({ workbench, extensions: [empty], settings }, signal) };
  try {
    for (let round = 0; round < rounds; round += 1) {
      for (const name of /** @type {('with' | 'without')[]} */ (round % 2 === 0 ? ['with', 'without'] : ['without', 'with'])) {
        await writeFile(file, text);
        const extension = name === 'with' ? 'Casebook' : 'empty';
        const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
        try {
          await opened(page, servers[name].urlOf(untouched));
          add(`activation of ${extension}`, [await activation(page, extension)]);
          await opened(page, servers[name].urlOf(folder));
          add(`key to frame, ${name} Casebook`, await typed(page));
          if (name === 'with') add('key to problem', [await problem(page)]);
        } finally {
          await page.close();
        }
      }
    }
  } finally {
    await servers.with.stop();
    await servers.without.stop();
  }
  for (const [name, list] of Object.entries(times).sort()) tell(name, list);
});

/** @param {string} name @param {readonly number[]} list ms */
function tell(name, list) {
  const sorted = [...list].sort((a, b) => a - b);
  console.log(`${name}: ${shown(median([...list]))} (${shown(sorted[0] ?? NaN)} to ${shown(sorted.at(-1) ?? NaN)}, 19 of 20 below ${shown(sorted[Math.floor(list.length * 0.95)] ?? NaN)}; ${list.length})`);
}

/** A work item as long ones are: the template's sections, log excerpts, tables, lists, attempts. */
async function longWorkItem() {
  const template = await readFile(path.join(root, 'templates/bug-fix.md'), 'utf8');
  const head = template.replaceAll(/\{\{\s*id\s*\}\}/g, 'WI1').replaceAll(/\{\{\s*title\s*\}\}/g, 'A long one').replaceAll(/\{\{[^}|]*\|?([^}]*)\}\}/g, '$1');
  let text = head;
  for (let number = 1; text.length < BYTES; number += 1) {
    text += `\n### Attempt ${number}\n\n- **Change**: \`src/orders/store.ts:${number}\` reads the price list before it answers; see [the log](../logs/${number}.log)\n- **Result**: ${number % 7} of 20 failed\n\n\`\`\`\n2026-11-21T14:02:${String(number % 60).padStart(2, '0')}.120Z ERROR store price list was empty (attempt ${number})\n    at readPrices (src/orders/store.ts:${number}:7)\n\`\`\`\n\n| run | failed | of |\n| --- | --- | --- |\n| before | ${number % 7} | 20 |\n| after | 0 | 20 |\n`;
  }
  return text;
}

/**
 * @param {string} folder
 * @param {string} text
 * @param {number} times the last of so many
 * @returns {Promise<number>} ms, the median of all but the first where there are several
 */
async function checked(folder, text, times) {
  const { check, fieldValue, openWorkspace, parse, schemaOfItem } = createRequire(import.meta.url)(path.join(root, 'dist/engine.cjs'));
  const workspace = await openWorkspace(folder);
  const sha256 = (/** @type {string} */ one) => createHash('sha256').update(one).digest('hex');
  const list = [];
  for (let count = 0; count < times; count += 1) {
    const from = performance.now();
    const { item, problems } = parse(text, workspace.config.workItems);
    const schema = await schemaOfItem(workspace, path.join(root, 'dist/templates'), fieldValue(item.header, 'template'));
    check({ text, item, schema, sha256, path: 'WIs/WI1_long.md' }, problems, workspace.config.check.rules);
    list.push(performance.now() - from);
  }
  return times === 1 ? (list[0] ?? NaN) : median(list.slice(1));
}

/** @param {string} folder @param {AbortSignal} signal @returns {Promise<string>} its .vsix */
async function emptyExtension(folder, signal) {
  await mkdir(folder, { recursive: true });
  const manifest = { name: 'empty', publisher: 'bench', version: '0.0.1', engines: { vscode: '^1.100.0' }, main: './extension.cjs', activationEvents: ['workspaceContains:WIs/**/*.md'], capabilities: { untrustedWorkspaces: { supported: true } } };
  await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest));
  await writeFile(path.join(folder, 'extension.cjs'), 'exports.activate = () => {};\n');
  await writeFile(path.join(folder, 'README.md'), 'Does nothing.\n');
  await run(process.execPath, [path.join(root, 'node_modules/@vscode/vsce/vsce'), 'package', '--no-dependencies', '--allow-missing-repository', '--skip-license', '-o', 'empty.vsix'], { cwd: folder }, signal);
  return path.join(folder, 'empty.vsix');
}

/** @param {import('playwright-core').Page} page @param {string} url */
async function opened(page, url) {
  await page.goto(url);
  await page.locator('.monaco-workbench').waitFor();
  await setTimeout(SETTLING_MS);
}

/** @param {import('playwright-core').Page} page @param {string} label */
async function command(page, label) {
  await page.keyboard.press('F1');
  const input = page.locator('.quick-input-widget input[type="text"]').first();
  await input.fill(`>${label}`);
  await page.locator('.quick-input-widget').getByRole('option', { name: label }).first().click();
}

/**
 * In a window of its own: of two that are activated at once, each would be told what the other took as well.
 * @param {import('playwright-core').Page} page
 * @param {string} name
 * @returns {Promise<number>} ms that the editor tells
 */
async function activation(page, name) {
  await command(page, 'Developer: Show Running Extensions');
  const row = page.locator('.editor-instance .extension').filter({ has: page.locator('.name', { hasText: name }) }).filter({ hasText: /Activation: \d+ms/ }).first();
  await row.waitFor();
  const ms = /Activation: (\d+)ms/.exec(await row.innerText())?.[1];
  if (ms === undefined) throw new Error(`The editor does not tell how long ${name} took: ${await row.innerText()}`);
  return Number(ms);
}

/** @param {import('playwright-core').Page} page @returns {Promise<number[]>} ms of each key */
async function typed(page) {
  await page.keyboard.press('Control+p');
  await page.locator('.quick-input-widget input[type="text"]').first().fill('WI1_long.md');
  await page.locator('.quick-input-widget').getByRole('option', { name: /WI1_long/ }).first().click();
  await page.locator('.tab.active[data-resource-name="WI1_long.md"]').waitFor();
  await setTimeout(SETTLING_MS);
  await page.locator('.editor-instance .view-line').nth(12).click();
  await page.keyboard.press('End');
  await page.evaluate(WATCH_KEYS);
  for (let key = 0; key < KEYS; key += 1) await page.keyboard.press('abcdefgh '.charAt(key % 9), { delay: 20 });
  await page.waitForFunction(`globalThis.keys.length >= ${KEYS}`);
  return /** @type {number[]} */ (await page.evaluate('globalThis.keys'));
}

/** @param {import('playwright-core').Page} page @returns {Promise<number>} ms */
async function problem(page) {
  await page.keyboard.press('Control+End');
  // The editor closes the bracket by itself.
  await page.keyboard.type('\n\nThat makes 19/21 (50', { delay: 30 });
  await setTimeout(SETTLING_MS);
  await page.evaluate(WATCH_PROBLEM);
  await page.keyboard.press('%');
  return Number(await page.evaluate('globalThis.problem'));
}
