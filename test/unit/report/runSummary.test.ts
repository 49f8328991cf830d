import { expect, test } from 'vitest';
import { runSummary } from '../../../src/core/report/runSummary.js';
import { attemptsOf, evidenceOf, LOST, RESET, RUN } from '../run/events.js';

test('the last document of a run has the numbers, the verdict and the failures', () => {
  const evidence = evidenceOf(attemptsOf([96, 'pass'], [3, 'fail'], [1, 'crash', { signature: RESET }], [1, 'infra']));
  expect(runSummary(evidence, '.casebook/runs/x')).toMatchObject({
    id: RUN.id,
    n: 101,
    outcomes: { pass: 96, fail: 3, timeout: 0, crash: 1, leak: 0, infra: 1, 'no-tests': 0, 'fewer-tests': 0, cancelled: 0 },
    verdict: {
      kind: 'flaky',
      sentence: '4 of 100 attempts failed: failure rate 4.0 % (95 % CI 1.1 % – 9.9 %). Flaky. Left out of the rate: 1 attempt could not be started. Failures come in streaks (runs test, one-sided: p < 0.0001): attempts are not independent, so the interval is too narrow.',
      rate: 0.04,
      low: expect.closeTo(0.011, 3) as number,
      high: expect.closeTo(0.0993, 3) as number,
      confidence: 0.95,
      // Python 3.11, scipy 1.17: binomtest(4, 100).proportion_ci(.95, 'wilson')
      wilson: { low: expect.closeTo(0.0156633, 6) as number, high: expect.closeTo(0.0983707, 6) as number },
    },
    signatures: [{ id: LOST.id, title: LOST.title, count: 3, location: LOST.location }, { id: RESET.id, title: RESET.title, count: 1 }],
    tests: [],
    testTotals: null,
    ledger: '.casebook/runs/x',
  });
});

test('without an attempt that counts its numbers are null, also as JSON', () => {
  const { n, verdict } = JSON.parse(JSON.stringify(runSummary(evidenceOf(attemptsOf([2, 'infra'])), 'x'))) as ReturnType<typeof runSummary>;
  expect([n, verdict.kind, verdict.rate, verdict.low, verdict.high, verdict.wilson]).toEqual([2, 'no-data', null, null, null, null]);
});

test('a run that a failure ended has no interval of Wilson, which knows nothing of such an end', () => {
  const evidence = evidenceOf(attemptsOf([7, 'pass'], [3, 'fail']), { plan: { attempts: 100, untilFailures: 3 }, result: { reason: 'enough-failures', endedAt: '' } });
  expect(runSummary(evidence, 'x').verdict).toMatchObject({ wilson: null, rate: 2 / 9 });
});

test('signatures tell where in the run they stand, what is new, and where the logs part', () => {
  const evidence = evidenceOf(attemptsOf([5, 'fail', { expected: true }], [60, 'pass'], [1, 'fail', { signature: RESET, expected: false }]), { plan: { expect: 'expected 0' } });
  const divergence = { failingAttempt: 1, passingAttempt: 6, failing: { line: 3, text: 'boom' } };
  const { signatures, verdict } = runSummary({ ...evidence, groups: evidence.groups.map((group, index) => (index === 0 ? { ...group, divergence } : group)) }, 'x');
  expect(signatures).toEqual([
    { id: LOST.id, title: LOST.title, count: 5, location: LOST.location, others: 0, position: { kind: 'early', p: expect.closeTo(0.0001, 4) as number }, divergence },
    { id: RESET.id, title: RESET.title, count: 1, others: 1 },
  ]);
  expect(verdict.otherFailures).toBe(1);
  expect(verdict.dependence).toEqual({ kind: 'streaks', p: expect.any(Number) as number });
  expect(verdict).not.toHaveProperty('drift');
});
