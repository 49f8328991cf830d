import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OUTCOMES, type Outcome } from '../../../src/core/run/outcome.js';
import type { Tally } from '../../../src/core/run/tally.js';
import { verdictOf, type Verdict } from '../../../src/core/run/verdict.js';

function tally(counts: Partial<Record<Outcome, number>>, more: Partial<Tally> = {}): Tally {
  const outcomes = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, counts[outcome] ?? 0])) as Record<Outcome, number>;
  const planned = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
  return { outcomes, planned, purpose: 'repeat', endReason: 'completed', ...more };
}

function said(counts: Partial<Record<Outcome, number>>, more: Partial<Tally> = {}): [Verdict['kind'], string] {
  const { kind, sentence } = verdictOf(tally(counts, more));
  return [kind, sentence];
}

describe('a run whose attempts all count', () => {
  test('is flaky if some fail', () => {
    expect(said({ pass: 97, fail: 1, timeout: 1, crash: 1 })).toEqual(['flaky', '3 of 100 attempts failed: failure rate 3.0 % (95 % CI 0.6 % – 8.5 %). Flaky.']);
    const { rate, low, high, confidence } = verdictOf(tally({ pass: 97, fail: 3 }));
    expect([rate, low, high, confidence]).toEqual([0.03, expect.closeTo(0.00623, 5), expect.closeTo(0.08518, 5), 0.95]);
  });

  test('is consistently failing, not flaky, if all fail', () => {
    expect(said({ fail: 100 })).toEqual(['consistently-failing', '100 of 100 attempts failed: failure rate 100 % (95 % CI 96.4 % – 100 %). Consistently failing.']);
  });

  test('claims little after a single failure', () => {
    expect(said({ fail: 1 })).toEqual([
      'consistently-failing',
      '1 of 1 attempt failed: failure rate 100 % (95 % CI 2.5 % – 100 %). Failing, as far as a single attempt can tell: repeat it to tell a flaky test from one that always fails.',
    ]);
  });

  test('bounds the rate if none fails, and does not call it 0 %', () => {
    expect(said({ pass: 100 })).toEqual(['passing', '0 of 100 attempts failed: failure rate at most 2.95 % (95 % one-sided bound). Passing.']);
    expect(said({ pass: 1 })).toEqual(['passing', '0 of 1 attempt failed: failure rate at most 95.0 % (95 % one-sided bound). Passing, as far as a single attempt can tell.']);
    const { rate, low, high } = verdictOf(tally({ pass: 100 }));
    expect([rate, low, high]).toEqual([0, 0, expect.closeTo(0.0295, 4)]);
  });

  test('has not reproduced the failure if it was made for that', () => {
    expect(said({ pass: 20 }, { purpose: 'reproduce' })).toEqual(['not-reproduced', '0 of 20 attempts failed: failure rate at most 13.9 % (95 % one-sided bound). The failure was not reproduced.']);
    expect(said({ pass: 19, fail: 1 }, { purpose: 'reproduce' })[0]).toBe('flaky');
  });

  test('passes with a warning if attempts leak', () => {
    expect(said({ pass: 8, leak: 2 })).toEqual([
      'passing',
      '0 of 10 attempts failed: failure rate at most 25.9 % (95 % one-sided bound). Passing. Warning: 2 attempts passed but left processes behind or held the output open (leak).',
    ]);
    expect(said({ pass: 8, leak: 1, fail: 1 })[1]).toContain('1 of 10 attempts failed');
    expect(said({ pass: 8, leak: 1, fail: 1 })[1]).toContain('Warning: 1 attempt passed but left');
  });
});

describe('a run that stopped at its first failure', () => {
  const stopped = { stoppedAt: 1, endReason: 'first-failure', planned: 100 } as const;

  test('is flaky from the second attempt on, and says that the rate is biased', () => {
    expect(said({ pass: 4, fail: 1 }, stopped)).toEqual([
      'flaky',
      'The first failure came after 4 passing attempts, and the run stopped there: failure rate between 0.5 % and 60.2 % (95 % CI). Flaky. Stopping at the first failure biases the rate: 1 of 5 is no estimate of it.',
    ]);
    expect(said({ pass: 1, crash: 1 }, stopped)[1]).toContain('after 1 passing attempt,');
  });

  test('is inconclusive after a single attempt', () => {
    expect(said({ timeout: 1 }, stopped)).toEqual([
      'inconclusive',
      'The first attempt failed, and the run stopped there: failure rate between 2.5 % and 100 % (95 % CI). Inconclusive: one failure does not tell a flaky test from one that always fails, and stopping there biases the rate. Repeat it without stopping: if at least 1 attempt in 10 passes, 29 show it with 95 % confidence.',
    ]);
  });

  test('counts only what passed before, whatever else was running', () => {
    const { low, high } = verdictOf(tally({ pass: 4, fail: 2, cancelled: 2 }, stopped));
    expect(verdictOf(tally({ pass: 4, fail: 1 }, stopped))).toMatchObject({ low, high });
  });

  test('needs no such care if no attempt failed', () => {
    expect(said({ pass: 100 }, { planned: 100 })[0]).toBe('passing');
  });
});

