/** The sidebar: runs that go on, and the open work items with their phases and runs. It is read again whenever something changed. */
import * as vscode from 'vscode';
import { refusalOf } from '../adapters/guard.js';
import { loadEngine } from '../adapters/loadEngine.js';
import { workspaceRoots } from '../adapters/roots.js';
import type { FollowedRun } from '../runs/followedRun.js';
import { refOf } from '../runs/history.js';
import type { Services } from '../services.js';
import { treeItem } from './treeItems.js';
import type { LiveRunNode, PhaseNode, RunNode, TreeNode, WorkItemNode } from './treeNodes.js';

/** Runs below a work item; the work item itself links to all of them. */
const RUNS_SHOWN = 10;

/** Between two drawings of a run that goes on, ms. */
const REDRAW_MS = 500;

export class WorkItemTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<TreeNode | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #live = new WeakMap<FollowedRun, LiveRunNode>();
  readonly #subscriptions: vscode.Disposable[];
  readonly #dirty = new Set<FollowedRun>();
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly services: Services) {
    const { watches, history, liveRuns } = services;
    this.#subscriptions = [
      watches.onDidChangeWorkItems(() => this.refresh()),
      history.onDidChange(() => this.refresh()),
      liveRuns.onDidChange((run) => this.#redraw(run)),
    ];
  }

  refresh(): void {
    this.#changed.fire(undefined);
  }

  getTreeItem(node: TreeNode): Promise<vscode.TreeItem> {
    return treeItem(node, this.services.history);
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    if (node?.kind === 'workItem') return [...phasesOf(node), ...(await this.#runsOf(node))];
    if (node) return [];
    await this.services.watches.start();
    const live = this.services.liveRuns.all().map(({ followed }) => this.#liveNode(followed));
    const roots = await workspaceRoots();
    const items = await Promise.all(roots.map(({ path, folder }) => openItems(path, roots.length > 1 ? folder.name : undefined)));
    return [...live, ...items.flat()];
  }

  dispose(): void {
    clearTimeout(this.#timer);
    vscode.Disposable.from(...this.#subscriptions, this.#changed).dispose();
  }

  /** Runs that have ended; those that go on stand at the top. */
  async #runsOf({ ref }: WorkItemNode): Promise<RunNode[]> {
    const runs = await this.services.history.of(ref.root, ref.workItem);
    return runs
      .filter(({ state }) => state !== 'running')
      .slice(0, RUNS_SHOWN)
      .map((summary) => ({ kind: 'run', ref: refOf(ref.root, summary), summary }));
  }

  /** One node for each run: the editor redraws by identity. */
  #liveNode(run: FollowedRun): LiveRunNode {
    const node = this.#live.get(run) ?? { kind: 'liveRun', ref: run.ref, run };
    this.#live.set(run, node);
    return node;
  }

  #redraw(run: FollowedRun): void {
    this.#dirty.add(run);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      for (const dirty of this.#dirty) if (this.services.liveRuns.get(dirty.ref.run)) this.#changed.fire(this.#liveNode(dirty));
      this.#dirty.clear();
    }, REDRAW_MS);
  }
}

function phasesOf({ ref, entry }: WorkItemNode): PhaseNode[] {
  const { summary } = entry;
  return summary ? summary.phases.map((progress) => ({ kind: 'phase', ref, progress, current: progress.phase === summary.phase })) : [];
}

/** @param folder the root's name, where there are several */
async function openItems(root: string, folder: string | undefined): Promise<TreeNode[]> {
  const { byUrgency, listWorkItems, openWorkspace } = await loadEngine();
  try {
    const entries = await listWorkItems(await openWorkspace(root));
    return entries
      .filter(({ summary }) => summary?.phase !== 'Closed')
      .sort(byUrgency)
      .map((entry) => ({ kind: 'workItem', ref: { root, workItem: entry.path }, entry, ...(folder !== undefined && { folder }) }));
  } catch (error) {
    const sentence = await refusalOf(error);
    if (sentence === undefined) throw error;
    return [{ kind: 'problem', root, sentence }];
  }
}
