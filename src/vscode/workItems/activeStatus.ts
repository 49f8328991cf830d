/** The active work item in the status bar, of the root that the active editor belongs to. */
import * as vscode from 'vscode';
import type { WorkItemSummary } from '../../core/workItem/summary.js';
import type { Guard } from '../adapters/guard.js';
import { loadEngine } from '../adapters/loadEngine.js';
import { isInside } from '../adapters/references.js';
import { anyCasebookFolder, workspaceRoots } from '../adapters/roots.js';
import { COMMANDS } from '../ids.js';
import type { ActiveWorkItems } from './activeWorkItems.js';

export class ActiveStatus implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem('casebook.activeWorkItem', vscode.StatusBarAlignment.Left, 40);
  readonly #subscriptions: vscode.Disposable;
  /** Raised with each update, so that a slow one does not show over a later one. */
  #turn = 0;

  constructor(private readonly active: ActiveWorkItems, guard: Guard) {
    this.#item.name = vscode.l10n.t('Casebook: Active Work Item');
    this.#item.command = COMMANDS.setActiveWorkItem;
    const update = (): void => guard.background(this.update());
    this.#subscriptions = vscode.Disposable.from(active.onDidChange(update), vscode.window.onDidChangeActiveTextEditor(update));
  }

  async update(): Promise<void> {
    const turn = ++this.#turn;
    // Where nothing of Casebook is, nothing is shown, and nothing is loaded.
    const root = (await anyCasebookFolder()) ? await rootInSight() : undefined;
    const found = root === undefined ? undefined : await this.active.of(root);
    const summary = found && root !== undefined ? await summaryOf(root, found.path) : undefined;
    if (turn !== this.#turn) return;
    if (root === undefined) {
      this.#item.hide();
      return;
    }
    const name = summary?.alias ?? found?.path.split('/').at(-1);
    this.#item.text = name === undefined ? `$(notebook) ${vscode.l10n.t('No work item')}` : `$(${found?.by === 'branch' ? 'git-branch' : 'notebook'}) ${plainText(name)}`;
    this.#item.tooltip = this.#tooltip(found && { name: name ?? '', title: summary?.title ?? found.path, by: found.by });
    this.#item.accessibilityInformation = { label: name === undefined ? vscode.l10n.t('No work item is active') : vscode.l10n.t('Active work item {0}: {1}', name, summary?.title ?? '') };
    this.#item.show();
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#item.dispose();
  }

  #tooltip(found: { readonly name: string; readonly title: string; readonly by: 'branch' | 'choice' } | undefined): string {
    if (!found) return vscode.l10n.t('No work item is active: each run, probe and snapshot asks where its evidence goes. Click to choose one.');
    const why = found.by === 'branch' ? vscode.l10n.t('Named by the branch that is checked out.') : vscode.l10n.t('Chosen in this workspace.');
    return `${found.name}: ${found.title}\n${vscode.l10n.t('Runs, probes and snapshots are recorded into it.')} ${why}`;
  }
}

/** The root of the active editor's file; else the first one. */
async function rootInSight(): Promise<string | undefined> {
  const roots = await workspaceRoots();
  const file = vscode.window.activeTextEditor?.document.uri;
  const own = file?.scheme === 'file' ? roots.filter(({ path }) => isInside(path, file.fsPath)).sort((a, b) => b.path.length - a.path.length)[0] : undefined;
  return (own ?? roots[0])?.path;
}

async function summaryOf(root: string, workItem: string): Promise<WorkItemSummary | undefined> {
  const { openWorkspace, readEntry } = await loadEngine();
  return readEntry(await openWorkspace(root), workItem).summary;
}

/** A dollar sign would begin an icon. */
function plainText(name: string): string {
  return name.replaceAll('$(', '$\u200b(');
}
