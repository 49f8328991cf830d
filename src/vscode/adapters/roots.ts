/** Where the folders of the window belong to. */
import { access } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { loadEngine } from './loadEngine.js';

export interface Root {
  /** Absolute: the folder that holds, or will hold, `.casebook`. */
  readonly path: string;
  /** The first folder of the window that belongs to it. */
  readonly folder: vscode.WorkspaceFolder;
}

/** Folders of the window that are files on this machine. */
export function localFolders(): readonly vscode.WorkspaceFolder[] {
  return (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
}

/** The roots of all folders of the window, each once, in the window's order. */
export async function workspaceRoots(): Promise<Root[]> {
  const { findRoot } = await loadEngine();
  const roots: Root[] = [];
  for (const folder of localFolders()) {
    const found = await findRoot(folder.uri.fsPath);
    if (!roots.some(({ path: known }) => known === found)) roots.push({ path: found, folder });
  }
  return roots;
}

/** Whether a folder of the window, or one above it, holds `.casebook`: without one there are no runs, and nothing needs to be loaded. */
export async function anyCasebookFolder(): Promise<boolean> {
  for (const { uri } of localFolders()) {
    for (let folder = uri.fsPath; ; folder = path.dirname(folder)) {
      if (await exists(path.join(folder, '.casebook'))) return true;
      if (path.dirname(folder) === folder) break;
    }
  }
  return false;
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(() => true, () => false);
}
