/** Numbers for jitter that a seed repeats. */
import { attemptSeed } from '../run/seed.js';

/** The next number in [0, 1) at each call; the same seed always gives the same ones. */
export function seededRandom(seed: number): () => number {
  let count = 0;
  return () => attemptSeed(seed, (count += 1)) / 2 ** 32;
}
