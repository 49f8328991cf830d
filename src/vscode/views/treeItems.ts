/** How the tree's nodes look, and what is read out of them. */
import * as vscode from 'vscode';
import type { PhaseState } from '../../core/workItem/summary.js';
import type { RunSummary } from '../../node/run/readLedger.js';
import { refusalOf } from '../adapters/guard.js';
import { loadEngine } from '../adapters/loadEngine.js';
import { fileOf } from '../adapters/references.js';
import { COMMANDS, INTERNAL_COMMANDS, TREE_ITEMS } from '../ids.js';
import { describeRun, type RunWords } from '../runs/describe.js';
import type { RunHistory } from '../runs/history.js';
import type { LiveRunNode, PhaseNode, ProblemNode, RunNode, TreeNode, WorkItemNode } from './treeNodes.js';

export async function treeItem(node: TreeNode, history: RunHistory): Promise<vscode.TreeItem> {
  switch (node.kind) {
    case 'workItem':
      return workItem(node);
    case 'phase':
      return phase(node);
    case 'run':
      return run(node, history);
    case 'liveRun':
      return liveRun(node);
    case 'problem':
      return problem(node);
  }
}

async function workItem({ ref, entry, folder }: WorkItemNode): Promise<vscode.TreeItem> {
  const { summary, path, problem: unreadable } = entry;
  const command = opens(COMMANDS.openWorkItem, 'Open Work Item', ref);
  if (!summary) {
    const item = new vscode.TreeItem(path, vscode.TreeItemCollapsibleState.None);
    return Object.assign(item, { id: `item ${ref.root} ${path}`, description: 'cannot be read', tooltip: unreadable, iconPath: icon('warning'), command, contextValue: TREE_ITEMS.problem });
  }
  const { phaseNumber, PHASES } = await loadEngine();
  const label = summary.alias === undefined ? summary.title : `${summary.alias} ${summary.title}`;
  const progress = summary.phase === 'Closed' ? 'Closed' : `${phaseNumber(summary.phase)}/${PHASES.length} ${summary.phase}`;
  const spoken = summary.phase === 'Closed' ? 'closed' : `phase ${phaseNumber(summary.phase)} of ${PHASES.length}, ${summary.phase}`;
  const facts = [label, path, `Status: ${summary.status.text ?? 'none'}`, ...(summary.priority === undefined ? [] : [`Priority: ${summary.priority}`]), `Evidence blocks: ${summary.evidence}`];
  return Object.assign(new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed), {
    id: `item ${ref.root} ${path}`,
    description: folder === undefined ? progress : `${progress} · ${folder}`,
    tooltip: facts.join('\n'),
    iconPath: icon('notebook'),
    accessibilityInformation: { label: `Work item ${label}, ${spoken}${folder === undefined ? '' : `, in ${folder}`}` },
    command,
    contextValue: TREE_ITEMS.workItem,
  });
}

const PHASE_WORDS: Readonly<Record<PhaseState, { readonly words: string; readonly icon: string }>> = {
  filled: { words: 'has content', icon: 'circle-filled' },
  empty: { words: 'empty', icon: 'circle-outline' },
  missing: { words: 'missing', icon: 'circle-slash' },
};

async function phase({ ref, progress, current }: PhaseNode): Promise<vscode.TreeItem> {
  const { phaseNumber } = await loadEngine();
  const { words, icon: name } = PHASE_WORDS[progress.state];
  const label = `${phaseNumber(progress.phase)} ${progress.phase}`;
  return Object.assign(new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.None), {
    id: `phase ${ref.root} ${ref.workItem} ${progress.phase}`,
    description: current ? `${words}, current` : words,
    iconPath: icon(name),
    accessibilityInformation: { label: `Phase ${label}, ${words}${current ? ', the current phase' : ''}` },
    command: opens(INTERNAL_COMMANDS.openPhase, 'Open Phase', { ...ref, phase: progress.phase }),
    contextValue: TREE_ITEMS.phase,
  });
}

async function run({ ref, summary }: RunNode, history: RunHistory): Promise<vscode.TreeItem> {
  const { file } = summary;
  const words = await wordsOf(summary, history);
  if (typeof words === 'string') {
    return Object.assign(new vscode.TreeItem(file.id, vscode.TreeItemCollapsibleState.None), { description: 'cannot be read', tooltip: words, iconPath: icon('warning'), contextValue: TREE_ITEMS.problem });
  }
  const pending = file.writeBack?.state === 'pending';
  return Object.assign(new vscode.TreeItem(words.counts, vscode.TreeItemCollapsibleState.None), {
    id: `run ${ref.root} ${ref.run}`,
    description: [words.state, words.startedAt, ...(pending ? ['not written yet'] : [])].join(' · '),
    tooltip: `${words.command}\n${words.startedAt}`,
    iconPath: icon(words.icon),
    accessibilityInformation: { label: `Run of ${words.startedAt}: ${words.counts}, ${words.state}${pending ? ', not written into the work item yet' : ''}` },
    command: opens(COMMANDS.showRunReport, 'Show Run Report', ref),
    contextValue: pending ? TREE_ITEMS.pendingRun : TREE_ITEMS.run,
  });
}

/** A sentence if its ledger cannot be read. */
async function wordsOf(summary: RunSummary, history: RunHistory): Promise<RunWords | string> {
  try {
    return await describeRun(summary.file, summary.state, await history.evidence(summary));
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
  const progress = `${finished} of ${planned}, ${failures} failed`;
  return Object.assign(new vscode.TreeItem(command, vscode.TreeItemCollapsibleState.None), {
    id: `live ${ref.root} ${ref.run}`,
    description: progress,
    tooltip: [command, progress, followed.file?.workItem].filter((part) => part !== undefined).join('\n'),
    iconPath: icon('sync~spin'),
    accessibilityInformation: { label: `Running ${command}: ${progress}` },
    command: opens(COMMANDS.showRunReport, 'Show Run Report', ref),
    contextValue: TREE_ITEMS.liveRun,
  });
}

function problem({ root, sentence }: ProblemNode): vscode.TreeItem {
  return Object.assign(new vscode.TreeItem('No list of work items', vscode.TreeItemCollapsibleState.None), {
    id: `problem ${root}`,
    description: sentence,
    tooltip: sentence,
    accessibilityInformation: { label: `The work items cannot be listed: ${sentence}` },
    iconPath: icon('warning'),
    contextValue: TREE_ITEMS.problem,
    command: { command: 'vscode.open', title: 'Open the configuration', arguments: [vscode.Uri.file(fileOf({ root, workItem: '.casebook/config.json' }))] },
  });
}

function opens(command: string, title: string, argument: unknown): vscode.Command {
  return { command, title, arguments: [argument] };
}

function icon(name: string): vscode.ThemeIcon {
  return new vscode.ThemeIcon(name, COLOURS[name] === undefined ? undefined : new vscode.ThemeColor(COLOURS[name]));
}

/** Colour is never the only sign: the words beside it say the same. */
const COLOURS: Readonly<Record<string, string>> = {
  error: 'testing.iconFailed',
  pass: 'testing.iconPassed',
  warning: 'list.warningForeground',
};
