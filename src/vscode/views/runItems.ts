/** How runs look in the trees, and what is read out of them. */
import * as vscode from 'vscode';
import type { RunSummary } from '../../node/run/readLedger.js';
import type { RunFile } from '../../node/run/records.js';
import { refusalOf } from '../adapters/guard.js';
import { loadEngine } from '../adapters/loadEngine.js';
import { COMMANDS, TREE_ITEMS } from '../ids.js';
import { describeRun, isPaused, isResumable, type RunWords } from '../runs/describe.js';
import type { RunHistory } from '../runs/history.js';
import { icon, opens } from './itemParts.js';
import { runPartItem } from './runParts.js';
import type { LiveRunNode, RunGroupNode, RunNode, RunTreeNode } from './treeNodes.js';

const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;

export function runTreeItem(node: RunTreeNode, history: RunHistory): vscode.TreeItem | Promise<vscode.TreeItem> {
  switch (node.kind) {
    case 'runGroup':
      return runGroup(node);
    case 'run':
      return runItem(node, history, 'by itself');
    case 'failedTest':
    case 'moreTests':
    case 'runProblem':
      return runPartItem(node);
    case 'liveRun':
      return liveRun(node);
  }
}

function runGroup({ state, runs }: RunGroupNode): vscode.TreeItem {
  const label = { live: vscode.l10n.t('Live'), interrupted: vscode.l10n.t('Interrupted'), recent: vscode.l10n.t('Recent') }[state];
  return Object.assign(new vscode.TreeItem(label, runs.length === 0 ? Collapsed : Expanded), {
    description: String(runs.length),
    accessibilityInformation: { label: runs.length === 1 ? vscode.l10n.t('{0}, 1 run', label) : vscode.l10n.t('{0}, {1} runs', label, runs.length) },
    contextValue: TREE_ITEMS.group,
  });
}

/** @param where below its work item, which names it, or by itself, where its command and its work item are told */
export async function runItem({ ref, summary }: RunNode, history: RunHistory, where: 'below a work item' | 'by itself'): Promise<vscode.TreeItem> {
  const { file } = summary;
  const told = await toldBy(summary, history);
  if (typeof told === 'string') {
    return Object.assign(new vscode.TreeItem(file.id, None), { description: vscode.l10n.t('cannot be read'), tooltip: told, iconPath: icon('warning'), contextValue: TREE_ITEMS.problem });
  }
  const { words, failing } = told;
  const pending = file.writeBack?.state === 'pending';
  const resumable = isResumable(summary);
  const owner = await history.workItemOf(ref.root, file);
  const workItem = where === 'by itself' ? owner?.split('/').at(-1) : undefined;
  const said = [words.state, words.startedAt, ...(pending ? [vscode.l10n.t('not written yet')] : []), ...(workItem === undefined ? [] : [workItem])];
  return Object.assign(new vscode.TreeItem(where === 'by itself' ? words.command : words.counts, failing ? Collapsed : None), {
    description: [...(where === 'by itself' ? [words.counts] : []), ...said].join(' · '),
    tooltip: [words.command, words.startedAt, ...(workItem === undefined ? [] : [workItem])].join('\n'),
    iconPath: icon(words.icon),
    accessibilityInformation: { label: [vscode.l10n.t('Run of {0}: {1}, {2}', words.startedAt, words.counts, words.state), ...(pending ? [vscode.l10n.t('not written into the work item yet')] : []), ...(where === 'by itself' ? [words.command] : [])].join(', ') },
    command: opens(COMMANDS.showRunReport, vscode.l10n.t('Show Run Report'), ref),
    contextValue: contextOf(file, owner, resumable),
  });
}

/** For the `when` clauses of its menu. */
function contextOf(file: RunFile, owner: string | undefined, resumable: boolean): string {
  if (file.writeBack?.state === 'pending') return resumable ? TREE_ITEMS.resumablePendingRun : TREE_ITEMS.pendingRun;
  if (owner === undefined) return resumable ? TREE_ITEMS.resumableLooseRun : TREE_ITEMS.looseRun;
  return resumable ? TREE_ITEMS.resumableRun : TREE_ITEMS.run;
}

/** What it says, and whether it names tests that failed; a sentence if its ledger cannot be read. */
async function toldBy(summary: RunSummary, history: RunHistory): Promise<{ readonly words: RunWords; readonly failing: boolean } | string> {
  try {
    const evidence = await history.evidence(summary);
    return { words: await describeRun(summary.file, summary.state, evidence), failing: evidence.failedTests.length > 0 };
  } catch (error) {
    const sentence = await refusalOf(error);
    if (sentence === undefined) throw error;
    return sentence;
  }
}

async function liveRun({ ref, run: followed }: LiveRunNode): Promise<vscode.TreeItem> {
  const { bounded, clean, commandLine } = await loadEngine();
  const { finished, planned, failures } = followed.progress();
  const command = followed.file ? bounded(clean(commandLine(followed.file)).replace(/\s+/g, ' '), 80) : '';
  const paused = followed.file !== undefined && isPaused(followed.file);
  const progress = [vscode.l10n.t('{0} of {1}, {2} failed', finished, planned, failures), ...(paused ? [vscode.l10n.t('paused')] : [])].join(' · ');
  return Object.assign(new vscode.TreeItem(command, None), {
    description: progress,
    tooltip: [command, progress, followed.file?.workItem].filter((part) => part !== undefined).join('\n'),
    iconPath: icon(paused ? 'debug-pause' : 'sync~spin'),
    accessibilityInformation: { label: vscode.l10n.t('Running {0}: {1}', command, progress) },
    command: opens(COMMANDS.showRunReport, vscode.l10n.t('Show Run Report'), ref),
    contextValue: paused ? TREE_ITEMS.pausedRun : TREE_ITEMS.liveRun,
  });
}
