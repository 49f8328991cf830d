/** Failing tests on their way from one tree to another: as texts that name them, since a drag hands over nothing else. */
import * as vscode from 'vscode';
import type { RunTestRef } from '../adapters/references.js';
import type { RunTreeNode, WorkItemTreeNode } from './treeNodes.js';

/** Known to our trees only. */
export const TESTS = 'application/vnd.casebook.tests';

export function dragTests(nodes: readonly (RunTreeNode | WorkItemTreeNode)[], data: vscode.DataTransfer): void {
  const tests = nodes.flatMap((node): RunTestRef[] => (node.kind === 'failedTest' ? [node.ref] : []));
  if (tests.length > 0) data.set(TESTS, new vscode.DataTransferItem(JSON.stringify(tests)));
}

/**
 * What was dragged as tests, each to be checked: any extension can write under that name. Undefined where nothing was dragged under it, empty where
 * rows were dragged that are no tests.
 */
export async function draggedTests(data: vscode.DataTransfer): Promise<readonly unknown[] | undefined> {
  let tests: readonly unknown[] | undefined;
  // The editor announces each kind that a tree may give by an empty text, which comes first.
  for (const [kind, item] of data) {
    if (kind !== TESTS) continue;
    const list = listOf(await item.asString());
    if (!tests || list.length > 0) tests = list;
  }
  return tests;
}

function listOf(text: string): readonly unknown[] {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? (list as readonly unknown[]) : [];
  } catch {
    return [];
  }
}

/** The runs' tree gives its failing tests, and takes nothing. */
export class RunDrag implements vscode.TreeDragAndDropController<RunTreeNode> {
  readonly dropMimeTypes = [];
  readonly dragMimeTypes = [TESTS];

  handleDrag(nodes: readonly RunTreeNode[], data: vscode.DataTransfer): void {
    dragTests(nodes, data);
  }
}
