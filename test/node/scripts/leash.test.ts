import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { startLeashed } from '../../../scripts/workbench/leash.mjs';
import { needs } from '../../support/needs.js';

const leash = pathToFileURL(path.resolve(import.meta.dirname, '../../../scripts/workbench/leash.mjs')).href;

/** Starts a child in its group and one that leaves it, prints the three pids, ignores SIGTERM if told to, and goes on for ever. */
const FAMILY = `
  import { spawn } from 'node:child_process';
  if (process.argv[1] === 'stubborn') process.on('SIGTERM', () => undefined);
  const forever = ['--eval', 'setInterval(() => undefined, 1000)'];
  const inside = spawn(process.execPath, forever, { stdio: 'ignore' });
  const outside = spawn(process.execPath, forever, { stdio: 'ignore', detached: true });
  console.log([process.pid, inside.pid, outside.pid].join(' '));
  setInterval(() => undefined, 1000);
`;

const family = (...args: string[]): string[] => ['--input-type=module', '--eval', FAMILY, ...args];

/** A zombie counts as ended: when it goes depends on who reaps orphans on this machine. */
function alive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  } catch {
    return false;
  }
}

let started: number[] = [];
afterEach(() => {
  for (const pid of started.filter(alive)) process.kill(pid, 'SIGKILL');
  started = [];
});

async function pidsFrom(stdout: NodeJS.ReadableStream | null): Promise<number[]> {
  if (stdout === null) throw new Error('stdout is not a pipe');
  const [line] = (await once(createInterface(stdout), 'line')) as [string];
  started = line.split(' ').map(Number);
  expect(started).toHaveLength(3);
  expect(started.map(alive)).toEqual([true, true, true]);
  return started;
}

describe.runIf(needs(process.platform === 'linux', 'Linux'))('a leashed command', () => {
  test('ends with all that it started, in its process group or out of it', async () => {
    const { child, end } = startLeashed(family(), { cwd: process.cwd(), env: process.env, output: 'pipe' });
    const pids = await pidsFrom(child.stdout);
    await end();
    expect(pids.map(alive)).toEqual([false, false, false]);
  });

  test('ends when the process that holds the leash is killed', async () => {
    const script = `import { startLeashed } from ${JSON.stringify(leash)};
      startLeashed(${JSON.stringify(family())}, { cwd: process.cwd(), env: process.env, output: 'inherit' });`;
    const parent = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const pids = await pidsFrom(parent.stdout);
    parent.kill('SIGKILL');
    await expect.poll(() => pids.map(alive), { timeout: 10_000 }).toEqual([false, false, false]);
  });

  test('is killed if it ignores SIGTERM', async () => {
    const { child, end } = startLeashed(family('stubborn'), { cwd: process.cwd(), env: process.env, output: 'pipe' });
    const pids = await pidsFrom(child.stdout);
    await end();
    expect(pids.map(alive)).toEqual([false, false, false]);
  });

  test("passes the command's exit code on", async () => {
    const { child } = startLeashed(['--eval', 'process.exit(7)'], { cwd: process.cwd(), env: process.env, output: 'pipe' });
    expect(await once(child, 'close')).toEqual([7, null]);
  });
});
