/** The last document of `casebook run --json` (DESIGN 5.4). */
import type { SourceLocation } from '../run/events.js';
import type { RunEvidence } from '../run/evidence.js';
import type { Outcome } from '../run/outcome.js';
import type { VerdictKind } from '../run/verdict.js';

export interface RunSummary {
  readonly id: string;
  /** Attempts that ended, whatever their outcome. */
  readonly n: number;
  readonly outcomes: Readonly<Record<Outcome, number>>;
  /** Rates and bounds are fractions 0–1, null where no attempt counts; `high` without a failure is the one-sided bound. */
  readonly verdict: {
    readonly kind: VerdictKind;
    readonly sentence: string;
    readonly rate: number | null;
    readonly low: number | null;
    readonly high: number | null;
    readonly confidence: number;
  };
  /** In the order of first appearance. */
  readonly signatures: readonly { readonly id: string; readonly title: string; readonly count: number; readonly location?: SourceLocation }[];
  /** Path of the run's folder; null if somebody removed it while the run went on. */
  readonly ledger: string | null;
}

/** @param ledger path of the run's folder; null if it is gone */
export function runSummary({ run, attempts, outcomes, verdict, groups }: RunEvidence, ledger: string | null): RunSummary {
  const { kind, sentence, rate, low, high, confidence } = verdict;
  return {
    id: run.id,
    n: attempts.length,
    outcomes,
    verdict: { kind, sentence, rate, low, high, confidence },
    signatures: groups.map(({ signature: { id, title, location }, count }) => ({ id, title, count, ...(location ? { location } : {}) })),
    ledger,
  };
}
