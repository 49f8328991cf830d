/** Lenses in work items: to run the shell code that stands there, and to file its evidence under it. */
import * as vscode from 'vscode';
import { loadEngine } from '../adapters/loadEngine.js';
import { settings } from '../adapters/settings.js';
import { COMMANDS, SETTINGS, SETTINGS_SECTION } from '../ids.js';
import type { KnownRoots } from './knownRoots.js';

/** Fences that get a lens; a text with more is no work item that anybody reads. */
const MAX_FENCES = 100;

export class RecordLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  readonly #subscriptions: vscode.Disposable[];

  constructor(private readonly roots: KnownRoots) {
    this.#subscriptions = [
      roots.onDidChange(() => this.#changed.fire()), // trust among other things
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(`${SETTINGS_SECTION}.${SETTINGS.codeLens}`)) this.#changed.fire();
      }),
    ];
  }

  async provideCodeLenses(document: vscode.TextDocument, token: vscode.CancellationToken): Promise<vscode.CodeLens[]> {
    // What starts a process is not offered where it would be refused.
    if (!settings().codeLens || !vscode.workspace.isTrusted) return [];
    const place = await this.roots.placeOf(document);
    if (!place || token.isCancellationRequested) return [];
    const { isRunnable, refOf, sha256, shellFencesOf } = await loadEngine();
    const fences = shellFencesOf(document.getText()).filter(isRunnable).slice(0, MAX_FENCES);
    return fences.map((fence) => {
      const line = fence.line - 1;
      const tooltip = vscode.l10n.t('Run this code once with {0}, and put its output, exit code and duration under it; what an earlier run put there is replaced', fence.code.shell);
      const argument = { root: place.root.workspace.root, workItem: place.path, ...refOf(fences, fence, sha256) };
      return new vscode.CodeLens(new vscode.Range(line, 0, line, 0), { title: vscode.l10n.t('Run and record'), tooltip, command: COMMANDS.runAndRecord, arguments: [argument] });
    });
  }

  dispose(): void {
    vscode.Disposable.from(...this.#subscriptions, this.#changed).dispose();
  }
}
