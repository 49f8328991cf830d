/** Repeating a command: Casebook beside what people write for it, a bash loop that logs each attempt, and GNU parallel at as many jobs. */
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { cost, median, memoryAlong, shown, spread, works } from './measure.mjs';

export const CLI = fileURLToPath(new URL('../../dist/cli/casebook.cjs', import.meta.url));

/** The time per attempt is the slope between few and many attempts, so that starting up does not count. */
const FEW = 20;
const MANY = 300;

/** Commands of about 20 ms and 1 ms. */
const COMMANDS = [['sleep', '0.02'], ['sleep', '0.001']];

/** What teams write: a log per attempt, the exit code into a list. */
const LOOP = 'n=$1; d=$2; shift 2; mkdir -p "$d"; for i in $(seq "$n"); do "$@" >"$d/$i.log" 2>&1; echo "$i $?" >>"$d/results.txt"; done';

/** The same, so many at a time. */
const PARALLEL = 'n=$1; d=$2; j=$3; shift 3; mkdir -p "$d"; seq "$n" | parallel --will-cite -j "$j" --joblog "$d/results.txt" "$* >$d/{}.log 2>&1"';

/** @typedef {{ name: string, run: (n: number, folder: string) => Promise<import('./measure.mjs').Cost> }} Program */

/**
 * @param {string} folder
 * @param {number} rounds
 * @returns {Promise<string[][]>}
 */
export async function benchRun(folder, rounds) {
  const parallel = works('parallel', '--version');
  if (!parallel) console.log('GNU parallel is not installed: not measured beside it.\n');
  const rows = [];
  for (const command of COMMANDS) {
    for (const jobs of [1, 2]) {
      const ours = { name: 'Casebook', run: (/** @type {number} */ n, /** @type {string} */ cwd) => cost(process.execPath, [CLI, 'run', '-n', String(n), '--jobs', String(jobs), '--', ...command], cwd) };
      /** @type {Program[]} */
      const others = [];
      if (jobs === 1) others.push({ name: 'a bash loop', run: (n, cwd) => cost('bash', ['-c', LOOP, 'loop', String(n), path.join(cwd, 'loop'), ...command], cwd) });
      if (parallel) others.push({ name: 'GNU parallel', run: (n, cwd) => cost('bash', ['-c', PARALLEL, 'parallel', String(n), path.join(cwd, 'parallel'), String(jobs), ...command], cwd) });
      if (others.length === 0) continue;
      const slopes = await interleaved([ours, ...others], path.join(folder, 'run'), rounds);
      rows.push(...others.flatMap((other, index) => rowsOf(`\`${command.join(' ')}\`, ${jobs} at a time`, other.name, slopes[0] ?? [], slopes[index + 1] ?? [])));
    }
  }
  return rows;
}

/** @typedef {{ wall: number, cpu: number, start: number }} Slope per attempt, ms; and what the start and the end take */

/**
 * Every program in every round, beginning with another one each time, so that what else the machine does hits all of them.
 * @param {readonly Program[]} programs
 * @param {string} folder
 * @param {number} rounds
 * @returns {Promise<Slope[][]>} for each program, by round
 */
async function interleaved(programs, folder, rounds) {
  const slopes = programs.map(() => /** @type {Slope[]} */ ([]));
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < programs.length; turn += 1) {
      const index = (round + turn) % programs.length;
      const program = programs[index];
      if (!program) continue;
      const few = await fresh(folder, (cwd) => program.run(FEW, cwd));
      const many = await fresh(folder, (cwd) => program.run(MANY, cwd));
      const wall = (many.wall - few.wall) / (MANY - FEW);
      slopes[index]?.push({ wall, cpu: (many.cpu - few.cpu) / (MANY - FEW), start: few.wall - FEW * wall });
    }
  }
  return slopes;
}

/**
 * @template T
 * @param {string} folder
 * @param {(cwd: string) => Promise<T>} work
 */
async function fresh(folder, work) {
  await mkdir(path.join(folder, '.casebook'), { recursive: true });
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Ratios are taken round by round: what slows the machine down in a round slows both.
 * @param {string} what
 * @param {string} beside
 * @param {readonly Slope[]} ours
 * @param {readonly Slope[]} theirs
 */
function rowsOf(what, beside, ours, theirs) {
  const of = (/** @type {readonly Slope[]} */ slopes, /** @type {keyof Slope} */ key) => median(slopes.map((slope) => slope[key]));
  const ratios = (/** @type {keyof Slope} */ key) => spread(ours.map((slope, round) => slope[key] / (theirs[round]?.[key] ?? NaN)));
  return [
    [`an attempt of ${what}, beside ${beside}`, shown(of(ours, 'wall')), shown(of(theirs, 'wall')), ratios('wall')],
    ['… its processor time, of all processes', shown(of(ours, 'cpu')), shown(of(theirs, 'cpu')), ratios('cpu')],
    ['… start and end of the run', shown(of(ours, 'start')), shown(of(theirs, 'start')), '-'],
  ];
}

/**
 * The most memory that the runner held after a tenth, a half and nearly all of so many attempts.
 * @param {string} folder
 * @param {number} attempts
 * @returns {Promise<string[][]>}
 */
export async function benchMemory(folder, attempts) {
  const marks = [0.1, 0.5, 0.99];
  // Each attempt is two events, a line each; the outcome of a quiet run is told at its end.
  const peaks = await fresh(path.join(folder, 'memory'), (cwd) => memoryAlong(process.execPath, [CLI, 'run', '-n', String(attempts), '--jobs', '2', '--keep', 'failures', '--json', '--', 'true'], cwd, 2 * attempts, marks));
  const mib = (/** @type {number | undefined} */ bytes) => (bytes === undefined || Number.isNaN(bytes) ? '-' : `${(bytes / 1024 / 1024).toFixed(0)} MiB`);
  return [[`peak memory of the runner at 10 %, 50 % and 99 % of ${attempts.toLocaleString('en')} attempts`, marks.map((_, index) => mib(peaks[index])).join(', '), '-', '-']];
}
