/** Timing whole processes. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';

/**
 * Wall and processor time of a process with all of its descendants that were waited for, in ms; and the most memory that the process itself held, bytes,
 * where the system tells.
 * @typedef {{ wall: number, cpu: number }} Cost
 */

/** bash tells what its children cost, and hands their exit code on. */
const TIMED = 'TIMEFORMAT="cost %R %U %S"; time "$@"';

/**
 * Runs a command to its end and gives the time it took, in ms.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {string} cwd
 * @returns {Promise<number>}
 */
export async function timed(command, args, cwd) {
  const start = performance.now();
  await finished(spawn(command, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] }), `${command} ${args.join(' ')}`);
  return performance.now() - start;
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {string} cwd
 * @returns {Promise<Cost>}
 */
export async function cost(command, args, cwd) {
  const said = await finished(spawn('bash', ['-c', TIMED, 'time', command, ...args], { cwd, stdio: ['ignore', 'ignore', 'pipe'] }), `${command} ${args.join(' ')}`);
  const [, wall, user, system] = /cost ([\d.]+) ([\d.]+) ([\d.]+)\s*$/.exec(said) ?? [];
  if (wall === undefined) throw new Error(`bash did not tell what ${command} cost: ${said}`);
  return { wall: Number(wall) * 1000, cpu: (Number(user) + Number(system)) * 1000 };
}

/**
 * Runs a command and asks for the memory of its own process, bytes, when it has come so far as `marks` (fractions of its lines on standard output).
 * @param {string} command
 * @param {readonly string[]} args
 * @param {string} cwd
 * @param {number} lines how many it prints
 * @param {readonly number[]} marks
 * @returns {Promise<number[]>}
 */
export async function memoryAlong(command, args, cwd, lines, marks) {
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  /** @type {number[]} */
  const found = [];
  let seen = 0;
  child.stdout.on('data', (/** @type {Buffer} */ chunk) => {
    for (const byte of chunk) if (byte === 10) seen += 1;
    while (found.length < marks.length && seen >= (marks[found.length] ?? 1) * lines) found.push(peakMemory(child.pid));
  });
  await finished(child, command);
  return found;
}

/** @param {number | undefined} pid */
function peakMemory(pid) {
  try {
    return Number(/VmHWM:\s*(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
  } catch {
    return NaN;
  }
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {string} name
 */
async function finished(child, name) {
  let complaint = '';
  child.stderr?.on('data', (chunk) => (complaint = `${complaint}${chunk}`.slice(-2000)));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${name} ended with exit code ${code}: ${complaint}`);
  return complaint;
}

/**
 * Whether the command can be run and exits with 0.
 * @param {string} command
 * @param {readonly string[]} args
 */
export function works(command, ...args) {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

/** @param {readonly number[]} numbers */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? NaN)) / 2;
}

/**
 * The median with the lowest and the highest: `1.03 (1.01–1.06)`.
 * @param {readonly number[]} numbers
 */
export function spread(numbers) {
  return `${median(numbers).toFixed(2)} (${Math.min(...numbers).toFixed(2)}–${Math.max(...numbers).toFixed(2)})`;
}

/** @param {number} ms */
export function shown(ms) {
  return ms < 1000 ? `${ms.toFixed(1)} ms` : `${(ms / 1000).toFixed(2)} s`;
}

/** How many processes wanted a processor during the last minute, for each there is. What is measured here is a part of it. */
export function loadPerCpu() {
  return (loadavg()[0] ?? 0) / cpus().length;
}
