/** The sidebar's runs: those that go on, those that were interrupted, and the latest others; below those that ended their failing tests. */
import * as vscode from 'vscode';
import { workspaceRoots } from '../adapters/roots.js';
import type { FollowedRun } from '../runs/followedRun.js';
import { wasInterrupted } from '../runs/describe.js';
import { refOf } from '../runs/history.js';
import type { Services } from '../services.js';
import { idOf } from './nodeId.js';
import { runTreeItem } from './runItems.js';
import { partsOfRun } from './runParts.js';
import { SteadyTree, type RowSource } from './steadyTree.js';
import type { LiveRunNode, RunGroupNode, RunNode, RunTreeNode } from './treeNodes.js';

/** Of the runs that ended. */
const RECENT_SHOWN = 30;

/** Between two drawings of runs that go on, ms. A row that is drawn anew loses the click that is just made on one of its buttons, so not as often as attempts end. */
const REDRAW_MS = 1_000;

export class RunTree implements RowSource<RunTreeNode>, vscode.Disposable {
  /** For the view. */
  readonly rows: SteadyTree<RunTreeNode>;
  readonly #subscriptions: vscode.Disposable;
  readonly #dirty = new Set<FollowedRun>();
  #timer: NodeJS.Timeout | undefined;
  #drawnAt = -Infinity;

  constructor(private readonly services: Services) {
    const { history, liveRuns, guard } = services;
    this.rows = new SteadyTree(this, guard);
    this.#subscriptions = vscode.Disposable.from(this.rows, history.onDidChange(() => this.rows.refresh()), liveRuns.onDidChange((run) => this.#redraw(run)));
  }

  readonly idOf = idOf;

  readonly itemOf = (node: RunTreeNode): vscode.TreeItem | Promise<vscode.TreeItem> => runTreeItem(node, this.services.history);

  readonly held = (node: RunTreeNode): readonly RunTreeNode[] | undefined => (node.kind === 'runGroup' ? node.runs : undefined);

  readonly read = async (node?: RunTreeNode): Promise<readonly RunTreeNode[]> => {
    if (node?.kind === 'run') return partsOfRun(node, this.services.history);
    if (node) return node.kind === 'runGroup' ? node.runs : [];
    await this.services.watches.start();
    const live = this.services.liveRuns.all().map(({ followed }) => liveNode(followed));
    const ended = await this.#ended();
    const interrupted = ended.filter(({ summary }) => wasInterrupted(summary));
    const recent = ended.filter(({ summary }) => !wasInterrupted(summary)).slice(0, RECENT_SHOWN);
    const groups: RunGroupNode[] = [
      { kind: 'runGroup', state: 'live', runs: live },
      { kind: 'runGroup', state: 'interrupted', runs: interrupted },
      { kind: 'runGroup', state: 'recent', runs: recent },
    ];
    return groups.filter(({ runs }) => runs.length > 0);
  };

  dispose(): void {
    clearTimeout(this.#timer);
    this.#subscriptions.dispose();
  }

  /** Of all roots, the latest first. Their ids begin with the time. */
  async #ended(): Promise<RunNode[]> {
    const roots = await workspaceRoots();
    const runs = await Promise.all(roots.map(async ({ path }) => (await this.services.history.recent(path)).map((summary): RunNode => ({ kind: 'run', ref: refOf(path, summary), summary }))));
    return runs.flat().filter(({ summary }) => summary.state !== 'running').sort((a, b) => (a.ref.run < b.ref.run ? 1 : -1));
  }

  #redraw(run: FollowedRun): void {
    this.#dirty.add(run);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#drawnAt = performance.now();
      for (const dirty of this.#dirty) if (this.services.liveRuns.get(dirty.ref.run)) this.services.guard.background(this.rows.redraw(liveNode(dirty)));
      this.#dirty.clear();
    }, Math.max(0, this.#drawnAt + REDRAW_MS - performance.now()));
  }
}

function liveNode(run: FollowedRun): LiveRunNode {
  return { kind: 'liveRun', ref: run.ref, run };
}
