/** The edits of open documents, so that what was seen in a file keeps its line. */
import * as vscode from 'vscode';
import type { EditLog } from '../../core/run/failing/editLog.js';
import { loadEngine } from '../adapters/loadEngine.js';

/** Documents whose edits are kept, closed ones too: of a file that is opened again its lines are still known. */
const MAX_DOCUMENTS = 200;

export class Edits implements vscode.Disposable {
  readonly #logs = new Map<string, EditLog>();
  readonly #subscriptions: vscode.Disposable;
  #newLog: (() => EditLog) | undefined;

  constructor() {
    const { onDidChangeTextDocument, onDidSaveTextDocument, onDidCloseTextDocument } = vscode.workspace;
    this.#subscriptions = vscode.Disposable.from(
      onDidChangeTextDocument(({ document, contentChanges }) => {
        if (document.uri.scheme !== 'file' || contentChanges.length === 0) return;
        const edits = contentChanges.map(({ range: { start, end }, text }) => ({
          start: start.line,
          end: end.line,
          added: text.split('\n').length - 1,
          // What stands before the range is the same before and after the edit.
          atLineStart: start.line < document.lineCount && document.lineAt(start.line).text.slice(0, start.character).trim() === '',
        }));
        const log = this.#of(document);
        log?.edited(Date.now(), edits);
        // Reverted, or read anew from a file that something else wrote.
        if (!document.isDirty) log?.saved(Date.now());
      }),
      onDidSaveTextDocument((document) => this.#logs.get(document.uri.fsPath)?.saved(Date.now())),
      onDidCloseTextDocument((document) => {
        if (document.isDirty) this.#logs.get(document.uri.fsPath)?.discarded();
      }),
    );
  }

  /** Edits are followed from now on; before that nobody asks where a line is. */
  async start(): Promise<void> {
    const { EditLog } = await loadEngine();
    this.#newLog = () => new EditLog();
  }

  /** Where a line (0-based) of a file, as it was at some time, stands in its document now. */
  lineNow({ uri }: vscode.TextDocument, line: number, since: number): number | undefined {
    const log = this.#logs.get(uri.fsPath);
    return log ? log.lineNow(line, since) : line;
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #of({ uri: { fsPath } }: vscode.TextDocument): EditLog | undefined {
    const known = this.#logs.get(fsPath);
    if (known || !this.#newLog) return known;
    const made = this.#newLog();
    this.#logs.set(fsPath, made);
    for (const oldest of this.#logs.keys()) {
      if (this.#logs.size <= MAX_DOCUMENTS) break;
      this.#logs.delete(oldest);
    }
    return made;
  }
}
