/** Which tests of a document failed, as lenses, gutter and commands ask for it: one model, told when it changes. */
import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { PlacedFailure } from '../../core/run/failing/placed.js';
import type { SeenTest } from '../../core/run/failing/seen.js';
import type { Guard } from '../adapters/guard.js';
import { loadEngine } from '../adapters/loadEngine.js';
import { anyCasebookFolder } from '../adapters/roots.js';
import type { Watches } from '../adapters/watches.js';
import { Edits } from './edits.js';
import { Failures } from './failures.js';
import type { RunHistory } from './history.js';
import type { LiveRuns } from './liveRuns.js';
import { WatchedResults } from './watchedResults.js';

/** Between two looks while a run goes on, ms. */
const REFRESH_MS = 1_000;

/** How long ago a file of results was written is told in minutes, ms. */
const AGE_MS = 60_000;

export class FailingTests implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #failures: Failures;
  readonly #results: WatchedResults;
  readonly #edits = new Edits();
  readonly #subscriptions: vscode.Disposable;
  #timer: NodeJS.Timeout | undefined;
  #ageing: NodeJS.Timeout | undefined;

  private readonly guard: Guard;

  constructor({ guard, history, liveRuns, watches }: { readonly guard: Guard; readonly history: RunHistory; readonly liveRuns: LiveRuns; readonly watches: Watches }) {
    this.guard = guard;
    this.#failures = new Failures(history, liveRuns);
    this.#results = new WatchedResults(guard, watches);
    this.#subscriptions = vscode.Disposable.from(
      history.onDidChange(() => this.#refresh(0)),
      liveRuns.onDidChange(() => this.#refresh(REFRESH_MS)),
      this.#results.onDidChange(() => this.#changed.fire()),
      vscode.workspace.onDidSaveTextDocument(() => this.#changed.fire()),
    );
  }

  /** In the order of lines. Cheap where nothing of Casebook's is there. */
  async in(document: vscode.TextDocument): Promise<PlacedFailure[]> {
    const { fsPath } = document.uri;
    if (!(await anyCasebookFolder())) return [];
    await this.#edits.start();
    const seen: SeenTest[] = [...(await this.#failures.all()), ...(await this.#inFiles())].filter(({ file }) => file === fsPath);
    // Tests that passed are looked for only beside some that failed.
    if (!seen.some((test) => test.source === 'run' || test.outcome !== 'passed')) return [];
    const { placedFailures } = await loadEngine();
    const placed = placedFailures(seen, {
      lines: document.getText().split(/\r\n|\r|\n/),
      changedAt: document.isDirty ? Infinity : await modifiedAt(fsPath),
      lineNow: (line, since) => this.#edits.lineNow(document, line, since),
    });
    if (placed.some((failure) => failure.seen.source === 'file')) this.#age();
    return placed;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#ageing);
    vscode.Disposable.from(this.#subscriptions, this.#results, this.#edits, this.#changed).dispose();
  }

  /** Whatever is wrong with files of results, what our own runs saw is shown. */
  async #inFiles(): Promise<readonly SeenTest[]> {
    try {
      return await this.#results.all();
    } catch (error) {
      this.guard.note(error);
      return [];
    }
  }

  #refresh(ms: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#failures.changed();
      this.#changed.fire();
    }, ms);
  }

  #age(): void {
    this.#ageing ??= setTimeout(() => {
      this.#ageing = undefined;
      this.#changed.fire();
    }, AGE_MS);
  }
}

/** Wall time of the last change of a file, ms since the Unix epoch; 0 if it is gone. */
async function modifiedAt(file: string): Promise<number> {
  return stat(file).then(({ mtimeMs }) => mtimeMs, () => 0);
}
