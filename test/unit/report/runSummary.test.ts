import { expect, test } from 'vitest';
import { runSummary } from '../../../src/core/report/runSummary.js';
import { attemptsOf, evidenceOf, LOST, RESET, RUN } from '../run/events.js';

test('the last document of a run has the numbers, the verdict and the failures', () => {
  const evidence = evidenceOf(attemptsOf([96, 'pass'], [3, 'fail'], [1, 'crash', { signature: RESET }], [1, 'infra']));
  expect(runSummary(evidence, '.casebook/runs/x')).toEqual({
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
    },
    signatures: [{ id: LOST.id, title: LOST.title, count: 3, location: LOST.location }, { id: RESET.id, title: RESET.title, count: 1 }],
    ledger: '.casebook/runs/x',
  });
});

test('without an attempt that counts its numbers are null, also as JSON', () => {
  const { n, verdict } = JSON.parse(JSON.stringify(runSummary(evidenceOf(attemptsOf([2, 'infra'])), 'x'))) as ReturnType<typeof runSummary>;
  expect([n, verdict.kind, verdict.rate, verdict.low, verdict.high]).toEqual([2, 'no-data', null, null, null]);
});
