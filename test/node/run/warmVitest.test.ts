/** Vitest, repeated through its node API, with the one that runs this. */
import { describe, expect, it } from 'vitest';
import { made, request } from './support.js';
import { outcomes, project, warm } from './warmSupport.js';

const TEST = `
import { expect, test } from 'vitest';
const attempt = Number(process.env.CASEBOOK_ATTEMPT);
test('adds', () => { console.log(\`attempt \${attempt} of \${process.ppid}\`); });
test('subtracts', async () => {
  expect(attempt, 'the store was left with orders').not.toBe(2);
  if (attempt === 3) await new Promise((resolve) => setTimeout(resolve, 3_600_000));
  if (attempt === 5) process.kill(process.ppid, 'SIGKILL');
}, 0);
test.skip('later', () => {});
`;

describe('a warm run of Vitest', () => {
  it('makes an attempt of each repetition, goes on in a new process after a hang and a crash', async () => {
    const root = await project({ 'package.json': '{"type":"module"}', 'orders.test.js': TEST }, true);
    const run = await warm('vitest', root, ['npx', 'vitest', 'run', 'orders'], { attempts: 7, timeoutMs: 8_000, graceMs: 200 });
    expect(outcomes(run.records)).toBe('pass fail timeout pass crash pass pass');
    expect(run.result).toMatchObject({ reason: 'completed', attempts: 7 });
    const [first, second, third, , fifth] = run.records;
    expect(first).toMatchObject({ exitCode: null, signal: null, tests: { format: 'Vitest', executed: 2, failed: 0, skipped: 1 } });
    expect(second?.tests).toMatchObject({ executed: 2, failed: 1, failures: ['orders.test.js > subtracts'] });
    expect(second?.signature?.title).toContain('the store was left with orders');
    expect(second?.signature?.location).toMatchObject({ file: 'orders.test.js' });
    expect(third?.reason).toContain('the next ones ran in a new one');
    expect(fifth).toMatchObject({ signal: 'SIGKILL' });
    const drivers = await Promise.all([1, 2, 4, 6, 7].map(async (attempt) => /attempt (\d+) of (\d+)/.exec(await run.log(attempt)) ?? []));
    expect(drivers.map(([, attempt]) => attempt)).toEqual(['1', '2', '4', '6', '7']);
    const [one, two, four, six, seven] = drivers.map(([, , process]) => process);
    expect([one === two, two === four, four === six, six === seven]).toEqual([true, false, false, true]);
  });

  it('fails for an error beside the tests, and has no tests where no file matches', async () => {
    const root = await project({ 'package.json': '{"type":"module"}', 'broken.test.js': 'throw new Error("no price list");' }, true);
    const broken = await warm('vitest', root, ['npx', 'vitest', 'run'], { attempts: 1 });
    expect(broken.records[0]).toMatchObject({ outcome: 'fail', tests: { executed: 0 } });
    expect(broken.records[0]?.signature?.title).toContain('no price list');
    expect(outcomes((await warm('vitest', root, ['npx', 'vitest', 'run', 'nothing'], { attempts: 2 })).records)).toBe('no-tests no-tests');
  });

  it('cannot be made where Vitest is not installed, and says so', async () => {
    const run = await warm('vitest', await project({}), ['npx', 'vitest', 'run'], { attempts: 3 });
    expect(outcomes(run.records)).toBe('infra');
    expect(run.result).toMatchObject({ reason: 'error', message: expect.stringContaining('Vitest is not installed') as string });
  });

  it('is cancelled in the middle of a repetition', async () => {
    const root = await project({ 'package.json': '{"type":"module"}', 'orders.test.js': TEST.replaceAll('attempt === 3', 'attempt === 1') }, true);
    const cancel = new AbortController();
    const run = await made(await request(['npx', 'vitest', 'run'], { root, plan: { attempts: 5, warm: { framework: 'vitest' } } }), {
      signal: cancel.signal,
      onEvent: (event) => event.type === 'attempt-started' && setTimeout(() => cancel.abort(), 300),
    });
    expect(outcomes(run.records)).toBe('cancelled');
    expect(run.result.reason).toBe('cancelled');
  });
});
