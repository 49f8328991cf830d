/** What stands below a work item in the tree, read when it is opened there. */
import type { Contents } from '../../core/workItem/contents.js';
import type { Phase } from '../../core/workItem/phases.js';
import { refusalOf } from '../adapters/guard.js';
import { loadEngine } from '../adapters/loadEngine.js';
import type { WorkItemRef } from '../adapters/references.js';
import { refOf } from '../runs/history.js';
import type { Services } from '../services.js';
import { itemText } from '../workItems/itemText.js';
import type { Ticked } from '../workItems/ticked.js';
import { partsOfRun } from './runParts.js';
import type { CheckboxNode, DemandNode, EvidenceNode, GateNode, PhaseNode, RunNode, WorkItemNode, WorkItemTreeNode } from './treeNodes.js';

/** Runs below a work item; the view of runs and the work item itself lead to more. */
const RUNS_SHOWN = 10;

export async function childrenOf(node: Exclude<WorkItemTreeNode, { kind: 'group' }>, services: Services, ticked: Ticked): Promise<WorkItemTreeNode[]> {
  switch (node.kind) {
    case 'workItem':
      return ofWorkItem(node, services, ticked);
    case 'gate':
      return demandsOf(node);
    case 'phase':
      return [...entriesOf(node.ref, node.progress.phase, node.contents, ticked)];
    case 'run':
      return partsOfRun(node, services.history);
    case 'demand':
    case 'evidence':
    case 'checkbox':
    case 'failedTest':
    case 'moreTests':
    case 'runProblem':
    case 'problem':
      return [];
  }
}

async function ofWorkItem({ ref, entry }: WorkItemNode, services: Services, ticked: Ticked): Promise<WorkItemTreeNode[]> {
  const { contentsOf, openWorkspace, gateAhead, parse } = await loadEngine();
  if (!entry.summary) return [];
  try {
    const text = await itemText(ref);
    const workspace = await openWorkspace(ref.root);
    const { item, outline } = parse(text, workspace.config.workItems);
    const { phases, elsewhere } = contentsOf(text, item, outline);
    // A tree that is looked at starts nothing: git is asked when a phase is to be left.
    const gate = await gateAhead(workspace, services.templates, text, { sources: 'unread' }, new AbortController().signal);
    const gateNode: GateNode = { kind: 'gate', ref, gate };
    const progress = entry.summary.phases.map((each): PhaseNode => ({ kind: 'phase', ref, progress: each, current: each.phase === entry.summary?.phase, contents: phases.get(each.phase) ?? EMPTY }));
    return [gateNode, ...progress, ...entriesOf(ref, undefined, elsewhere, ticked), ...(await runsOf(ref, services))];
  } catch (error) {
    if ((await refusalOf(error)) === undefined) throw error;
    return []; // it is gone or cannot be read any more, and the list is about to say so
  }
}

const EMPTY: Contents = { evidence: [], checkboxes: [] };

function demandsOf({ ref, gate }: GateNode): DemandNode[] {
  const copyOf = counting();
  return gate.missing.map((demand): DemandNode => ({ kind: 'demand', ref, demand, copy: copyOf(`${demand.phase} ${demand.message}`) }));
}

function* entriesOf(ref: WorkItemRef, phase: Phase | undefined, { evidence, checkboxes }: Contents, ticked: Ticked): Generator<EvidenceNode | CheckboxNode> {
  const copyOf = counting();
  // Those that are done count, too: none becomes another one because one before it was ticked.
  const boxes = checkboxes.map((box): CheckboxNode => ({ kind: 'checkbox', ref, phase, box, copy: copyOf(`box ${box.text}`) }));
  for (const node of boxes) if (!node.box.done || ticked.has(ref, node.box.text)) yield node;
  for (const block of evidence) yield { kind: 'evidence', ref, phase, block, copy: copyOf(`${block.kind} ${block.id}`) };
}

/** Tells how often a text came before. */
function counting(): (text: string) => number {
  const times = new Map<string, number>();
  return (text) => {
    const before = times.get(text) ?? 0;
    times.set(text, before + 1);
    return before;
  };
}

/** Those that have ended: what goes on stands in the view of runs. */
async function runsOf({ root, workItem }: WorkItemRef, { history }: Services): Promise<RunNode[]> {
  const runs = await history.of(root, workItem);
  return runs
    .filter(({ state }) => state !== 'running')
    .slice(0, RUNS_SHOWN)
    .map((summary) => ({ kind: 'run', ref: refOf(root, summary), summary }));
}
