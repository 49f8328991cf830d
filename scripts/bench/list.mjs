/** Listing 3,000 generated work items of about 12 KB, beside `grep` over the same files. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { median, shown, timed } from './measure.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const COUNT = 3000;
const SIZE = 12 * 1024;

/**
 * @param {string} folder
 * @param {number} rounds
 * @returns {Promise<string[][]>}
 */
export async function benchList(folder, rounds) {
  const cwd = path.join(folder, 'list');
  await generate(path.join(cwd, 'WIs'));
  await mkdir(path.join(cwd, '.casebook'), { recursive: true });
  const casebook = () => timed(process.execPath, [path.join(root, 'dist/cli/casebook.mjs'), 'list', '--json'], cwd);
  const grep = () => timed('grep', ['-rc', '^## Phase', 'WIs'], cwd);
  const empty = () => timed(process.execPath, ['-e', ''], cwd);
  await casebook();
  const times = { casebook: /** @type {number[]} */ ([]), grep: /** @type {number[]} */ ([]), empty: /** @type {number[]} */ ([]) };
  for (let round = 0; round < rounds; round += 1) {
    times.casebook.push(await casebook());
    times.grep.push(await grep());
    times.empty.push(await empty());
  }
  const ours = median(times.casebook);
  return [
    [`\`casebook list\` of ${COUNT} work items of 12 KB, beside \`grep -rc\` over them`, shown(ours), shown(median(times.grep)), (ours / median(times.grep)).toFixed(1)],
    ['the same, beside starting Node with nothing to do', shown(ours), shown(median(times.empty)), (ours / median(times.empty)).toFixed(1)],
  ];
}

/** @param {string} folder */
async function generate(folder) {
  await mkdir(folder, { recursive: true });
  const template = await readFile(path.join(root, 'templates/bug-fix.md'), 'utf8');
  const filler = '- `src/orders/store.ts:120` the price list was empty; see **attempt 3** and [the log](../logs/0003.log)\n';
  for (let number = 1; number <= COUNT; number += 1) {
    const text = template.replaceAll(/\{\{\s*id\s*\}\}/g, `WI${number}`).replaceAll(/\{\{\s*title\s*\}\}/g, `Generated problem ${number}`).replaceAll(/\{\{[^}|]*\|?([^}]*)\}\}/g, '$1');
    await writeFile(path.join(folder, `WI${number}_generated.md`), text + filler.repeat(Math.ceil((SIZE - text.length) / filler.length)));
  }
}
