/** Runs: order of things, and the ways in which one ends. */
import { readFileSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { Refusal } from '../../../src/core/refusal.js';
import type { AttemptRecord, EndReason, RunEvent } from '../../../src/core/run/events.js';
import { systemClock } from '../../../src/node/ports.js';
import { requestCancel, watchControl } from '../../../src/node/run/control.js';
import { execute } from '../../../src/node/run/execute.js';
import { runFolder } from '../../../src/node/run/folders.js';
import { readRun } from '../../../src/node/run/readLedger.js';
import { tempFolder } from '../../support/temp.js';
import { gone, made, never, processNamed, request } from './support.js';

/** Prints its number and goes on until it is ended. */
const ENDLESS = 'echo self=$$; sleep 1000 & echo child=$!; wait';

function outcomes(records: readonly AttemptRecord[]): string[] {
  return records.map(({ attempt, outcome }) => `${attempt} ${outcome}`);
}

/** Waits until the log of the attempt has the text. */
async function logged(folder: string, attempt: number, text: string): Promise<string> {
  const file = path.join(folder, 'logs', `${String(attempt).padStart(4, '0')}.log`);
  const read = (): string => {
    try {
      return readFileSync(file, 'utf8');
    } catch {
      return '';
    }
  };
  await vi.waitUntil(() => read().includes(text), { timeout: 10_000, interval: 5 });
  return read();
}

describe('a run', () => {
  it('tells of each attempt when the ledger has it, and of the end when that is complete', async () => {
    const asked = await request(['bash', '-c', 'exit $((CASEBOOK_ATTEMPT % 2))'], { plan: { attempts: 4 } });
    const ledger = path.join(runFolder(asked.root, asked.id), 'attempts.ndjson');
    const run = await made(asked, {
      onEvent: (event) => {
        if (event.type === 'attempt-finished') expect(readFileSync(ledger, 'utf8')).toContain(`${JSON.stringify(event.record)}\n`);
      },
    });
    expect(run.events.map((event) => event.type)).toEqual(['run-started', ...Array.from({ length: 4 }, () => ['attempt-started', 'attempt-finished']).flat(), 'run-finished']);
    expect(outcomes(run.records)).toEqual(['1 fail', '2 pass', '3 fail', '4 pass']);
    expect(run.result.reason).toBe('completed');
    const stored = await readRun(run.folder);
    expect(stored).toMatchObject({ state: 'finished', problems: [], file: { result: run.result } });
    expect(stored.attempts).toEqual(run.records);
  });

  it('has each line in the ledger before the next attempt starts', async () => {
    const asked = await request(['bash', '-c', 'wc -l <.casebook/runs/*/attempts.ndjson'], { plan: { attempts: 3 } });
    const run = await made(asked);
    expect(await Promise.all([1, 2, 3].map((attempt) => run.log(attempt)))).toEqual(['0\n', '1\n', '2\n']);
  });

  it('records where and with what it ran, without the values of secrets', async () => {
    vi.stubEnv('CASEBOOK_TEST_MODE', 'fast');
    vi.stubEnv('CASEBOOK_TEST_PASSWORD', 'hunter2');
    vi.stubEnv('CASEBOOK_OTHER', 'x');
    const run = await made(await request(['true'], { environment: ['CASEBOOK_TEST_*', 'NO_SUCH_VARIABLE'], workItem: 'WIs/WI1.md', baseline: '20260101-000000-abcd', purpose: 'verify' }));
    vi.unstubAllEnvs();
    const { file } = await readRun(run.folder);
    expect(file).toMatchObject({ kind: 'run', purpose: 'verify', workItem: 'WIs/WI1.md', baseline: '20260101-000000-abcd', command: ['true'], runner: { pid: process.pid } });
    expect(Object.keys(file.environment)).toEqual(['CASEBOOK_TEST_MODE', 'CASEBOOK_TEST_PASSWORD']);
    expect(file.environment['CASEBOOK_TEST_MODE']).toBe('fast');
    expect(JSON.stringify(file)).not.toContain('hunter2');
    expect(file).not.toHaveProperty('git');
  });

  it('stops at the first failure where the plan says so', async () => {
    const run = await made(await request(['bash', '-c', '[ $CASEBOOK_ATTEMPT != 3 ]'], { plan: { attempts: 50, untilFailures: 1 } }));
    expect(outcomes(run.records)).toEqual(['1 pass', '2 pass', '3 fail']);
    expect(run.result.reason).toBe('first-failure');
  });

  it('runs as many attempts at a time as the plan says', async () => {
    // Each one waits until all four are there.
    const root = await tempFolder();
    const script = 'touch here-$CASEBOOK_ATTEMPT; until [ $(ls here-* | wc -l) = 4 ]; do sleep 0.01; done';
    const run = await made(await request(['bash', '-c', script], { root, plan: { attempts: 4, jobs: 4, timeoutMs: 20_000 } }));
    expect(outcomes(run.records).sort()).toEqual(['1 pass', '2 pass', '3 pass', '4 pass']);
  });

  it('cancels what runs beside the first failure', async () => {
    const script = 'if [ $CASEBOOK_ATTEMPT = 2 ]; then sleep 0.1; exit 1; fi; sleep 1000';
    const run = await made(await request(['bash', '-c', script], { plan: { attempts: 9, jobs: 3, untilFailures: 1 } }));
    expect(outcomes(run.records).sort()).toEqual(['1 cancelled', '2 fail', '3 cancelled']);
    expect(run.result.reason).toBe('first-failure');
  });

  it('goes on beside a consumer that is slow, and loses no event', async () => {
    const run = await made(await request(['true'], { plan: { attempts: 12 } }), { onEvent: () => new Promise((resolve) => setTimeout(resolve, 10)) });
    expect(run.records.map(({ attempt }) => attempt)).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
  });
});

describe('a run that is ended from outside', () => {
  it('is cancelled by its signal: the whole tree is ended, and recorded', async () => {
    const asked = await request(['bash', '-c', ENDLESS], { plan: { attempts: 5, jobs: 2 } });
    const abort = new AbortController();
    const folder = runFolder(asked.root, asked.id);
    let log = '';
    const run = await made(asked, {
      signal: abort.signal,
      onEvent: async (event) => {
        if (event.type !== 'attempt-started') return;
        log += await logged(folder, event.attempt, 'child=');
        if (event.attempt === 2) abort.abort();
      },
    });
    expect(outcomes(run.records).sort()).toEqual(['1 cancelled', '2 cancelled']);
    expect(run.records[0]).toMatchObject({ signal: 'SIGTERM' });
    expect(run.result.reason).toBe('cancelled');
    for (const name of ['self', 'child']) expect(processNamed(name, log)).toBeUndefined();
  });

  it('makes no attempt if that was before the first', async () => {
    const run = await made(await request(['true']), { signal: AbortSignal.abort() });
    expect(run.events.map((event) => event.type)).toEqual(['run-started', 'run-finished']);
    expect(run.result.reason).toBe('cancelled');
  });

  it('is cancelled by a file in its folder, in the middle of an attempt', async () => {
    const asked = await request(['bash', '-c', ENDLESS], { plan: { attempts: 5 } });
    const folder = runFolder(asked.root, asked.id);
    const run = await made(asked, {
      shouldStop: watchControl(folder, { lease: false }, systemClock).shouldStop,
      onEvent: async (event) => {
        if (event.type === 'attempt-started') await requestCancel(folder);
      },
    });
    expect(outcomes(run.records)).toEqual(['1 cancelled']);
    expect(run.result.reason).toBe('cancelled');
  });

  it.each(['interrupted', 'decided'] as const)('ends as %s where it is told so, between attempts', async (reason: EndReason) => {
    let asked = 0;
    const run = await made(await request(['true'], { plan: { attempts: 50 } }), { shouldStop: () => (++asked > 3 ? reason : undefined) });
    expect(run.result.reason).toBe(reason);
    expect(run.records.length).toBeLessThanOrEqual(3);
  });

  it('ends its children and completes its ledger when the consumer leaves', async () => {
    const asked = await request(['bash', '-c', ENDLESS], { plan: { attempts: 5 } });
    const folder = runFolder(asked.root, asked.id);
    let log = '';
    for await (const event of execute(asked, never)) {
      if (event.type !== 'attempt-started') continue;
      log = await logged(folder, 1, 'child=');
      break;
    }
    for (const name of ['self', 'child']) expect(processNamed(name, log)).toBeUndefined();
    const stored = await readRun(folder);
    expect(outcomes(stored.attempts)).toEqual(['1 cancelled']);
    expect(stored.file.result?.reason).toBe('cancelled');
  });

  it('does the same when the consumer fails', async () => {
    const asked = await request(['bash', '-c', ENDLESS]);
    const folder = runFolder(asked.root, asked.id);
    const fail = async (event: RunEvent): Promise<void> => {
      if (event.type !== 'attempt-started') return;
      await logged(folder, 1, 'child=');
      throw new Error('observer');
    };
    await expect(made(asked, { onEvent: fail })).rejects.toThrow('observer');
    const child = processNamed('child', readFileSync(path.join(folder, 'logs/0001.log'), 'utf8'));
    if (child) await gone(child);
    expect((await readRun(folder)).file.result?.reason).toBe('cancelled');
  });
});

describe('a ledger that cannot be made', () => {
  it('is refused before the first attempt', async () => {
    const root = await tempFolder();
    await writeFile(path.join(root, '.casebook'), 'a file in its place');
    const asked = await request(['touch', path.join(root, 'ran')], { root });
    const refused = made(asked);
    await expect(refused).rejects.toThrow(Refusal);
    await expect(refused).rejects.toThrow(/The ledger cannot be written to .*: make that folder writable/s);
    expect(() => readFileSync(path.join(root, 'ran'))).toThrow(/ENOENT/);
  });

  it('is refused where there is a run of that id', async () => {
    const asked = await request(['true']);
    const first = await made(asked);
    await expect(made(asked)).rejects.toThrow(/There is a run .* already/);
    expect((await readRun(first.folder)).state).toBe('finished');
  });
});

describe('a ledger that is removed while the run goes on', () => {
  it.each([
    ['with its folder', 'rm -r .casebook/runs'],
    ['but for its logs', 'rm .casebook/runs/*/attempts.ndjson'],
    ['by a new name', 'mv .casebook/runs .casebook/old'],
  ])('ends the run, which does not claim that anything is kept (%s)', async (_, remove) => {
    const run = await made(await request(['bash', '-c', `if [ $CASEBOOK_ATTEMPT = 2 ]; then ${remove}; fi`], { plan: { attempts: 9 } }));
    expect(outcomes(run.records)).toEqual(['1 pass']);
    expect(run.result).toMatchObject({ reason: 'error', ledgerLost: true });
    expect(run.result.message).toMatch(/^The ledger was removed while the run went on, and with it what was measured: run again/);
    expect(run.result.message).not.toContain(path.dirname(run.folder));
  });

  it('is told even when that was after the last attempt', async () => {
    const asked = await request(['true']);
    const run = await made(asked, {
      onEvent: (event) => {
        if (event.type === 'attempt-started') rmSync(path.join(runFolder(asked.root, asked.id)), { recursive: true });
      },
    });
    expect(run.result).toMatchObject({ reason: 'error', ledgerLost: true });
  });
});

describe('a log that cannot be made any more', () => {
  it('ends the run with what was measured up to there', async () => {
    // The second attempt removes the folder when its own log is there: that is made while the command runs.
    const script = 'if [ $CASEBOOK_ATTEMPT = 2 ]; then until [ -e .casebook/runs/*/logs/0002.log ]; do sleep 0.01; done; rm -r .casebook/runs/*/logs; fi';
    const run = await made(await request(['bash', '-c', script], { plan: { attempts: 9 } }));
    expect(outcomes(run.records)).toEqual(['1 pass', '2 pass', '3 pass']);
    expect(run.result).toMatchObject({ reason: 'error' });
    expect(run.result.message).toMatch(/^The log of attempt 3 cannot be written \(it does not exist\): leave the folders in \.casebook\/runs alone .* What was measured up to there is kept\.$/);
    expect((await readRun(run.folder)).attempts).toEqual(run.records);
  });
});
