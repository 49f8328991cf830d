/** What limits a verdict, one sentence each; undefined where nothing does. */
import { counted, duration, listed, percent, pValue } from '../report/format.js';
import type { EndReason } from './events.js';
import { OUTCOMES, type Outcome } from './outcome.js';
import { clopperPearson, type Interval } from './statistics/interval.js';
import { total, type Tally } from './tally.js';

/** What limits a rate that was measured. @param n attempts that count */
export function limits(tally: Tally, n: number): (string | undefined)[] {
  return [decided(tally), otherFailures(tally, n), leftOut(tally), leaks(tally), retried(tally), dependence(tally), drift(tally)];
}

/** A sequential test stops where the counts are extreme. */
function decided({ endReason }: Tally): string | undefined {
  return endReason === 'decided' ? 'The run ended as soon as its question was decided, so its rate and interval are rough.' : undefined;
}

/** `(95 % CI 0.6 % – 8.5 %)` */
export function interval({ low, high }: Interval): string {
  return `(95 % CI ${percent(low)} – ${percent(high)})`;
}

/** How a run ended before its plan was done. */
export const EARLY: Partial<Record<EndReason, string>> = {
  cancelled: 'was cancelled',
  interrupted: 'was interrupted',
  error: 'was ended by an error',
};

/** It counts even where no attempt seems to be missing: a line that cannot be read may be the one that failed. */
export function damage(tally: Tally): string | undefined {
  if (tally.endReason !== 'damaged') return undefined;
  return `The ledger is damaged: ${ofPlanned(tally, total(tally, () => true))} can be read.`;
}

export function earlyEnd(tally: Tally): string | undefined {
  if (tally.endReason === 'damaged') return damage(tally);
  const finished = total(tally, (outcome) => outcome !== 'cancelled');
  if (tally.planned !== undefined && finished >= tally.planned) return undefined;
  if (tally.endReason === undefined) return `The run has not ended: ${ofPlanned(tally, finished)} so far.`;
  const how = EARLY[tally.endReason];
  return how === undefined ? undefined : `The run ${how} after ${ofPlanned(tally, finished)}.`;
}

/** `30 of 100 attempts`, or `30 attempts` where no number was planned. */
function ofPlanned({ planned }: Tally, count: number): string {
  return planned === undefined ? counted(count, 'attempt') : `${count} of ${counted(planned, 'attempt')}`;
}

function otherFailures({ otherFailures: unexpected = 0, untoldFailures = 0 }: Tally, n: number): string | undefined {
  const others = unexpected - untoldFailures;
  if (others === 0) return undefined;
  return `New: ${counted(others, 'attempt')} failed in another way: ${percent(others / n)} ${interval(clopperPearson(others, n))}.`;
}

function dependence({ dependence: found }: Tally): string | undefined {
  if (!found) return undefined;
  const test = `(runs test, one-sided: ${pValue(found.p)})`;
  return found.kind === 'streaks'
    ? `Failures come in streaks ${test}: attempts are not independent, so the interval is too narrow.`
    : `Failures and passes take turns ${test}: attempts are not independent, so the interval is only a rough guide.`;
}

export function drift({ drift: found }: Tally): string | undefined {
  if (!found) return undefined;
  return `Attempts got ${found.kind}: ${duration(found.fromMs)} in the median of the first quarter of those that passed, ${duration(found.toMs)} in the last (Spearman's rank correlation ${found.rho.toFixed(2)}, ${pValue(found.p)}).`;
}

/** What an outcome that is left out of the rate says, after the number of attempts. */
const LEFT_OUT: Partial<Record<Outcome, string>> = {
  'no-tests': 'executed no test',
  'fewer-tests': 'told of fewer tests than planned or than the others',
};

function infraWords({ hasBefore, namesInfra }: Tally): string {
  const ways = ['could not be started', ...(hasBefore === true ? ['did not get past --before'] : []), ...(namesInfra === true ? ['failed as --infra describes'] : [])];
  return [ways.slice(0, -1).join(', '), ...ways.slice(-1)].filter((part) => part !== '').join(' or ');
}

export function leftOutParts(tally: Tally): string[] {
  return OUTCOMES.flatMap((outcome) => {
    const words = outcome === 'infra' ? infraWords(tally) : LEFT_OUT[outcome];
    const count = tally.outcomes[outcome];
    return words === undefined || count === 0 ? [] : [`${counted(count, 'attempt')} ${words}`];
  });
}

export function leftOut(tally: Tally): string | undefined {
  const parts = leftOutParts(tally);
  return parts.length === 0 ? undefined : `Left out of the rate: ${listed(parts)}.`;
}

export function moreTests({ moreTests: count = 0 }: Tally): string | undefined {
  return count === 0 ? undefined : `${counted(count, 'attempt')} executed more tests than most: of those tests the others say nothing.`;
}

export function leaks(tally: Tally): string | undefined {
  const count = tally.outcomes.leak;
  return count === 0 ? undefined : `Warning: ${counted(count, 'attempt')} passed but left processes behind or held the output open (leak).`;
}

/** A runner that tries tests again hides failures that came. */
export function retried({ retried: count = 0 }: Tally): string | undefined {
  return count === 0 ? undefined : `Warning: ${counted(count, 'attempt')} passed only because a test that failed was tried again.`;
}
