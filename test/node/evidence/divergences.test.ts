import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { withDivergences } from '../../../src/node/evidence/divergences.js';
import { attemptsOf, evidenceOf, RESET } from '../../unit/run/events.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'casebook-divergences-'));
  await mkdir(path.join(folder, 'logs'));
});

afterEach(() => rm(folder, { recursive: true }));

const EVIDENCE = evidenceOf(attemptsOf([2, 'pass'], [2, 'fail'], [1, 'pass'], [1, 'fail', { signature: RESET }], [1, 'pass']));

function log(attempt: number, ...lines: string[]): Promise<void> {
  return writeFile(path.join(folder, 'logs', `000${attempt}.log`), lines.map((line) => `${line}\n`).join(''));
}

async function found() {
  return (await withDivergences(folder, EVIDENCE)).groups.map(({ divergence }) => divergence);
}

describe('the logs of a run', () => {
  test('tell for each way to fail where it leaves the nearest passing attempt', async () => {
    for (const attempt of [1, 2, 5, 7]) await log(attempt, 'start', 'committed');
    await log(3, 'start', 'lost');
    await log(4, 'start', 'never read');
    await log(6, 'start', 'committed', 'reset by peer');
    expect(await found()).toEqual([
      { failingAttempt: 3, passingAttempt: 2, failing: { line: 2, text: 'lost' }, passing: { line: 2, text: 'committed' } },
      { failingAttempt: 6, passingAttempt: 5, failing: { line: 3, text: 'reset by peer' } },
    ]);
  });

  test('that were removed are passed over', async () => {
    await log(3, 'start', 'lost');
    await log(7, 'start', 'committed');
    expect(await found()).toEqual([expect.objectContaining({ failingAttempt: 3, passingAttempt: 7 }), undefined]);
  });

  test('tell nothing where no passing one is left', async () => {
    await log(3, 'start', 'lost');
    expect(await withDivergences(folder, EVIDENCE)).toBe(EVIDENCE);
  });

  test('are read in bounded size', async () => {
    const long = Array.from({ length: 40_000 }, (_, index) => `wörd ${'abc'.charAt(index % 3)}`);
    await log(2, ...long, 'committed');
    await log(3, ...long, 'lost');
    expect(await found()).toEqual([undefined, undefined]);
  });
});
