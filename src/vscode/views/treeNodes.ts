/** What stands in the trees of work items and of runs. */
import type { EvidenceEntry } from '../../core/workItem/contents.js';
import type { Checkbox } from '../../core/workItem/checkboxes.js';
import type { PhaseProgress } from '../../core/workItem/summary.js';
import type { Contents } from '../../core/workItem/contents.js';
import type { RunSummary } from '../../node/run/readLedger.js';
import type { GateAhead, MissingDemand } from '../../node/workItem/gateAhead.js';
import type { WorkItemEntry } from '../../node/workItem/store.js';
import type { Referring, RunRef, WorkItemRef } from '../adapters/references.js';
import type { FollowedRun } from '../runs/followedRun.js';

/** Work items that have something in common. */
export interface GroupNode {
  readonly kind: 'group';
  readonly id: string;
  readonly label: string;
  readonly items: readonly WorkItemNode[];
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
  /** Tells it from another one with the same words. */
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
  readonly block: EvidenceEntry;
}

export interface CheckboxNode extends Referring {
  readonly kind: 'checkbox';
  readonly ref: WorkItemRef;
  readonly box: Checkbox;
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
export type WorkItemTreeNode = GroupNode | WorkItemNode | GateNode | DemandNode | PhaseNode | EvidenceNode | CheckboxNode | RunNode | ProblemNode;

/** Of the runs' view. */
export type RunTreeNode = RunGroupNode | RunNode | LiveRunNode;
