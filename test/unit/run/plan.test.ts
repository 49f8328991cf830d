import { describe, expect, test } from 'vitest';
import { DEFAULT_PLAN, MAX_ATTEMPTS, plannedAttempts, planProblem } from '../../../src/core/run/plan.js';

describe('a plan', () => {
  test.each([{}, { attempts: 10_000_000 }, { jobs: 1_024 }, { graceMs: 0 }, { forMs: 1 }, { untilFailures: 100 }, { delayMs: 0 }, { shuffleSeed: 4_294_967_295 }, { expect: 'a|b' }, { environment: { A_1: '' } }])('can be run: %j', (changes) => {
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
    [{ forMs: 0 }, /^The time to go on for .*try `--for 10m`\.$/],
    [{ delayMs: -1 }, /^The delay/],
    [{ untilFailures: 0 }, /^The number of failures to stop at/],
    [{ attempts: 3, untilFailures: 4 }, /^4 failures cannot come in 3 attempts: raise -n/],
    [{ shuffleSeed: 4_294_967_296 }, /^The seed must be a whole number from 0 to 4294967295/],
    [{ expect: '(' }, /^--expect is no regular expression \(.*\): mend it/],
    [{ infra: '' }, /^--infra is empty/],
    [{ infra: 'x'.repeat(2_001) }, /^--infra is longer than 2,000 characters/],
    [{ environment: { 'A-B': '1' } }, /is no name of a variable/],
    [{ environment: { CASEBOOK_SEED: '1' } }, /is set by Casebook/],
    [{ environment: { A: '\0' } }, /NUL/],
    [{ during: [{ name: 'a b', everyMs: 500, command: 'true' }] }, /is no name of a sampler/],
    [{ during: [{ name: 'a', everyMs: 1, command: 'true' }] }, /at most every 20 ms/],
    [{ during: [{ name: 'a', everyMs: 20, command: ' ' }] }, /has no command/],
    [{ during: [{ name: 'a', everyMs: 20, command: 'x' }, { name: 'a', everyMs: 20, command: 'x' }] }, /Two samplers have the name a/],
  ])('is refused with a sentence that says what to do: %j', (changes, sentence) => {
    expect(planProblem({ ...DEFAULT_PLAN, ...changes })).toMatch(sentence);
  });

  test('has no number of attempts where only its time is bounded', () => {
    expect(plannedAttempts({ attempts: 7 })).toBe(7);
    expect(plannedAttempts({ attempts: 7, forMs: 1 })).toBe(7);
    expect(plannedAttempts({ attempts: MAX_ATTEMPTS, forMs: 1 })).toBeUndefined();
  });
});
