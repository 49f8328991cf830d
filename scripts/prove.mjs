/**
 * The example's failures found, named and proven gone, on a copy in a temporary folder: the rate of the race, the condition under which the parallel test fails, a
 * false fix refused and the true one accepted, and the commit that brought the race. Takes some minutes. It runs the real command line and stops at the first step
 * that does not end as it should.
 */
import { appendFile } from 'node:fs/promises';
import path from 'node:path';
import { copyExample } from './example-copy.mjs';
import { say, stepsIn } from './example-steps.mjs';

const RACE = ['--', 'node', 'checks/race.mjs'];

const started = performance.now();
const { dir, dispose } = await copyExample();
const { casebook, run } = stepsIn(dir);

say('1. How often does the race come? By its construction, once in four.');
const measured = JSON.parse((await casebook(1, 'run', '-n', '200', '--as', 'baseline', '--json', ...RACE)).trimEnd().split('\n').at(-1) ?? '');
const { low, high } = measured.verdict;
if (!(low < 0.25 && 0.25 < high)) throw new Error(`The interval ${low} to ${high} does not hold one in four.`);

say('2. Under which condition does the parallel test fail?');
expect(await casebook(1, 'run', '-n', '12', '--matrix', 'isolated,loaded,parallel:2', '--', 'node', 'checks/parallel.mjs'), 'is parallel:2');

say('3. The false fix: it holds requests back at the start. Is the race gone?');
await run(0, 'git', 'apply', 'fixes/false-fix.patch');
expect(await casebook(1, 'verify'), 'Not proven');

say('4. The true fix: the new prices are swapped in at once.');
await run(0, 'git', 'apply', '-R', 'fixes/false-fix.patch');
await run(0, 'git', 'apply', 'fixes/true-fix.patch');
expect(await casebook(0, 'verify'), 'Proven at 95 % confidence');

say('5. Alternating with the sources before the fix: whatever drifts on the machine meets both.');
expect(await casebook(0, 'run', '-n', '40', '--interleave', 'HEAD', ...RACE), 'With your change the failure was not seen');

say('6. A history in which the race comes back. Which commit brought it?');
await commit('Fix the race');
await run(0, 'git', 'tag', 'good');
for (const text of ['Say more in the README', 'And more']) await note(text);
await run(0, 'git', 'apply', '-R', 'fixes/true-fix.patch');
await commit('Tidy the price list');
const culprit = (await run(0, 'git', 'rev-parse', 'HEAD')).trim();
for (const text of ['Prepare a release', 'Correct a word', 'Correct another']) await note(text);
expect(await casebook(0, 'bisect', '--good', 'good', '--bad', 'HEAD', ...RACE), culprit);

await dispose();
say(`All as it should be, in ${Math.round((performance.now() - started) / 1000)} s.`);

/** @param {string} text  a line for the README, and the commit's subject */
async function note(text) {
  await appendFile(path.join(dir, 'README.md'), `\n${text}.\n`);
  await commit(text);
}

/** @param {string} subject */
async function commit(subject) {
  await run(0, 'git', 'commit', '-q', '-a', '-m', subject);
}

/**
 * @param {string} printed
 * @param {string} text
 */
function expect(printed, text) {
  if (!printed.includes(text)) throw new Error(`"${text}" was expected. See ${dir}.`);
}
