/** How the nodes of the work items' tree look, and what is read out of them. */
import * as vscode from 'vscode';
import type { PhaseState } from '../../core/workItem/summary.js';
import type { Engine } from '../adapters/loadEngine.js';
import { fileOf, type WorkItemRef } from '../adapters/references.js';
import { COMMANDS, INTERNAL_COMMANDS, TREE_ITEMS } from '../ids.js';
import type { RunHistory } from '../runs/history.js';
import type { PlaceIn } from '../workItems/placeIn.js';
import { evidenceWords } from './evidenceWords.js';
import { icon, opens } from './itemParts.js';
import { runItem } from './runItems.js';
import { runPartItem } from './runParts.js';
import type { CheckboxNode, DemandNode, EvidenceNode, GateNode, GroupNode, PhaseNode, ProblemNode, WorkItemNode, WorkItemTreeNode } from './treeNodes.js';

const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;

export function treeItem(node: WorkItemTreeNode, engine: Engine, history: RunHistory): vscode.TreeItem | Promise<vscode.TreeItem> {
  switch (node.kind) {
    case 'group':
      return group(node);
    case 'workItem':
      return workItem(node, engine);
    case 'gate':
      return gate(node);
    case 'demand':
      return demand(node);
    case 'phase':
      return phase(node, engine);
    case 'evidence':
      return evidence(node, engine);
    case 'checkbox':
      return checkbox(node, engine);
    case 'run':
      return runItem(node, history, 'below a work item');
    case 'failedTest':
    case 'moreTests':
    case 'runProblem':
      return runPartItem(node);
    case 'problem':
      return problem(node);
  }
}

function group({ label, items, rest }: GroupNode): vscode.TreeItem {
  return Object.assign(new vscode.TreeItem(label, rest ? Collapsed : Expanded), {
    description: rest ? '' : String(items.length),
    accessibilityInformation: { label: vscode.l10n.t('{0}, {1} work items', label, items.length) },
    contextValue: TREE_ITEMS.group,
  });
}

function workItem({ ref, entry, active, folder }: WorkItemNode, { phaseNumber, PHASES }: Engine): vscode.TreeItem {
  const { summary, path, problem: unreadable } = entry;
  const command = opens(COMMANDS.openWorkItem, vscode.l10n.t('Open Work Item'), ref);
  if (!summary) {
    const item = new vscode.TreeItem(path, None);
    return Object.assign(item, { description: vscode.l10n.t('cannot be read'), tooltip: unreadable, iconPath: icon('warning'), command, contextValue: TREE_ITEMS.problem });
  }
  const label = summary.alias === undefined ? summary.title : `${summary.alias} ${summary.title}`;
  const closed = summary.phase === 'Closed';
  const number = summary.phase === 'Closed' ? 0 : phaseNumber(summary.phase);
  const progress = closed ? vscode.l10n.t('Closed') : `${number}/${PHASES.length} ${summary.phase}`;
  const spoken = closed ? vscode.l10n.t('closed') : vscode.l10n.t('phase {0} of {1}, {2}', number, PHASES.length, summary.phase);
  const facts = [label, path, vscode.l10n.t('Status: {0}', summary.status.text ?? vscode.l10n.t('none')), ...(summary.priority === undefined ? [] : [vscode.l10n.t('Priority: {0}', summary.priority)]), vscode.l10n.t('Evidence blocks: {0}', summary.evidence)];
  return Object.assign(new vscode.TreeItem(label, Collapsed), {
    description: [progress, ...(active ? [vscode.l10n.t('active')] : []), ...(folder === undefined ? [] : [folder])].join(' · '),
    tooltip: facts.join('\n'),
    iconPath: icon(active ? 'pinned' : 'notebook'),
    accessibilityInformation: { label: [vscode.l10n.t('Work item {0}, {1}', label, spoken), ...(active ? [vscode.l10n.t('the active one')] : []), ...(folder === undefined ? [] : [vscode.l10n.t('in {0}', folder)])].join(', ') },
    command,
    contextValue: TREE_ITEMS.workItem,
  });
}

function gate({ gate: { to, missing } }: GateNode): vscode.TreeItem {
  const open = missing.length === 0;
  const label = to === 'Closed' ? vscode.l10n.t('Before it is closed') : vscode.l10n.t('Before {0}', to);
  const words = open ? vscode.l10n.t('nothing is missing') : vscode.l10n.t('{0} missing', missing.length);
  return Object.assign(new vscode.TreeItem(label, open ? None : Collapsed), {
    description: words,
    tooltip: open ? vscode.l10n.t('Advance Phase… compares the sources with those that were measured, and moves it on.') : missing.map(({ message }) => `- ${message}`).join('\n'),
    iconPath: icon(open ? 'unlock' : 'lock'),
    accessibilityInformation: { label: `${label}: ${words}` },
    contextValue: TREE_ITEMS.gate,
  });
}

