/** A run whose own process stood still (Ctrl-Z, a machine without a free processor) blames no attempt for it. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { AttemptRecord } from '../../../src/core/run/events.js';
import type { RunPlan } from '../../../src/core/run/plan.js';
import { made, request, standStill } from './support.js';

/** Makes one attempt, and lets this process stand still as soon as the command has begun. */
async function attemptBeside(script: string, stillMs: number, plan: Partial<RunPlan>): Promise<AttemptRecord> {
  const asked = await request(['bash', '-c', `touch begun; ${script}`], { plan });
  const running = made(asked);
  await vi.waitUntil(() => existsSync(path.join(asked.cwd, 'begun')), { timeout: 10_000, interval: 5 });
  await standStill(stillMs);
  const [record] = (await running).records;
  if (!record) throw new Error('There was no attempt');
  return record;
}

describe('while casebook stands still, a command', () => {
  it('that ends has not timed out, and its duration is told as a bound', async () => {
    const record = await attemptBeside('sleep 0.3', 2_500, { timeoutMs: 1_000 });
    expect(record).toMatchObject({ outcome: 'pass', exitCode: 0 });
    expect(record.durationMs).toBeGreaterThan(1_000);
    expect(record.reason).toMatch(/stood still .*: its duration is an upper bound\.$/);
  });

  it('that goes on longer than it may has timed out', async () => {
    expect(await attemptBeside('sleep 1000', 1_500, { timeoutMs: 1_000, graceMs: 0 })).toMatchObject({ outcome: 'timeout', signal: 'SIGKILL' });
  });

  it('whose output closes in time has not leaked', async () => {
    const record = await attemptBeside('(sleep 0.15; echo late) & exit 0', 1_000, {});
    expect(record.outcome).toBe('pass');
  });
});

describe('beside a process that goes on', () => {
  it('nothing is said of durations', async () => {
    const run = await made(await request(['sleep', '0.05'], { plan: { attempts: 3 } }));
    for (const record of run.records) expect(record).not.toHaveProperty('reason');
  });
});
