/** Where a command works. */
import * as vscode from 'vscode';
import { loadEngine } from '../adapters/loadEngine.js';
import type { WorkItemRef } from '../adapters/references.js';
import { localFolders } from '../adapters/roots.js';

export interface Place {
  /** Absolute; the folder of the window. */
  readonly cwd: string;
  /** Absolute. */
  readonly root: string;
}

/**
 * The place of a work item; without one the folder of the window, if there is one, and of several the one that the user picks.
 * Undefined if the user leaves the question.
 * @throws Refusal `unable` if no folder is open
 */
export async function placeOf(item?: WorkItemRef): Promise<Place | undefined> {
  const folders = localFolders();
  const { findRoot, Refusal } = await loadEngine();
  if (folders.length === 0) throw new Refusal('unable', vscode.l10n.t('There is no folder in this window to work in: open one with File: Open Folder… and try again.'), { offer: { title: vscode.l10n.t('Open Folder…'), command: 'vscode.openFolder' } });
  const places = await Promise.all(folders.map(async ({ uri }) => ({ cwd: uri.fsPath, root: await findRoot(uri.fsPath) })));
  const possible = item ? places.filter(({ root }) => root === item.root) : places;
  if (possible.length < 2) return possible[0];
  const folder = await vscode.window.showWorkspaceFolderPick({ placeHolder: vscode.l10n.t('In which folder?') });
  return folder && places.find(({ cwd }) => cwd === folder.uri.fsPath);
}
