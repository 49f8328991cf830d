/** The sidebar's open work items, in groups if somebody wants them so, each with its gate, phases, evidence, open checkboxes and runs. */
import * as vscode from 'vscode';
import { refusalOf } from '../adapters/guard.js';
import { loadEngine, type Engine } from '../adapters/loadEngine.js';
import type { WorkItemRef } from '../adapters/references.js';
import { workspaceRoots } from '../adapters/roots.js';
import type { Services } from '../services.js';
import type { BoardState } from '../workItems/boardState.js';
import { Ticked } from '../workItems/ticked.js';
import { folded } from './longList.js';
import { idOf, workItemId } from './nodeId.js';
import { SteadyTree, type RowSource } from './steadyTree.js';
import { treeItem } from './treeItems.js';
import type { GroupNode, ProblemNode, WorkItemNode, WorkItemTreeNode } from './treeNodes.js';
import { childrenOf } from './workItemChildren.js';

/** What the view shows altogether. */
export interface Shown {
  readonly open: number;
  /** Of these, those that the filter leaves. */
  readonly shown: number;
}

export class WorkItemTree implements RowSource<WorkItemTreeNode>, vscode.Disposable {
  /** For the view. */
  readonly rows: SteadyTree<WorkItemTreeNode>;
  readonly #read = new vscode.EventEmitter<Shown>();
  /** The list was read anew. */
  readonly onDidRead = this.#read.event;
  readonly #subscriptions: vscode.Disposable;
  /** What is ticked here stays in sight, so that a slip can be taken back. */
  readonly ticked = new Ticked();
  #engine: Engine | undefined;

  constructor(private readonly services: Services, private readonly board: BoardState) {
    const { watches, history, active, guard } = services;
    this.rows = new SteadyTree(this, guard);
    const refresh = (): void => this.rows.refresh();
    // Runs stand below work items only.
    this.#subscriptions = vscode.Disposable.from(this.rows, watches.onDidChangeWorkItems(refresh), history.onDidChange(() => this.rows.refresh('opened')), active.onDidChange(refresh), board.onDidChange(refresh));
  }

  readonly idOf = idOf;

  readonly itemOf = (node: WorkItemTreeNode): vscode.TreeItem | Promise<vscode.TreeItem> => {
    // Rows were read before, so it is loaded; waiting for it three thousand times would be felt.
    const engine = this.#engine;
    return engine ? treeItem(node, engine, this.services.history) : loadEngine().then((loaded) => treeItem(node, loaded, this.services.history));
  };

  readonly read = async (node?: WorkItemTreeNode): Promise<readonly WorkItemTreeNode[]> => {
    this.#engine ??= await loadEngine();
    if (node?.kind === 'group') return node.rows;
    if (node) return childrenOf(node, this.services, this.ticked);
    await this.services.watches.start();
    return this.#top(this.#engine);
  };

  readonly held = (node: WorkItemTreeNode): readonly WorkItemTreeNode[] | undefined => (node.kind === 'group' ? node.rows : undefined);

  /** The node of a work item, if the view shows it. */
  find({ root, workItem }: WorkItemRef): WorkItemTreeNode | undefined {
    return this.rows.find(workItemId(root, workItem));
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#read.dispose();
  }

  async #top(engine: Engine): Promise<WorkItemTreeNode[]> {
    const roots = await workspaceRoots();
    const read = await Promise.all(roots.map(({ path, folder }) => this.#openItems(path, roots.length > 1 ? folder.name : undefined)));
    const items = read.flatMap((part) => ('items' in part ? part.items : []));
    const groups = engine.boardOf(items.map((node) => ({ ...node.entry, node })), this.board.view, Date.now()).map(({ id, label, items: inside }) => ({ id, label, items: inside.map(({ node }) => node) }));
    const shown = groups.flatMap((group) => group.items);
    this.#read.fire({ open: items.length, shown: shown.length });
    const problems = read.flatMap((part) => ('problem' in part ? [part.problem] : []));
    const rows = this.board.view.groupBy === 'none' ? folded(shown, 'all') : groups.map((group): GroupNode => ({ kind: 'group', ...group, rows: folded(group.items, group.id) }));
    return [...problems, ...rows];
  }

  /** @param folder the root's name, where there are several */
  async #openItems(root: string, folder: string | undefined): Promise<{ readonly items: WorkItemNode[] } | { readonly problem: ProblemNode }> {
    try {
      const entries = await this.services.lists.read(root);
      const active = await this.services.active.of(root);
      const open = entries.filter(({ summary }) => summary?.phase !== 'Closed');
      return { items: open.map((entry) => ({ kind: 'workItem', ref: { root, workItem: entry.path }, entry, active: active?.path === entry.path, ...(folder !== undefined && { folder }) })) };
    } catch (error) {
      const sentence = await refusalOf(error);
      if (sentence === undefined) throw error;
      return { problem: { kind: 'problem', root, sentence } };
    }
  }
}
