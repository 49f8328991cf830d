/** What becomes of errors: a refusal is a sentence for the user; anything else is a bug, and its stack goes into the log. */
import * as vscode from 'vscode';
import type { Refusal } from '../../core/refusal.js';
import { showFile } from './documents.js';
import { loadEngine } from './loadEngine.js';
import { error as notifyError, type Notifications } from './notify.js';

export class Guard {
  constructor(private readonly log: vscode.LogOutputChannel, private readonly notify: Notifications) {}

  /** A command's action. What goes wrong in it is shown, and the command then gives undefined; a refusal offers what helps. */
  command<A extends unknown[], R>(action: (...args: A) => Promise<R>): (...args: A) => Promise<R | undefined> {
    const guarded = async (...args: A): Promise<R | undefined> => {
      try {
        return await action(...args);
      } catch (error) {
        await this.tell(error, () => guarded(...args));
        return undefined;
      }
    };
    return guarded;
  }

  /** Work that nobody waits for. */
  background(work: Promise<unknown>): void {
    work.catch((error: unknown) => void this.tell(error));
  }

  /** For what the user did not ask for: written into the log and not shown. */
  note(error: unknown): void {
    this.log.error(error instanceof Error ? error : String(error));
  }

  private async tell(error: unknown, again?: () => Promise<unknown>): Promise<void> {
    if (error instanceof vscode.CancellationError) return;
    const refusal = await asRefusal(error);
    if (refusal) {
      const sentence = sentenceOf(refusal);
      this.log.warn(sentence);
      this.background(again ? refused(refusal, again) : this.notify.problem(sentence));
      return;
    }
    this.note(error);
    void this.offerLog(error instanceof Error ? error.message : String(error), again !== undefined);
  }

  private async offerLog(message: string, asked: boolean): Promise<void> {
    const sentence = vscode.l10n.t('Casebook failed, which is a bug: {0}', message);
    const show = vscode.l10n.t('Show Log');
    const chosen = await (asked ? notifyError(sentence, show) : this.notify.problem(sentence, show));
    if (chosen !== undefined) this.log.show();
  }
}

/** Shows a refusal with the next step: trust where that is missing, what the refusal names, and the same again where that may succeed: not where what was asked for is wrong itself. */
async function refused(refusal: Refusal, again: () => Promise<unknown>): Promise<void> {
  const sentence = sentenceOf(refusal);
  if (!vscode.workspace.isTrusted) {
    const chosen = await notifyError(sentence, vscode.l10n.t('Manage Workspace Trust'));
    if (chosen !== undefined) await vscode.commands.executeCommand('workbench.trust.manage');
    return;
  }
  const { code, help } = refusal;
  const { file, offer } = help;
  const open = vscode.l10n.t('Open File');
  const retry = vscode.l10n.t('Try Again');
  const actions = [...(offer ? [offer.title] : []), ...(file === undefined ? [] : [open]), ...(file === undefined && !offer && code !== 'usage' ? [retry] : [])];
  const chosen = await notifyError(sentence, ...actions);
  if (chosen === undefined) return;
  if (chosen === retry) await again();
  else if (chosen === open && file !== undefined) await showFile(file);
  else if (offer) await vscode.commands.executeCommand(offer.command, ...(offer.args ?? []));
}

/** The sentence of a refusal, as the editor says it; undefined for anything else. */
export async function refusalOf(error: unknown): Promise<string | undefined> {
  const refusal = await asRefusal(error);
  return refusal && sentenceOf(refusal);
}

function sentenceOf({ help, message }: Refusal): string {
  return help.inEditor ?? message;
}

/** The class is the engine's: another copy of it would know none of its errors. */
async function asRefusal(error: unknown): Promise<Refusal | undefined> {
  if (!(error instanceof Error) || error.name !== 'Refusal') return undefined;
  const engine = await loadEngine();
  return error instanceof engine.Refusal ? error : undefined;
}
