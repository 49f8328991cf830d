/** The counts that a verdict follows from. */
import type { EndReason } from './events.js';
import type { Dependence, DurationDrift } from './independence.js';
import { OUTCOMES, type Outcome } from './outcome.js';
import type { RunPurpose } from './plan.js';

export interface Tally {
  readonly outcomes: Readonly<Record<Outcome, number>>;
  /** The most attempts that the plan makes; undefined if only its time is bounded. */
  readonly planned: number | undefined;
  readonly purpose: RunPurpose;
  /** The run ended as soon as so many attempts failed; absent where no failure ended it. */
  readonly stoppedAt?: number | undefined;
  /** For a plan that says which failure it expects: how many attempts failed in another way, as far as is known. Absent where any failure counts. */
  readonly otherFailures?: number | undefined;
  /** How many of these may be the expected failure all the same: it could not be told in time. */
  readonly untoldFailures?: number | undefined;
  /** Attempts that passed more tests than most of them executed. */
  readonly moreTests?: number | undefined;
  /** Whether the plan names failures that are counted as infrastructure, so that `infra` is not only what could not be started. */
  readonly namesInfra?: boolean | undefined;
  /** Whether the plan has a command before each attempt, which is infrastructure where it does not succeed. */
  readonly hasBefore?: boolean | undefined;
  /** How many attempts passed only because a test which failed was tried again. */
  readonly retried?: number | undefined;
  /** What speaks against independence; absent while the run goes on. */
  readonly dependence?: Dependence | undefined;
  readonly drift?: DurationDrift | undefined;
  /** Absent while the run goes on. */
  readonly endReason?: EndReason | undefined;
}

/** How many attempts ended in one of the outcomes that are selected. */
export function total(tally: Tally, selects: (outcome: Outcome) => boolean): number {
  return OUTCOMES.reduce((sum, outcome) => sum + (selects(outcome) ? tally.outcomes[outcome] : 0), 0);
}