describe('a run that is not whole', () => {
  test.each([
    ['cancelled', 'The run was cancelled after 30 of 100 attempts.'],
    ['interrupted', 'The run was interrupted after 30 of 100 attempts.'],
    ['error', 'The run was ended by an error after 30 of 100 attempts.'],
    [undefined, 'The run has not ended: 30 of 100 attempts so far.'],
  ] as const)('says so (%s)', (endReason, sentence) => {
    const { kind, remarks } = verdictOf({ outcomes: tally({ pass: 30, cancelled: 2 }).outcomes, planned: 100, purpose: 'reproduce', ...(endReason ? { endReason } : {}) });
    expect([kind, remarks]).toEqual(['inconclusive', [sentence, 'Inconclusive: 70 more attempts that count are needed for the planned 100, which bound the rate at 2.95 % if none fails.']]);
    expect(verdictOf({ outcomes: tally({ pass: 29, fail: 1 }).outcomes, planned: 100, purpose: 'repeat', ...(endReason ? { endReason } : {}) })).toMatchObject({ kind: 'flaky', remarks: ['Flaky.', sentence] });
  });

  test('counts what is left out, and says how many are missing', () => {
    expect(said({ pass: 95, 'no-tests': 3, 'fewer-tests': 1, infra: 1 })).toEqual([
      'inconclusive',
      '0 of 95 attempts failed: failure rate at most 3.10 % (95 % one-sided bound). Left out of the rate: 1 attempt could not be started, 3 attempts executed no test and 1 attempt told of fewer tests than planned or than the others. ' +
        'Inconclusive: 5 more attempts that count are needed for the planned 100, which bound the rate at 2.95 % if none fails.',
    ]);
    expect(said({ pass: 9, infra: 1 })[1]).toContain('1 more attempt that counts is needed');
    expect(said({ pass: 8, fail: 1, infra: 1 })).toEqual(['flaky', expect.stringContaining('1 of 9 attempts failed')]);
  });

  test('never passes when its ledger is damaged, and does not take a stop at the first failure for a rate', () => {
    expect(said({ pass: 100 }, { planned: 100, endReason: 'damaged' })).toEqual(['inconclusive', expect.stringContaining('The ledger is damaged: 100 of 100 attempts can be read. Inconclusive.')]);
    expect(said({ pass: 4, fail: 1 }, { planned: 100, endReason: 'damaged', stoppedAt: 1 })).toEqual(['flaky', expect.stringMatching(/the run stopped there: .* The ledger is damaged: 5 of 100 attempts can be read\./)]);
  });

  test('is conclusive if the proof was decided early', () => {
    expect(said({ pass: 29 }, { planned: 100, endReason: 'decided' })[0]).toBe('passing');
    expect(said({ pass: 20, fail: 2 }, { planned: 100, endReason: 'decided' })).toEqual(['flaky', expect.stringMatching(/Flaky\. The run ended as soon as its question was decided, so its rate and interval are rough\.$/)]);
  });
});

