/** What `casebook run` says of real programs that fail in an order, at a place, and with a log of their own. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunSummary } from '../../src/core/report/runSummary.js';
import { casebook, lastJson } from '../support/casebook.js';
import { tempFolder } from '../support/temp.js';

/** From attempt 21 on every attempt fails, after a line that no passing attempt prints. */
const WEARS_OUT = `
const attempt = Number(process.env.CASEBOOK_ATTEMPT);
console.log(new Date().toISOString() + ' listening on 127.0.0.1:' + (40000 + attempt) + ', pid ' + process.pid);
if (attempt % 2) console.log('warm');
console.log('reserving ' + attempt);
if (attempt > 20) {
  console.log('pool exhausted, waiting');
  throw new Error('no connection for order ' + attempt);
}
console.log('stored');
`;

async function folderWith(program: string): Promise<string> {
  const root = await tempFolder();
  await writeFile(path.join(root, 'wears-out.mjs'), program);
  return root;
}

describe('casebook run', () => {
  it('sees that failures come late and in a streak, and where their log leaves a passing one', async () => {
    const root = await folderWith(WEARS_OUT);
    const { code, stdout } = await casebook(root, 'run', '-n', '30', '--', process.execPath, 'wears-out.mjs');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^10 of 30 attempts failed: failure rate 33\.3 % .* Flaky\. Failures come in streaks \(runs test, one-sided: p < 0\.0001\)/);
    expect(stdout).toMatch(/ {2}10 x Error: no connection for order 21\n {6}\S+0021\.log\n {6}late in the run\n {6}the log of attempt 21 leaves that of passing attempt 20 at line 4: "pool exhausted, waiting" instead of "stored" \(line 3\)\n/);
    // The lines are where it says.
    const [, ledger] = /^Ledger: (.+)$/m.exec(stdout) ?? [];
    const lines = (await readFile(path.join(root, ledger ?? '', 'logs', '0021.log'), 'utf8')).split('\n');
    expect(lines[3]).toBe('pool exhausted, waiting');
  });

  it('has the same as JSON, and in the work item', async () => {
    const root = await folderWith(WEARS_OUT);
    expect((await casebook(root, 'new', '--title', 'Pool')).code).toBe(0);
    const { stdout } = await casebook(root, 'run', '-n', '30', '--json', '--wi', 'WI1', '--', process.execPath, 'wears-out.mjs');
    const { verdict, signatures } = lastJson(stdout) as RunSummary;
    expect(verdict.dependence?.kind).toBe('streaks');
    expect(verdict.wilson?.low).toBeCloseTo(0.1923, 4);
    expect(signatures[0]).toMatchObject({ position: { kind: 'late' }, divergence: { failingAttempt: 21, passingAttempt: 20, failing: { text: 'pool exhausted, waiting' }, passing: { text: 'stored' } } });
    const item = await readFile(path.join(root, 'WIs', 'WI1_pool.md'), 'utf8');
    expect(item).toMatch(/, late in the run \(rank sum test, one-sided: p < 0\.0001\); first log .*\n {2}- the log of attempt 21 leaves that of passing attempt 20 at line 4: `pool exhausted, waiting` instead of `stored` \(line 3\)\n/);
  });

  it('tells the expected failure from others, which do not end it', async () => {
    const root = await folderWith('const n = Number(process.env.CASEBOOK_ATTEMPT);\nif (n % 4 === 0) throw new Error("lost an order");\nif (n === 2) throw new Error("disk is slow");\n');
    const { code, stdout } = await casebook(root, 'run', '-n', '30', '--until-failures', '2', '--expect', 'lost an order', '--', process.execPath, 'wears-out.mjs');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^2 of 8 attempts showed the expected failure, and the run stopped at failure 2: failure rate 14\.3 % .* Flaky\. .*New: 1 attempt failed in another way/);
    expect(stdout).toContain('  1 x Error: disk is slow (new: not the expected failure)\n');
  });

  it('allows for the stop at a later failure', async () => {
    const { stdout } = await casebook(await folderWith(WEARS_OUT), 'run', '-n', '30', '--until-failures', '2', '--json', '--', process.execPath, 'wears-out.mjs');
    const { verdict } = lastJson(stdout) as RunSummary;
    expect(verdict.sentence).toContain('2 of 22 attempts failed, and the run stopped at failure 2: failure rate 4.8 %');
    // Beta quantiles: python3, scipy 1.17: beta.ppf(.025, 2, 21), beta.ppf(.975, 2, 20)
    expect([verdict.rate, verdict.low, verdict.high, verdict.wilson]).toEqual([1 / 21, expect.closeTo(0.0112, 3), expect.closeTo(0.2382, 3), null]);
  });
});
