/** The last document of `casebook run --json` (DESIGN 5.4). */
import type { DuringFinding } from '../run/during.js';
import type { SourceLocation } from '../run/events.js';
import type { Divergence } from '../run/divergence.js';
import { stoppedAt, type RunEvidence } from '../run/evidence.js';
import type { Outcome } from '../run/outcome.js';
import type { Dependence, DurationDrift } from '../run/independence.js';
import type { FailurePosition } from '../run/position.js';
import { wilson, type Interval } from '../run/statistics/interval.js';
import type { VerdictKind } from '../run/verdict.js';
import { testSummary, type TestSummary } from './testTable.js';

interface SignatureSummary {
  readonly id: string;
  readonly title: string;
  readonly count: number;
  readonly location?: SourceLocation;
  /** With an expected failure: how many of these were not that one. */
  readonly others?: number;
  /** Absent with too few failures to tell. */
  readonly position?: FailurePosition;
  /** Where the log of the first of them leaves that of the nearest passing attempt. */
  readonly divergence?: Divergence;
}

export interface RunSummary extends TestSummary {
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
    /** Wilson's interval of the same rate, two-sided; null where no attempt counts, and where a failure ended the run. */
    readonly wilson: Interval | null;
    /** With an expected failure: how many attempts failed in another way. */
    readonly otherFailures?: number;
    /** How many of these may be the expected one: it could not be told in time. Rate and Wilson's interval are null then. */
    readonly untoldFailures?: number;
    /** Failures that come in streaks, or take turns with passes. */
    readonly dependence?: Dependence;
    /** Passing attempts that got slower or faster. */
    readonly drift?: DurationDrift;
  };
  /** In the order of first appearance. */
  readonly signatures: readonly SignatureSummary[];
  /** Of a plan with samplers: what they answered while attempts ran. */
  readonly during?: readonly DuringFinding[];
  /** What was kept at the first failure, where the configuration asks for it. */
  readonly collected?: RunEvidence['collected'];
  /** Path of the run's folder; null if somebody removed it while the run went on. */
  readonly ledger: string | null;
}

/** @param ledger path of the run's folder; null if it is gone */
export function runSummary(evidence: RunEvidence, ledger: string | null, during: readonly DuringFinding[] = []): RunSummary {
  const { run, attempts, outcomes, verdict, groups, otherFailures, untoldFailures, dependence, drift, collected } = evidence;
  const { kind, sentence, rate, low, high, confidence } = verdict;
  return {
    id: run.id,
    n: attempts.length,
    outcomes,
    verdict: { kind, sentence, rate, low, high, confidence, wilson: wilsonOf(evidence), ...(otherFailures !== undefined && { otherFailures }), ...(untoldFailures !== undefined && { untoldFailures }), ...(dependence && { dependence }), ...(drift && { drift }) },
    signatures: groups.map(({ signature: { id, title, location }, count, others, position, divergence }) => ({
      id,
      title,
      count,
      ...(location && { location }),
      ...(others !== undefined && { others }),
      ...(position && { position }),
      ...(divergence && { divergence }),
    })),
    ...testSummary(evidence),
    ...(during.length > 0 && { during }),
    ...(collected && { collected }),
    ledger,
  };
}

function wilsonOf(evidence: RunEvidence): Interval | null {
  const { counted, failures, otherFailures = 0 } = evidence;
  return counted === 0 || evidence.untoldFailures !== undefined || stoppedAt(evidence) !== undefined ? null : wilson(failures - otherFailures, counted);
}
