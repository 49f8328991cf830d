/** The sidebar's runs: those that go on, those that were interrupted, and the latest others; below those that ended their failing tests. */
import * as vscode from 'vscode';
import { workspaceRoots } from '../adapters/roots.js';
import type { FollowedRun } from '../runs/followedRun.js';
import { wasInterrupted } from '../runs/describe.js';
import { refOf } from '../runs/history.js';
import type { Services } from '../services.js';
import { runTreeItem } from './runItems.js';
import { partsOfRun } from './runParts.js';
import type { LiveRunNode, RunGroupNode, RunNode, RunTreeNode } from './treeNodes.js';

/** Of the runs that ended. */
const RECENT_SHOWN = 30;

/** Between two drawings of a run that goes on, ms. */
const REDRAW_MS = 500;

export class RunTree implements vscode.TreeDataProvider<RunTreeNode>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<RunTreeNode | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #live = new WeakMap<FollowedRun, LiveRunNode>();
  readonly #subscriptions: vscode.Disposable;
  readonly #dirty = new Set<FollowedRun>();
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly services: Services) {
    const { history, liveRuns } = services;
    this.#subscriptions = vscode.Disposable.from(history.onDidChange(() => this.refresh()), liveRuns.onDidChange((run) => this.#redraw(run)));
  }

  refresh(): void {
    this.#changed.fire(undefined);
  }

  getTreeItem(node: RunTreeNode): vscode.TreeItem | Promise<vscode.TreeItem> {
    return runTreeItem(node, this.services.history);
  }

  async getChildren(node?: RunTreeNode): Promise<RunTreeNode[]> {
    if (node?.kind === 'run') return partsOfRun(node, this.services.history);
    if (node) return node.kind === 'runGroup' ? [...node.runs] : [];
    await this.services.watches.start();
    const live = this.services.liveRuns.all().map(({ followed }) => this.#liveNode(followed));
    const ended = await this.#ended();
    const interrupted = ended.filter(({ summary }) => wasInterrupted(summary));
    const recent = ended.filter(({ summary }) => !wasInterrupted(summary)).slice(0, RECENT_SHOWN);
    const groups: RunGroupNode[] = [
      { kind: 'runGroup', state: 'live', runs: live },
      { kind: 'runGroup', state: 'interrupted', runs: interrupted },
      { kind: 'runGroup', state: 'recent', runs: recent },
    ];
    return groups.filter(({ runs }) => runs.length > 0);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#subscriptions.dispose();
    this.#changed.dispose();
  }

  /** Of all roots, the latest first. Their ids begin with the time. */
  async #ended(): Promise<RunNode[]> {
    const roots = await workspaceRoots();
    const runs = await Promise.all(roots.map(async ({ path }) => (await this.services.history.recent(path)).map((summary): RunNode => ({ kind: 'run', ref: refOf(path, summary), summary }))));
    return runs.flat().filter(({ summary }) => summary.state !== 'running').sort((a, b) => (a.ref.run < b.ref.run ? 1 : -1));
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
