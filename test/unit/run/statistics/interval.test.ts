import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attemptsToSee, clopperPearson, firstFailureInterval, upperBoundAtZero } from '../../../../src/core/run/statistics/interval.js';

/*
 * k, n, confidence, low, high. Solved by 150 bisections of the binomial tails, summed in Python's decimal with 60 digits:
 * P(X ≥ k | low) = α/2, P(X ≤ k | high) = α/2.
 */
const CLOPPER_PEARSON = [
  [0, 1, 0.95, 0.0, 0.975],
  [1, 1, 0.95, 0.025, 1.0],
  [1, 2, 0.95, 0.01257911709342505, 0.9874208829065749],
  [3, 20, 0.95, 0.03207093718546371, 0.37892682654531396],
  [3, 100, 0.95, 0.006229971538306394, 0.08517605297428003],
  [5, 100, 0.95, 0.016431879182052158, 0.11283491110546276],
  [50, 100, 0.95, 0.39832112950330095, 0.601678870496699],
  [97, 100, 0.95, 0.91482394702572, 0.9937700284616936],
  [0, 100, 0.95, 0.0, 0.03621669264517642],
  [100, 100, 0.95, 0.9637833073548235, 1.0],
  [1, 1000, 0.95, 2.531748749129404e-5, 0.005558924279826673],
  [17, 1000, 0.99, 0.008282828320920426, 0.03057839363289554],
  [1, 100_000, 0.95, 2.531780477933314e-7, 5.571516034774276e-5],
  [37, 100_000, 0.95, 0.00026052710608173105, 0.0005099605611549961],
  [50_000, 100_000, 0.95, 0.4968960624918004, 0.5031039375081996],
  [99_999, 100_000, 0.95, 0.9999442848396523, 0.9999997468219523],
  [0, 100_000, 0.95, 0.0, 3.688811415792421e-5],
] as const;

describe('the Clopper–Pearson interval', () => {
  test.each(CLOPPER_PEARSON)('of %d in %d at %d', (failures, n, confidence, low, high) => {
    const interval = clopperPearson(failures, n, confidence);
    expect(Math.abs(interval.low - low)).toBeLessThanOrEqual(1e-10 * low);
    expect(Math.abs(interval.high - high)).toBeLessThanOrEqual(1e-10 * high);
  });

  test('is everything without attempts', () => {
    expect(clopperPearson(0, 0)).toEqual({ low: 0, high: 1 });
  });

  const counts = fc.integer({ min: 1, max: 3000 }).chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));

  test('contains the estimate, and mirrors when failures and passes change places', () => {
    fc.assert(
      fc.property(counts, ([failures, n]) => {
        const { low, high } = clopperPearson(failures, n);
        expect(low).toBeLessThanOrEqual(failures / n);
        expect(high).toBeGreaterThanOrEqual(failures / n);
        const mirrored = clopperPearson(n - failures, n);
        expect(mirrored.low).toBeCloseTo(1 - high, 12);
        expect(mirrored.high).toBeCloseTo(1 - low, 12);
      }),
    );
  });

  test('rises with every failure, falls with every pass, widens with the confidence', () => {
    fc.assert(
      fc.property(counts, ([failures, n]) => {
        const interval = clopperPearson(failures, n);
        const failed = clopperPearson(failures + 1, n + 1);
        const passed = clopperPearson(failures, n + 1);
        const surer = clopperPearson(failures, n, 0.99);
        expect(failed.low).toBeGreaterThan(interval.low);
        expect(failed.high).toBeGreaterThanOrEqual(interval.high);
        expect(passed.low).toBeLessThanOrEqual(interval.low);
        expect(passed.high).toBeLessThan(interval.high);
        expect(surer.low).toBeLessThanOrEqual(interval.low);
        expect(surer.high).toBeGreaterThanOrEqual(interval.high);
      }),
    );
  });
});

describe('the upper bound without a failure', () => {
  test('of 100 attempts is 2.95 %', () => {
    // 1 − 0.05^(1/100) in 60 digits
    expect(upperBoundAtZero(100)).toBeCloseTo(0.029513049607037, 14);
    expect(upperBoundAtZero(1)).toBeCloseTo(0.95, 15);
    expect(upperBoundAtZero(0)).toBe(1);
    expect(upperBoundAtZero(100_000)).toBeCloseTo(2.9956874e-5, 11);
  });

  test('is the rate that so many attempts see with that confidence', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), (n) => {
        expect(attemptsToSee(upperBoundAtZero(n))).toBe(n);
      }),
    );
  });
});

describe('the attempts that see a failure with 95 % confidence', () => {
  test.each([[0.5, 5], [0.1, 29], [0.05, 59], [0.02, 149], [0.01, 299], [1, 1], [0.95, 1]])('of rate %d are %d', (rate, attempts) => {
    expect(attemptsToSee(rate)).toBe(attempts);
  });

  test('are as many as FACTS sizes a verify run with, from 3 of 20', () => {
    expect(attemptsToSee(clopperPearson(3, 20).low)).toBe(92);
    expect(attemptsToSee(3 / 20)).toBe(19);
  });

  test('are not one more where the quotient is whole', () => {
    expect(attemptsToSee(0.5, 0.875)).toBe(3);
    expect(attemptsToSee(0.1, 1 - 0.9 ** 7)).toBe(7);
  });

  test('are never enough for what does not happen', () => {
    expect(attemptsToSee(0)).toBe(Infinity);
  });
});

describe('the interval after a stop at the first failure', () => {
  test('at attempt 5 is 0.5 % – 60 %', () => {
    const { low, high } = firstFailureInterval(5);
    // 1 − .975^(1/5), 1 − .025^(1/4)
    expect(low).toBeCloseTo(0.0050508, 6);
    expect(high).toBeCloseTo(0.6023646, 6);
  });

  test('at the first attempt reaches up to 1', () => {
    const { low, high } = firstFailureInterval(1);
    expect(low).toBeCloseTo(0.025, 15);
    expect(high).toBe(1);
  });

  test('falls the later the failure comes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), (m) => {
        const [earlier, later] = [firstFailureInterval(m), firstFailureInterval(m + 1)];
        expect(later.low).toBeLessThan(earlier.low);
        expect(later.high).toBeLessThan(earlier.high);
        expect(later.low).toBeLessThan(later.high);
      }),
    );
  });
});
