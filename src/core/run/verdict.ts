/** What follows from a run's counts, as a sentence with numbers and an interval. */
import { boundPercent, counted, listed, percent } from '../report/format.js';
import type { EndReason } from './events.js';
import { countsInRate, isFailure, OUTCOMES, type Outcome } from './outcome.js';
import type { RunPurpose } from './plan.js';
import { clopperPearson, CONFIDENCE, intervalAtStop, upperBoundAtZero } from './statistics/interval.js';

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
  /** Failures per attempt that counts, 0–1; null without data. After a stop at the first failure it is biased upwards. */
  readonly rate: number | null;
  /** Lower bound of the failure rate, 0–1; null without data. */
  readonly low: number | null;
  /** Upper bound, 0–1; without a failure the one-sided one. Null without data. */
  readonly high: number | null;
  /** Confidence of the bounds, 0–1. */
  readonly confidence: number;
}

/** The counts that a verdict follows from. */
export interface Tally {
  readonly outcomes: Readonly<Record<Outcome, number>>;
  /** The most attempts that the plan makes. */
  readonly planned: number;
  readonly purpose: RunPurpose;
  /** Whether the first failure ended the run. */
  readonly stoppedAtFirstFailure: boolean;
  /** Absent while the run goes on. */
  readonly endReason?: EndReason;
}

