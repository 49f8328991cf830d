/** Outcomes for people. */
import type { ReportOutcome } from '../../protocol/report.js';
import { inEnglish, type Say } from './say.js';

type ByOutcome<Words> = Readonly<Record<ReportOutcome, Words>>;

const WORDS: ByOutcome<(say: Say) => string> = {
  pass: (say) => say('passed'),
  fail: (say) => say('failed'),
  timeout: (say) => say('timed out'),
  crash: (say) => say('crashed'),
  leak: (say) => say('passed with a leak'),
  infra: (say) => say('stopped by infrastructure'),
  'no-tests': (say) => say('ran no test'),
  'fewer-tests': (say) => say('ran fewer tests'),
  cancelled: (say) => say('cancelled'),
};

const COUNTS: ByOutcome<(say: Say, count: number) => string> = {
  pass: (say, count) => say('{0} passed', count),
  fail: (say, count) => say('{0} failed', count),
  timeout: (say, count) => say('{0} timed out', count),
  crash: (say, count) => say('{0} crashed', count),
  leak: (say, count) => say('{0} passed with a leak', count),
  infra: (say, count) => say('{0} stopped by infrastructure', count),
  'no-tests': (say, count) => say('{0} ran no test', count),
  'fewer-tests': (say, count) => say('{0} ran fewer tests', count),
  cancelled: (say, count) => say('{0} cancelled', count),
};

const ATTEMPTS: ByOutcome<(say: Say, attempt: number, took: string) => string> = {
  pass: (say, attempt, took) => say('Attempt {0} passed, {1}', attempt, took),
  fail: (say, attempt, took) => say('Attempt {0} failed, {1}', attempt, took),
  timeout: (say, attempt, took) => say('Attempt {0} timed out, {1}', attempt, took),
  crash: (say, attempt, took) => say('Attempt {0} crashed, {1}', attempt, took),
  leak: (say, attempt, took) => say('Attempt {0} passed with a leak, {1}', attempt, took),
  infra: (say, attempt, took) => say('Attempt {0} stopped by infrastructure, {1}', attempt, took),
  'no-tests': (say, attempt, took) => say('Attempt {0} ran no test, {1}', attempt, took),
  'fewer-tests': (say, attempt, took) => say('Attempt {0} ran fewer tests, {1}', attempt, took),
  cancelled: (say, attempt, took) => say('Attempt {0} cancelled, {1}', attempt, took),
};

/** What an attempt did: `timed out`. */
export function outcomeText(outcome: ReportOutcome, say: Say = inEnglish): string {
  return WORDS[outcome](say);
}

/** `3 timed out` */
export function countText(outcome: ReportOutcome, count: number, say: Say = inEnglish): string {
  return COUNTS[outcome](say, count);
}

/** `Attempt 7 failed, 1.2 s` */
export function attemptText(outcome: ReportOutcome, attempt: number, took: string, say: Say = inEnglish): string {
  return ATTEMPTS[outcome](say, attempt, took);
}

/** From what a user must see first to what needs no attention. */
export const BY_SEVERITY: readonly ReportOutcome[] = ['crash', 'timeout', 'fail', 'infra', 'no-tests', 'fewer-tests', 'leak', 'cancelled', 'pass'];
