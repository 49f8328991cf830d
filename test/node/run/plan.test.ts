/** What a plan asks beside the number of attempts. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { MAX_ATTEMPTS } from '../../../src/core/run/plan.js';
import { attemptSeed } from '../../../src/core/run/seed.js';
import { readRun } from '../../../src/node/run/readLedger.js';
import { made, request } from './support.js';

describe('a run that is bounded by time', () => {
  it('makes attempts until the time is up, lets the last one end, and is completed', async () => {
    const run = await made(await request(['bash', '-c', 'sleep 0.05; echo ${CASEBOOK_ATTEMPTS-none}'], { plan: { attempts: MAX_ATTEMPTS, forMs: 400 } }));
    expect(run.result.reason).toBe('completed');
    expect(run.records.length).toBeGreaterThan(1);
    expect(run.records.every(({ outcome }) => outcome === 'pass')).toBe(true);
    expect(await run.log(1)).toBe('none\n');
    expect(await readRun(run.folder)).toMatchObject({ state: 'finished', problems: [], file: { result: { reason: 'completed', attempts: run.records.length } } });
  });

  it('makes one attempt at least, and no more than were asked for', async () => {
    expect((await made(await request(['sleep', '0.05'], { plan: { attempts: 50, forMs: 1 } }))).records).toHaveLength(1);
    expect((await made(await request(['true'], { plan: { attempts: 2, forMs: 60_000 } }))).records).toHaveLength(2);
  });
});

describe('a run until so many failures', () => {
  it('ends at that number, and says why', async () => {
    const run = await made(await request(['bash', '-c', 'exit $((CASEBOOK_ATTEMPT % 2))'], { plan: { attempts: 100, untilFailures: 3 } }));
    expect(run.result.reason).toBe('enough-failures');
    expect(run.records.map(({ outcome }) => outcome)).toEqual(['fail', 'pass', 'fail', 'pass', 'fail']);
  });
});

describe('the delay', () => {
  it('stands between two attempts, not after the last one, and is cut short by a cancel', async () => {
    const spaced = await made(await request(['true'], { plan: { attempts: 3, delayMs: 200 } }));
    const [first, second] = spaced.records.map(({ startedAt }) => Date.parse(startedAt));
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(199);
    const abort = new AbortController();
    const cancelled = await made(await request(['true'], { plan: { attempts: 2, delayMs: 2_000_000_000 } }), {
      signal: abort.signal,
      onEvent: (event) => event.type === 'attempt-finished' && abort.abort(),
    });
    expect(cancelled.result.reason).toBe('cancelled');
    expect(cancelled.records).toHaveLength(1);
  });
});

describe('seeds', () => {
  it('are in each attempt and its record, and follow from that of the run', async () => {
    const run = await made(await request(['bash', '-c', 'echo $CASEBOOK_SEED'], { plan: { attempts: 2, shuffleSeed: 7 } }));
    const seeds = [attemptSeed(7, 1), attemptSeed(7, 2)];
    expect(run.records.map(({ seed }) => seed)).toEqual(seeds);
    expect([await run.log(1), await run.log(2)]).toEqual(seeds.map((seed) => `${seed}\n`));
  });

  it('are recorded where none was given', async () => {
    const { folder, records } = await made(await request(['true']));
    const { plan } = (await readRun(folder)).file;
    expect(records[0]?.seed).toBe(attemptSeed(plan.shuffleSeed ?? -1, 1));
  });
});

describe('variables of the plan', () => {
  it('reach the command as they are, and the ledger without secrets', async () => {
    const run = await made(await request(['bash', '-c', 'test ${#DB_PASSWORD} = 7 && echo $MODE'], { plan: { environment: { MODE: 'a b', DB_PASSWORD: 'hunter2' } } }));
    expect(run.records[0]?.outcome).toBe('pass');
    expect(await run.log(1)).toBe('a b\n');
    const text = await readFile(path.join(run.folder, 'run.json'), 'utf8');
    expect(text).not.toContain('hunter2');
    expect((await readRun(run.folder)).file.plan.environment).toMatchObject({ MODE: 'a b', DB_PASSWORD: expect.stringContaining('‹secret:') as string });
  });
});
