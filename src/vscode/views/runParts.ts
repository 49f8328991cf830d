/** What stands below a run that ended, in both trees: its failing tests, read when the run is opened there. */
import path from 'node:path';
import * as vscode from 'vscode';
import { refusalOf } from '../adapters/guard.js';
import { loadEngine } from '../adapters/loadEngine.js';
import { COMMANDS, INTERNAL_COMMANDS, TREE_ITEMS } from '../ids.js';
import { failedTestsOf } from '../runs/failedTests.js';
import type { RunHistory } from '../runs/history.js';
import { icon, opens } from './itemParts.js';
import type { FailedTestNode, MoreTestsNode, RunNode, RunPartNode, RunProblemNode } from './treeNodes.js';

/** Failing tests below a run; its report has the others. */
const TESTS_SHOWN = 20;

/** Characters of a name. */
const MAX_NAME = 160;

const { None } = vscode.TreeItemCollapsibleState;

export async function partsOfRun({ ref, summary }: RunNode, history: RunHistory): Promise<RunPartNode[]> {
  try {
    const { tests, more, uncounted } = await failedTestsOf(history, ref.root, summary, TESTS_SHOWN);
    return [
      ...tests.map((test): FailedTestNode => ({ kind: 'failedTest', ref: { ...ref, test: test.name }, test, log: test.log })),
      ...(more > 0 ? [{ kind: 'moreTests', ref, more, uncounted } as const] : []),
    ];
  } catch (error) {
    const sentence = await refusalOf(error);
    if (sentence === undefined) throw error;
    return [{ kind: 'runProblem', ref, sentence }];
  }
}

export function runPartItem(node: RunPartNode): vscode.TreeItem | Promise<vscode.TreeItem> {
  switch (node.kind) {
    case 'failedTest':
      return failedTestItem(node);
    case 'moreTests':
      return moreTestsItem(node);
    case 'runProblem':
      return runProblemItem(node);
  }
}

async function failedTestItem({ ref, test }: FailedTestNode): Promise<vscode.TreeItem> {
  const { bounded, clean } = await loadEngine();
  const shown = (text: string): string => bounded(clean(text).replace(/\s+/g, ' '), MAX_NAME);
  const { executed, attempt, title, stopped, place } = test;
  const own = shown(test.own);
  const around = test.around === undefined ? [] : [shown(test.around)];
  const counts = countText(test);
  const file = place && path.relative(ref.root, place.file);
  const where = file === undefined ? vscode.l10n.t('Its file is not known: the log of its first failure opens.') : place?.line === undefined ? file : `${file}:${place.line + 1}`;
  return Object.assign(new vscode.TreeItem(own, None), {
    description: [counts, ...around].join(' · '),
    tooltip: [
      [...around, own].join(' > '),
      where,
      executed === 1 ? vscode.l10n.t('Failed in {0} attempt.', counts) : vscode.l10n.t('Failed in {0} attempts.', counts),
      ...(title === undefined ? [] : [`${vscode.l10n.t('Attempt {0}', attempt)}: ${bounded(clean(title), 500)}`]),
      ...(stopped ? [vscode.l10n.t('The run stopped at a failure: from these numbers no rate follows.')] : []),
    ].join('\n'),
    iconPath: icon('beaker'),
    accessibilityInformation: { label: [executed === 1 ? vscode.l10n.t('Failing test {0}: failed in {1} attempt', own, counts) : vscode.l10n.t('Failing test {0}: failed in {1} attempts', own, counts), ...around].join(', ') },
    command: opens(INTERNAL_COMMANDS.openTest, vscode.l10n.t('Open Test'), ref),
    contextValue: place ? TREE_ITEMS.failedTestInFile : TREE_ITEMS.failedTest,
  });
}

function countText({ failed, atLeast, executed, counted }: FailedTestNode['test']): string {
  if (atLeast) return counted ? vscode.l10n.t('at least {0} of {1}', failed, executed) : vscode.l10n.t('at least {0} of at most {1}', failed, executed);
  return counted ? vscode.l10n.t('{0} of {1}', failed, executed) : vscode.l10n.t('{0} of at most {1}', failed, executed);
}

function moreTestsItem({ ref, more, uncounted }: MoreTestsNode): vscode.TreeItem {
  const label = uncounted ? more === 1 ? vscode.l10n.t('At least one more failing test') : vscode.l10n.t('At least {0} more failing tests', more) : more === 1 ? vscode.l10n.t('One more failing test') : vscode.l10n.t('{0} more failing tests', more);
  return Object.assign(new vscode.TreeItem(label, None), {
    iconPath: icon('ellipsis'),
    command: opens(COMMANDS.showRunReport, vscode.l10n.t('Show Run Report'), ref),
    contextValue: TREE_ITEMS.moreTests,
  });
}

function runProblemItem({ sentence }: RunProblemNode): vscode.TreeItem {
  return Object.assign(new vscode.TreeItem(vscode.l10n.t('cannot be read'), None), {
    description: sentence,
    tooltip: sentence,
    accessibilityInformation: { label: vscode.l10n.t('The failing tests cannot be read: {0}', sentence) },
    iconPath: icon('warning'),
    contextValue: TREE_ITEMS.problem,
  });
}
