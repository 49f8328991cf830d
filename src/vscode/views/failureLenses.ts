/** Lenses above tests that failed in our own runs: how often, the work item, and again. */
import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { Engine } from '../adapters/loadEngine.js';
import { loadEngine } from '../adapters/loadEngine.js';
import { settings } from '../adapters/settings.js';
import { COMMANDS, INTERNAL_COMMANDS, SETTINGS, SETTINGS_SECTION } from '../ids.js';
import { Failures, type FailurePlace } from '../runs/failures.js';
import type { Services } from '../services.js';

/** Between two drawings while a run goes on, ms. */
const REDRAW_MS = 1_000;

/** Failures of one run in one test. */
interface Failed {
  /** 0-based. */
  readonly line: number;
  readonly count: number;
  /** The most frequent way to fail. */
  readonly place: FailurePlace;
}

export class FailureLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  readonly #failures: Failures;
  readonly #subscriptions: vscode.Disposable[];
  #timer: NodeJS.Timeout | undefined;

  constructor({ history, liveRuns }: Services) {
    this.#failures = new Failures(history, liveRuns);
    this.#subscriptions = [
      history.onDidChange(() => this.#redraw(0)),
      liveRuns.onDidChange(() => this.#redraw(REDRAW_MS)),
      vscode.workspace.onDidSaveTextDocument(() => this.#changed.fire()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#changed.fire()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(`${SETTINGS_SECTION}.${SETTINGS.codeLens}`)) this.#changed.fire();
      }),
    ];
  }

  async provideCodeLenses(document: vscode.TextDocument, token: vscode.CancellationToken): Promise<vscode.CodeLens[]> {
    if (!settings().codeLens) return [];
    const places = await this.#failures.in(document.uri.fsPath);
    if (places.length === 0 || token.isCancellationRequested) return [];
    const changedAt = document.isDirty ? Infinity : await modifiedAt(document.uri.fsPath);
    return inTests(document, places, await loadEngine()).flatMap((failed) => lensesOf(failed, changedAt > failed.place.startedAt));
  }

  dispose(): void {
    clearTimeout(this.#timer);
    vscode.Disposable.from(...this.#subscriptions, this.#changed).dispose();
  }

  #redraw(ms: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#failures.changed();
      this.#changed.fire();
    }, ms);
  }
}

/** The failures of each run, joined where they lie in the same test. */
function inTests(document: vscode.TextDocument, places: readonly FailurePlace[], { enclosingTest }: Engine): Failed[] {
  const lines = document.getText().split(/\r\n|\r|\n/);
  const found = new Map<string, Failed>();
  for (const place of places) {
    if (place.line > lines.length) continue; // the file is shorter by now
    const line = enclosingTest(lines, place.line - 1) ?? place.line - 1;
    const key = `${place.ref.run} ${line}`;
    const known = found.get(key);
    found.set(key, { line, count: place.count + (known?.count ?? 0), place: known && known.place.count >= place.count ? known.place : place });
  }
  return [...found.values()];
}

function lensesOf({ line, count, place }: Failed, stale: boolean): vscode.CodeLens[] {
  const range = new vscode.Range(line, 0, line, 0);
  const { ref, workItem, title, counted } = place;
  const when = new Date(place.startedAt).toLocaleString();
  const lens = (command: vscode.Command): vscode.CodeLens => new vscode.CodeLens(range, command);
  const report = lens({
    title: `${count} of ${counted} failed${stale ? ' (stale)' : ''}`,
    tooltip: `${title}\nRun of ${when}${stale ? '; the file has changed since' : ''}`,
    command: COMMANDS.showRunReport,
    arguments: [ref],
  });
  const open = lens({ title: 'Open WI', tooltip: workItem ?? '', command: COMMANDS.openWorkItem, arguments: [{ root: ref.root, workItem }] });
  const make = lens({ title: 'New WI', tooltip: 'Make a work item from this run', command: COMMANDS.newWorkItem, arguments: [ref] });
  const again = lens({ title: 'Run again', tooltip: 'Repeat the same command as often again', command: INTERNAL_COMMANDS.runAgain, arguments: [ref] });
  // What starts a process is not offered where it would be refused.
  const { isTrusted } = vscode.workspace;
  return [report, ...(workItem !== undefined ? [open] : isTrusted ? [make] : []), ...(isTrusted ? [again] : [])];
}

/** Wall time of the last change of a file, ms since the Unix epoch; 0 if it is gone. */
async function modifiedAt(file: string): Promise<number> {
  return stat(file).then(({ mtimeMs }) => mtimeMs, () => 0);
}
