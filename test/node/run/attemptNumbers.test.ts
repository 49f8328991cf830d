import { expect, it } from 'vitest';
import type { Outcome } from '../../../src/core/run/outcome.js';
import { AttemptNumbers } from '../../../src/node/run/attemptNumbers.js';

function taken(planned: number, done: Readonly<Record<number, Outcome>> = {}): number[] {
  const numbers = new AttemptNumbers(planned, Object.entries(done).map(([attempt, outcome]) => ({ attempt: Number(attempt), outcome })));
  const { left } = numbers;
  const given: number[] = [];
  for (let next = numbers.take(); next !== undefined; next = numbers.take()) given.push(next);
  expect(given).toHaveLength(left);
  expect(numbers.isEmpty).toBe(true);
  return given;
}

it('gives each number once', () => {
  expect(taken(4)).toEqual([1, 2, 3, 4]);
});

it('gives those first that were under way when the run was killed', () => {
  expect(taken(6, { 1: 'pass', 3: 'fail', 5: 'pass' })).toEqual([2, 4, 6]);
});

it('makes up for cancelled attempts at the end', () => {
  expect(taken(4, { 1: 'pass', 2: 'cancelled', 3: 'cancelled' })).toEqual([4, 5, 6]);
  expect(taken(2, { 1: 'pass', 2: 'fail' })).toEqual([]);
});

it('gives one more in place of each attempt that says nothing, and at most as many more as were planned', () => {
  const numbers = new AttemptNumbers(2);
  const given: (number | undefined)[] = [];
  for (let made = 0; made < 6; made++) {
    given.push(numbers.take());
    numbers.addOne();
  }
  expect(given).toEqual([1, 2, 3, 4, undefined, undefined]);
});
