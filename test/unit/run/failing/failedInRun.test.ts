import { expect, test } from 'vitest';
import type { AttemptTests } from '../../../../src/core/run/events.js';
import { byFailures, failedInRun } from '../../../../src/core/run/failing/failedInRun.js';
import { DEFAULT_PLAN } from '../../../../src/core/run/plan.js';
import { runEvidence, type RunSketch } from '../../../support/runEvidence.js';

const told = (...failures: readonly string[]): AttemptTests => ({ format: 'Vitest JSON', executed: 3, failed: failures.length, skipped: 0, set: 'abc', failures });

/** A run whose attempts fail in the tests given, each attempt with a failure of its own. */
function runOf(failures: readonly (readonly string[])[], change: Partial<RunSketch> = {}) {
  const evidence = runEvidence({
    outcomes: failures.map((names) => (names.length > 0 ? 'fail' : 'pass')),
    testsAt: (index) => told(...(failures[index] ?? [])),
    signatureAt: (index) => ({ id: `f${index}`, title: `failure of attempt ${index + 1}`, location: { file: 'tests/a.test.ts', line: 10 + index } }),
    ...change,
  });
  return failedInRun(evidence, byFailures(evidence.failedTests));
}

test('most failures come first, of equals by name', () => {
  expect(runOf([['b'], ['c', 'a'], ['c']]).map(({ name, failed, executed }) => `${name}: ${failed} of ${executed}`)).toEqual(['c: 2 of 3', 'a: 1 of 3', 'b: 1 of 3']);
});

test('the attempt that tells of a test is the first in which no other failed, else its first', () => {
  const [adds, never] = runOf([['adds', 'never'], [], ['adds']]);
  expect(adds).toMatchObject({ name: 'adds', attempt: 3, title: 'failure of attempt 3', log: 'logs/0001.log' });
  expect(adds?.failedAt).toEqual([{ files: ['tests/a.test.ts'], line: 12, alone: true }, { files: ['tests/a.test.ts'], line: 10, alone: false }]);
  expect(never).toMatchObject({ name: 'never', attempt: 1, title: 'failure of attempt 1' });
  expect(never?.failedAt).toEqual([{ files: ['tests/a.test.ts'], line: 10, alone: false }]);
});

test('of an attempt that failed as an earlier one did, neither words nor place are taken: they are of the other', () => {
  const alike = { id: 'same', title: 'expected 1 to be 2', location: { file: 'tests/a.test.ts', line: 4 } };
  const [first, second] = runOf([['is 1'], ['equals 5']], { signatureAt: () => alike }).sort((one, other) => one.attempt - other.attempt);
  expect(first).toMatchObject({ name: 'is 1', attempt: 1, title: 'expected 1 to be 2', failedAt: [{ line: 4, alone: true }] });
  expect(second).toMatchObject({ name: 'equals 5', attempt: 2, failedAt: [{ line: 4, alone: false }] });
  expect(second).not.toHaveProperty('title');
});

test('beside a test that failed oftener than its attempts are kept no other one is alone', () => {
  const tests = runOf([...Array.from({ length: 25 }, () => ['often']), ['once']]);
  expect(tests.map(({ name, failedAt }) => [name, failedAt.every(({ alone }) => alone)])).toEqual([['often', true], ['once', false]]);
});

test('what stands around a test is told apart from its own name', () => {
  const parts = (name: string) => runOf([[name]]).map(({ own, around }) => [around, own]);
  expect(parts('tests/a.test.ts > orders > adds')).toEqual([['tests/a.test.ts > orders', 'adds']]);
  expect(parts('adds')).toEqual([[undefined, 'adds']]);
  expect(parts('adds > ')).toEqual([[undefined, 'adds > ']]);
});

test('the files that a name names are tried', () => {
  const files = (name: string) => runOf([[name]]).flatMap(({ named }) => named);
  expect(files('tests/b.test.ts > orders > adds')).toEqual([{ file: 'tests/b.test.ts' }]);
  expect(files('[chromium] > e2e/a.spec.ts:5:3 > cart > adds')).toEqual([{ file: 'e2e/a.spec.ts', line: 5 }]);
  expect(files('tests.test_a.TestA > test_b').map(({ file }) => file)).toContain('tests/test_a.py');
  expect(files('tests/test_a.py > TestA::test_b')).toEqual([{ file: 'tests/test_a.py' }]);
  expect(files('adds')).toEqual([]);
});

test('go names a file by itself: it is tried in the folders of its package', () => {
  const [failed] = runOf([['example.com/shop/orders > TestPrices']], { signatureAt: () => ({ id: 'a', title: 'boom', location: { file: 'orders_test.go', line: 7 } }) });
  expect(failed?.failedAt[0]?.files).toContain('orders/orders_test.go');
});

test('a run that a failure ended says so', () => {
  expect(runOf([[], ['adds']], { run: { plan: { ...DEFAULT_PLAN, untilFailures: 1 } } })).toMatchObject([{ stopped: true }]);
  expect(runOf([[], ['adds']])).toMatchObject([{ stopped: false }]);
});
