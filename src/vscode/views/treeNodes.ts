/** What stands in the tree of work items. */
import type { PhaseProgress } from '../../core/workItem/summary.js';
import type { RunSummary } from '../../node/run/readLedger.js';
import type { WorkItemEntry } from '../../node/workItem/store.js';
import type { Referring, RunRef, WorkItemRef } from '../adapters/references.js';
import type { FollowedRun } from '../runs/followedRun.js';

export interface WorkItemNode extends Referring {
  readonly kind: 'workItem';
  readonly ref: WorkItemRef;
  readonly entry: WorkItemEntry;
  /** Name of the folder that it lies in, where the window has several roots. */
  readonly folder?: string;
}

export interface PhaseNode extends Referring {
  readonly kind: 'phase';
  readonly ref: WorkItemRef;
  readonly progress: PhaseProgress;
  /** The work item stands in this phase. */
  readonly current: boolean;
}

/** A run that has ended. */
export interface RunNode extends Referring {
  readonly kind: 'run';
  readonly ref: RunRef;
  readonly summary: RunSummary;
}

export interface LiveRunNode extends Referring {
  readonly kind: 'liveRun';
  readonly ref: RunRef;
  readonly run: FollowedRun;
}

/** A root whose work items cannot be listed. */
export interface ProblemNode {
  readonly kind: 'problem';
  readonly root: string;
  readonly sentence: string;
}

export type TreeNode = WorkItemNode | PhaseNode | RunNode | LiveRunNode | ProblemNode;
