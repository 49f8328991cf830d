/** The runs test: whether failures come in streaks, or alternate with passes, more than chance would have it. */
import { logBeta } from './logBeta.js';
import { normalUpperTail } from './normal.js';

export interface RunsTest {
  /** Unbroken stretches of equal results. */
  readonly runs: number;
  /** Probability of so few stretches or fewer, if every order of these results were as likely as any other: small for streaks. */
  readonly pFew: number;
  /** Probability of so many or more: small where failures and passes alternate. */
  readonly pMany: number;
}

/** The smaller of the two counts up to which the distribution is summed exactly; beyond, the normal one is off by less than 0.001. */
const EXACT_UP_TO = 1000;

/**
 * The test of Wald and Wolfowitz (On a test whether two samples are from the same population, Ann. Math. Statist. 11, 1940), one-sided both ways.
 * Exact as long as one of the two results stands at most {@link EXACT_UP_TO} times in the sequence, else by the normal distribution with mean
 * 1 + 2ab/n, variance 2ab(2ab − n)/(n²(n − 1)) and a continuity correction of ½.
 * @param runs unbroken stretches of equal results in the sequence
 * @param failures how often the one result stands in it, at least 1
 * @param passes the other one, at least 1
 */
export function runsTest(runs: number, failures: number, passes: number): RunsTest {
  const fewer = Math.min(failures, passes) > EXACT_UP_TO ? undefined : exactly(runs, failures, passes);
  if (fewer) return { runs, ...fewer };
  const n = failures + passes;
  const product = 2 * failures * passes;
  const mean = 1 + product / n;
  const deviation = Math.sqrt((product / n) * ((product - n) / n) / (n - 1));
  return {
    runs,
    pFew: normalUpperTail((mean - runs - 0.5) / deviation),
    pMany: normalUpperTail((runs - mean - 0.5) / deviation),
  };
}

function exactly(runs: number, a: number, b: number): Pick<RunsTest, 'pFew' | 'pMany'> {
  const all = logChoose(a + b, a);
  let [pFew, pMany] = [0, 0];
  for (let r = 2; r <= 2 * Math.min(a, b) + 1; r++) {
    const probability = probabilityOf(r, a, b, all);
    if (r <= runs) pFew += probability;
    if (r >= runs) pMany += probability;
  }
  return { pFew: Math.min(1, pFew), pMany: Math.min(1, pMany) };
}

/** P(R = r): the ways to cut either result into its stretches, which take turns. */
function probabilityOf(r: number, a: number, b: number, all: number): number {
  const half = Math.floor(r / 2);
  if (r % 2 === 0) return 2 * Math.exp(logChoose(a - 1, half - 1) + logChoose(b - 1, half - 1) - all);
  return Math.exp(logChoose(a - 1, half) + logChoose(b - 1, half - 1) - all) + Math.exp(logChoose(a - 1, half - 1) + logChoose(b - 1, half) - all);
}

/** ln C(n, k); −∞ where there is no way. */
function logChoose(n: number, k: number): number {
  if (k < 0 || k > n) return Number.NEGATIVE_INFINITY;
  return k === 0 || k === n ? 0 : -Math.log(n + 1) - logBeta(n - k + 1, k + 1);
}
