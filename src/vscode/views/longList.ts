/** Long lists of work items: the first ones are rows, the others stand below one row. Each row costs the editor time, whether it is in sight or not. */
import * as vscode from 'vscode';
import type { GroupNode, WorkItemNode } from './treeNodes.js';

/** Rows of a list: more than anybody reads. */
const ROWS = 500;

/** @param id of the list, distinct in the view */
export function folded(items: readonly WorkItemNode[], id: string): (WorkItemNode | GroupNode)[] {
  if (items.length <= ROWS) return [...items];
  const rest = items.slice(ROWS);
  return [...items.slice(0, ROWS), { kind: 'group', id: `rest of ${id}`, label: vscode.l10n.t('{0} more', rest.length), items: rest, rows: rest, rest: true }];
}
