/** By what rows are told apart: the same for the same thing, also after its words or its place in the file have changed. The editor keeps what is selected, open and focused by it. */
import type { RunTreeNode, WorkItemTreeNode } from './treeNodes.js';

/** Distinct in its tree. */
export function idOf(node: WorkItemTreeNode | RunTreeNode): string {
  switch (node.kind) {
    case 'group':
      return `group ${node.id}`;
    case 'workItem':
      return workItemId(node.ref.root, node.ref.workItem);
    case 'gate':
      return `gate ${node.ref.root} ${node.ref.workItem}`;
    case 'demand':
      return `demand ${node.ref.root} ${node.ref.workItem} ${node.demand.phase} ${node.copy} ${node.demand.message}`;
    case 'phase':
      return `phase ${node.ref.root} ${node.ref.workItem} ${node.progress.phase}`;
    case 'evidence':
      return `evidence ${node.ref.root} ${node.ref.workItem} ${node.phase ?? ''} ${node.block.kind} ${node.block.id} ${node.copy}`;
    case 'checkbox':
      return `checkbox ${node.ref.root} ${node.ref.workItem} ${node.phase ?? ''} ${node.copy} ${node.box.text}`;
    case 'run':
      return `run ${node.ref.root} ${node.ref.run}`;
    case 'liveRun':
      return `live ${node.ref.root} ${node.ref.run}`;
    case 'runGroup':
      return `runs ${node.state}`;
    case 'failedTest':
      return `test ${node.ref.root} ${node.ref.run} ${node.test.name}`;
    case 'moreTests':
    case 'runProblem':
      return `tests ${node.ref.root} ${node.ref.run}`;
    case 'problem':
      return `problem ${node.root}`;
  }
}

export function workItemId(root: string, workItem: string): string {
  return `item ${root} ${workItem}`;
}
