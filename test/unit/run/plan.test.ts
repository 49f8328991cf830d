import { describe, expect, test } from 'vitest';
import { DEFAULT_PLAN, planProblem } from '../../../src/core/run/plan.js';

describe('a plan', () => {
  test.each([{}, { attempts: 10_000_000 }, { jobs: 1_024 }, { graceMs: 0 }])('can be run: %j', (changes) => {
    expect(planProblem({ ...DEFAULT_PLAN, ...changes })).toBeUndefined();
  });

  test.each([
    [{ attempts: 0 }, /^The number of attempts must be a whole number of at least 1/],
    [{ attempts: 1.5 }, /^The number of attempts must be a whole number/],
    [{ attempts: 10_000_001 }, /^The number of attempts must be at most 10,000,000: .*try `-n 100000`\.$/],
    [{ jobs: 0 }, /^The number of jobs must be a whole number of at least 1/],
    [{ jobs: 1_025 }, /^The number of jobs must be at most 1,024: .*try `--jobs 4`\.$/],
    [{ timeoutMs: 0 }, /^The timeout must be longer than nothing/],
    [{ timeoutMs: 2_147_483_648 }, /at most 24 days/],
    [{ graceMs: -1 }, /^The grace period/],
  ])('is refused with a sentence that says what to do: %j', (changes, sentence) => {
    expect(planProblem({ ...DEFAULT_PLAN, ...changes })).toMatch(sentence);
  });
});
