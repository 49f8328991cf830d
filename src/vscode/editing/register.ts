/** What helps while a work item is edited: problems, fixes, links, completion, hovers. */
import * as vscode from 'vscode';
import type { Services } from '../services.js';
import { Checks } from './checks.js';
import { suggestWhenTyped, TRIGGERS, WorkItemCompletions } from './completions.js';
import { ReferenceHovers } from './hovers.js';
import { KnownRoots, MAY_BE_WORK_ITEM } from './knownRoots.js';
import { QuickFixes } from './quickFixes.js';
import { ReferenceLinks } from './referenceLinks.js';

export function registerEditing({ guard, templates, watches }: Services): vscode.Disposable {
  const roots = new KnownRoots(watches, templates);
  const checks = new Checks(roots, guard);
  return vscode.Disposable.from(
    checks,
    roots,
    vscode.languages.registerCodeActionsProvider(MAY_BE_WORK_ITEM, new QuickFixes(checks), QuickFixes.metadata),
    vscode.languages.registerDocumentLinkProvider(MAY_BE_WORK_ITEM, new ReferenceLinks(roots)),
    vscode.languages.registerHoverProvider(MAY_BE_WORK_ITEM, new ReferenceHovers(roots)),
    vscode.languages.registerCompletionItemProvider(MAY_BE_WORK_ITEM, new WorkItemCompletions(roots), ...TRIGGERS),
    suggestWhenTyped(roots, guard),
  );
}
