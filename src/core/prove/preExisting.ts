/** Whether a failure was there before a change: two sources whose attempts alternated. */
import { counted, percent, pValue } from '../report/format.js';
import { soughtFailures, type RunEvidence } from '../run/evidence.js';
import { fisherExactLess } from '../run/statistics/fisher.js';
import { attemptsToSee } from '../run/statistics/interval.js';

/**
 * - `pre-existing` both show the failure
 * - `new` only the sources after the change fail, and more often than chance would do it; or they fail in another way
 * - `gone` only those before fail
 * - `undecided` only those after fail, but so seldom that chance would do it
 * - `not-seen` neither fails
 * - `no-data` one of them has no attempt that counts
 */
export type OriginKind = 'pre-existing' | 'new' | 'gone' | 'undecided' | 'not-seen' | 'no-data';

export interface FailureOrigin {
  readonly kind: OriginKind;
  /** It holds no text from outside. */
  readonly sentence: string;
  /** One-sided p-value of Fisher's exact test for a higher failure rate after; null without data. */
  readonly pValue: number | null;
}

/** The level at which the test is declared to show something. */
const LEVEL = 0.05;

export function failureOrigin(before: RunEvidence, after: RunEvidence): FailureOrigin {
  if (before.counted === 0 || after.counted === 0) return { kind: 'no-data', sentence: `No data: ${after.counted === 0 ? 'with' : 'without'} your change no attempt counts.`, pValue: null };
  const [failuresBefore, failuresAfter] = [soughtFailures(before), soughtFailures(after)];
  const p = fisherExactLess({ failures: failuresAfter, n: after.counted }, { failures: failuresBefore, n: before.counted });
  const test = `Fisher's exact test, one-sided: ${pValue(p)}`;
  const counts = `${failuresBefore} of ${counted(before.counted, 'attempt')} without it, ${failuresAfter} of ${after.counted} with it`;
  const told = (kind: OriginKind, sentence: string): FailureOrigin => ({ kind, sentence: [sentence, otherWays(before, after)].filter((part) => part !== undefined).join(' '), pValue: p });
  if (failuresAfter === 0) {
    return failuresBefore === 0
      ? told('not-seen', `${after.otherFailures === undefined ? 'Neither fails' : 'Neither shows the expected failure'}: ${counts}.`)
      : told('gone', `With your change the failure was not seen: ${counts}. \`casebook verify\` says whether that proves it gone.`);
  }
  if (failuresBefore > 0) {
    const earlier = new Set(before.groups.map(({ signature }) => signature.id));
    // An expected failure is the same one, whatever it looks like.
    if (after.otherFailures === undefined && !after.groups.some(({ signature }) => earlier.has(signature.id))) return told('new', `New: it failed before your change too, but in other ways: ${counts}. No failure is seen on both sides.`);
    return told('pre-existing', `Pre-existing: it failed before your change too, ${failuresBefore} of ${counted(before.counted, 'attempt')} against ${failuresAfter} of ${after.counted}. ${howOften(p, before, after)}`);
  }
  if (p < LEVEL) return told('new', `New with your change: ${counts} (${test}).`);
  const { low } = after.verdict;
  const needed = low === null || low <= 0 ? undefined : attemptsToSee(low);
  return told('undecided', `Not decided: ${counts}, which chance would do as well (${test}).${needed === undefined ? '' : ` The rate with it is at least ${percent(low ?? 0)}: ${counted(needed, 'attempt')} of each would show it (\`-n ${needed}\`).`}`);
}

/** Both sides are looked at, so each p-value is doubled. */
function howOften(more: number, before: RunEvidence, after: RunEvidence): string {
  const less = fisherExactLess({ failures: soughtFailures(before), n: before.counted }, { failures: soughtFailures(after), n: after.counted });
  const p = Math.min(1, 2 * Math.min(more, less));
  const test = `(Fisher's exact test, two-sided: ${pValue(p)})`;
  if (p >= LEVEL) return `A difference in how often is not shown ${test}.`;
  return `It fails ${more < less ? 'more' : 'less'} often with it ${test}.`;
}

/** With an expected failure, the others stand beside it. */
function otherWays({ otherFailures: before = 0 }: RunEvidence, { otherFailures: after = 0 }: RunEvidence): string | undefined {
  return before + after === 0 ? undefined : `In another way than expected failed ${counted(before, 'attempt')} without it and ${after} with it.`;
}
