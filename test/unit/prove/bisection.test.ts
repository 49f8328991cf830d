import { describe, expect, it } from 'vitest';
import { attemptsPerCommit, CommitFold, commitsToTry, errorOf } from '../../../src/core/prove/bisection.js';
import { attempt } from '../run/events.js';

describe('the size of a bisection', () => {
  it('keeps the total error for every number of commits and every rate', () => {
    for (const rate of [0.01, 0.05, 0.27, 0.5, 0.99, 1]) {
      for (const candidates of [1, 2, 3, 100, 4096]) {
        const tests = commitsToTry(candidates);
        const n = attemptsPerCommit(rate, tests, 0.05);
        expect(errorOf(rate, Array<number>(tests).fill(n))).toBeLessThanOrEqual(0.05);
        if (n > 1) expect(errorOf(rate, Array<number>(tests).fill(n - 1))).toBeGreaterThan(0.05);
      }
    }
  });

  it('counts halvings and the good end', () => {
    expect([1, 2, 3, 4, 7, 8, 1000].map(commitsToTry)).toEqual([2, 3, 3, 4, 4, 5, 11]);
  });
});

describe('CommitFold', () => {
  const signature = (id: string) => ({ signature: { id, title: id } });
  const verdictAfter = (...records: Parameters<typeof attempt>[]) => {
    const fold = new CommitFold(3, new Set(['race']));
    for (const record of records) fold.add(attempt(...record));
    return fold.verdict();
  };

  it('is bad with the first failure in question, good after enough passes, open before', () => {
    expect(verdictAfter([1, 'pass'], [2, 'pass'])).toBeUndefined();
    expect(verdictAfter([1, 'pass'], [2, 'pass'], [3, 'pass'])).toBe('good');
    expect(verdictAfter([1, 'pass'], [2, 'fail', signature('race')])).toBe('bad');
  });

  it('takes another failure for none, and skips what only ends in other ways', () => {
    expect(verdictAfter([1, 'fail', signature('build')], [2, 'fail', signature('build')])).toBeUndefined();
    expect(verdictAfter([1, 'fail', signature('build')], [2, 'infra'], [3, 'no-tests'])).toBe('skip');
    expect(verdictAfter([1, 'pass'], [2, 'fail', signature('x')], [3, 'pass'], [4, 'fail', signature('y')], [5, 'pass'])).toBe('good');
  });
});
