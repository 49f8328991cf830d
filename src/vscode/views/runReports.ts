/** The panels with reports: one for each run, piece of evidence or pair of runs, restored after the window was reloaded. */
import * as vscode from 'vscode';
import { parsePanelState } from '../../protocol/panelState.js';
import { loadEngine } from '../adapters/loadEngine.js';
import type { RunRef } from '../adapters/references.js';
import { workspaceRoots } from '../adapters/roots.js';
import { REPORT_PANEL } from '../ids.js';
import type { Services } from '../services.js';
import { ReportPanel } from './reportPanel.js';

export class RunReports implements vscode.WebviewPanelSerializer, vscode.Disposable {
  readonly #panels = new Map<string, ReportPanel>();

  constructor(private readonly services: Services) {}

  /** @param against an earlier run that it is held against, side by side */
  async show(ref: RunRef, against?: string): Promise<void> {
    const known = this.#panels.get(keyOf(ref.run, against));
    if (known) {
      known.panel.reveal();
      return;
    }
    // Refused here, and not in an empty panel.
    const { documentOf, readRunFile, runFolder } = await loadEngine();
    if (!(await documentOf(ref.root, ref.run))) await readRunFile(runFolder(ref.root, ref.run));
    this.#add(vscode.window.createWebviewPanel(REPORT_PANEL, vscode.l10n.t('Run report'), vscode.ViewColumn.Active), ref, against);
  }

  /** The state is what the page kept; which root its run belongs to is looked up again. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const { run, against } = parsePanelState(state) ?? {};
    const ref = run === undefined ? undefined : await this.#find(run);
    if (ref) this.#add(panel, ref, against);
    else panel.dispose();
  }

  dispose(): void {
    for (const { panel } of this.#panels.values()) panel.dispose();
  }

  #add(panel: vscode.WebviewPanel, ref: RunRef, against: string | undefined): void {
    const report = new ReportPanel(this.services, panel, ref, against);
    const key = keyOf(ref.run, against);
    this.#panels.set(key, report);
    panel.onDidDispose(() => {
      this.#panels.delete(key);
      report.dispose();
    });
  }

  /** The root that has the ledger. */
  async #find(run: string): Promise<RunRef | undefined> {
    const { documentOf, isRunId, readRunFile, Refusal, runFolder } = await loadEngine();
    if (!isRunId(run)) return undefined;
    for (const { path: root } of await workspaceRoots()) {
      try {
        if (!(await documentOf(root, run))) await readRunFile(runFolder(root, run));
        return { root, run };
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
      }
    }
    return undefined;
  }
}

function keyOf(run: string, against: string | undefined): string {
  return against === undefined ? run : `${run} against ${against}`;
}
