/** The panels with run reports: one for each run, restored after the window was reloaded. */
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

  async show(ref: RunRef): Promise<void> {
    const known = this.#panels.get(ref.run);
    if (known) {
      known.panel.reveal();
      return;
    }
    // Refused here, and not in an empty panel.
    const { readRunFile, runFolder } = await loadEngine();
    await readRunFile(runFolder(ref.root, ref.run));
    this.#add(vscode.window.createWebviewPanel(REPORT_PANEL, 'Run report', vscode.ViewColumn.Active), ref);
  }

  /** The state is what the page kept; which root its run belongs to is looked up again. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const run = parsePanelState(state)?.run;
    const ref = run === undefined ? undefined : await this.#find(run);
    if (ref) this.#add(panel, ref);
    else panel.dispose();
  }

  dispose(): void {
    for (const { panel } of this.#panels.values()) panel.dispose();
  }

  #add(panel: vscode.WebviewPanel, ref: RunRef): void {
    const report = new ReportPanel(this.services, panel, ref);
    this.#panels.set(ref.run, report);
    panel.onDidDispose(() => {
      this.#panels.delete(ref.run);
      report.dispose();
    });
  }

  /** The root that has the run's ledger. */
  async #find(run: string): Promise<RunRef | undefined> {
    const { isRunId, readRunFile, Refusal, runFolder } = await loadEngine();
    if (!isRunId(run)) return undefined;
    for (const { path: root } of await workspaceRoots()) {
      try {
        await readRunFile(runFolder(root, run));
        return { root, run };
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
      }
    }
    return undefined;
  }
}
