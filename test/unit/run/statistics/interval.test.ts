import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attemptsToSee, clopperPearson, intervalAtStop, rateAtStop, upperBoundAtZero, wilson, type Interval } from '../../../../src/core/run/statistics/interval.js';

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
    const { low, high } = intervalAtStop(1, 5);
    // 1 − .975^(1/5), 1 − .025^(1/4)
    expect(low).toBeCloseTo(0.0050508, 6);
    expect(high).toBeCloseTo(0.6023646, 6);
  });

  test('at the first attempt reaches up to 1', () => {
    expect(intervalAtStop(1, 1)).toEqual({ low: expect.closeTo(0.025, 15) as number, high: 1 });
  });
});

describe('the interval after a stop at a later failure', () => {
  // Python 3.11, scipy 1.17: beta.ppf(.025, k, m − k + 1), beta.ppf(.975, k, m − k); nbinom.cdf and .sf give .025 at both.
  test.each([[2, 2, 0.15811388300841897, 1], [2, 5, 0.052744950526316906, 0.8058795503167565], [3, 10, 0.06673951117773447, 0.600093573716312], [3, 100, 0.006229971538306395, 0.07107612246187751], [5, 7, 0.2904208637373427, 0.9567281317072583], [10, 1000, 0.004805510691049308, 0.01703274677025096]])(
    'number %d at attempt %d',
    (failures, m, low, high) => {
      const interval = intervalAtStop(failures, m);
      expect(interval.low).toBeCloseTo(low, 11);
      expect(interval.high).toBeCloseTo(high, 11);
    },
  );

  test('falls the later the stop comes, and is never above the one of a run that was planned so', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(20_000), (failures, passes) => {
        const m = failures + passes;
        const [earlier, later, planned] = [intervalAtStop(failures, m), intervalAtStop(failures, m + 1), clopperPearson(failures, m)];
        expect(later.low).toBeLessThan(earlier.low);
        expect(later.high).toBeLessThan(earlier.high);
        expect(earlier.low).toBeLessThan(earlier.high);
        expect(earlier.high).toBeLessThanOrEqual(planned.high);
        const rate = rateAtStop(failures, m);
        if (rate === undefined) return;
        expect(rate).toBeGreaterThanOrEqual(earlier.low);
        expect(rate).toBeLessThanOrEqual(earlier.high);
      }),
    );
  });

  test('has an estimate that is right on the average, and none after the first failure', () => {
    expect(rateAtStop(1, 5)).toBeUndefined();
    expect(rateAtStop(1, 1)).toBeUndefined();
    for (const rate of [0.1, 0.3, 0.8]) {
      let [mean, probability] = [0, rate ** 3];
      for (let m = 3; m < 3000; m++) {
        mean += probability * (rateAtStop(3, m) ?? Number.NaN);
        // P(M = m + 1) / P(M = m) = (1 − p) m / (m − 2)
        probability *= ((1 - rate) * m) / (m - 2);
      }
      expect(mean).toBeCloseTo(rate, 10);
    }
  });
});

describe("Wilson's interval", () => {
  // Python 3.11, scipy 1.17: binomtest(k, n).proportion_ci(confidence, 'wilson')
  test.each([[3, 20, 0.95, 0.05236874589621662, 0.3604188647407569], [0, 100, 0.95, 0, 0.03699349820698568], [1, 1, 0.95, 0.20654931437723745, 1], [5, 100, 0.95, 0.021543679154367973, 0.11175046923191914], [50, 100, 0.99, 0.37527962504483986, 0.6247203749551602], [37, 100_000, 0.95, 0.0002684614901035038, 0.0005099231967762245]])(
    'of %d in %d at %d',
    (failures, n, confidence, low, high) => {
      const interval = wilson(failures, n, confidence);
      expect(interval.low).toBeCloseTo(low, 12);
      expect(interval.high).toBeCloseTo(high, 12);
    },
  );

  test('lies inside 0–1, contains the share, and mirrors', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }).chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n))), ([failures, n]) => {
        const { low, high } = wilson(failures, n);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(failures / n);
        expect(high).toBeGreaterThanOrEqual(failures / n);
        expect(wilson(n - failures, n).low).toBeCloseTo(1 - high, 12);
      }),
    );
  });
});

/** The probability that an interval contains the rate, summed over everything that can happen. */
describe('coverage, by summing over every count', () => {
  const RATES = Array.from({ length: 199 }, (_, index) => (index + 1) / 200);

  function binomial(n: number, rate: number): number[] {
    let row = [1];
    for (let made = 0; made < n; made++) row = Array.from({ length: row.length + 1 }, (_, k) => (row[k] ?? 0) * (1 - rate) + (row[k - 1] ?? 0) * rate);
    return row;
  }

  function coverage(intervals: readonly Interval[], weights: readonly number[], rate: number): number {
    return intervals.reduce((sum, { low, high }, index) => sum + (low <= rate && rate <= high ? (weights[index] ?? 0) : 0), 0);
  }

  test('the exact interval keeps its 95 % at every rate, for every n up to 60', () => {
    for (let n = 1; n <= 60; n++) {
      const intervals = Array.from({ length: n + 1 }, (_, failures) => clopperPearson(failures, n));
      for (const rate of RATES) expect(coverage(intervals, binomial(n, rate), rate)).toBeGreaterThanOrEqual(0.95 - 1e-12);
    }
  });

  test("Wilson's keeps it on the average only", () => {
    for (const n of [10, 30, 60]) {
      const intervals = Array.from({ length: n + 1 }, (_, failures) => wilson(failures, n));
      const all = RATES.map((rate) => coverage(intervals, binomial(n, rate), rate));
      expect(all.reduce((sum, each) => sum + each, 0) / all.length).toBeGreaterThan(0.945);
      expect(Math.min(...all)).toBeLessThan(0.95);
    }
  });

  test('the bound without a failure is exceeded by no rate that would show one in 95 of 100 runs', () => {
    for (let n = 1; n <= 60; n++) {
      // A rate above the bound gives a run without failures with less than 5 % probability.
      expect((1 - upperBoundAtZero(n) - 1e-9) ** n).toBeLessThan(0.05);
      expect((1 - upperBoundAtZero(n) + 1e-9) ** n).toBeGreaterThan(0.05);
    }
  });

  test('the interval after a stop keeps its 95 %', () => {
    /** What comes later has less than 1e-9 of the probability at these rates. */
    const MOST = 3000;
    for (const failures of [1, 2, 3, 7]) {
      const intervals = Array.from({ length: MOST }, (_, passes) => intervalAtStop(failures, failures + passes));
      for (const rate of [0.02, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99]) {
        const weights: number[] = [];
        let probability = rate ** failures;
        for (let passes = 0; passes < MOST; passes++) {
          weights.push(probability);
          probability *= ((1 - rate) * (failures + passes)) / (passes + 1);
        }
        expect(coverage(intervals, weights, rate)).toBeGreaterThanOrEqual(0.95 - 1e-9);
      }
    }
  });
});
