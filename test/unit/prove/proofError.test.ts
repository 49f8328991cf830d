/** How often a change that changed nothing is called proven: exactly, and by carrying it out with the fold itself. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ProofFold } from '../../../src/core/prove/proof.js';
import { targetOf } from '../../../src/core/prove/target.js';
import type { AttemptRecord } from '../../../src/core/run/events.js';
import { attemptsToSee } from '../../../src/core/run/statistics/interval.js';
import { LOWEST_PROVABLE, sizeOfProof } from '../../../src/core/run/statistics/sampleSize.js';
import { sprtDecision, straightPasses } from '../../../src/core/run/statistics/sprt.js';
import { attemptsOf, evidenceOf } from '../run/events.js';

const { run } = evidenceOf(attemptsOf([1, 'pass']));
const [PASS, FAIL] = [attemptsOf([1, 'pass'])[0], attemptsOf([1, 'fail', { signature: { id: 'race', title: 'Error: the race' } }])[0]] as [AttemptRecord, AttemptRecord];

/** Attempts that a proof takes after so many failures in `n`; undefined where it is not provable. */
function sizesOf(n: number): (number | undefined)[] {
  return Array.from({ length: n + 1 }, (_, failures) => {
    const size = sizeOfProof(failures, n);
    return size.provable ? size.attempts : undefined;
  });
}

/** The whole procedure at a rate that stays the same: sum over every baseline of P(baseline) · P(so many attempts without a failure). */
function falseProof(rate: number, sizes: readonly (number | undefined)[]): number {
  const n = sizes.length - 1;
  let [sum, logChoice] = [0, 0];
  for (const [failures, attempts] of sizes.entries()) {
    if (attempts !== undefined) sum += Math.exp(logChoice + failures * Math.log(rate) + (n - failures + attempts) * Math.log1p(-rate));
    logChoice += Math.log((n - failures) / (failures + 1));
  }
  return sum;
}

describe('a change that changed nothing', () => {
  test('passes a proof with a probability of at most 5 % at the bound, and of less above it', () => {
    for (let step = 0; step <= 10_000; step++) {
      const rate = LOWEST_PROVABLE * (0.999_999 / LOWEST_PROVABLE) ** (step / 10_000);
      expect((1 - rate) ** attemptsToSee(rate)).toBeLessThanOrEqual(0.05 + 1e-12);
    }
  });

  test.each([[1, 0.0032], [20, 0.005], [50, 0.01], [100, 0.0141], [200, 0.0191], [1000, 0.0306]])('is called proven, with a baseline of %d attempts and whatever its rate, in fewer than 1 of 20 cases: at most %d', (n, most) => {
    const sizes = sizesOf(n);
    let worst = 0;
    for (let step = 1; step < 1000; step++) worst = Math.max(worst, falseProof(step / 1000, sizes));
    expect(worst).toBeLessThan(most);
    // The figure is that of docs/proving.md, so it must not be a generous one either.
    expect(worst).toBeGreaterThan(most * 0.9);
  });

  test('is called proven by the fold as often as the sum over everything that can happen says', () => {
    const random = generator(20_261_128);
    const [rate, n, runs] = [0.5, 20, 20_000];
    let proven = 0;
    for (let trial = 0; trial < runs; trial++) {
      const attempt = (): AttemptRecord => (random() < rate ? FAIL : PASS);
      const fold = new ProofFold(targetOf(run, Array.from({ length: n }, attempt)), () => undefined);
      for (let made = 0; made < (fold.proof().needed ?? 0) && !fold.isHopeless(); made++) fold.add(attempt());
      if (fold.proof().kind === 'proven') proven += 1;
    }
    const exact = falseProof(rate, sizesOf(n));
    expect(exact).toBeGreaterThan(0.004);
    // Four standard errors, and the seed is fixed.
    expect(Math.abs(proven / runs - exact)).toBeLessThan(4 * Math.sqrt((exact * (1 - exact)) / runs));
  });
});

describe('the sequential test beside a proof', () => {
  /*
   * ⌈ln 19 / (L − M)⌉ ≥ ⌈ln 20 / L⌉ with L = −ln(1 − p), M = −ln(1 − p/10): it holds wherever M/L ≥ 1 − ln 19/ln 20 = 0.0171. M/L falls as p
   * rises, and is 0.0342 at p = 0.95; from there on the number of a proof is 1, and no test accepts before an attempt.
   */
  test('never accepts straight passes that are fewer than the proof asks for, at any rate', () => {
    expect(Math.log1p(-0.095) / Math.log1p(-0.95)).toBeGreaterThan(1 - Math.log(19) / Math.log(20));
    expect(attemptsToSee(0.95)).toBe(1);
    for (let n = 1; n <= 100; n++) {
      for (let failures = 1; failures <= n; failures++) {
        const size = sizeOfProof(failures, n);
        if (size.provable) expect(straightPasses(size.sprt)).toBeGreaterThanOrEqual(size.attempts);
      }
    }
    fc.assert(
      fc.property(fc.double({ min: LOWEST_PROVABLE, max: 0.999_999, noNaN: true }), (h0) => {
        expect(straightPasses({ h0, h1: h0 / 10, alpha: 0.05, beta: 0.05 })).toBeGreaterThanOrEqual(attemptsToSee(h0));
      }),
      { numRuns: 5000 },
    );
  });

  test('may not accept beside it: at 10 % both rules together would prove in more than 5 % of cases what is not fixed', () => {
    const size = sizeOfProof(18, 100);
    if (!size.provable) throw new Error('It is.');
    const { rate, attempts, sprt } = size;
    let [proven, open] = [0, new Map([[0, 1]])];
    for (let n = 1; n < 1000; n++) {
      const next = new Map<number, number>();
      for (const [failures, probability] of open) {
        for (const [count, weight] of [[failures, probability * (1 - rate)], [failures + 1, probability * rate]] as const) {
          const decision = count === 0 && n === attempts ? 'fixed' : sprtDecision(sprt, count, n);
          if (decision === 'fixed') proven += weight;
          if (decision === 'continue') next.set(count, (next.get(count) ?? 0) + weight);
        }
      }
      open = next;
    }
    expect((1 - rate) ** attempts).toBeLessThanOrEqual(0.05);
    expect(proven).toBeGreaterThan(0.055);
    expect(proven).toBeLessThan(0.065);
  });

  test('refuses nothing without a failure, so that a fix that removed it is proven after exactly so many attempts', () => {
    for (const [failures, n] of [[1, 1], [3, 20], [10, 20], [20, 20], [50, 100]] as const) {
      const fold = new ProofFold(targetOf(run, attemptsOf([n - failures, 'pass'], [failures, 'fail', FAIL])), () => undefined);
      const { needed = 0 } = fold.proof();
      for (let made = 1; made <= needed; made++) {
        expect(fold.proof().kind).toBe('not-enough');
        fold.add(PASS);
        expect(fold.isHopeless()).toBe(false);
      }
      expect(fold.proof().kind).toBe('proven');
    }
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
