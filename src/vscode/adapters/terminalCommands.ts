/** The last command of each terminal and what it printed, as far as the shell's integration tells. In memory only, and of terminals that are open. */
import * as vscode from 'vscode';

/** Characters that are kept of what a command prints: the end of it. */
const KEPT = 1024 * 1024;

export interface TerminalCommand {
  /** As it was typed, or as the shell says that it was. */
  readonly line: string;
  /** Absolute; undefined where the shell does not tell. */
  readonly cwd?: string;
}

export interface TerminalOutput {
  readonly line: string;
  /** With terminal sequences; the end of it if it is long. Nothing of it is redacted. */
  readonly output: string;
  readonly truncated: boolean;
}

class Recording {
  output = '';
  truncated = false;

  constructor(readonly execution: vscode.TerminalShellExecution) {}

  async read(): Promise<void> {
    for await (const part of this.execution.read()) {
      this.output += part;
      if (this.output.length <= KEPT * 2) continue;
      this.output = this.output.slice(-KEPT);
      this.truncated = true;
    }
  }
}

export class TerminalCommands implements vscode.Disposable {
  readonly #ended = new Map<vscode.Terminal, TerminalCommand>();
  readonly #recordings = new Map<vscode.Terminal, Recording>();
  readonly #subscriptions: vscode.Disposable;

  constructor() {
    this.#subscriptions = vscode.Disposable.from(
      vscode.window.onDidStartTerminalShellExecution(({ terminal, execution }) => {
        const recording = new Recording(execution);
        this.#recordings.set(terminal, recording);
        // A terminal that goes away in the middle has said what it said.
        recording.read().catch(() => undefined);
      }),
      vscode.window.onDidEndTerminalShellExecution(({ terminal, execution: { commandLine, cwd } }) => {
        const line = commandLine.value.trim();
        // Of low confidence is what was read off the screen: it may begin with the prompt.
        if (line === '' || commandLine.confidence === vscode.TerminalShellExecutionCommandLineConfidence.Low) return;
        this.#ended.set(terminal, { line, ...(cwd?.scheme === 'file' && { cwd: cwd.fsPath }) });
      }),
      vscode.window.onDidCloseTerminal((terminal) => {
        this.#ended.delete(terminal);
        this.#recordings.delete(terminal);
      }),
    );
  }

  /** The last command that ended; undefined if none has since Casebook is active, or its shell tells nothing. */
  lastOf(terminal: vscode.Terminal): TerminalCommand | undefined {
    return this.#ended.get(terminal);
  }

  /** What the last command has printed, whether or not it has ended; undefined as for {@link lastOf}. */
  outputOf(terminal: vscode.Terminal): TerminalOutput | undefined {
    const recording = this.#recordings.get(terminal);
    if (!recording) return undefined;
    const { execution, output, truncated } = recording;
    const long = output.length > KEPT;
    return { line: execution.commandLine.value, output: long ? output.slice(-KEPT) : output, truncated: truncated || long };
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#ended.clear();
    this.#recordings.clear();
  }
}
