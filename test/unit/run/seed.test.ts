import { expect, test } from 'vitest';
import { attemptSeed } from '../../../src/core/run/seed.js';

test('the seed of an attempt follows from the run and the number, fits 32 bits, and hardly repeats between runs', () => {
  const seeds = new Set<number>();
  for (const run of [0, 1, 4_294_967_295]) for (let attempt = 1; attempt <= 10_000; attempt++) seeds.add(attemptSeed(run, attempt));
  expect(seeds.size).toBeGreaterThan(29_990);
  for (const seed of seeds) expect(Number.isSafeInteger(seed) && seed >= 0 && seed < 2 ** 32).toBe(true);
  expect(attemptSeed(7, 3)).toBe(attemptSeed(7, 3));
});

test('no two attempts of a run have the same seed', () => {
  expect(new Set(Array.from({ length: 100_000 }, (_, index) => attemptSeed(5, index + 1))).size).toBe(100_000);
});
