import { describe, expect, test } from 'vitest';
import { runsTest } from '../../../../src/core/run/statistics/runsTest.js';

/** By number of stretches, how many sequences of `a` failures and `b` passes have so many: all of them written down. */
function enumerated(a: number, b: number): Map<number, number> {
  const counts = new Map<number, number>();
  const extend = (failures: number, passes: number, last: boolean | undefined, runs: number): void => {
    if (failures === 0 && passes === 0) counts.set(runs, (counts.get(runs) ?? 0) + 1);
    if (failures > 0) extend(failures - 1, passes, true, last === true ? runs : runs + 1);
    if (passes > 0) extend(failures, passes - 1, false, last === false ? runs : runs + 1);
  };
  extend(a, b, undefined, 0);
  return counts;
}

describe('the runs test', () => {
  test.each([[1, 1], [1, 4], [3, 5], [5, 5], [8, 4], [2, 12]])('of %d and %d is what counting every sequence gives', (a, b) => {
    const counts = enumerated(a, b);
    const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
    for (const runs of counts.keys()) {
      const share = (selects: (other: number) => boolean): number => [...counts].reduce((sum, [other, count]) => sum + (selects(other) ? count : 0), 0) / all;
      const { pFew, pMany } = runsTest(runs, a, b);
      expect(pFew).toBeCloseTo(share((other) => other <= runs), 12);
      expect(pMany).toBeCloseTo(share((other) => other >= runs), 12);
    }
  });

  // Swed & Eisenhart, Ann. Math. Statist. 14 (1943): the largest number of runs significant as too few, the smallest as too many, at 2.5 % each.
  test.each([[5, 5, 2, 10], [8, 8, 4, 14], [10, 10, 6, 16], [12, 12, 7, 19], [15, 15, 10, 22], [20, 20, 14, 28]])('of %d and %d has the published critical values %d and %d', (a, b, few, many) => {
    expect(runsTest(few, a, b).pFew).toBeLessThanOrEqual(0.025);
    expect(runsTest(few + 1, a, b).pFew).toBeGreaterThan(0.025);
    expect(runsTest(many, a, b).pMany).toBeLessThanOrEqual(0.025);
    expect(runsTest(many - 1, a, b).pMany).toBeGreaterThan(0.025);
  });

  // Python 3.11: sums of math.comb products as Fraction.
  test.each([[3, 3, 97, 0.0006184291898577613, 0.9999876314162028], [2, 5, 95, 2.6564827743030984e-8, 1], [6, 10, 10, 0.018521725952066508, 0.9955075883868454], [14, 20, 20, 0.018162714632221813, 0.9925179376889006]])(
    '%d runs of %d and %d',
    (runs, a, b, few, many) => {
      const { pFew, pMany } = runsTest(runs, a, b);
      expect(Math.abs(pFew / few - 1)).toBeLessThan(1e-9);
      expect(Math.abs(pMany / many - 1)).toBeLessThan(1e-9);
    },
  );

  test('is close to exact where both results are too frequent to be summed', () => {
    // 1440 runs of 1500 and 1500, exactly by Fraction as above: 0.013561313724906099, 0.9876574613442227
    const { pFew, pMany } = runsTest(1440, 1500, 1500);
    expect(pFew).toBeCloseTo(0.01356, 4);
    expect(pMany).toBeCloseTo(0.98766, 4);
    expect(pFew).not.toBe(0.013561313724906099);
  });
});
