/** What can be done about a problem: its fix, turning the rule off, reading why the rule is there. */
import * as vscode from 'vscode';
import type { CheckedProblem } from '../../core/check/rule.js';
import type { TextEdit } from '../../core/workItem/text.js';
import { loadEngine, type Engine } from '../adapters/loadEngine.js';
import { INTERNAL_COMMANDS } from '../ids.js';
import type { Checks } from './checks.js';

export class QuickFixes implements vscode.CodeActionProvider {
  static readonly metadata: vscode.CodeActionProviderMetadata = { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] };

  constructor(private readonly checks: Checks) {}

  async provideCodeActions(document: vscode.TextDocument, range: vscode.Range, { diagnostics }: vscode.CodeActionContext, token: vscode.CancellationToken): Promise<vscode.CodeAction[]> {
    const found = await this.checks.of(document);
    if (!found || token.isCancellationRequested) return [];
    const here = found.problems.filter(({ start, end }) => range.intersection(rangeOf(document, { start, end })) !== undefined);
    if (here.length === 0) return [];
    const engine = await loadEngine();
    const text = document.getText();
    const about = (rule: string): vscode.Diagnostic[] => diagnostics.filter(({ code }) => typeof code === 'object' && code.value === rule);
    const fixes = here.flatMap((problem) => fixOf(document, problem, about(problem.rule)));
    const rules = [...new Map(here.map((problem) => [problem.rule, problem])).values()];
    return [...fixes, ...rules.flatMap((problem) => withoutRule(document, text, problem, about(problem.rule), engine))];
  }
}

function fixOf(document: vscode.TextDocument, { fix, message }: CheckedProblem, about: readonly vscode.Diagnostic[]): vscode.CodeAction[] {
  if (!fix) return [];
  const action = edits(document, fix.title, fix.edit, about.filter((diagnostic) => diagnostic.message === message));
  action.isPreferred = true;
  return [action];
}

function withoutRule(document: vscode.TextDocument, text: string, { rule, start }: CheckedProblem, about: vscode.Diagnostic[], { turnOff }: Engine): vscode.CodeAction[] {
  const off = turnOff(text, rule, start);
  const page = new vscode.CodeAction(vscode.l10n.t('Show the page of the rule {0}', rule), vscode.CodeActionKind.QuickFix);
  page.command = { title: page.title, command: INTERNAL_COMMANDS.showRule, arguments: [rule] };
  page.diagnostics = about;
  return [
    ...(off.line ? [edits(document, vscode.l10n.t('Turn off {0} for this line', rule), off.line, about)] : []),
    ...(off.file ? [edits(document, vscode.l10n.t('Turn off {0} in this work item', rule), off.file, about)] : []),
    page,
  ];
}

function edits(document: vscode.TextDocument, title: string, edit: TextEdit, about: vscode.Diagnostic[]): vscode.CodeAction {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.edit = new vscode.WorkspaceEdit();
  action.edit.replace(document.uri, rangeOf(document, edit), edit.text);
  action.diagnostics = about;
  return action;
}

function rangeOf(document: vscode.TextDocument, { start, end }: { readonly start: number; readonly end: number }): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}