/** The verdict on a run, or on what there is of it so far. */
export function verdictOf(tally: Tally): Verdict {
  const n = total(tally, countsInRate);
  const k = total(tally, isFailure);
  if (n === 0) return noData(tally);
  if (k === 0) return withoutFailure(tally, n);
  return tally.stoppedAtFirstFailure ? firstFailure(tally, n, k) : withFailures(tally, n, k);
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

function withFailures(tally: Tally, n: number, k: number): Verdict {
  const { low, high } = clopperPearson(k, n);
  const headline = `${k} of ${counted(n, 'attempt')} failed: failure rate ${percent(k / n)} (95 % CI ${percent(low)} – ${percent(high)}).`;
  const kind = k === n ? 'consistently-failing' : 'flaky';
  const meaning = k < n ? 'Flaky.' : n > 1 ? 'Consistently failing.' : 'Failing, as far as a single attempt can tell: repeat it to tell a flaky test from one that always fails.';
  return verdict(kind, headline, [meaning, earlyEnd(tally), leftOut(tally), leaks(tally)], { rate: k / n, low, high });
}

/** Whatever ran beside the first failure, with `--jobs`, says nothing on when it came: what counts is how many passed before. */
function firstFailure(tally: Tally, n: number, k: number): Verdict {
  const passed = n - k;
  const { low, high } = intervalAtStop(1, passed + 1);
  const interval = `failure rate between ${percent(low)} and ${percent(high)} (95 % CI)`;
  const rest = [damage(tally), leftOut(tally), leaks(tally)];
  const numbers = { rate: k / n, low, high };
  if (passed === 0) {
    const meaning = 'Inconclusive: one failure does not tell a flaky test from one that always fails, and stopping there biases the rate. Repeat it without stopping.';
    return verdict('inconclusive', `The first attempt failed, and the run stopped there: ${interval}.`, [meaning, ...rest], numbers);
  }
  const headline = `The first failure came after ${counted(passed, 'passing attempt')}, and the run stopped there: ${interval}.`;
  return verdict('flaky', headline, ['Flaky.', `Stopping at the first failure biases the rate: ${k} of ${n} is no estimate of it.`, ...rest], numbers);
}

function withoutFailure(tally: Tally, n: number): Verdict {
  const high = upperBoundAtZero(n);
  const numbers = { rate: 0, low: 0, high };
  const headline = `0 of ${counted(n, 'attempt')} failed: failure rate at most ${boundPercent(high)} (95 % one-sided bound).`;
  const limits = [earlyEnd(tally), leftOut(tally)].filter((limit) => limit !== undefined);
  if (limits.length > 0) {
    const missing = tally.endReason === 'damaged' ? 0 : Math.max(0, tally.planned - n);
    const more = missing === 0 ? 'Inconclusive.' : `Inconclusive: ${missing} more ${missing === 1 ? 'attempt that counts is' : 'attempts that count are'} needed for the planned ${tally.planned}.`;
    return verdict('inconclusive', headline, [...limits, more, leaks(tally)], numbers);
  }
  if (tally.purpose === 'reproduce') {
    return verdict('not-reproduced', headline, ['The failure was not reproduced.', leaks(tally)], numbers);
  }
  return verdict('passing', headline, ['Passing.', leaks(tally)], numbers);
}

function noData(tally: Tally): Verdict {
  if (tally.endReason === 'damaged' && total(tally, () => true) === 0) {
    return verdict('no-data', 'No data: the ledger is damaged, and no attempt in it can be read.', [], { rate: null, low: null, high: null });
  }
  const parts = leftOutParts(tally);
  const advice = tally.outcomes.infra > 0
    ? 'Check the command and the folder it runs in.'
    : tally.outcomes['no-tests'] > 0
      ? 'Check which tests the command selects.'
      : undefined;
  const ended = tally.endReason === undefined ? 'No data yet' : 'No data';
  const why = parts.length > 0 ? listed(parts) : `no attempt has ended${tally.endReason === undefined ? '' : ` before the run ${EARLY[tally.endReason] ?? 'ended'}`}`;
  return verdict('no-data', `${ended}: ${why}.`, [parts.length > 0 ? earlyEnd(tally) : undefined, advice], { rate: null, low: null, high: null });
}

/** How a run ended before its plan was done. */
const EARLY: Partial<Record<EndReason, string>> = {
  cancelled: 'was cancelled',
  interrupted: 'was interrupted',
  error: 'was ended by an error',
};

/** It counts even where no attempt seems to be missing: a line that cannot be read may be the one that failed. */
function damage(tally: Tally): string | undefined {
  if (tally.endReason !== 'damaged') return undefined;
  return `The ledger is damaged: ${total(tally, () => true)} of ${counted(tally.planned, 'attempt')} can be read.`;
}

function earlyEnd(tally: Tally): string | undefined {
  if (tally.endReason === 'damaged') return damage(tally);
  const finished = total(tally, (outcome) => outcome !== 'cancelled');
  if (finished >= tally.planned) return undefined;
  if (tally.endReason === undefined) return `The run has not ended: ${finished} of ${counted(tally.planned, 'attempt')} so far.`;
  const how = EARLY[tally.endReason];
  return how === undefined ? undefined : `The run ${how} after ${finished} of ${counted(tally.planned, 'attempt')}.`;
}

/** What an outcome that is left out of the rate says, after the number of attempts. */
const LEFT_OUT: Partial<Record<Outcome, string>> = {
  infra: 'could not be started',
  'no-tests': 'exited with 0 but executed no test',
  'fewer-tests': 'executed fewer tests than the others',
};

function leftOutParts(tally: Tally): string[] {
  return OUTCOMES.flatMap((outcome) => {
    const words = LEFT_OUT[outcome];
    const count = tally.outcomes[outcome];
    return words === undefined || count === 0 ? [] : [`${counted(count, 'attempt')} ${words}`];
  });
}

function leftOut(tally: Tally): string | undefined {
  const parts = leftOutParts(tally);
  return parts.length === 0 ? undefined : `Left out of the rate: ${listed(parts)}.`;
}

function leaks(tally: Tally): string | undefined {
  const count = tally.outcomes.leak;
  return count === 0 ? undefined : `Warning: ${counted(count, 'attempt')} passed but left processes behind or held the output open (leak).`;
}

function total(tally: Tally, selects: (outcome: Outcome) => boolean): number {
  return OUTCOMES.reduce((sum, outcome) => sum + (selects(outcome) ? tally.outcomes[outcome] : 0), 0);
}
