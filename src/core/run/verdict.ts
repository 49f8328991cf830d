/** What follows from a run's counts, as a sentence with numbers and an interval. */
import { boundPercent, counted, listed, percent } from '../report/format.js';
import { countsInRate, isFailure } from './outcome.js';
import { attemptsToSee, clopperPearson, CONFIDENCE, intervalAtStop, rateAtStop, upperBoundAtZero } from './statistics/interval.js';
import { total, type Tally } from './tally.js';
import { damage, drift, EARLY, earlyEnd, interval, leaks, leftOut, leftOutParts, limits, moreTests, retried } from './verdictRemarks.js';

/**
 * - `passing` no attempt failed, and all that were planned count
 * - `flaky` some failed, some passed
 * - `consistently-failing` all failed
 * - `not-reproduced` no attempt failed, in a run that was to show a failure
 * - `inconclusive` the counts do not carry a statement
 * - `no-data` no attempt counts
 */
export type VerdictKind = 'passing' | 'flaky' | 'consistently-failing' | 'not-reproduced' | 'inconclusive' | 'no-data';

export interface Verdict {
  readonly kind: VerdictKind;
  /** {@link headline} and {@link remarks} as one line. It holds no text from outside. */
  readonly sentence: string;
  /** The numbers, as one sentence. */
  readonly headline: string;
  /** What they mean and what limits them, one sentence each. */
  readonly remarks: readonly string[];
  /** Failures per attempt that counts, 0–1: of the expected kind where one is named; null without data, and where it could not be told of which kind some are. After a stop at the first failure it is biased upwards. */
  readonly rate: number | null;
  /** Lower bound of the failure rate, 0–1; null without data. */
  readonly low: number | null;
  /** Upper bound, 0–1; without a failure the one-sided one. Null without data. */
  readonly high: number | null;
  /** Confidence of the bounds, 0–1. */
  readonly confidence: number;
}

/** The verdict on a run, or on what there is of it so far. */
export function verdictOf(tally: Tally): Verdict {
  const n = total(tally, countsInRate);
  const failed = total(tally, isFailure);
  const others = tally.otherFailures ?? 0;
  if (n === 0) return noData(tally);
  if (failed === 0) return withoutFailure(tally, n);
  if ((tally.untoldFailures ?? 0) > 0) return withUntold(tally, n, failed - others, tally.untoldFailures ?? 0);
  if (failed === others) return onlyOthers(tally, n, others);
  if (tally.stoppedAt === undefined) return withFailures(tally, n, failed - others);
  // Whatever ran beside the last failure, with `--jobs`, says nothing on when it came: what counts is how many did not fail before.
  const stop = Math.min(tally.stoppedAt, failed - others);
  const before = n - (failed - others);
  return stop === 1 ? atFirstFailure(tally, n, failed - others, before) : atLaterFailure(tally, stop, before);
}

