/** What the commands in the window's terminals print, as far as the shell tells where each begins: of each terminal the last command. */
import * as vscode from 'vscode';

/** Characters that are kept of what a command prints: the end of it. */
const KEPT = 1024 * 1024;

export interface LastCommand {
  readonly commandLine: string;
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

/** Memory only, and of terminals that are open. */
export class TerminalOutput implements vscode.Disposable {
  readonly #last = new Map<vscode.Terminal, Recording>();
  readonly #subscriptions: vscode.Disposable;

  constructor() {
    this.#subscriptions = vscode.Disposable.from(
      vscode.window.onDidStartTerminalShellExecution(({ terminal, execution }) => {
        const recording = new Recording(execution);
        this.#last.set(terminal, recording);
        // A terminal that goes away in the middle has said what it said.
        recording.read().catch(() => undefined);
      }),
      vscode.window.onDidCloseTerminal((terminal) => this.#last.delete(terminal)),
    );
  }

  /** The last command of the terminal since Casebook became active; undefined if none is known. */
  lastOf(terminal: vscode.Terminal): LastCommand | undefined {
    const recording = this.#last.get(terminal);
    if (!recording) return undefined;
    const { execution, output, truncated } = recording;
    const long = output.length > KEPT;
    return { commandLine: execution.commandLine.value, output: long ? output.slice(-KEPT) : output, truncated: truncated || long };
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#last.clear();
  }
}
