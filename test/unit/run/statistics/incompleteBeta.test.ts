import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { incompleteBeta, inverseIncompleteBeta } from '../../../../src/core/run/statistics/incompleteBeta.js';
import { logBeta } from '../../../../src/core/run/statistics/logBeta.js';

/** Close to `expected`, as a share of it. */
function relativeError(actual: number, expected: number): number {
  return Math.abs(actual - expected) / Math.abs(expected);
}

describe('ln B(a, b)', () => {
  test.each([
    [1, 1, 0],
    [2, 3, Math.log(1 / 12)],
    [0.5, 0.5, Math.log(Math.PI)],
    [1, 100_000, -Math.log(100_000)],
    [10, 10, Math.log(1 / 923_780)],
    [30, 1, -Math.log(30)],
  ])('of (%d, %d)', (a, b, expected) => {
    expect(Math.abs(logBeta(a, b) - expected)).toBeLessThan(1e-13 * Math.max(1, Math.abs(expected)));
  });

  test('is symmetric, and follows B(a+1, b) = B(a, b) a/(a+b)', () => {
    const shape = fc.double({ min: 0.1, max: 100_000, noNaN: true });
    fc.assert(
      fc.property(shape, shape, (a, b) => {
        const value = logBeta(a, b);
        const scale = 1e-13 * Math.max(1, Math.abs(value));
        expect(Math.abs(value - logBeta(b, a))).toBeLessThan(scale);
        expect(Math.abs(logBeta(a + 1, b) - (value - Math.log1p(b / a)))).toBeLessThan(2 * scale);
      }),
    );
  });
});

/*
 * Iₓ(a, b) for whole a and b is the binomial tail P(X ≥ a), X ~ Bin(a+b−1, x). Summed from its terms in Python's decimal with 60 digits:
 *   getcontext().prec = 60; term = (1-x)**n; s = 0
 *   for k in range(a): s += term; term = term*(n-k)/(k+1)*x/(1-x)
 *   print(float(1 - s))
 */
const TAILS = [
  [0.3, 2, 5, 0.579825],
  [0.01, 1, 100, 0.6339676587267705],
  [0.5, 50, 51, 0.5397946186935894],
  [0.9, 3, 200, 1],
  [0.0004, 50, 99_951, 0.0702952213253812],
  [0.5, 50_000, 50_001, 0.5012615631070984],
  [0.503, 50_000, 50_001, 0.971319555960049],
  [0.497, 50_000, 50_001, 0.02909750048482833],
] as const;

describe('the regularised incomplete beta function', () => {
  test.each(TAILS)('I of %d (%d, %d)', (x, a, b, expected) => {
    expect(relativeError(incompleteBeta(x, a, b), expected)).toBeLessThan(1e-10);
  });

  test('has closed forms: xᵃ for b = 1, the arcsine law for a = b = ½', () => {
    expect(relativeError(incompleteBeta(0.7, 13, 1), 0.7 ** 13)).toBeLessThan(1e-13);
    expect(relativeError(incompleteBeta(0.2, 0.5, 0.5), (2 / Math.PI) * Math.asin(Math.sqrt(0.2)))).toBeLessThan(1e-13);
  });

  test('begins at 0 and ends at 1', () => {
    expect([incompleteBeta(0, 3, 4), incompleteBeta(1, 3, 4), incompleteBeta(-1, 3, 4), incompleteBeta(2, 3, 4)]).toEqual([0, 1, 0, 1]);
  });

  test('is undone by its inverse', () => {
    const shape = fc.integer({ min: 1, max: 100_000 });
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 0.999_999, noNaN: true }), shape, shape, (p, a, b) => {
        const x = inverseIncompleteBeta(p, a, b);
        expect(x).toBeGreaterThan(0);
        expect(x).toBeLessThanOrEqual(1);
        // Near x = 1 the last bit of x moves p by more than this: there the mirrored function keeps the digits.
        if (x < 0.99) expect(Math.abs(incompleteBeta(x, a, b) - p)).toBeLessThan(1e-10);
      }),
    );
    expect([inverseIncompleteBeta(0, 2, 3), inverseIncompleteBeta(1, 2, 3)]).toEqual([0, 1]);
  });
});
