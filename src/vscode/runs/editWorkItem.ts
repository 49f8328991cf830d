/** Changes of a work item from the editor: of its file, or of the document where that has unsaved edits. */
import * as vscode from 'vscode';
import type { TextEdit } from '../../core/workItem/text.js';
import { openDocument } from '../adapters/documents.js';
import { loadEngine, type Engine } from '../adapters/loadEngine.js';
import { fileOf, type WorkItemRef } from '../adapters/references.js';

/** `written` stands in the file; `in-editor` stands in a document that is to be saved. */
export type WriteOutcome = 'written' | 'in-editor';

/** An edit is refused if the user typed in the meantime; then it is made anew from what stands there. How long that goes on, ms. */
const DEADLINE_MS = 10_000;

/** Somebody who has not typed for so long has paused, ms. */
const PAUSE_MS = 50;

/** @throws Refusal as the core's `editFile`, `conflict` if the document kept changing, and what `change` throws */
export async function editWorkItem(ref: WorkItemRef, change: (text: string) => string): Promise<WriteOutcome> {
  const engine = await loadEngine();
  const file = fileOf(ref);
  const inDocument = (text: string): readonly string[] => [text, change(text)];
  const document = await openDocument(file);
  if (document?.isDirty === true && (await editDocument(engine, document, ref.workItem, inDocument))) return 'in-editor';
  // What was measured is written even if the window closes now, so this takes no signal; it ends by the lock's own deadline.
  await engine.editFile(ref.root, file, change, new AbortController().signal);
  // Whoever typed at that moment has edits of the text before: saving them over the file must not lose this.
  if (document?.isDirty === true && (await editDocument(engine, document, ref.workItem, inDocument))) return 'in-editor';
  return 'written';
}

/**
 * Edits a document with unsaved edits. False if it has none any more, or was closed: then its file can be written.
 * @param steps the text as it is, and as it is after each step; called again if the user typed meanwhile. Not to be waited for: what is typed between
 *   taking the text and making the edit would shift it
 * @throws Refusal `conflict` if it kept changing
 */
export async function editDocument(engine: Engine, document: vscode.TextDocument, workItem: string, steps: (text: string) => readonly string[]): Promise<boolean> {
  const end = performance.now() + DEADLINE_MS;
  for (;;) {
    if (!document.isDirty || document.isClosed) return false;
    if (await applied(document, engine.differences(steps(document.getText())))) return true;
    if (performance.now() > end) throw new engine.Refusal('conflict', vscode.l10n.t('{0} kept changing while evidence was written into it: try again when you have stopped typing.', workItem));
    await nextChange(document);
  }
}

/**
 * Right after the next change of the document, or when there was none for a moment. An edit that is made then is on its way before what is typed next:
 * one that is made at any other time meets a keystroke that is under way already, and somebody who types fast would keep it out.
 */
async function nextChange(document: vscode.TextDocument): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(pause);
      listener.dispose();
      resolve();
    };
    const pause = setTimeout(done, PAUSE_MS);
    const listener = vscode.workspace.onDidChangeTextDocument((event) => {
      if (event.document === document) done();
    });
  });
}

/**
 * False if the document changed before the edit arrived. An editor checks that in the moment in which it applies an edit. A workspace edit of the
 * active editor's document does not, as of VS Code 1.100 (it checks before it hands the edit to a worker, and typing in between shifts the
 * edit): so that is for documents without an editor in sight, and carries metadata, which keeps it from the worker.
 */
async function applied(document: vscode.TextDocument, edits: readonly TextEdit[]): Promise<boolean> {
  if (edits.length === 0) return true;
  const replacements = edits.map(({ start, end, text }) => ({ range: new vscode.Range(document.positionAt(start), document.positionAt(end)), text }));
  const editor = vscode.window.visibleTextEditors.find((candidate) => candidate.document === document);
  if (editor) {
    return editor.edit((builder) => {
      for (const { range, text } of replacements) builder.replace(range, text);
    });
  }
  const edit = new vscode.WorkspaceEdit();
  for (const { range, text } of replacements) edit.replace(document.uri, range, text, { label: vscode.l10n.t('Evidence of a run'), needsConfirmation: false });
  return vscode.workspace.applyEdit(edit);
}
