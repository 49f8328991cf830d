/** How many threads read a large log. */
import os from 'node:os';
import { Refusal } from '../../core/refusal.js';

/** More are slower than the disk. */
const MAX_THREADS = 8;

/**
 * Threads beside the main one: none where one was asked for, since then the main one reads.
 * @throws Refusal `usage` if it is no number of threads
 */
export function threadsFor(asked: number | undefined): number {
  if (asked === undefined) return os.availableParallelism() > 1 ? Math.min(MAX_THREADS, os.availableParallelism()) : 0;
  if (asked < 1 || asked > 64) throw new Refusal('usage', '--threads takes 1 to 64.');
  return asked === 1 ? 0 : asked;
}
