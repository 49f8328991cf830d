/** Which work item takes the evidence. */
import path from 'node:path';
import * as vscode from 'vscode';
import type { WorkItemEntry } from '../../node/workItem/store.js';
import { loadEngine } from '../adapters/loadEngine.js';
import type { Services } from '../services.js';
import { isNone, isTrue, textOf } from './arguments.js';
import { askOne, askText, type Step } from './ask.js';
import { createNew } from './createNew.js';
import type { Place } from './place.js';

interface Choice extends vscode.QuickPickItem {
  readonly workItem?: string;
  readonly make?: true;
}

/** `undefined`: the question was left. `{}`: no work item. */
export interface Recipient {
  /** Path relative to the root. */
  readonly workItem?: string;
}

/** One of the open work items, a new one, or none. */
export async function askRecipient(step: Step, root: string, services: Services): Promise<Recipient | undefined> {
  const chosen = await askOne(step, vscode.l10n.t('Which work item takes the evidence?'), choices(root));
  if (!chosen) return undefined;
  if (chosen.make !== true) return chosen.workItem === undefined ? {} : { workItem: chosen.workItem };
  const title = await askText({ title: vscode.l10n.t('New Work Item'), step: 1, of: 1 }, vscode.l10n.t('What is wrong, in a few words?'), '', titleProblem);
  return title === undefined ? undefined : { workItem: await createActive(root, title, services) };
}

/** What is measured next is about the same problem: the new one becomes the active one, unless another one is. */
async function createActive(root: string, title: string, services: Services): Promise<string> {
  const workItem = await createNew(root, { title }, services);
  if (!(await services.active.of(root))) await services.active.choose(root, workItem);
  return workItem;
}

async function choices(root: string): Promise<Choice[]> {
  return [
    ...(await openWorkItems(root)).map((item) => itemChoice(item)),
    { label: vscode.l10n.t('New work item…'), iconPath: new vscode.ThemeIcon('add'), make: true, alwaysShow: true },
    { label: vscode.l10n.t('No work item'), description: vscode.l10n.t('the evidence stays in the ledger'), iconPath: new vscode.ThemeIcon('circle-slash'), alwaysShow: true },
  ];
}

/** The work item that a keybinding names, by a reference as the command line takes it; undefined if it names none, so that it is asked for. */
export async function givenRecipient(argument: unknown, { root, cwd }: Place): Promise<Recipient | undefined> {
  if (isNone(argument, 'workItem')) return {};
  const reference = textOf(argument, 'workItem');
  if (reference === undefined) return undefined;
  const { openWorkspace, resolveReference } = await loadEngine();
  return { workItem: await resolveReference(await openWorkspace(root), reference, cwd) };
}

/** The active work item, if there is one and the argument does not say `{ ask: true }`. */
export async function activeRecipient(argument: unknown, { root }: Place): Promise<Recipient | undefined> {
  if (isTrue(argument, 'ask')) return undefined;
  const { activeWorkItem, openWorkspace } = await loadEngine();
  const active = await activeWorkItem(await openWorkspace(root), new AbortController().signal);
  return active && { workItem: active.path };
}

/** Open work items, the one in front before the most urgent; files that cannot be read take no evidence. */
async function openWorkItems(root: string): Promise<WorkItemEntry[]> {
  const { byUrgency, listWorkItems, openWorkspace } = await loadEngine();
  const entries = await listWorkItems(await openWorkspace(root));
  return frontFirst(root, entries.filter(({ summary }) => summary !== undefined && summary.phase !== 'Closed').sort(byUrgency));
}

/** The work item in front, as text or as a preview that is its editor, comes first: whoever is asked is mostly reading it. */
export function frontFirst(root: string, entries: readonly WorkItemEntry[]): WorkItemEntry[] {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const front = input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom ? input.uri : undefined;
  const isFront = (entry: WorkItemEntry): boolean => front?.scheme === 'file' && path.join(root, entry.path) === front.fsPath;
  return [...entries.filter(isFront), ...entries.filter((entry) => !isFront(entry))];
}

/** A work item in a list. */
export function itemChoice({ path, summary }: WorkItemEntry): vscode.QuickPickItem & { readonly workItem: string } {
  if (!summary) return { label: path, workItem: path };
  return { label: summary.alias === undefined ? summary.title : `${summary.alias}: ${summary.title}`, description: summary.phase, detail: path, workItem: path };
}

export function titleProblem(title: string): string | undefined {
  return title.trim() === '' ? vscode.l10n.t('Say in a few words what is wrong, such as: Orders test fails one time in four.') : undefined;
}
