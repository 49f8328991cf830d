/** The order in which the parts of a series take turns. */
import { attemptSeed } from '../run/seed.js';

/**
 * Which part's turn it is, one after the other: in every round each part comes once, in an order of its own that follows from the seed. So each
 * gets equally many turns, what drifts on the machine meets all of them alike, and none always comes after the same other one.
 */
export function turnOrder(parts: number, rounds: number, seed: number): number[] {
  const turns: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const order = Array.from({ length: parts }, (_, part) => part);
    // Fisher and Yates.
    for (let last = parts - 1; last > 0; last--) {
      const other = attemptSeed(seed, round * parts + last) % (last + 1);
      [order[last], order[other]] = [order[other] ?? 0, order[last] ?? 0];
    }
    turns.push(...order);
  }
  return turns;
}
