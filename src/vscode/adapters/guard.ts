/** What becomes of errors: a refusal is a sentence for the user; anything else is a bug, and its stack goes into the log. */
import * as vscode from 'vscode';
import { loadEngine } from './loadEngine.js';
import { error as notifyError } from './notify.js';

export class Guard {
  constructor(private readonly log: vscode.LogOutputChannel) {}

  /** A command's action. What goes wrong in it is shown, and the command then gives undefined. */
  command<A extends unknown[], R>(action: (...args: A) => Promise<R>): (...args: A) => Promise<R | undefined> {
    return async (...args) => {
      try {
        return await action(...args);
      } catch (error) {
        await this.tell(error);
        return undefined;
      }
    };
  }

  /** Work that nobody waits for. */
  background(work: Promise<unknown>): void {
    work.catch((error: unknown) => void this.tell(error));
  }

  /** For what the user did not ask for: written into the log and not shown. */
  note(error: unknown): void {
    this.log.error(error instanceof Error ? error : String(error));
  }

  private async tell(error: unknown): Promise<void> {
    if (error instanceof vscode.CancellationError) return;
    const sentence = await refusalOf(error);
    if (sentence !== undefined) {
      this.log.warn(sentence);
      void notifyError(sentence);
      return;
    }
    this.note(error);
    void this.offerLog(error instanceof Error ? error.message : String(error));
  }

  private async offerLog(message: string): Promise<void> {
    const chosen = await notifyError(`Casebook failed, which is a bug: ${message}`, 'Show Log');
    if (chosen !== undefined) this.log.show();
  }
}

/** The sentence of a refusal; undefined for anything else. The class is the engine's: another copy of it would know none of its errors. */
export async function refusalOf(error: unknown): Promise<string | undefined> {
  if (!(error instanceof Error) || error.name !== 'Refusal') return undefined;
  const { Refusal } = await loadEngine();
  return error instanceof Refusal ? error.message : undefined;
}
