/** A warm run held against some attempts that each had a process of their own: repetitions see what those before them left behind. */
import { counted, percent, pValue } from '../../report/format.js';
import type { RunEvidence } from '../evidence.js';
import { fisherExactLess } from '../statistics/fisher.js';

export interface CrossCheck {
  /** Id of the run that was not warm. */
  readonly run: string;
  readonly cold: { readonly failures: number; readonly n: number };
  readonly warm: { readonly failures: number; readonly n: number };
  /** Of Fisher's exact test, two-sided as twice the smaller side; null where one of the two has no attempt that counts. */
  readonly pValue: number | null;
  /** Whether the two differ: in their rates, or in how many tests they executed. */
  readonly differs: boolean;
  readonly sentence: string;
}

/** The level of the test, declared in advance (FACTS 4). */
const LEVEL = 0.05;

/** Cold attempts of a cross-check: 10, or a tenth of the warm ones, at most 100. */
export function crossCheckAttempts(planned: number | undefined): number {
  return Math.min(100, Math.max(10, Math.ceil((planned ?? 0) / 10)));
}

export function crossCheck(cold: RunEvidence, warm: RunEvidence): CrossCheck {
  const of = ({ failures, counted: n }: RunEvidence): { failures: number; n: number } => ({ failures, n });
  const counts = { run: cold.run.id, cold: of(cold), warm: of(warm) };
  if (cold.counted === 0 || warm.counted === 0) {
    return { ...counts, pValue: null, differs: false, sentence: `Cross-check: the ${cold.counted === 0 ? 'cold' : 'warm'} run has no attempt that counts, so nothing is known of a difference.` };
  }
  const p = Math.min(1, 2 * Math.min(fisherExactLess(counts.cold, counts.warm), fisherExactLess(counts.warm, counts.cold)));
  const told = `Cross-check: warm ${rate(counts.warm)}, cold ${rate(counts.cold)}`;
  const tests = testsDiffer(cold, warm);
  const fisher = `Fisher's exact test, two-sided: ${pValue(p)}`;
  if (p < LEVEL) return { ...counts, pValue: p, differs: true, sentence: `${told}: the two differ (${fisher}). ${counts.warm.failures / counts.warm.n > counts.cold.failures / counts.cold.n ? LEFT : HIDDEN}` };
  if (tests !== undefined) return { ...counts, pValue: p, differs: true, sentence: `${told} (${fisher}), but ${tests}: what the warm run says holds for its tests only.` };
  return { ...counts, pValue: p, differs: false, sentence: `${told}: no difference is shown (${fisher}); ${counted(counts.cold.n, 'cold attempt')} show only a large one.` };
}

const LEFT = 'A test may fail on what the repetition before it left behind: that is a finding of its own, and the warm rate is not that of a fresh start.';
const HIDDEN = 'What fails at a fresh start passes in a process that is warm: believe the cold rate.';

function rate({ failures, n }: { readonly failures: number; readonly n: number }): string {
  return `${failures} of ${counted(n, 'attempt')} failed (${percent(failures / n)})`;
}

/** `go test` without -v tells of packages only. */
function testsDiffer(cold: RunEvidence, warm: RunEvidence): string | undefined {
  const [before, after] = [cold.tests?.drift?.mode, warm.tests?.drift?.mode];
  if (before === undefined || after === undefined || before === after || cold.tests?.formats.includes('go test (packages)') === true) return undefined;
  return `a cold attempt executed ${counted(before, 'test')}, a warm one ${after}`;
}
