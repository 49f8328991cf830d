/** What is shown while a process measures something: what goes on, a way to its log, and a way to end it. */
import * as vscode from 'vscode';
import { commandLink, inert } from '../adapters/notify.js';
import { INTERNAL_COMMANDS } from '../ids.js';
import type { Services } from '../services.js';

/**
 * @param what goes on, as a title; may hold text from outside
 * @param work gets what ends it, and tells lines of what it sees, which go into the notification and the log
 * @throws what `work` throws; vscode.CancellationError is what it throws when it was cancelled
 */
export async function measuring<T>({ log }: Services, what: string, work: (token: vscode.CancellationToken, tell: (line: string) => void) => Promise<T>): Promise<T> {
  const title = `${inert(what)} (${commandLink(vscode.l10n.t('show log'), INTERNAL_COMMANDS.showLog)})`;
  log.info(what);
  try {
    return await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title, cancellable: true }, (progress, token) =>
      work(token, (line) => {
        log.info(line);
        progress.report({ message: inert(line) });
      }),
    );
  } catch (error) {
    log.info(`${what}: ${error instanceof vscode.CancellationError ? 'cancelled' : 'failed'}`);
    throw error;
  }
}
