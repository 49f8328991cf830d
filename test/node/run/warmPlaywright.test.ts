/** Playwright, repeated by its --repeat-each, without a browser: what is told apart are its repetitions. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { made, request } from './support.js';
import { outcomes, project, warm } from './warmSupport.js';

const TEST = `
import { expect, test } from '@playwright/test';
const attempt = Number(process.env.CASEBOOK_ATTEMPT);
test.describe('orders', () => {
  test('adds', () => { console.log(\`attempt \${attempt} seed \${process.env.CASEBOOK_SEED} worker \${process.pid} runner \${process.ppid}\`); });
  test('subtracts', async () => {
    expect(attempt, 'the store was left with orders').not.toBe(2);
    if (attempt === 4) await new Promise((resolve) => setTimeout(resolve, 3_600_000));
  });
});
test.skip('later', () => {});
`;

const CONFIG = `export default { timeout: 0, globalSetup: './setup.mjs', globalTeardown: './teardown.mjs' };`;

const files = (more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => ({
  'package.json': '{"type":"module"}',
  'playwright.config.mjs': CONFIG,
  'setup.mjs': `import { appendFileSync } from 'node:fs'; export default () => appendFileSync('setups', 'x');`,
  'teardown.mjs': `import { appendFileSync } from 'node:fs'; export default () => appendFileSync('teardowns', 'x');`,
  'orders.spec.js': TEST,
  ...more,
});

describe('a warm run of Playwright', () => {
  it('makes an attempt of each repetition, with one set-up and a worker for each, and goes on in a new process after a hang', async () => {
    const root = await project(files(), true);
    const run = await warm('playwright', root, ['npx', 'playwright', 'test', 'orders', '--workers=4', '--reporter', 'dot'], { attempts: 5, timeoutMs: 20_000, graceMs: 2_000, shuffleSeed: 7 });
    expect(outcomes(run.records)).toBe('pass fail pass timeout pass');
    expect(run.result).toMatchObject({ reason: 'completed', attempts: 5 });
    const [first, second, , fourth] = run.records;
    expect(first).toMatchObject({ exitCode: null, tests: { format: 'Playwright', executed: 2, failed: 0, skipped: 1 } });
    expect(second?.tests).toMatchObject({ executed: 2, failed: 1, failures: ['orders.spec.js > orders > subtracts'] });
    expect(second?.signature?.title).toContain('the store was left with orders');
    expect(fourth?.reason).toContain('the next ones ran in a new one');
    const told = await Promise.all([1, 2, 3, 5].map(async (attempt) => /attempt (\d+) seed (\d+) worker (\d+) runner (\d+)/.exec(await run.log(attempt)) ?? []));
    expect(told.map(([, attempt]) => attempt)).toEqual(['1', '2', '3', '5']);
    expect(told.map(([, , seed]) => Number(seed))).toEqual([1, 2, 3, 5].map((attempt) => run.records[attempt - 1]?.seed));
    expect(new Set(told.map(([, , , worker]) => worker)).size).toBe(4);
    const [one, two, three, five] = told.map(([, , , , runner]) => runner);
    expect([one === two, two === three, three === five]).toEqual([true, true, false]);
    expect(await readFile(path.join(root, 'setups'), 'utf8')).toBe('xx');
    // Seven workers start, and a hang is waited for.
  }, 240_000);

  it('stops at the first failure, and puts away what the tests share', async () => {
    const root = await project(files(), true);
    const run = await warm('playwright', root, ['npx', 'playwright', 'test'], { attempts: 100, untilFailures: 1 });
    expect(outcomes(run.records)).toBe('pass fail');
    expect(run.result.reason).toBe('first-failure');
    expect(await readFile(path.join(root, 'teardowns'), 'utf8')).toBe('x');
  });

  it.each([
    ['tests of several files', { 'other.spec.js': TEST }, [], /tests of 2 files or projects, and Playwright repeats each of them by itself: name one file/],
    ['tests that are tried again', { 'playwright.config.mjs': 'export default { retries: 1 };' }, [], /try failed tests again \(retries\).*add --retries=0/],
  ])('refuses %s', async (_, more, args, message) => {
    const run = await warm('playwright', await project(files(more), true), ['npx', 'playwright', 'test', ...args], { attempts: 3 });
    expect(outcomes(run.records)).toBe('infra');
    expect(run.result).toMatchObject({ reason: 'error', message: expect.stringMatching(message) as string });
  });

  it('has no tests where nothing matches, and fails where a file cannot be loaded', async () => {
    const root = await project(files({ 'broken.spec.js': 'throw new Error("no price list");' }), true);
    expect(outcomes((await warm('playwright', root, ['npx', 'playwright', 'test', 'orders', '-g', 'nothing'], { attempts: 2 })).records)).toBe('no-tests no-tests');
    const broken = await warm('playwright', root, ['npx', 'playwright', 'test', 'broken'], { attempts: 1 });
    expect(broken.records[0]).toMatchObject({ outcome: 'fail' });
    expect(broken.records[0]?.signature?.title).toContain('no price list');
  });

  it('is cancelled in the middle of a repetition, and cannot be made where Playwright is not installed', async () => {
    const root = await project(files({ 'orders.spec.js': TEST.replace('attempt === 4', '!(await import("node:fs")).writeFileSync("running", "x")') }), true);
    const cancel = new AbortController();
    const poll = setInterval(() => existsSync(path.join(root, 'running')) && cancel.abort(), 50);
    const run = await made(await request(['npx', 'playwright', 'test'], { root, plan: { attempts: 5, warm: { framework: 'playwright' } } }), { signal: cancel.signal });
    clearInterval(poll);
    expect(outcomes(run.records)).toBe('cancelled');
    const absent = await warm('playwright', await project({}), ['npx', 'playwright', 'test'], { attempts: 3 });
    expect(absent.result).toMatchObject({ reason: 'error', message: expect.stringContaining('Playwright is not installed') as string });
  });
});
