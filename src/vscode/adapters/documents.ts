/** Files as the editor has them open. */
import { realpath, stat } from 'node:fs/promises';
import * as vscode from 'vscode';

/**
 * The open document of a file, unsaved edits included; undefined if it is not open. A tab that the editor has restored, but not loaded yet,
 * is loaded: it may bring unsaved edits from before a reload.
 */
export async function openDocument(file: string): Promise<vscode.TextDocument | undefined> {
  const wanted = await realPath(file);
  for (const document of vscode.workspace.textDocuments) {
    if (!document.isClosed && (await isFile(document.uri, wanted))) return document;
  }
  for (const { input } of vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs)) {
    if (input instanceof vscode.TabInputText && (await isFile(input.uri, wanted))) return vscode.workspace.openTextDocument(input.uri);
  }
  return undefined;
}

/** Whether a document is that file, by whatever path it was opened. */
export async function isDocumentOf(document: vscode.TextDocument, file: string): Promise<boolean> {
  return isFile(document.uri, await realPath(file));
}

/** False only where there certainly is none: what cannot be asked may be there. */
export async function isThere(file: string): Promise<boolean> {
  return stat(file).then(() => true, (error: unknown) => (error as NodeJS.ErrnoException).code !== 'ENOENT');
}

/** Shows a file in an editor, at a line (0-based) if one is given. */
export async function showFile(file: string, line?: number, reveal = vscode.TextEditorRevealType.InCenterIfOutsideViewport): Promise<vscode.TextEditor> {
  const document = (await openDocument(file)) ?? (await vscode.workspace.openTextDocument(vscode.Uri.file(file)));
  const editor = await vscode.window.showTextDocument(document, { preview: false });
  if (line === undefined) return editor;
  const start = new vscode.Position(Math.min(line, Math.max(0, document.lineCount - 1)), 0);
  editor.selection = new vscode.Selection(start, start);
  editor.revealRange(new vscode.Range(start, start), reveal);
  return editor;
}

async function isFile(uri: vscode.Uri, wanted: string): Promise<boolean> {
  return uri.scheme === 'file' && (uri.fsPath === wanted || (await realPath(uri.fsPath)) === wanted);
}

/** The path itself if the file is gone. */
async function realPath(file: string): Promise<string> {
  return realpath(file).catch(() => file);
}