interface Numbers {
  readonly rate: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

function verdict(kind: VerdictKind, headline: string, remarks: readonly (string | undefined)[], numbers: Numbers): Verdict {
  const present = remarks.filter((remark) => remark !== undefined);
  return { kind, sentence: [headline, ...present].join(' '), headline, remarks: present, ...numbers, confidence: CONFIDENCE };
}

function failing(tally: Tally): string {
  return tally.otherFailures === undefined ? 'failed' : 'showed the expected failure';
}

/** Failures and passes together tell the kind, whichever failure was expected. */
function kindOf(tally: Tally, n: number): 'flaky' | 'consistently-failing' {
  return total(tally, isFailure) === n ? 'consistently-failing' : 'flaky';
}

function withFailures(tally: Tally, n: number, k: number): Verdict {
  const { low, high } = clopperPearson(k, n);
  const headline = `${k} of ${counted(n, 'attempt')} ${failing(tally)}: failure rate ${percent(k / n)} ${interval({ low, high })}.`;
  const kind = kindOf(tally, n);
  const meaning = kind === 'flaky' ? 'Flaky.' : n > 1 ? 'Consistently failing.' : 'Failing, as far as a single attempt can tell: repeat it to tell a flaky test from one that always fails.';
  return verdict(kind, headline, [meaning, earlyEnd(tally), ...limits(tally, n)], { rate: k / n, low, high });
}

function atFirstFailure(tally: Tally, n: number, k: number, before: number): Verdict {
  const bounds = intervalAtStop(1, before + 1);
  const range = `failure rate between ${percent(bounds.low)} and ${percent(bounds.high)} (95 % CI)`;
  const rest = [damage(tally), ...limits(tally, n)];
  const numbers = { rate: k / n, ...bounds };
  if (before === 0) {
    const meaning =
      'Inconclusive: one failure does not tell a flaky test from one that always fails, and stopping there biases the rate. ' +
      `Repeat it without stopping: if at least 1 attempt in ${RARE_PASS} passes, ${attemptsToSee(1 / RARE_PASS)} show it with 95 % confidence.`;
    return verdict('inconclusive', `The first attempt failed, and the run stopped there: ${range}.`, [meaning, ...rest], numbers);
  }
  const headline = `The first failure came after ${counted(before, tally.otherFailures === undefined ? 'passing attempt' : 'attempt')}, and the run stopped there: ${range}.`;
  return verdict('flaky', headline, ['Flaky.', `Stopping at the first failure biases the rate: ${k} of ${n} is no estimate of it.`, ...rest], numbers);
}

/** A test that passes less often than once in so many attempts is as good as one that always fails. */
const RARE_PASS = 10;

function atLaterFailure(tally: Tally, k: number, before: number): Verdict {
  const m = before + k;
  const bounds = intervalAtStop(k, m);
  const rate = before === 0 ? 1 : (rateAtStop(k, m) ?? Number.NaN);
  const kind = kindOf(tally, total(tally, countsInRate));
  const headline = `${k} of ${counted(m, 'attempt')} ${failing(tally)}, and the run stopped at failure ${k}: failure rate ${percent(rate)} ${interval(bounds)}.`;
  const bias = before === 0 ? undefined : `Stopping there biases ${k} of ${m}; the rate and its interval allow for that.`;
  return verdict(kind, headline, [kind === 'flaky' ? 'Flaky.' : 'Consistently failing.', bias, damage(tally), ...limits(tally, m)], { rate, ...bounds });
}

function withoutFailure(tally: Tally, n: number): Verdict {
  const high = upperBoundAtZero(n);
  const numbers = { rate: 0, low: 0, high };
  const headline = `0 of ${counted(n, 'attempt')} ${failing(tally)}: failure rate at most ${boundPercent(high)} (95 % one-sided bound).`;
  const incomplete = [earlyEnd(tally), leftOut(tally), moreTests(tally)].filter((limit) => limit !== undefined);
  if (incomplete.length > 0) return verdict('inconclusive', headline, [...incomplete, missing(tally, n), leaks(tally), retried(tally), drift(tally)], numbers);
  const reproducing = tally.purpose === 'reproduce';
  const meaning = reproducing ? 'The failure was not reproduced.' : n > 1 ? 'Passing.' : 'Passing, as far as a single attempt can tell.';
  return verdict(reproducing ? 'not-reproduced' : 'passing', headline, [meaning, leaks(tally), retried(tally), drift(tally)], numbers);
}

/**
 * Some failures may be the expected one, and nobody could tell in time: the bounds are those of the fewest and of the most. Clopper–Pearson's also hold where a
 * failure ended the run: they are wider there than needed.
 */
function withUntold(tally: Tally, n: number, k: number, untold: number): Verdict {
  const bounds = { low: clopperPearson(k, n).low, high: clopperPearson(k + untold, n).high };
  const headline = `Between ${k} and ${k + untold} of ${counted(n, 'attempt')} showed the expected failure: failure rate between ${percent(bounds.low)} and ${percent(bounds.high)} (95 % CI of the fewest and the most).`;
  const meaning = kindOf(tally, n) === 'flaky' ? 'Flaky.' : n > 1 ? 'Consistently failing.' : undefined;
  const why = `Of ${counted(untold, 'failure')} it could not be told in time whether it is the expected one: simplify the expression of --expect.`;
  return verdict(kindOf(tally, n), headline, [meaning, why, earlyEnd(tally), ...limits(tally, n)], { rate: null, ...bounds });
}

/** The bound follows from the attempts that passed: one that failed in another way may have hidden the expected failure. */
function onlyOthers(tally: Tally, n: number, others: number): Verdict {
  const passed = n - others;
  const numbers = { rate: 0, low: 0, high: upperBoundAtZero(passed) };
  const headline =
    passed === 0
      ? `0 of ${counted(n, 'attempt')} showed the expected failure, but all failed in another way.`
      : `0 of ${counted(n, 'attempt')} showed the expected failure: failure rate at most ${boundPercent(numbers.high)} (95 % one-sided bound from the ${counted(passed, 'attempt')} that passed).`;
  const kind = tally.purpose === 'reproduce' ? 'not-reproduced' : kindOf(tally, n);
  const meaning =
    kind === 'not-reproduced'
      ? 'The expected failure was not reproduced.'
      : kind === 'flaky' ? 'Flaky, but not with the expected failure.' : 'Consistently failing, but not with the expected failure.';
  return verdict(kind, headline, [meaning, earlyEnd(tally), ...limits(tally, n)], numbers);
}

/** How many attempts more decide: as many as the plan promised, or else as many as bound the rate. */
function missing(tally: Tally, n: number): string {
  if (tally.endReason === 'damaged') return 'Inconclusive.';
  const { planned } = tally;
  if (planned !== undefined && planned > n) {
    const more = planned - n;
    return `Inconclusive: ${more} more ${more === 1 ? 'attempt that counts is' : 'attempts that count are'} needed for the planned ${planned}, which bound the rate at ${boundPercent(upperBoundAtZero(planned))} if none fails.`;
  }
  const bound = BOUNDS.find((rate) => attemptsToSee(rate) > n);
  if (bound === undefined) return 'Inconclusive.';
  return `Inconclusive: ${counted(attemptsToSee(bound) - n, 'more attempt')} without a failure would bound the rate at ${percent(bound)}.`;
}

/** Rates that a run without a planned number of attempts is measured by: 59 attempts bound the rate at the first, 299 at the second. */
const BOUNDS = [0.05, 0.01];

function noData(tally: Tally): Verdict {
  if (tally.endReason === 'damaged' && total(tally, () => true) === 0) {
    return verdict('no-data', 'No data: the ledger is damaged, and no attempt in it can be read.', [], { rate: null, low: null, high: null });
  }
  const parts = leftOutParts(tally);
  const advice = tally.outcomes.infra > 0
    ? tally.namesInfra === true ? 'Check the infrastructure that the command needs, and what --infra matches.' : tally.hasBefore === true ? 'Check the commands, that of --before first, and the folder they run in.' : 'Check the command and the folder it runs in.'
    : tally.outcomes['no-tests'] > 0
      ? 'Check which tests the command selects.'
      : undefined;
  const ended = tally.endReason === undefined ? 'No data yet' : 'No data';
  const why = parts.length > 0 ? listed(parts) : `no attempt has ended${tally.endReason === undefined ? '' : ` before the run ${EARLY[tally.endReason] ?? 'ended'}`}`;
  return verdict('no-data', `${ended}: ${why}.`, [parts.length > 0 ? earlyEnd(tally) : undefined, advice], { rate: null, low: null, high: null });
}
