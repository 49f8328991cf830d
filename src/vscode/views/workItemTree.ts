/** The sidebar's open work items, in groups if somebody wants them so, each with its gate, phases, evidence, open checkboxes and runs. */
import * as vscode from 'vscode';
import { refusalOf } from '../adapters/guard.js';
import { loadEngine, type Engine } from '../adapters/loadEngine.js';
import { workspaceRoots } from '../adapters/roots.js';
import type { Services } from '../services.js';
import type { BoardState } from '../workItems/boardState.js';
import { Ticked } from '../workItems/ticked.js';
import { folded } from './longList.js';
import { treeItem } from './treeItems.js';
import type { GroupNode, ProblemNode, WorkItemNode, WorkItemTreeNode } from './treeNodes.js';
import { childrenOf } from './workItemChildren.js';

/** What the view shows altogether. */
export interface Shown {
  readonly open: number;
  /** Of these, those that the filter leaves. */
  readonly shown: number;
}

export class WorkItemTree implements vscode.TreeDataProvider<WorkItemTreeNode>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<WorkItemTreeNode | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #read = new vscode.EventEmitter<Shown>();
  /** The list was read anew. */
  readonly onDidRead = this.#read.event;
  readonly #subscriptions: vscode.Disposable;
  /** What is ticked here stays in sight, so that a slip can be taken back. */
  readonly ticked = new Ticked();
  #engine: Engine | undefined;
  /** The group that a row stands in, where it stands in one. */
  #groupOf = new Map<WorkItemTreeNode, GroupNode>();
  #items: readonly WorkItemNode[] = [];
  /** Those whose children were asked for. */
  readonly #opened = new Set<WorkItemNode>();

  constructor(private readonly services: Services, private readonly board: BoardState) {
    const { watches, history, active } = services;
    const refresh = (): void => this.refresh();
    this.#subscriptions = vscode.Disposable.from(watches.onDidChangeWorkItems(refresh), history.onDidChange(() => this.#refreshOpened()), active.onDidChange(refresh), board.onDidChange(refresh));
  }

  refresh(): void {
    this.#changed.fire(undefined);
  }

  /** Runs stand below work items only. Reading all of them again would take away, for a moment, the row that a menu was opened on. */
  #refreshOpened(): void {
    for (const item of this.#opened) this.#changed.fire(item);
  }

  getTreeItem(node: WorkItemTreeNode): vscode.TreeItem | Promise<vscode.TreeItem> {
    // Children were given before, so it is loaded; waiting for it three thousand times would be felt.
    const engine = this.#engine;
    return engine ? treeItem(node, engine, this.services.history) : loadEngine().then((loaded) => treeItem(node, loaded, this.services.history));
  }

  async getChildren(node?: WorkItemTreeNode): Promise<WorkItemTreeNode[]> {
    this.#engine ??= await loadEngine();
    if (node?.kind === 'group') return [...node.rows];
    if (node?.kind === 'workItem') this.#opened.add(node);
    if (node) return childrenOf(node, this.services, this.ticked);
    await this.services.watches.start();
    return this.#top(this.#engine);
  }

  getParent(node: WorkItemTreeNode): WorkItemTreeNode | undefined {
    return this.#groupOf.get(node);
  }

  /** The node of a work item, if the view shows it. */
  find(root: string, workItem: string): WorkItemNode | undefined {
    return this.#items.find(({ ref }) => ref.root === root && ref.workItem === workItem);
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#changed.dispose();
    this.#read.dispose();
  }

  async #top(engine: Engine): Promise<WorkItemTreeNode[]> {
    const roots = await workspaceRoots();
    const read = await Promise.all(roots.map(({ path, folder }) => this.#openItems(engine, path, roots.length > 1 ? folder.name : undefined)));
    const items = read.flatMap((part) => ('items' in part ? part.items : []));
    const groups = engine.boardOf(items.map((node) => ({ ...node.entry, node })), this.board.view, Date.now()).map(({ id, label, items: inside }) => ({ id, label, items: inside.map(({ node }) => node) }));
    this.#items = groups.flatMap((group) => group.items);
    this.#groupOf = new Map();
    this.#opened.clear();
    this.#read.fire({ open: items.length, shown: this.#items.length });
    const problems = read.flatMap((part) => ('problem' in part ? [part.problem] : []));
    const rows = this.board.view.groupBy === 'none' ? folded(this.#items, 'all') : groups.map((group): GroupNode => ({ kind: 'group', ...group, rows: folded(group.items, group.id) }));
    this.#place(rows);
    return [...problems, ...rows];
  }

  /** @param group that they stand in */
  #place(rows: readonly (WorkItemNode | GroupNode)[], group?: GroupNode): void {
    for (const row of rows) {
      if (group) this.#groupOf.set(row, group);
      if (row.kind === 'group') this.#place(row.rows, row);
    }
  }

  /** @param folder the root's name, where there are several */
  async #openItems({ listWorkItems, openWorkspace }: Engine, root: string, folder: string | undefined): Promise<{ readonly items: WorkItemNode[] } | { readonly problem: ProblemNode }> {
    await this.services.readAhead.settled(root);
    try {
      const entries = await listWorkItems(await openWorkspace(root));
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
