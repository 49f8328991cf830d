import fc from 'fast-check';
import { expect, test } from 'vitest';
import { intervalBar } from '../../../src/core/report/intervalBar.js';

test('takes the shortest round axis on which the whole interval is seen', () => {
  expect(intervalBar(0.25, 0.125, 0.375)).toEqual({ axisEnd: 0.5, rate: 0.5, low: 0.25, high: 0.75, ticks: [0, 0.25, 0.5] });
  expect(intervalBar(0.05, 0.01, 0.139).axisEnd).toBe(0.2);
  expect(intervalBar(0, 0, 0.0295).axisEnd).toBe(0.05);
  expect(intervalBar(1, 0.83, 1)).toMatchObject({ axisEnd: 1, high: 1, rate: 1 });
});

test('keeps the bounds on the axis, in order', () => {
  const fraction = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fraction, fraction, fraction, (a, b, c) => {
      const [low = 0, rate = 0, high = 0] = [a, b, c].sort((x, y) => x - y);
      const bar = intervalBar(rate, low, high);
      expect(0 <= bar.low && bar.low <= bar.rate && bar.rate <= bar.high && bar.high <= 1).toBe(true);
    }),
  );
});
