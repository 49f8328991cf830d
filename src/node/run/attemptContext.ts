/** What the attempts of a run share. */
import type { Clock } from '../../core/ports.js';
import type { Collector } from '../../core/run/collector.js';
import type { RunPlan } from '../../core/run/plan.js';
import type { HelperContext } from '../process/helper.js';
import type { StallWatch } from '../process/stallWatch.js';
import type { Expressions } from './expressions.js';
import type { TestResultsReader } from './testResults.js';

export interface AttemptContext extends HelperContext {
  /** The run's folder, absolute. */
  readonly folder: string;
  readonly command: readonly string[];
  /** With the true values of its variables. */
  readonly plan: RunPlan;
  /** What the command inherits; the plan's variables and the run's tag are added. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stalls: StallWatch;
  readonly tests: TestResultsReader;
  readonly clock: Clock;
  readonly expressions: Expressions;
  /** Asked for when an attempt fails, before anything of it is ended: what is collected then. Empty for all but the first. */
  readonly collectors: () => readonly Collector[];
  /** Aborted when everything is to end without grace. */
  readonly now: AbortSignal;
}

/** Variables of an attempt. */
export type Environment = Readonly<Record<string, string | undefined>>;
