/** Lenses in work items that start a process: only in a trusted workspace, and where the user wants lenses. */
import * as vscode from 'vscode';
import { loadEngine, type Engine } from '../adapters/loadEngine.js';
import type { WorkItemRef } from '../adapters/references.js';
import { settings } from '../adapters/settings.js';
import { SETTINGS, SETTINGS_SECTION } from '../ids.js';
import type { KnownRoots } from './knownRoots.js';

export abstract class RunningLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  readonly #subscriptions: vscode.Disposable;

  constructor(private readonly roots: KnownRoots) {
    this.#subscriptions = vscode.Disposable.from(
      roots.onDidChange(() => this.#changed.fire()), // trust among other things
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(`${SETTINGS_SECTION}.${SETTINGS.codeLens}`)) this.#changed.fire();
      }),
    );
  }

  /** @param ref the work item that the document is */
  protected abstract lensesIn(document: vscode.TextDocument, ref: WorkItemRef, engine: Engine): vscode.CodeLens[];

  async provideCodeLenses(document: vscode.TextDocument, token: vscode.CancellationToken): Promise<vscode.CodeLens[]> {
    // What starts a process is not offered where it would be refused.
    if (!settings().codeLens || !vscode.workspace.isTrusted) return [];
    const place = await this.roots.placeOf(document);
    if (!place || token.isCancellationRequested) return [];
    return this.lensesIn(document, { root: place.root.workspace.root, workItem: place.path }, await loadEngine());
  }

  dispose(): void {
    vscode.Disposable.from(this.#subscriptions, this.#changed).dispose();
  }
}
