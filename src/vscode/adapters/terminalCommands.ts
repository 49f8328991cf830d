/** The last command of each terminal, as its shell integration tells it. */
import * as vscode from 'vscode';

export interface TerminalCommand {
  /** As it was typed, or as the shell says that it was. */
  readonly line: string;
  /** Absolute; undefined where the shell does not tell. */
  readonly cwd?: string;
}

export class TerminalCommands implements vscode.Disposable {
  readonly #last = new Map<vscode.Terminal, TerminalCommand>();
  readonly #subscriptions: vscode.Disposable;

  constructor() {
    this.#subscriptions = vscode.Disposable.from(
      vscode.window.onDidEndTerminalShellExecution(({ terminal, execution: { commandLine, cwd } }) => {
        const line = commandLine.value.trim();
        // Of low confidence is what was read off the screen: it may begin with the prompt.
        if (line === '' || commandLine.confidence === vscode.TerminalShellExecutionCommandLineConfidence.Low) return;
        this.#last.set(terminal, { line, ...(cwd?.scheme === 'file' && { cwd: cwd.fsPath }) });
      }),
      vscode.window.onDidCloseTerminal((terminal) => this.#last.delete(terminal)),
    );
  }

  /** Undefined if it has run none since Casebook is active, or its shell tells nothing. */
  lastOf(terminal: vscode.Terminal): TerminalCommand | undefined {
    return this.#last.get(terminal);
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}
