/** The two views of the sidebar: open work items, and runs. */
import * as vscode from 'vscode';
import type { WorkItemRef } from '../adapters/references.js';
import { RUNS_VIEW, WORK_ITEMS_VIEW } from '../ids.js';
import type { Services } from '../services.js';
import { tickInFile } from '../workItems/tickInFile.js';
import { RunDrag } from './draggedTests.js';
import { RunTree } from './runTree.js';
import type { RunTreeNode, WorkItemTreeNode } from './treeNodes.js';
import { WorkItemDrop } from './workItemDrop.js';
import { WorkItemTree, type Shown } from './workItemTree.js';

export class Views implements vscode.Disposable {
  readonly #workItems: WorkItemTree;
  readonly #runs: RunTree;
  readonly #workItemsView: vscode.TreeView<WorkItemTreeNode>;
  readonly #runsView: vscode.TreeView<RunTreeNode>;
  readonly #subscriptions: vscode.Disposable;

  constructor(private readonly services: Services) {
    const { board, guard } = services;
    this.#workItems = new WorkItemTree(services, board);
    this.#runs = new RunTree(services);
    const options = { showCollapseAll: true, canSelectMany: true };
    this.#workItemsView = vscode.window.createTreeView(WORK_ITEMS_VIEW, { ...options, treeDataProvider: this.#workItems.rows, dragAndDropController: new WorkItemDrop(services), manageCheckboxStateManually: true });
    this.#runsView = vscode.window.createTreeView(RUNS_VIEW, { ...options, treeDataProvider: this.#runs.rows, dragAndDropController: new RunDrag() });
    this.#subscriptions = vscode.Disposable.from(
      this.#workItems, this.#runs, this.#workItemsView, this.#runsView,
      this.#workItems.rows.follow(this.#workItemsView), this.#runs.rows.follow(this.#runsView),
      this.#workItems.onDidRead((shown) => this.#describe(shown)),
      this.#workItemsView.onDidChangeCheckboxState(({ items }) => guard.background(this.#tick(items))),
    );
  }

  /** Reads the work items, in turns that let the editor work, before somebody looks at them: thousands that were never read take seconds. */
  async readAhead(): Promise<void> {
    try {
      await this.#workItems.rows.getChildren();
    } catch (error) {
      this.services.guard.note(error); // it goes wrong again where somebody asks, and is told there
    }
  }

  refresh(): void {
    this.#workItems.rows.refresh();
    this.#runs.rows.refresh();
  }

  /** What is selected in a view: for keys, which bring no argument. */
  selectedIn(view: string): readonly unknown[] {
    if (view === WORK_ITEMS_VIEW) return this.#workItemsView.selection;
    return view === RUNS_VIEW ? this.#runsView.selection : [];
  }

  /** Shows a work item in the tree; false if a filter hides it, or it is closed. */
  async reveal(ref: WorkItemRef): Promise<boolean> {
    const { rows } = this.#workItems;
    await rows.getChildren();
    await rows.renewed();
    const node = this.#workItems.find(ref);
    if (!node) return false;
    await this.#workItemsView.reveal(node, { select: true, focus: false, expand: true });
    return true;
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  /** What a filter hides is never hidden silently. Where nothing is left, the view's welcome says so, which a message would hide. */
  #describe({ open, shown }: Shown): void {
    const { filter } = this.services.board.view;
    this.#workItemsView.message = filter === '' || shown === 0 ? '' : vscode.l10n.t('{0} of {1} open work items match “{2}”.', shown, open, filter);
  }

  async #tick(items: readonly (readonly [WorkItemTreeNode, vscode.TreeItemCheckboxState])[]): Promise<void> {
    try {
      for (const [node, state] of items) {
        if (node.kind !== 'checkbox') continue;
        this.#workItems.ticked.add(node.ref, node.box.text);
        await tickInFile(this.services, node.ref, node.box, state === vscode.TreeItemCheckboxState.Checked);
      }
    } finally {
      // Whatever came of it, the tree shows what the file says: the editor has written the tick into the item that it was given, so the row differs from one that is not ticked.
      this.#workItems.rows.refresh();
    }
  }
}
