/** Fold All Evidence and Unfold All Evidence, in the work item that is being edited. */
import * as vscode from 'vscode';
import { evidenceLines } from '../editing/evidenceFolding.js';

export async function foldEvidence(command: 'editor.fold' | 'editor.unfold'): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return;
  const selectionLines = (await evidenceLines(editor.document)).map(({ first }) => first);
  if (selectionLines.length > 0) await vscode.commands.executeCommand(command, { selectionLines, levels: 1, direction: 'up' });
}