function demand({ ref, demand: { phase: inPhase, message, line } }: DemandNode): vscode.TreeItem {
  return Object.assign(new vscode.TreeItem(message, None), {
    tooltip: `${inPhase}: ${message}`,
    iconPath: icon('circle-large-outline'),
    command: opensPlace(ref, { phase: inPhase, ...(line !== undefined && { line }) }),
    contextValue: TREE_ITEMS.demand,
  });
}

/** The words are made when they are shown: the language of the window is known then. */
function phaseWords(): Readonly<Record<PhaseState, { readonly words: string; readonly icon: string }>> {
  return {
    filled: { words: vscode.l10n.t('has content'), icon: 'circle-filled' },
    empty: { words: vscode.l10n.t('empty'), icon: 'circle-outline' },
    missing: { words: vscode.l10n.t('missing'), icon: 'circle-slash' },
  };
}

function phase({ ref, progress, current, contents }: PhaseNode, { phaseNumber }: Engine): vscode.TreeItem {
  const { words, icon: name } = phaseWords()[progress.state];
  const label = `${phaseNumber(progress.phase)} ${progress.phase}`;
  const open = contents.checkboxes.filter(({ done }) => !done).length;
  const counts = [...(contents.evidence.length === 0 ? [] : [vscode.l10n.t('{0} evidence', contents.evidence.length)]), ...(open === 0 ? [] : [vscode.l10n.t('{0} to do', open)])];
  const said = [words, ...(current ? [vscode.l10n.t('current')] : []), ...counts];
  return Object.assign(new vscode.TreeItem(label, counts.length === 0 ? None : Collapsed), {
    description: said.join(', '),
    iconPath: icon(name),
    accessibilityInformation: { label: vscode.l10n.t('Phase {0}, {1}', label, [words, ...(current ? [vscode.l10n.t('the current phase')] : []), ...counts].join(', ')) },
    command: opens(INTERNAL_COMMANDS.openPhase, vscode.l10n.t('Open Phase'), { ...ref, phase: progress.phase }),
    contextValue: TREE_ITEMS.phase,
  });
}

/** By kind of evidence. */
const EVIDENCE_ICONS: Readonly<Record<EvidenceNode['block']['kind'], string>> = { run: 'run-all', compare: 'git-compare', probe: 'radio-tower', matrix: 'table', fault: 'debug-disconnect', snapshot: 'device-camera', log: 'output', command: 'terminal' };

function evidence({ ref, block: { kind, id, title } }: EvidenceNode, { clean }: Engine): vscode.TreeItem {
  const label = clean(title);
  const words = evidenceWords(kind, label);
  return Object.assign(new vscode.TreeItem(label, None), {
    description: words.kind,
    tooltip: `${label}\n${words.kind} ${id}`,
    iconPath: icon(EVIDENCE_ICONS[kind]),
    accessibilityInformation: { label: words.spoken },
    command: opensPlace(ref, { evidence: id, kind }),
    contextValue: TREE_ITEMS.evidence,
  });
}

function checkbox({ ref, box }: CheckboxNode, { bounded, clean }: Engine): vscode.TreeItem {
  const label = bounded(clean(box.text), 160) || vscode.l10n.t('(without words)');
  const state = box.done ? vscode.TreeItemCheckboxState.Checked : vscode.TreeItemCheckboxState.Unchecked;
  return Object.assign(new vscode.TreeItem(label, None), {
    checkboxState: { state, tooltip: box.done ? vscode.l10n.t('Clear it in the file') : vscode.l10n.t('Tick it in the file') },
    tooltip: label,
    accessibilityInformation: { label: vscode.l10n.t('To do: {0}', label) },
    command: opensPlace(ref, { checkbox: box.text, at: box.mark.start }),
    contextValue: TREE_ITEMS.checkbox,
  });
}

function problem({ root, sentence }: ProblemNode): vscode.TreeItem {
  return Object.assign(new vscode.TreeItem(vscode.l10n.t('No list of work items'), None), {
    description: sentence,
    tooltip: sentence,
    accessibilityInformation: { label: vscode.l10n.t('The work items cannot be listed: {0}', sentence) },
    iconPath: icon('warning'),
    contextValue: TREE_ITEMS.problem,
    command: { command: 'vscode.open', title: vscode.l10n.t('Open the configuration'), arguments: [vscode.Uri.file(fileOf({ root, workItem: '.casebook/config.json' }))] },
  });
}

function opensPlace(ref: WorkItemRef, place: PlaceIn): vscode.Command {
  return opens(INTERNAL_COMMANDS.openPlace, vscode.l10n.t('Show It in the Work Item'), { ...ref, place });
}
