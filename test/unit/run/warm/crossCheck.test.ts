import { describe, expect, it } from 'vitest';
import type { RunEvidence } from '../../../../src/core/run/evidence.js';
import type { Outcome } from '../../../../src/core/run/outcome.js';
import { crossCheck, crossCheckAttempts } from '../../../../src/core/run/warm/crossCheck.js';
import { runEvidence } from '../../../support/runEvidence.js';

function evidence(n: number, failures: number, other: Outcome = 'pass'): RunEvidence {
  return runEvidence({ outcomes: Array.from({ length: n }, (_, index): Outcome => (index < failures ? 'fail' : other)) });
}

describe('a warm run held against a cold one', () => {
  it('differs where the repetitions fail on what was left behind', () => {
    const check = crossCheck(evidence(10, 0), evidence(100, 99));
    expect(check).toMatchObject({ differs: true, cold: { failures: 0, n: 10 }, warm: { failures: 99, n: 100 } });
    expect(check.pValue).toBeLessThan(1e-10);
    expect(check.sentence).toContain('warm 99 of 100 attempts failed (99.0 %), cold 0 of 10 attempts failed');
    expect(check.sentence).toContain('what the repetition before it left behind');
  });

  it('differs where a fresh start fails', () => {
    expect(crossCheck(evidence(10, 10), evidence(100, 0))).toMatchObject({ differs: true, sentence: expect.stringContaining('believe the cold rate') as string });
  });

  it('shows no difference by chance, and never more certainty than 1', () => {
    // Two-sided Fisher of 0/10 and 5/100, by the doubled smaller side: 2 · min(0.617, 1) > 1.
    expect(crossCheck(evidence(10, 0), evidence(100, 5))).toMatchObject({ differs: false, pValue: 1 });
    expect(crossCheck(evidence(10, 0), evidence(100, 5)).sentence).toContain('10 cold attempts show only a large one');
  });

  it('says that nothing is known where no attempt counts', () => {
    expect(crossCheck(evidence(10, 0, 'infra'), evidence(5, 0))).toMatchObject({ differs: false, pValue: null, sentence: expect.stringContaining('cold run has no attempt') as string });
  });
});

describe('cold attempts of a cross-check', () => {
  it.each([
    [5, 10],
    [100, 10],
    [450, 45],
    [100_000, 100],
    [undefined, 10],
  ])('for %s warm ones are %i', (warm, cold) => expect(crossCheckAttempts(warm)).toBe(cold));
});
