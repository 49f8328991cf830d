/** Outcomes for people. */
import type { ReportOutcome } from '../../protocol/report.js';

/** What an attempt did: `Attempt 7 timed out`, `3 timed out`. */
export const OUTCOME_WORDS: Readonly<Record<ReportOutcome, string>> = {
  pass: 'passed',
  fail: 'failed',
  timeout: 'timed out',
  crash: 'crashed',
  leak: 'passed with a leak',
  infra: 'stopped by infrastructure',
  'no-tests': 'ran no test',
  'fewer-tests': 'ran fewer tests',
  cancelled: 'cancelled',
};

/** What the runner noticed, counted: `3 × ran no test: … (first in attempt 2)`. @param reason as it can be shown there */
export function remarkText({ outcome, count, firstAttempt }: { readonly outcome: ReportOutcome; readonly count: number; readonly firstAttempt: number }, reason: string): string {
  return `${count} × ${OUTCOME_WORDS[outcome]}: ${reason} (first in attempt ${firstAttempt})`;
}

/** From what a user must see first to what needs no attention. */
export const BY_SEVERITY: readonly ReportOutcome[] = ['crash', 'timeout', 'fail', 'infra', 'no-tests', 'fewer-tests', 'leak', 'cancelled', 'pass'];