describe('a run that stopped at a later failure', () => {
  const stopped = { stoppedAt: 3, endReason: 'enough-failures', planned: 100 } as const;

  test('has an unbiased rate and an interval for how it ended', () => {
    // (3 − 1) / (10 − 1); Beta(.025; 3, 8), Beta(.975; 3, 7)
    expect(said({ pass: 7, fail: 3 }, stopped)).toEqual([
      'flaky',
      '3 of 10 attempts failed, and the run stopped at failure 3: failure rate 22.2 % (95 % CI 6.7 % – 60.0 %). Flaky. Stopping there biases 3 of 10; the rate and its interval allow for that.',
    ]);
    expect(verdictOf(tally({ pass: 7, fail: 3 }, stopped)).rate).toBeCloseTo(2 / 9, 15);
  });

  test('is consistently failing if nothing else happened', () => {
    expect(said({ fail: 3 }, stopped)).toEqual(['consistently-failing', '3 of 3 attempts failed, and the run stopped at failure 3: failure rate 100 % (95 % CI 29.2 % – 100 %). Consistently failing.']);
  });

  test('does not count what failed beside the last failure', () => {
    expect(verdictOf(tally({ pass: 7, fail: 5, cancelled: 2 }, stopped))).toMatchObject({ rate: 2 / 9, headline: expect.stringContaining('3 of 10 attempts') as string });
  });
});

describe('a run that expects a failure', () => {
  test('tells its rate, and others apart', () => {
    expect(said({ pass: 94, fail: 5, crash: 1 }, { otherFailures: 2 })).toEqual([
      'flaky',
      '4 of 100 attempts showed the expected failure: failure rate 4.0 % (95 % CI 1.1 % – 9.9 %). Flaky. New: 2 attempts failed in another way: 2.0 % (95 % CI 0.2 % – 7.0 %).',
    ]);
    expect(said({ pass: 1, fail: 1 }, { otherFailures: 0 })[1]).not.toContain('New');
    expect(said({ fail: 10 }, { otherFailures: 3, untoldFailures: 2 })).toEqual([
      'consistently-failing',
      'Between 7 and 9 of 10 attempts showed the expected failure: failure rate between 34.8 % and 99.7 % (95 % CI of the fewest and the most). Consistently failing. Of 2 failures it could not be told in time whether it is the expected one: simplify the expression of --expect. New: 1 attempt failed in another way: 10.0 % (95 % CI 0.3 % – 44.5 %).',
    ]);
    expect(verdictOf(tally({ pass: 8, fail: 2 }, { otherFailures: 2, untoldFailures: 2 }))).toMatchObject({ kind: 'flaky', rate: null, low: 0, high: expect.closeTo(0.5561, 4) as number });
    expect(said({ fail: 10 }, { otherFailures: 3 })).toEqual(['consistently-failing', expect.stringMatching(/^7 of 10 attempts showed the expected failure: failure rate 70\.0 %.*New: 3 attempts/)]);
  });

  test('bounds its rate by the attempts that passed, where only others were seen', () => {
    expect(said({ pass: 97, fail: 3 }, { otherFailures: 3 })).toEqual([
      'flaky',
      '0 of 100 attempts showed the expected failure: failure rate at most 3.04 % (95 % one-sided bound from the 97 attempts that passed). Flaky, but not with the expected failure. New: 3 attempts failed in another way: 3.0 % (95 % CI 0.6 % – 8.5 %).',
    ]);
    expect(said({ pass: 97, fail: 3 }, { otherFailures: 3, purpose: 'reproduce' })).toEqual(['not-reproduced', expect.stringContaining('The expected failure was not reproduced. New: 3')]);
    expect(verdictOf(tally({ fail: 3 }, { otherFailures: 3 }))).toMatchObject({ kind: 'consistently-failing', rate: 0, low: 0, high: 1, headline: '0 of 3 attempts showed the expected failure, but all failed in another way.' });
  });

  test('passes if nothing failed', () => {
    expect(said({ pass: 100 }, { otherFailures: 0 })).toEqual(['passing', '0 of 100 attempts showed the expected failure: failure rate at most 2.95 % (95 % one-sided bound). Passing.']);
  });
});

test('failures that the plan names as infrastructure are not said to be unable to start', () => {
  expect(said({ pass: 7, fail: 1, infra: 2 }, { namesInfra: true })[1]).toContain('Left out of the rate: 2 attempts could not be started or failed as --infra describes.');
  expect(said({ infra: 2 }, { namesInfra: true })).toEqual(['no-data', 'No data: 2 attempts could not be started or failed as --infra describes. Check the infrastructure that the command needs, and what --infra matches.']);
});

