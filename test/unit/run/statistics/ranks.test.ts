import { describe, expect, test } from 'vitest';
import { ranksOf, rankSumTest, trendOf } from '../../../../src/core/run/statistics/ranks.js';

// Reference values: Python 3.11, scipy 1.17: rankdata, mannwhitneyu(…, method='asymptotic'), spearmanr.
describe('the rank sum test', () => {
  test('of values without ties', () => {
    // [1, 3, 5, 9, 11] against [2, 4, 6, 7, 8, 10, 12, …, 20]; the exact p is 0.02090
    const { pLow, pHigh } = rankSumTest(29, 5, 20);
    expect(pLow).toBeCloseTo(0.02234266320449845, 12);
    expect(pHigh).toBeCloseTo(0.9819096916278391, 12);
  });

  test('of values with ties', () => {
    const { ranks, ties } = ranksOf(Float64Array.of(1, 2, 2, 3, 5, 2, 4, 4, 6, 7, 8));
    expect([...ranks]).toEqual([1, 3, 3, 5, 8, 3, 6.5, 6.5, 9, 10, 11]);
    expect(ties).toBe(24 + 6);
    const { pLow, pHigh } = rankSumTest(20, 5, 11, ties);
    expect(pLow).toBeCloseTo(0.03967184159885751, 12);
    expect(pHigh).toBeCloseTo(0.9737610105144929, 12);
  });

  test('claims nothing where all values are equal, or all are on one side', () => {
    expect(rankSumTest(9, 3, 5, 120)).toEqual({ pLow: 1, pHigh: 1 });
    expect(rankSumTest(15, 5, 5)).toEqual({ pLow: 1, pHigh: 1 });
  });

  test.each([[5, 10], [5, 20], [6, 60], [8, 30], [20, 40]])('of %d in %d at 1 %% is wrong in at most 1 %% of all orders', (count, n) => {
    const sums = rankSums(count, n);
    const all = sums.reduce((sum, ways) => sum + ways, 0);
    const refused = sums.reduce((sum, ways, rankSum) => sum + (rankSumTest(rankSum, count, n).pLow < 0.01 ? ways : 0), 0);
    expect(refused / all).toBeLessThanOrEqual(0.01);
    expect(refused).toBeGreaterThan(0);
  });
});

/** By sum, how many sets of `count` of the numbers 1 … n have it. */
function rankSums(count: number, n: number): number[] {
  const most = count * n;
  const ways = Array.from({ length: count + 1 }, () => new Float64Array(most + 1));
  const none = ways[0];
  if (none) none[0] = 1;
  for (let value = 1; value <= n; value++) {
    for (let size = Math.min(value, count); size >= 1; size--) {
      const [smaller, own] = [ways[size - 1], ways[size]];
      for (let sum = value; sum <= most && smaller && own; sum++) own[sum] = (own[sum] ?? 0) + (smaller[sum - value] ?? 0);
    }
  }
  return [...(ways[count] ?? [])];
}

describe('the trend of a sequence', () => {
  test.each([
    [[12, 15, 11, 19, 14, 22, 18, 25, 21, 30, 28, 27], 0.8671328671328673, 0.00025981184986148103],
    [[5, 5, 6, 5, 7, 7, 6, 8, 5, 9], 0.5916163477719995, 0.0716095303257301],
    [[3, 1, 2], -0.5, 2 / 3],
  ])('%j', (values, rho, p) => {
    const trend = trendOf(Float64Array.from(values));
    expect(trend?.rho).toBeCloseTo(rho, 12);
    expect(trend?.p).toBeCloseTo(p, 11);
  });

  test('is certain where every value exceeds the one before, and turns its sign the other way round', () => {
    expect(trendOf(Float64Array.of(1, 2, 3, 40))).toEqual({ rho: 1, p: 0 });
    expect(trendOf(Float64Array.of(40, 3, 2, 1))).toEqual({ rho: -1, p: 0 });
  });

  test('is not there with fewer than three values, or if all are equal', () => {
    expect(trendOf(Float64Array.of(1, 2))).toBeUndefined();
    expect(trendOf(Float64Array.of(2, 2, 2, 2))).toBeUndefined();
  });
});
