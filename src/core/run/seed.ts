/** The seed of each attempt, from the seed of the run: the same run seed and number always give the same one. */

/**
 * 0 to 2³² − 1. Neighbouring numbers give unrelated seeds, and no two of the first 2³² attempts the same: a step by the golden ratio and the
 * finaliser of MurmurHash3 (Appleby), both one-to-one on 32 bits.
 */
export function attemptSeed(runSeed: number, attempt: number): number {
  let mixed = (runSeed + Math.imul(attempt, 0x9e3779b9)) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
