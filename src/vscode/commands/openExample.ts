/** Open the Example…: a copy of it in a folder that the user chooses, opened in a window. */
import * as vscode from 'vscode';
import { loadEngine } from '../adapters/loadEngine.js';
import type { Services } from '../services.js';
import { copyExample } from './copyExample.js';

/** @throws Refusal `unable` if the copy cannot be written */
export async function openExample({ example }: Services): Promise<void> {
  const [parent] = (await vscode.window.showOpenDialog({ canSelectFiles: false, canSelectFolders: true, title: vscode.l10n.t('Where does the copy of the example go?'), openLabel: vscode.l10n.t('Copy Example Here') })) ?? [];
  if (!parent) return;
  const { Refusal } = await loadEngine();
  const folder = await copyExample(example, parent).catch((error: unknown) => {
    if (error instanceof vscode.FileSystemError) throw new Refusal('unable', vscode.l10n.t('The example could not be copied into {0}: {1} Choose another folder.', parent.fsPath, error.message));
    throw error;
  });
  if (!folder) throw new Refusal('unable', vscode.l10n.t('{0} holds too many copies of the example: choose another folder.', parent.fsPath));
  // What is open stays open.
  await vscode.commands.executeCommand('vscode.openFolder', folder, { forceNewWindow: vscode.workspace.workspaceFolders !== undefined });
}
