import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fisherExactLess } from '../../../../src/core/run/statistics/fisher.js';

/*
 * Failures and attempts before, failures and attempts after, p. Exact, in Python:
 *   Fraction(sum(comb(n2, x) * comb(n1, K-x) for x in range(max(0, K-n1), k2+1)), comb(n1+n2, K)), K = k1 + k2
 * (for 100,000 attempts from one exact term and the ratios of its neighbours, in 60 digits).
 */
const REFERENCE = [
  [5, 100, 0, 100, 0.029691605234293292],
  [3, 20, 0, 20, 0.11538461538461539],
  [0, 20, 0, 20, 1.0],
  [8, 10, 1, 9, 0.004492411613154647],
  [1, 1, 0, 1, 0.5],
  [100, 100, 0, 100, 1.1043803465997514e-59],
  [2, 100, 5, 100, 0.9407973094680745],
  [30, 1000, 10, 1000, 0.0010041667809150049],
  [500, 100_000, 400, 100_000, 0.0004656808682205932],
  [50_000, 100_000, 49_500, 100_000, 0.012819798312481555],
  [49_500, 100_000, 50_000, 100_000, 0.9874730898667339],
  [10, 100_000, 0, 50, 0.9950134987642764],
] as const;

describe("Fisher's exact test, one-sided", () => {
  test.each(REFERENCE)('%d of %d before, %d of %d after', (k1, n1, k2, n2, p) => {
    expect(Math.abs(fisherExactLess({ failures: k1, n: n1 }, { failures: k2, n: n2 }) - p)).toBeLessThanOrEqual(1e-10 * p);
  });

  test('is certain where nothing could have been less', () => {
    expect(fisherExactLess({ failures: 0, n: 0 }, { failures: 0, n: 0 })).toBe(1);
    expect(fisherExactLess({ failures: 7, n: 7 }, { failures: 9, n: 9 })).toBe(1);
    expect(fisherExactLess({ failures: 3, n: 20 }, { failures: 20, n: 20 })).toBe(1);
  });

  const count = fc.integer({ min: 1, max: 400 }).chain((n) => fc.record({ failures: fc.integer({ min: 0, max: n }), n: fc.constant(n) }));

  test('is a probability that rises with every failure after', () => {
    fc.assert(
      fc.property(count, count, (before, after) => {
        const p = fisherExactLess(before, after);
        expect(p).toBeGreaterThan(0);
        expect(p).toBeLessThanOrEqual(1);
        if (after.failures < after.n) expect(fisherExactLess(before, { ...after, failures: after.failures + 1 })).toBeGreaterThanOrEqual(p - 1e-12);
      }),
    );
  });
});
