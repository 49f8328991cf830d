import { expect, test } from 'vitest';
import { normalUpperQuantile, normalUpperTail } from '../../../../src/core/run/statistics/normal.js';

// Python 3.11, scipy 1.17: norm.sf(z)
test.each([[0, 0.5], [0.5, 0.3085375387259869], [1, 0.15865525393145707], [1.959963984540054, 0.025], [3, 0.0013498980316300933], [3.5, 0.00023262907903552502], [8, 6.22096057427174e-16], [20, 2.7536241186061556e-89]])(
  'a standard normal value is at least %d with probability %d',
  (z, p) => {
    expect(Math.abs(normalUpperTail(z) / p - 1)).toBeLessThan(1e-12);
    expect(normalUpperTail(-z)).toBeCloseTo(1 - p, 15);
  },
);

// norm.isf(p)
test.each([[0.025, 1.9599639845400545], [0.005, 2.575829303548901], [1e-6, 4.753424308822899]])('and exceeds with probability %d the value %d', (p, z) => {
  expect(normalUpperQuantile(p)).toBeCloseTo(z, 11);
});
