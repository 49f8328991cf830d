import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sprtBehaviour, sprtDecision, straightPasses, type SprtPlan } from '../../../../src/core/run/statistics/sprt.js';

const RARE: SprtPlan = { h0: 0.1, h1: 0.001, alpha: 0.05, beta: 0.05 };

/** As `verify` has it: H1 is a tenth of H0. */
function tenth(h0: number): SprtPlan {
  return { h0, h1: h0 / 10, alpha: 0.05, beta: 0.05 };
}

describe('the sequential test', () => {
  test('accepts after 29 straight passes where 10 % is held against 0.1 %', () => {
    expect(straightPasses(RARE)).toBe(29);
    expect(sprtDecision(RARE, 0, 28)).toBe('continue');
    expect(sprtDecision(RARE, 0, 29)).toBe('fixed');
  });

  // ⌈ln 19 / ln((1 − h1) / (1 − h0))⌉
  test.each([[0.1, 31], [0.03207093718546371, 101], [0.5, 5], [0.9, 2], [0.005, 653]])('of %d accepts after %d straight passes', (h0, passes) => {
    expect(straightPasses(tenth(h0))).toBe(passes);
  });

  test('refuses after the second failure, where a failure is ten times as likely without a fix', () => {
    expect(sprtDecision(tenth(0.1), 1, 1)).toBe('continue');
    expect(sprtDecision(tenth(0.1), 2, 2)).toBe('failing');
  });

  test('decides a bound that is met exactly', () => {
    // (1 − β)/α = 19 = ((1 − h1)/(1 − h0))²
    expect(straightPasses({ h0: 0.9, h1: 1 - 0.1 * Math.sqrt(19), alpha: 0.05, beta: 0.05 })).toBe(2);
  });

  test('knows no way back: more passes never speak against a fix, more failures never for it', () => {
    const order = { failing: 0, continue: 1, fixed: 2 } as const;
    fc.assert(
      fc.property(fc.double({ min: 0.005, max: 0.99, noNaN: true }), fc.nat(20), fc.nat(2000), (h0, failures, passes) => {
        const at = (k: number, n: number): number => order[sprtDecision(tenth(h0), k, n)];
        const here = at(failures, failures + passes);
        expect(at(failures, failures + passes + 1)).toBeGreaterThanOrEqual(here);
        expect(at(failures + 1, failures + passes + 1)).toBeLessThanOrEqual(here);
      }),
    );
  });
});

/*
 * h0, h1, P(fixed | h0), E(attempts | h0), P(fixed | h1), E(attempts | h1). Python 3.11, another implementation of the same recursion that
 * carries every state (attempts, failures) forward until less than 1e-18 of the probability is in it:
 *   for k, p in cur.items(): nx[k] += p * (1 - rate); nx[k + 1] += p * rate
 *   then a state with k·ln(h1/h0) + (n−k)·ln((1−h1)/(1−h0)) ≥ ln 19 is `fixed`, one ≤ −ln 19 `failing`.
 */
const BEHAVIOUR = [
  [0.1, 0.001, 0.04770208733707371, 10.920251017638305, 0.9836271182091518, 29.23760895362461],
  [0.1, 0.01, 0.049991779937105296, 24.328867338263066, 0.9770895500623691, 39.57004927070681],
  [0.03207093718546371, 0.003207093718546371, 0.05037884159616135, 76.92800382344602, 0.9766980225494957, 128.36549437093288],
  [0.5, 0.05, 0.03828493346844645, 4.551228255508324, 0.980626947683427, 6.292425200006709],
  [0.005, 0.0005, 0.05128800354529994, 494.9681527619022, 0.9764707219714323, 831.5047486988861],
] as const;

describe('its real error rates', () => {
  test.each(BEHAVIOUR)('with %d against %d', (h0, h1, fixedAtH0, meanAtH0, fixedAtH1, meanAtH1) => {
    const plan = { h0, h1, alpha: 0.05, beta: 0.05 };
    const [before, after] = [sprtBehaviour(plan, h0), sprtBehaviour(plan, h1)];
    expect(before.fixed).toBeCloseTo(fixedAtH0, 9);
    expect(before.meanAttempts).toBeCloseTo(meanAtH0, 6);
    expect(after.fixed).toBeCloseTo(fixedAtH1, 9);
    expect(after.meanAttempts).toBeCloseTo(meanAtH1, 6);
  });

  test('keep to the bounds that Wald gives', () => {
    const errors = fc.constantFrom(0.01, 0.05, 0.1);
    fc.assert(
      fc.property(fc.double({ min: 0.02, max: 0.95, noNaN: true }), fc.double({ min: 0.02, max: 0.7, noNaN: true }), errors, errors, (h0, share, alpha, beta) => {
        const plan = { h0, h1: h0 * share, alpha, beta };
        const before = sprtBehaviour(plan, plan.h0);
        const after = sprtBehaviour(plan, plan.h1);
        expect(before.fixed).toBeLessThanOrEqual(alpha / (1 - beta) + 1e-9);
        expect(after.failing).toBeLessThanOrEqual(beta / (1 - alpha) + 1e-9);
        expect(before.fixed + after.failing).toBeLessThanOrEqual(alpha + beta + 1e-9);
        // It ends: nothing is left undecided.
        expect(before.fixed + before.failing).toBeCloseTo(1, 9);
        expect(after.fixed + after.failing).toBeCloseTo(1, 9);
      }),
      { numRuns: 60 },
    );
  });

  test('are those of tests that are carried out attempt by attempt', () => {
    const plan = tenth(0.1);
    const random = generator(20261121);
    const runs = 20_000;
    for (const rate of [plan.h0, plan.h1, 0.03]) {
      let [fixed, attempts] = [0, 0];
      for (let run = 0; run < runs; run++) {
        let [failures, n] = [0, 0];
        let decision = sprtDecision(plan, 0, 0);
        while (decision === 'continue') {
          n++;
          if (random() < rate) failures++;
          decision = sprtDecision(plan, failures, n);
        }
        attempts += n;
        if (decision === 'fixed') fixed++;
      }
      const exact = sprtBehaviour(plan, rate);
      // Four standard errors, and the seed is fixed.
      expect(Math.abs(fixed / runs - exact.fixed)).toBeLessThan(4 * Math.sqrt((exact.fixed * exact.failing) / runs));
      expect(Math.abs(attempts / runs / exact.meanAttempts - 1)).toBeLessThan(0.03);
    }
  });

  test('leave open what a limit cuts off', () => {
    const plan = tenth(0.1);
    expect(sprtBehaviour(plan, 0.1, 1)).toEqual({ fixed: 0, failing: 0, meanAttempts: 1 });
    const cut = sprtBehaviour(plan, 0.1, 31);
    expect(cut.fixed).toBeCloseTo(0.9 ** 31, 12);
    expect(cut.fixed + cut.failing).toBeLessThan(1);
    expect(sprtBehaviour(plan, 0)).toEqual({ fixed: 1, failing: 0, meanAttempts: 31 });
    expect(sprtBehaviour(plan, 1)).toEqual({ fixed: 0, failing: 1, meanAttempts: 2 });
  });
});

/** Uniform in (0, 1): the multiplicative generator of Park and Miller (Comm. ACM 36, 1993), xₙ₊₁ = 48271 xₙ mod 2³¹ − 1. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
