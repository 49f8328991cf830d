import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boundPercent, counted, duration, durationArgument, listed, percent, percentOf, pValue } from '../../../src/core/report/format.js';

describe('a percentage', () => {
  test.each([[0.03, '3.0 %'], [0.006229971538306394, '0.6 %'], [0.08517605, '8.5 %'], [0.602, '60.2 %'], [0, '0 %'], [1, '100 %'], [0.0003, '0.03 %'], [0.9997, '99.97 %'], [0.9996, '99.96 %'], [2.53e-7, '0.00003 %'], [1e-20, '< 0.000000000001 %'], [1 - 1e-16, '> 99.999999999999 %']])('%d is %s', (fraction, text) => {
    expect(percent(fraction)).toBe(text);
  });

  test.each([[4, '400 %'], [7 / 3, '233.3 %'], [1, '100 %'], [0.5, '50.0 %'], [0.9997, '99.97 %'], [1.0001, '100 %']])('of a change, %d is %s', (fraction, text) => {
    expect(percentOf(fraction)).toBe(text);
  });

  test.each([[0.029513, '2.95 %'], [0.259, '25.9 %'], [0.95, '95.0 %'], [2.9957e-5, '0.00300 %'], [0.99999, '99.999 %']])('bound %d is %s', (fraction, text) => {
    expect(boundPercent(fraction)).toBe(text);
  });

  test('is 0 or 100 only for what is exactly that', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-11, max: 1 - 1e-11, noNaN: true }), (fraction) => {
        for (const text of [percent(fraction), boundPercent(fraction)]) {
          const shown = Number(text.replace(' %', ''));
          expect(shown).toBeGreaterThan(0);
          expect(shown).toBeLessThan(100);
          expect(Math.abs(shown - fraction * 100)).toBeLessThanOrEqual(0.0500001);
        }
      }),
    );
  });
});

describe('a p-value', () => {
  test.each([[0.029691605, 'p = 0.0297'], [0.11538461538, 'p = 0.115'], [1, 'p = 1'], [0.00001, 'p < 0.0001'], [0.05, 'p = 0.05'], [0.049996, 'p = 0.049996'], [0.99999, 'p = 0.99999']])('%d reads %s', (p, text) => {
    expect(pValue(p)).toBe(text);
  });

  test('is shown on its side of 0.05', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.0001, max: 0.9999, noNaN: true }), (p) => {
        expect(Number(pValue(p).replace('p = ', '')) < 0.05).toBe(p < 0.05);
      }),
    );
  });
});

describe('a time span', () => {
  test.each([[0, '0 ms'], [0.001, '1 µs'], [0.049, '50 µs'], [0.05, '0.1 ms'], [0.44, '0.4 ms'], [9.96, '10 ms'], [21.4, '21 ms'], [999.4, '999 ms'], [999.6, '1 s'], [1530, '1.53 s'], [9_996, '10 s'], [12_340, '12.3 s'], [59_940, '59.9 s'], [59_960, '1 min'], [125_000, '2 min 5 s'], [180_000, '3 min'], [3_599_600, '1 h'], [3_780_000, '1 h 3 min']])('of %d ms reads %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });

  test.each([[500, '500ms'], [3000, '3s'], [180_000, '3m'], [1500, '1500ms'], [0, '0ms']])('of %d ms is %s on the command line', (ms, text) => {
    expect(durationArgument(ms)).toBe(text);
  });
});

test('nouns go with their number, lists have an and', () => {
  expect([counted(1, 'attempt'), counted(2, 'attempt'), counted(0, 'process', 'processes')]).toEqual(['1 attempt', '2 attempts', '0 processes']);
  expect([listed([]), listed(['a']), listed(['a', 'b']), listed(['a', 'b', 'c'])]).toEqual(['', 'a', 'a and b', 'a, b and c']);
});
