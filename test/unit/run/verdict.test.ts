import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OUTCOMES, type Outcome } from '../../../src/core/run/outcome.js';
import { verdictOf, type Tally, type Verdict } from '../../../src/core/run/verdict.js';

function tally(counts: Partial<Record<Outcome, number>>, more: Partial<Tally> = {}): Tally {
  const outcomes = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, counts[outcome] ?? 0])) as Record<Outcome, number>;
  const planned = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
  return { outcomes, planned, purpose: 'repeat', stoppedAtFirstFailure: false, endReason: 'completed', ...more };
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
    expect(said({ pass: 1 })).toEqual(['passing', '0 of 1 attempt failed: failure rate at most 95.0 % (95 % one-sided bound). Passing.']);
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
  const stopped = { stoppedAtFirstFailure: true, endReason: 'first-failure', planned: 100 } as const;

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
      'The first attempt failed, and the run stopped there: failure rate between 2.5 % and 100 % (95 % CI). Inconclusive: one failure does not tell a flaky test from one that always fails, and stopping there biases the rate. Repeat it without stopping.',
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
    const { kind, remarks } = verdictOf({ outcomes: tally({ pass: 30, cancelled: 2 }).outcomes, planned: 100, purpose: 'reproduce', stoppedAtFirstFailure: false, ...(endReason ? { endReason } : {}) });
    expect([kind, remarks]).toEqual(['inconclusive', [sentence, 'Inconclusive: 70 more attempts that count are needed for the planned 100.']]);
    expect(verdictOf({ outcomes: tally({ pass: 29, fail: 1 }).outcomes, planned: 100, purpose: 'repeat', stoppedAtFirstFailure: false, ...(endReason ? { endReason } : {}) })).toMatchObject({ kind: 'flaky', remarks: ['Flaky.', sentence] });
  });

  test('counts what is left out, and says how many are missing', () => {
    expect(said({ pass: 95, 'no-tests': 3, 'fewer-tests': 1, infra: 1 })).toEqual([
      'inconclusive',
      '0 of 95 attempts failed: failure rate at most 3.10 % (95 % one-sided bound). Left out of the rate: 1 attempt could not be started, 3 attempts exited with 0 but executed no test and 1 attempt executed fewer tests than the others. ' +
        'Inconclusive: 5 more attempts that count are needed for the planned 100.',
    ]);
    expect(said({ pass: 9, infra: 1 })[1]).toContain('1 more attempt that counts is needed');
    expect(said({ pass: 8, fail: 1, infra: 1 })).toEqual(['flaky', expect.stringContaining('1 of 9 attempts failed')]);
  });

  test('never passes when its ledger is damaged, and does not take a stop at the first failure for a rate', () => {
    expect(said({ pass: 100 }, { planned: 100, endReason: 'damaged' })).toEqual(['inconclusive', expect.stringContaining('The ledger is damaged: 100 of 100 attempts can be read. Inconclusive.')]);
    expect(said({ pass: 4, fail: 1 }, { planned: 100, endReason: 'damaged', stoppedAtFirstFailure: true })).toEqual(['flaky', expect.stringMatching(/the run stopped there: .* The ledger is damaged: 5 of 100 attempts can be read\./)]);
  });

  test('is conclusive if the proof was decided early', () => {
    expect(said({ pass: 29 }, { planned: 100, endReason: 'decided' })[0]).toBe('passing');
  });
});

describe('without an attempt that counts there is no data', () => {
  test.each([
    [{ infra: 2 }, {}, 'No data: 2 attempts could not be started. Check the command and the folder it runs in.'],
    [{ 'no-tests': 5 }, {}, 'No data: 5 attempts exited with 0 but executed no test. Check which tests the command selects.'],
    [{ cancelled: 1 }, { endReason: 'cancelled', planned: 10 }, 'No data: no attempt has ended before the run was cancelled.'],
    [{}, { endReason: 'interrupted', planned: 10 }, 'No data: no attempt has ended before the run was interrupted.'],
    [{ infra: 1 }, { endReason: 'error', planned: 10 }, 'No data: 1 attempt could not be started. The run was ended by an error after 1 of 10 attempts. Check the command and the folder it runs in.'],
  ] as const)('%j %j', (counts, more, sentence) => {
    expect(verdictOf(tally(counts, more))).toMatchObject({ kind: 'no-data', sentence, rate: null, low: null, high: null });
  });

  test('yet, while the run goes on', () => {
    const { outcomes } = tally({});
    expect(verdictOf({ outcomes, planned: 10, purpose: 'repeat', stoppedAtFirstFailure: false })).toMatchObject({ kind: 'no-data', sentence: 'No data yet: no attempt has ended.' });
  });
});

test('whatever the counts, the bounds contain the rate and no positive number is shown as 0 %', () => {
  const counts = fc.record(Object.fromEntries(OUTCOMES.map((outcome) => [outcome, fc.nat(outcome === 'pass' ? 100_000 : 50)])) as Record<Outcome, fc.Arbitrary<number>>);
  fc.assert(
    fc.property(counts, fc.boolean(), fc.nat(20), (outcomes, stoppedAtFirstFailure, unmade) => {
      const { kind, sentence, headline, remarks, rate, low, high } = verdictOf({ ...tally(outcomes), stoppedAtFirstFailure, planned: tally(outcomes).planned + unmade, endReason: 'cancelled' });
      expect(sentence).toBe([headline, ...remarks].join(' '));
      expect(sentence).not.toMatch(/\b0(?:\.0+)? % flaky|rate 0(?:\.0*)? %|\b0\.0+ %|100\.0+ %|undefined|NaN|null/);
      if (kind === 'no-data') return;
      expect(low).toBeLessThanOrEqual(rate ?? NaN);
      // After a stop at the first failure k/n lies outside at times: that is why it is called biased.
      if (!stoppedAtFirstFailure) expect(high).toBeGreaterThanOrEqual(rate ?? NaN);
    }),
  );
});