describe('a run without a planned number of attempts', () => {
  test('is whole when its time is up', () => {
    expect(said({ pass: 37 }, { planned: undefined })).toEqual(['passing', '0 of 37 attempts failed: failure rate at most 7.78 % (95 % one-sided bound). Passing.']);
  });

  test('that was ended says how many attempts would bound the rate', () => {
    expect(said({ pass: 37 }, { planned: undefined, endReason: 'cancelled' })[1]).toContain('The run was cancelled after 37 attempts. Inconclusive: 22 more attempts without a failure would bound the rate at 5.0 %.');
    expect(said({ pass: 59 }, { planned: undefined, endReason: 'cancelled' })[1]).toContain('Inconclusive: 240 more attempts without a failure would bound the rate at 1.0 %.');
    expect(said({ pass: 299 }, { planned: undefined, endReason: 'cancelled' })[1]).toMatch(/after 299 attempts\. Inconclusive\.$/);
    expect(said({ pass: 37 }, { planned: undefined, endReason: undefined })[1]).toContain('The run has not ended: 37 attempts so far.');
  });
});

describe('attempts that are not independent', () => {
  const last = (more: Partial<Tally>): string | undefined => verdictOf(tally({ pass: 90, fail: 10 }, more)).remarks.at(-1);

  test('are remarked with the test that says so', () => {
    expect(last({ dependence: { kind: 'streaks', p: 0.000212 } })).toBe('Failures come in streaks (runs test, one-sided: p = 0.000212): attempts are not independent, so the interval is too narrow.');
    expect(last({ dependence: { kind: 'alternation', p: 0.004 } })).toBe('Failures and passes take turns (runs test, one-sided: p = 0.004): attempts are not independent, so the interval is only a rough guide.');
    expect(last({ drift: { kind: 'slower', fromMs: 21, toMs: 35, rho: 0.6204, p: 1e-9 } })).toBe(
      "Attempts got slower: 21 ms in the median of the first quarter of those that passed, 35 ms in the last (Spearman's rank correlation 0.62, p < 0.0001).",
    );
  });
});

describe('without an attempt that counts there is no data', () => {
  test.each([
    [{ infra: 2 }, {}, 'No data: 2 attempts could not be started. Check the command and the folder it runs in.'],
    [{ infra: 2 }, { hasBefore: true }, 'No data: 2 attempts could not be started or did not get past --before. Check the commands, that of --before first, and the folder they run in.'],
    [{ 'no-tests': 5 }, {}, 'No data: 5 attempts executed no test. Check which tests the command selects.'],
    [{ cancelled: 1 }, { endReason: 'cancelled', planned: 10 }, 'No data: no attempt has ended before the run was cancelled.'],
    [{}, { endReason: 'interrupted', planned: 10 }, 'No data: no attempt has ended before the run was interrupted.'],
    [{ infra: 1 }, { endReason: 'error', planned: 10 }, 'No data: 1 attempt could not be started. The run was ended by an error after 1 of 10 attempts. Check the command and the folder it runs in.'],
  ] as const)('%j %j', (counts, more, sentence) => {
    expect(verdictOf(tally(counts, more))).toMatchObject({ kind: 'no-data', sentence, rate: null, low: null, high: null });
  });

  test('yet, while the run goes on', () => {
    const { outcomes } = tally({});
    expect(verdictOf({ outcomes, planned: 10, purpose: 'repeat' })).toMatchObject({ kind: 'no-data', sentence: 'No data yet: no attempt has ended.' });
  });
});

test('whatever the counts, the bounds contain the rate and no positive number is shown as 0 %', () => {
  const counts = fc.record(Object.fromEntries(OUTCOMES.map((outcome) => [outcome, fc.nat(outcome === 'pass' ? 100_000 : 50)])) as Record<Outcome, fc.Arbitrary<number>>);
  fc.assert(
    fc.property(counts, fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }), fc.nat(20), (outcomes, stoppedAt, unmade) => {
      const { kind, sentence, headline, remarks, rate, low, high } = verdictOf({ ...tally(outcomes), stoppedAt, planned: (tally(outcomes).planned ?? 0) + unmade, endReason: 'cancelled' });
      expect(sentence).toBe([headline, ...remarks].join(' '));
      expect(sentence).not.toMatch(/\b0(?:\.0+)? % flaky|rate 0(?:\.0*)? %|\b0\.0+ %|100\.0+ %|undefined|NaN|null/);
      if (kind === 'no-data') return;
      expect(low).toBeLessThanOrEqual(rate ?? NaN);
      // After a stop at the first failure k/n lies outside at times: that is why it is called biased.
      if (stoppedAt === undefined) expect(high).toBeGreaterThanOrEqual(rate ?? NaN);
    }),
  );
});
