/** Repeating a command of about 20 ms: Casebook against a plain bash loop that logs each attempt. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { median, shown, timed } from './measure.mjs';

const CLI = fileURLToPath(new URL('../../dist/cli/casebook.mjs', import.meta.url));
const FEW = 20;
const MANY = 300;

/** What teams write: a log per attempt, the exit code into a list. */
const LOOP = 'mkdir -p "$2"; for i in $(seq "$1"); do sleep 0.02 >"$2/$i.log" 2>&1; echo "$i $?" >>"$2/results.txt"; done';

/**
 * The time per attempt is the slope between few and many attempts, so that starting up does not count; it stands in a row of its own.
 * @param {string} folder
 * @param {number} rounds
 * @returns {Promise<string[][]>}
 */
export async function benchRun(folder, rounds) {
  const cwd = path.join(folder, 'run');
  await mkdir(path.join(cwd, '.casebook'), { recursive: true });
  const casebook = (/** @type {number} */ n) => timed(process.execPath, [CLI, 'run', '-n', String(n), '--', 'sleep', '0.02'], cwd);
  let loops = 0;
  const bash = (/** @type {number} */ n) => timed('bash', ['-c', LOOP, 'loop', String(n), path.join(cwd, `loop-${loops++}`)], cwd);
  await casebook(FEW);
  const times = { casebookFew: /** @type {number[]} */ ([]), casebookMany: /** @type {number[]} */ ([]), bashFew: /** @type {number[]} */ ([]), bashMany: /** @type {number[]} */ ([]) };
  for (let round = 0; round < rounds; round += 1) {
    times.casebookFew.push(await casebook(FEW));
    times.bashFew.push(await bash(FEW));
    times.casebookMany.push(await casebook(MANY));
    times.bashMany.push(await bash(MANY));
  }
  const slope = (/** @type {number[]} */ few, /** @type {number[]} */ many) => (median(many) - median(few)) / (MANY - FEW);
  const ours = slope(times.casebookFew, times.casebookMany);
  const theirs = slope(times.bashFew, times.bashMany);
  const startOurs = median(times.casebookFew) - FEW * ours;
  const startTheirs = median(times.bashFew) - FEW * theirs;
  return [
    [`one attempt of \`sleep 0.02\`, beside a bash loop that logs each`, shown(ours), shown(theirs), (ours / theirs).toFixed(3)],
    ['attempts per second, the same', (1000 / ours).toFixed(1), (1000 / theirs).toFixed(1), (theirs / ours).toFixed(3)],
    ['start and end of a run, the same', shown(startOurs), shown(startTheirs), '-'],
  ];
}
