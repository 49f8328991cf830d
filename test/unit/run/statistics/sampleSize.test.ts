import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attemptsToSee, clopperPearson } from '../../../../src/core/run/statistics/interval.js';
import { LOWEST_PROVABLE, sizeOfProof } from '../../../../src/core/run/statistics/sampleSize.js';

describe('the size of a proof', () => {
  test('from 3 of 20 is 92 attempts: the lower bound is 3.2 %, not 15 %', () => {
    const rate = expect.closeTo(0.0320709371854637, 12) as number;
    expect(sizeOfProof(3, 20)).toEqual({ provable: true, rate, attempts: 92, sprt: { h0: rate, h1: expect.closeTo(0.00320709371854637, 12) as number, alpha: 0.05, beta: 0.05 } });
  });

  test.each([[1, 1, 119], [100, 100, 1], [3, 100, 480], [50, 100, 6]])('from %d of %d is %d attempts', (failures, n, attempts) => {
    expect(sizeOfProof(failures, n)).toMatchObject({ provable: true, attempts });
  });

  test('is never more than 598 attempts', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }).chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n))), ([failures, n]) => {
        const size = sizeOfProof(failures, n);
        expect(size.provable).toBe(size.rate >= LOWEST_PROVABLE);
        if (size.provable) expect(size.attempts).toBeLessThanOrEqual(598);
      }),
    );
    expect(attemptsToSee(LOWEST_PROVABLE)).toBe(598);
  });
});

describe('a baseline that is too small', () => {
  // Python 3.11, scipy 1.17: the least c > k with beta.ppf(.025, c, m − c + 1) ≥ .005 for m = ⌈c·n/k⌉, by trying one after the other.
  test.each([[1, 100, 1000], [2, 100, 100], [5, 900, 64_440], [1, 150, 7950]])('of %d in %d needs %d attempts more', (failures, n, more) => {
    expect(sizeOfProof(failures, n)).toMatchObject({ provable: false, moreBaselineAttempts: more });
  });

  test('says as many as suffice, if they fail as often', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 100, max: 1000 }), (failures, n) => {
        const size = sizeOfProof(failures, n);
        if (size.provable || size.moreBaselineAttempts === undefined) return;
        const whole = n + size.moreBaselineAttempts;
        expect(clopperPearson(Math.floor((failures * whole) / n), whole).low).toBeGreaterThanOrEqual(LOWEST_PROVABLE);
      }),
    );
  });

  test.each([[0, 100], [0, 0], [1, 200], [1, 199], [2, 1000]])('of %d in %d is never large enough', (failures, n) => {
    expect(sizeOfProof(failures, n)).toMatchObject({ provable: false, moreBaselineAttempts: undefined });
  });
});
