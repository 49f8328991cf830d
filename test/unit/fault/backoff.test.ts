import { describe, expect, it } from 'vitest';
import { fitBackoff } from '../../../src/core/fault/backoff.js';

const model = (base: number, factor: number, cap: number, each: number, count: number) => Array.from({ length: count }, (_, i) => Math.min(cap, base * factor ** i) + each);

/** Deterministic noise of ± share. */
const noisy = (gaps: readonly number[], share: number) => gaps.map((gap, i) => gap * (1 + share * Math.sin(i * 12.9898 + 4.1)));

describe('the back-off fitted to gaps between attempts', () => {
  it('finds 5·2ⁱ s with a cap of 60 s and a dial timeout of 10 s', () => {
    const fit = fitBackoff(model(5_000, 2, 60_000, 10_000, 8));
    expect(fit?.baseMs).toBeCloseTo(5_000, -2);
    expect(fit?.factor).toBeCloseTo(2, 2);
    expect(fit?.capMs).toBeCloseTo(60_000, -3);
    expect(fit?.constantMs).toBeCloseTo(10_000, -2);
    expect(fit?.relativeResidual).toBeLessThan(0.01);
  });

  it('takes the simplest form that fits', () => {
    expect(fitBackoff([100, 101, 99, 100])).toMatchObject({ factor: 1, capMs: null, constantMs: 0, gaps: 4 });
    const doubling = fitBackoff(noisy(model(100, 2, Infinity, 0, 5), 0.03));
    expect(doubling).toMatchObject({ capMs: null, constantMs: 0 });
    expect(doubling?.factor).toBeCloseTo(2, 1);
    const withCap = fitBackoff(noisy(model(100, 3, 1_000, 0, 7), 0.02));
    expect(withCap).toMatchObject({ constantMs: 0 });
    expect(withCap?.factor).toBeCloseTo(3, 0);
    expect(withCap?.capMs).toBeGreaterThan(950);
    expect(withCap?.capMs).toBeLessThan(1_050);
  });

  it('says how much it leaves where gaps follow no back-off', () => {
    const fit = fitBackoff([100, 900, 50, 700, 30, 1_000, 20]);
    expect(fit?.relativeResidual).toBeGreaterThan(0.25);
    expect(fit?.residualMs).toBeGreaterThan(100);
  });

  it('fits nothing to too few gaps, or to what is no time', () => {
    expect(fitBackoff([])).toBeUndefined();
    expect(fitBackoff([100])).toBeUndefined();
    expect(fitBackoff([100, 0, 50])).toBeUndefined();
    expect(fitBackoff([100, NaN])).toBeUndefined();
    // Two gaps determine a base and a factor, and leave nothing that could contradict them.
    expect(fitBackoff([100, 200])).toMatchObject({ factor: 1, gaps: 2 });
  });

  it('is quick for thousands of gaps', () => {
    expect(fitBackoff(model(1, 1.01, 50, 10, 5_000))?.gaps).toBe(60);
  });
});
