/** A run in a process of its own, which is killed, exits, or may not write or open any more. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { RunEvent } from '../../../src/core/run/events.js';
import type { RunPlan } from '../../../src/core/run/plan.js';
import { runFolder } from '../../../src/node/run/folders.js';
import { readRun } from '../../../src/node/run/readLedger.js';
import { tempFolder } from '../../support/temp.js';
import { gone, processNamed } from './support.js';

const ID = '20260102-030405-abcd';
let bundles = '';

beforeAll(async () => {
  bundles = await mkdtemp(path.join(tmpdir(), 'casebook-test-'));
  const entry = fileURLToPath(new URL('../../fixtures/programs/runner.ts', import.meta.url));
  await build({ entryPoints: [entry], outfile: path.join(bundles, 'runner.mjs'), bundle: true, platform: 'node', format: 'esm', logLevel: 'silent' });
});
afterAll(() => rm(bundles, { recursive: true, force: true }));

interface Runner {
  readonly child: ChildProcess;
  readonly folder: string;
  /** Its events, as they come. */
  readonly events: AsyncIterator<RunEvent>;
}

/** @param limit a command of bash that is executed before, such as `ulimit` */
async function runner(script: string, plan: Partial<RunPlan>, limit = ':'): Promise<Runner> {
  const root = await tempFolder();
  const argument = JSON.stringify({ root, id: ID, command: ['bash', '-c', script], plan });
  const child = spawn('bash', ['-c', `${limit}; exec "$0" "$@"`, process.execPath, path.join(bundles, 'runner.mjs'), argument], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, folder: runFolder(root, ID), events: eventsOf(child) };
}

async function* eventsOf({ stdout }: ChildProcess): AsyncGenerator<RunEvent, void> {
  if (!stdout) throw new Error('no output');
  for await (const line of createInterface({ input: stdout })) yield JSON.parse(line) as RunEvent;
}

async function until(events: AsyncIterator<RunEvent>, wanted: (event: RunEvent) => boolean): Promise<RunEvent> {
  for (;;) {
    const next = await events.next();
    if (next.done === true) throw new Error('The run ended before that');
    if (wanted(next.value)) return next.value;
  }
}

describe('a run whose process is killed by SIGKILL', () => {
  it('is readable as interrupted, with all attempts that ended', async () => {
    const { child, folder, events } = await runner('sleep 0.02; exit $((CASEBOOK_ATTEMPT % 3 == 0))', { attempts: 10_000 });
    await until(events, (event) => event.type === 'attempt-finished' && event.record.attempt === 7);
    expect(await readRun(folder)).toMatchObject({ state: 'running', problems: [] });
    child.kill('SIGKILL');
    await once(child, 'exit');
    const { state, attempts, problems, file } = await readRun(folder);
    expect(state).toBe('interrupted');
    expect(problems).toEqual([]);
    expect(file).not.toHaveProperty('result');
    expect(attempts.length).toBeGreaterThanOrEqual(7);
    expect(attempts.map(({ attempt }) => attempt)).toEqual(Array.from(attempts, (_, index) => index + 1));
    expect(attempts.slice(0, 3).map(({ outcome }) => outcome)).toEqual(['pass', 'pass', 'fail']);
  });
});

describe('a run whose process exits without ending it', () => {
  it('takes its attempts along', async () => {
    const { child, folder, events } = await runner('echo self=$$; sleep 1000 & echo child=$!; wait', { attempts: 1 });
    await until(events, (event) => event.type === 'attempt-started');
    await expect.poll(() => readFile(path.join(folder, 'logs/0001.log'), 'utf8').catch(() => ''), { timeout: 10_000 }).toContain('child=');
    const log = await readFile(path.join(folder, 'logs/0001.log'), 'utf8');
    const processes = ['self', 'child'].map((name) => processNamed(name, log));
    expect(processes).not.toContain(undefined);
    child.kill('SIGUSR2');
    expect(await once(child, 'exit')).toEqual([70, null]);
    for (const identity of processes) if (identity) await gone(identity);
  });
});

describe('a run whose ledger may not grow any more', () => {
  it('ends with a reason, and what was recorded is intact', async () => {
    // Files of at most 4 KiB: some twenty lines.
    const { child, folder, events } = await runner('true', { attempts: 1_000 }, 'ulimit -f 4');
    const end = await until(events, (event) => event.type === 'run-finished');
    await once(child, 'exit');
    expect(end).toMatchObject({ result: { reason: 'error' } });
    expect(JSON.stringify(end)).toMatch(/The ledger in .* cannot be written any more \(the file would become larger than is allowed\)/);
    const { state, attempts, problems, file } = await readRun(folder);
    expect({ state, problems, reason: file.result?.reason }).toEqual({ state: 'finished', problems: [], reason: 'error' });
    expect(attempts.length).toBeGreaterThan(10);
    expect(attempts.map(({ attempt }) => attempt)).toEqual(Array.from(attempts, (_, index) => index + 1));
  });
});

describe('a run that has not enough descriptors for its jobs', () => {
  it('says so, and leaves no folder of pipes', async () => {
    const folders = (): string[] => ['/dev/shm', tmpdir()].flatMap((place) => (existsSync(place) ? readdirSync(place).filter((name) => /^casebook-\w{6}$/.test(name)).map((name) => path.join(place, name)) : []));
    const before = new Set(folders());
    const { child, events } = await runner('sleep 0.2', { attempts: 200, jobs: 100 }, 'ulimit -n 80');
    const end = await until(events, (event) => event.type === 'run-finished');
    expect(child.exitCode ?? (await once(child, 'exit'))[0]).toBe(0);
    expect(end).toMatchObject({ result: { reason: 'error' } });
    expect(JSON.stringify(end)).toMatch(/too many files are open in this process.*lower --jobs/i);
    // What others make beside this test vanishes by itself.
    const left = folders().filter((folder) => !before.has(folder));
    await vi.waitUntil(() => left.every((folder) => !existsSync(folder)), { timeout: 5_000, interval: 20 });
  });
});
