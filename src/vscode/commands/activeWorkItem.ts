/** Set, Clear and Reveal Active Work Item: where runs, probes and snapshots are recorded that name none. */
import * as vscode from 'vscode';
import { showFile } from '../adapters/documents.js';
import { loadEngine } from '../adapters/loadEngine.js';
import { fileOf, workItemRefOf, type WorkItemRef } from '../adapters/references.js';
import { COMMANDS } from '../ids.js';
import type { Services } from '../services.js';
import type { Views } from '../views/views.js';
import { isNone, textOf } from './arguments.js';
import { askOne } from './ask.js';
import { givenRecipient, itemChoice } from './askWorkItem.js';
import { placeOf } from './place.js';
import { nodeIn } from './treeTargets.js';

interface Choice extends vscode.QuickPickItem {
  readonly workItem?: string;
}

/** Takes a work item of the tree, or `{ workItem: 'WI4' }` from a keybinding (null for none). */
export async function setActiveWorkItem(services: Services, views: Views, argument?: unknown): Promise<void> {
  const named = await workItemRefOf(nodeIn(views, argument));
  const place = await placeOf(named);
  if (!place) return;
  const { root } = place;
  const given = named ?? (textOf(argument, 'workItem') !== undefined || isNone(argument, 'workItem') ? await givenRecipient(argument, place) : undefined);
  const chosen: Choice | { readonly workItem?: string } | undefined = given ?? (await askOne<Choice>({ title: vscode.l10n.t('Active Work Item'), step: 1, of: 1 }, vscode.l10n.t('Which one are runs, probes and snapshots recorded into?'), choices(services, root)));
  if (chosen) await choose(services, root, chosen.workItem);
}

export async function clearActiveWorkItem(services: Services): Promise<void> {
  const place = await placeOf();
  if (place) await choose(services, place.root, undefined);
}

/** Shows it in the tree, and opens it. */
export async function revealActiveWorkItem(services: Services, views: Views): Promise<void> {
  const place = await placeOf();
  const active = place && (await services.active.of(place.root));
  if (!place) return;
  if (!active) {
    const { Refusal } = await loadEngine();
    throw new Refusal('usage', vscode.l10n.t('No work item is active: choose one with Casebook: Set Active Work Item….'), { offer: { title: vscode.l10n.t('Set Active Work Item…'), command: COMMANDS.setActiveWorkItem } });
  }
  const ref: WorkItemRef = { root: place.root, workItem: active.path };
  await views.reveal(ref);
  await showFile(fileOf(ref));
}

/** A branch that names a work item goes before what is chosen: then that is said, since the choice seems to do nothing. */
async function choose({ active, guard, notify }: Services, root: string, workItem: string | undefined): Promise<void> {
  const now = await active.choose(root, workItem);
  if (now?.by !== 'branch' || now.path === workItem) return;
  guard.background(notify.info(vscode.l10n.t('The branch that is checked out names {0}, which stays the active work item as long as it is.', now.path)));
}

async function choices({ active }: Services, root: string): Promise<Choice[]> {
  const { byUrgency, listWorkItems, openWorkspace } = await loadEngine();
  const current = await active.of(root);
  const entries = (await listWorkItems(await openWorkspace(root))).filter(({ summary }) => summary !== undefined && summary.phase !== 'Closed').sort(byUrgency);
  const items = entries.map((entry): Choice => ({ ...itemChoice(entry), ...(entry.path === current?.path && { iconPath: new vscode.ThemeIcon('check') }) }));
  return [...items, { label: vscode.l10n.t('No work item'), description: vscode.l10n.t('each run asks where its evidence goes'), iconPath: new vscode.ThemeIcon('circle-slash'), alwaysShow: true }];
}
