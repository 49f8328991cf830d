/** What stands in the trees of work items and of runs. A node gets the content of what was read anew, and stays the same object as long as its row is there. */
import type { EvidenceEntry } from '../../core/workItem/contents.js';
import type { Checkbox } from '../../core/workItem/checkboxes.js';
import type { Phase } from '../../core/workItem/phases.js';
import type { PhaseProgress } from '../../core/workItem/summary.js';
import type { Contents } from '../../core/workItem/contents.js';
import type { RunSummary } from '../../node/run/readLedger.js';
import type { GateAhead, MissingDemand } from '../../node/workItem/gateAhead.js';
import type { WorkItemEntry } from '../../node/workItem/store.js';
import type { Referring, RunRef, RunTestRef, WorkItemRef } from '../adapters/references.js';
import type { PlacedTest } from '../runs/failedTests.js';
import type { FollowedRun } from '../runs/followedRun.js';

/** Work items that have something in common. */
export interface GroupNode {
  readonly kind: 'group';
  readonly id: string;
  readonly label: string;
  readonly items: readonly WorkItemNode[];
  /** What stands below it; of a long list the first ones, and a group of the rest. */
  readonly rows: readonly (WorkItemNode | GroupNode)[];
  /** It holds the rows behind the first ones of a long list, and is opened when somebody wants them. */
  readonly rest?: true;
}

export interface WorkItemNode extends Referring {
  readonly kind: 'workItem';
  readonly ref: WorkItemRef;
  readonly entry: WorkItemEntry;
  /** Runs and probes are recorded into it. */
  readonly active: boolean;
  /** Name of the folder that it lies in, where the window has several roots. */
  readonly folder?: string;
}

/** What keeps a work item from its next phase. */
export interface GateNode extends Referring {
  readonly kind: 'gate';
  readonly ref: WorkItemRef;
  readonly gate: GateAhead;
}

/** One thing that is missing. */
export interface DemandNode extends Referring {
  readonly kind: 'demand';
  readonly ref: WorkItemRef;
  readonly demand: MissingDemand;
  /** Tells it from others of the same phase with the same words, in the order of the file. */
  readonly copy: number;
}

export interface PhaseNode extends Referring {
  readonly kind: 'phase';
  readonly ref: WorkItemRef;
  readonly progress: PhaseProgress;
  /** The work item stands in this phase. */
  readonly current: boolean;
  readonly contents: Contents;
}

export interface EvidenceNode extends Referring {
  readonly kind: 'evidence';
  readonly ref: WorkItemRef;
  /** Undefined where it stands in none. */
  readonly phase: Phase | undefined;
  readonly block: EvidenceEntry;
  /** Tells it from others of the same phase that are the same run or probe, in the order of the file. */
  readonly copy: number;
}

export interface CheckboxNode extends Referring {
  readonly kind: 'checkbox';
  readonly ref: WorkItemRef;
  /** Undefined where it stands in none. */
  readonly phase: Phase | undefined;
  readonly box: Checkbox;
  /** Tells it from others of the same phase with the same words, in the order of the file. */
  readonly copy: number;
}

/** A run that has ended. */
export interface RunNode extends Referring {
  readonly kind: 'run';
  readonly ref: RunRef;
  readonly summary: RunSummary;
}

/** A test that failed in a run. */
export interface FailedTestNode extends Referring {
  readonly kind: 'failedTest';
  readonly ref: RunTestRef;
  readonly test: PlacedTest;
  /** Of the first attempt in which it failed: what opens the log of a run takes it from here. */
  readonly log: string;
}

/** Tests that failed besides those that are shown. */
export interface MoreTestsNode extends Referring {
  readonly kind: 'moreTests';
  readonly ref: RunRef;
  readonly more: number;
  /** `more` is a lower bound. */
  readonly uncounted: boolean;
}

/** A run whose ledger cannot be read any more. */
export interface RunProblemNode extends Referring {
  readonly kind: 'runProblem';
  readonly ref: RunRef;
  readonly sentence: string;
}

/** Below a run that ended. */
export type RunPartNode = FailedTestNode | MoreTestsNode | RunProblemNode;

export interface LiveRunNode extends Referring {
  readonly kind: 'liveRun';
  readonly ref: RunRef;
  readonly run: FollowedRun;
}

/** Runs in the same state. */
export interface RunGroupNode {
  readonly kind: 'runGroup';
  readonly state: 'live' | 'interrupted' | 'recent';
  readonly runs: readonly (RunNode | LiveRunNode)[];
}

/** A root whose work items cannot be listed. */
export interface ProblemNode {
  readonly kind: 'problem';
  readonly root: string;
  readonly sentence: string;
}

/** Of the work items' view. */
export type WorkItemTreeNode = GroupNode | WorkItemNode | GateNode | DemandNode | PhaseNode | EvidenceNode | CheckboxNode | RunNode | RunPartNode | ProblemNode;

/** Of the runs' view. */
export type RunTreeNode = RunGroupNode | RunNode | RunPartNode | LiveRunNode;
