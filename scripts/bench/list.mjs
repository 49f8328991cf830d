/** Listing 3,000 generated work items of about 12 KB, beside `grep` over the same files. */
import { mkdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { median, shown, timed } from './measure.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const COUNT = 3000;
const SIZE = 12 * 1024;
/** Old enough not to be read again. Seconds since the Unix epoch. */
const SETTLED = 1_700_000_000;

/**
 * @param {string} folder
 * @param {number} rounds
 * @returns {Promise<string[][]>}
 */
export async function benchList(folder, rounds) {
  const cwd = path.join(folder, 'list');
  await generate(path.join(cwd, 'WIs'));
  await mkdir(path.join(cwd, '.casebook'), { recursive: true });
  const cli = path.join(root, 'dist/cli/casebook.cjs');
  const list = () => timed(process.execPath, [cli, 'list', '--json'], cwd);
  const grep = () => timed('grep', ['-rc', '^## Phase', 'WIs'], cwd);
  const empty = () => timed(process.execPath, ['-e', ''], cwd);
  const times = { cold: /** @type {number[]} */ ([]), unchanged: /** @type {number[]} */ ([]), changed: /** @type {number[]} */ ([]), check: /** @type {number[]} */ ([]), grep: /** @type {number[]} */ ([]), empty: /** @type {number[]} */ ([]) };
  await grep(); // the files are in memory for both
  for (let round = 0; round < rounds; round += 1) {
    await rm(path.join(cwd, '.casebook/cache'), { recursive: true, force: true });
    times.cold.push(await list());
    times.grep.push(await grep());
    times.unchanged.push(await list());
    times.empty.push(await empty());
    await change(path.join(cwd, 'WIs/WI1500_generated.md'), round);
    times.changed.push(await list());
    if (round === 0) times.check.push(await timed(process.execPath, [cli, 'check', '--json'], cwd));
  }
  const row = (/** @type {string} */ what, /** @type {number[]} */ ours, /** @type {number[]} */ theirs) => [what, shown(median(ours)), shown(median(theirs)), (median(ours) / median(theirs)).toFixed(1)];
  return [
    row(`\`casebook list\` of ${COUNT} work items of 12 KB that were never read, beside \`grep -rc\` over them`, times.cold, times.grep),
    row('the same, unchanged since, beside starting Node with nothing to do', times.unchanged, times.empty),
    row('the same, one of them changed, beside none changed', times.changed, times.unchanged),
    row('`casebook check` of them, beside `grep -rc`', times.check, times.grep),
  ];
}

/**
 * Writes a file anew, as an editor does, with a time stamp that is old enough to be believed.
 * @param {string} file
 * @param {number} round
 */
async function change(file, round) {
  await writeFile(file, await readFile(file));
  const seconds = Date.now() / 1000 - 60 - round;
  await utimes(file, seconds, seconds);
}

/**
 * @param {string} folder
 * @param {number} [count]
 */
export async function generate(folder, count = COUNT) {
  await mkdir(folder, { recursive: true });
  const template = await readFile(path.join(root, 'templates/bug-fix.md'), 'utf8');
  const filler = '- `src/orders/store.ts:120` the price list was empty; see **attempt 3** and [the log](../logs/0003.log)\n';
  for (let number = 1; number <= count; number += 1) {
    const text = template.replaceAll(/\{\{\s*id\s*\}\}/g, `WI${number}`).replaceAll(/\{\{\s*title\s*\}\}/g, `Generated problem ${number}`).replaceAll(/\{\{[^}|]*\|?([^}]*)\}\}/g, '$1');
    const file = path.join(folder, `WI${number}_generated.md`);
    await writeFile(file, text + filler.repeat(Math.ceil((SIZE - text.length) / filler.length)));
    await utimes(file, SETTLED, SETTLED);
  }
}
