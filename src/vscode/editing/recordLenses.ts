/** Lenses in work items: to run the shell code that stands there, and to file its evidence under it. */
import * as vscode from 'vscode';
import type { Engine } from '../adapters/loadEngine.js';
import type { WorkItemRef } from '../adapters/references.js';
import { COMMANDS } from '../ids.js';
import { RunningLenses } from './runningLenses.js';

/** Fences that get a lens; a text with more is no work item that anybody reads. */
const MAX_FENCES = 100;

export class RecordLenses extends RunningLenses {
  protected override lensesIn(document: vscode.TextDocument, ref: WorkItemRef, { isRunnable, refOf, sha256, shellFencesOf }: Engine): vscode.CodeLens[] {
    const fences = shellFencesOf(document.getText()).filter(isRunnable).slice(0, MAX_FENCES);
    return fences.map((fence) => {
      const line = fence.line - 1;
      const tooltip = vscode.l10n.t('Run this code once with {0}, and put its output, exit code and duration under it; what an earlier run put there is replaced', fence.code.shell);
      return new vscode.CodeLens(new vscode.Range(line, 0, line, 0), { title: vscode.l10n.t('Run and record'), tooltip, command: COMMANDS.runAndRecord, arguments: [{ ...ref, ...refOf(fences, fence, sha256) }] });
    });
  }
}
