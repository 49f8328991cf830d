import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TestSummary } from '../../src/core/report/testTable.js';
import { casebook, lastJson } from '../support/casebook.js';
import { needs } from '../support/needs.js';
import { tempFolder } from '../support/temp.js';
import { works } from '../node/run/warmSupport.js';

/** Fails in every other attempt; the third one executes one test less. */
const SUITE = `import { describe, test } from 'node:test';
const attempt = Number(process.env.CASEBOOK_ATTEMPT);
describe('orders', () => {
  test('adds', () => {});
  test('counts', () => { if (attempt % 2 === 0) throw new Error('lost an order'); });
  if (attempt !== 3) test('lists', () => {});
});
`;

const TAP = ['--', process.execPath, '--test', '--test-reporter=tap', 'orders.test.mjs'];

async function workspace(config: object = {}): Promise<string> {
  const root = await tempFolder();
  await mkdir(path.join(root, '.casebook'));
  await writeFile(path.join(root, '.casebook/config.json'), JSON.stringify(config));
  await writeFile(path.join(root, 'orders.test.mjs'), SUITE);
  return root;
}

const go = needs(works('go', 'version'), 'go');

describe('casebook run, test by test', () => {
  it('gives each test that failed its rate, and leaves out an attempt that executed fewer', async () => {
    const root = await workspace();
    const { code, stdout } = await casebook(root, 'run', '-n', '6', '--json', ...TAP);
    expect(code).toBe(1);
    const summary = lastJson(stdout) as TestSummary & { outcomes: Record<string, number>; verdict: { sentence: string } };
    expect(summary.outcomes).toMatchObject({ pass: 2, fail: 3, 'fewer-tests': 1 });
    expect(summary.verdict.sentence).toContain('3 of 5 attempts failed');
    expect(summary.tests).toMatchObject([{ name: 'orders > counts', executed: 6, failed: 3, kind: 'flaky', rate: 0.5, counted: true, firstAttempt: 2 }]);
    expect(summary.testTotals).toEqual({ attempts: 6, formats: ['TAP'], executed: 3, lowest: 2, highest: 3, retried: 0, retriedTests: [] });
  });

  it('says so on the terminal and in the work item', async () => {
    const root = await workspace();
    await casebook(root, 'new', '--title', 'Orders are lost');
    const { stdout } = await casebook(root, 'run', '-n', '4', '--wi', 'WI1', ...TAP);
    expect(stdout).toContain('Attempts executed 2 to 3 tests, most of them 3 (told by TAP); 1 passing attempt executed fewer and is left out of the rate.');
    expect(stdout).toContain('  2 of 4  orders > counts: 50.0 % (6.8 % – 93.2 %)');
    const item = await readFile(path.join(root, 'WIs/WI1_orders-are-lost.md'), 'utf8');
    expect(item).toContain('| `orders > counts` | 2 of 4 | 50.0 % (6.8 % – 93.2 %) | 2, 4 |');
  });

  it('takes an attempt in which tests failed for a failure, whatever it exited with, and proves no fix by such', async () => {
    const root = await workspace();
    const run = JSON.stringify(process.execPath);
    await writeFile(path.join(root, 'test.sh'), `${run} --test --test-reporter=tap orders.test.mjs\n`);
    expect((await casebook(root, 'run', '-n', '4', '--as', 'baseline', '--', 'sh', 'test.sh')).code).toBe(1);
    // A pipe exits with its last command's code.
    await writeFile(path.join(root, 'test.sh'), `${run} --test --test-reporter=tap orders.test.mjs | cat\n`);
    const { code, stdout } = await casebook(root, 'run', '-n', '2', '--json', '--', 'sh', 'test.sh');
    expect(code).toBe(1);
    expect(lastJson(stdout)).toMatchObject({ outcomes: { pass: 1, fail: 1 }, tests: [{ name: 'orders > counts', failed: 1 }] });
    expect(stdout).toContain('It exited with 0, although 1 test failed in it (told by TAP).');
    expect((await casebook(root, 'verify')).code).toBe(1);
  });

  it('leaves out attempts that end in the middle with exit code 0, and tell nothing', async () => {
    const root = await workspace();
    await writeFile(path.join(root, 'ends.test.mjs'), "import { test } from 'node:test';\ntest('a', () => {});\ntest('b', () => { if (process.env.CASEBOOK_ATTEMPT === '2') process.exit(0); });\n");
    const { stdout } = await casebook(root, 'run', '-n', '5', '--', process.execPath, 'ends.test.mjs');
    expect(stdout).toContain('0 of 4 attempts failed');
    expect(stdout).toContain('Left out of the rate: 1 attempt told of fewer tests than planned or than the others.');
    expect(stdout).not.toContain('Passing.');
  });

  it('begins a work item with the test, the place and the rate that the run knows', async () => {
    const root = await workspace();
    const { stdout } = await casebook(root, 'run', '-n', '4', '--json', ...TAP);
    const { id, verdict } = lastJson(stdout) as { id: string; verdict: { sentence: string } };
    const made = await casebook(root, 'new', '--from', id);
    const text = await readFile(made.stdout.trim(), 'utf8');
    expect(text).toContain('- **Test**: `orders > counts`\n- **Location**: `orders.test.mjs:5`\n');
    const frequency = /^- \*\*Frequency\*\*: (.+) Run `(.+)`\.$/m.exec(text);
    expect(frequency?.[1]).toMatch(/^2 of 3 attempts failed: failure rate 66\.7 % \(95 % CI /);
    expect(verdict.sentence.startsWith(frequency?.[1] ?? '?')).toBe(true);
    expect(frequency?.[2]).toBe(id);
    expect((await casebook(root, 'check', made.stdout.trim())).stdout).not.toMatch(/claim-/);
  });

  it('reads the result files that the configuration names', async () => {
    const root = await workspace({ run: { results: ['reports/*.xml'] } });
    await mkdir(path.join(root, 'reports'));
    const { stdout } = await casebook(root, 'run', '-n', '2', '--json', '--', process.execPath, '-e', "require('fs').writeFileSync('reports/r.xml', '<testsuite name=\"s\"><testcase name=\"a\"/><testcase name=\"b\"/></testsuite>')");
    expect((lastJson(stdout) as TestSummary).testTotals).toMatchObject({ attempts: 2, formats: ['JUnit XML'], executed: 2 });
  });

  it('has no data, exit 3, where every attempt passed without a test', async () => {
    const root = await workspace();
    const { code, stdout } = await casebook(root, 'run', '-n', '2', ...TAP.toSpliced(-1, 0, '--test-name-pattern=nothing'));
    expect(code).toBe(3);
    expect(stdout).toContain('No data: 2 attempts executed no test. Check which tests the command selects.');
  });

  it.runIf(go)('says on the terminal why Go executed nothing: it repeats what it has in its cache', async () => {
    const root = await tempFolder();
    await writeFile(path.join(root, 'go.mod'), 'module example.test/orders\n\ngo 1.19\n');
    // Of its own in each run of this test, so that nothing is in the cache before.
    await writeFile(path.join(root, 'orders_test.go'), `package orders\n\nimport "testing"\n\n// ${root}\nfunc TestA(t *testing.T) { t.Log("${path.basename(root)}") }\n`);
    const { code, stdout } = await casebook(root, 'run', '-n', '3', '--', 'go', 'test', '-json', './...');
    expect(code).toBe(0);
    expect(stdout).toContain('Left out of the rate: 2 attempts executed no test.');
    expect(stdout).toContain('Noticed: 2 × ran no test: Go repeated results from its cache instead of executing the tests: go test -count=1 executes them. (first in attempt 2)');
  });
});
