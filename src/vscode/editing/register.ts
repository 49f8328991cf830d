/** What helps while a work item is edited: problems, fixes, links, completion, hovers. */
import * as vscode from 'vscode';
import type { Services } from '../services.js';
import { Checks } from './checks.js';
import { ErrorHovers, LOGS } from './errorHovers.js';
import { EvidenceFolding } from './evidenceFolding.js';
import { EvidenceLinks } from './evidenceLinks.js';
import { suggestWhenTyped, TRIGGERS, WorkItemCompletions } from './completions.js';
import { ReferenceHovers } from './hovers.js';
import { MAY_BE_WORK_ITEM, type KnownRoots } from './knownRoots.js';
import { ProbeLenses } from './probeLenses.js';
import { QuickFixes } from './quickFixes.js';
import { RecordLenses } from './recordLenses.js';
import { ReferenceLinks } from './referenceLinks.js';

export function registerEditing({ guard }: Services, roots: KnownRoots): vscode.Disposable {
  const checks = new Checks(roots, guard);
  const lenses = new ProbeLenses(roots);
  const recordLenses = new RecordLenses(roots);
  return vscode.Disposable.from(
    checks,
    lenses,
    recordLenses,
    vscode.languages.registerCodeLensProvider(MAY_BE_WORK_ITEM, lenses),
    vscode.languages.registerCodeLensProvider(MAY_BE_WORK_ITEM, recordLenses),
    vscode.languages.registerCodeActionsProvider(MAY_BE_WORK_ITEM, new QuickFixes(checks), QuickFixes.metadata),
    vscode.languages.registerFoldingRangeProvider(MAY_BE_WORK_ITEM, new EvidenceFolding(roots)),
    vscode.languages.registerDocumentLinkProvider(MAY_BE_WORK_ITEM, new ReferenceLinks(roots)),
    vscode.languages.registerDocumentLinkProvider(MAY_BE_WORK_ITEM, new EvidenceLinks(roots)),
    vscode.languages.registerHoverProvider(MAY_BE_WORK_ITEM, new ReferenceHovers(roots)),
    vscode.languages.registerHoverProvider(MAY_BE_WORK_ITEM, new ErrorHovers(roots)),
    vscode.languages.registerHoverProvider(LOGS, new ErrorHovers()),
    vscode.languages.registerCompletionItemProvider(MAY_BE_WORK_ITEM, new WorkItemCompletions(roots), ...TRIGGERS),
    suggestWhenTyped(roots, guard),
  );
}
