/** The work item that a command without one is for: the active one, else the one that is asked for. */
import * as vscode from 'vscode';
import { loadEngine } from '../adapters/loadEngine.js';
import type { WorkItemRef } from '../adapters/references.js';
import { COMMANDS } from '../ids.js';
import type { Services } from '../services.js';
import { askOne } from './ask.js';
import { frontFirst, itemChoice } from './askWorkItem.js';
import { placeOf } from './place.js';

/** Undefined if the user leaves the question. @throws Refusal `unable` without a folder, or without a work item */
export async function askWhichWorkItem({ active }: Services, title: string, useActive = true): Promise<WorkItemRef | undefined> {
  const place = await placeOf();
  if (!place) return undefined;
  const { root } = place;
  const current = useActive ? await active.of(root) : undefined;
  if (current) return { root, workItem: current.path };
  const { byUrgency, listWorkItems, openWorkspace, Refusal } = await loadEngine();
  const entries = (await listWorkItems(await openWorkspace(root))).filter(({ summary }) => summary !== undefined).sort(byUrgency);
  if (entries.length === 0) throw new Refusal('usage', vscode.l10n.t('There are no work items in this workspace yet: make one with Casebook: New Work Item.'), { offer: { title: vscode.l10n.t('New Work Item'), command: COMMANDS.newWorkItem } });
  const chosen = await askOne({ title, step: 1, of: 1 }, vscode.l10n.t('Which work item?'), frontFirst(root, entries).map((entry) => itemChoice(entry)));
  return chosen && { root, workItem: chosen.workItem };
}
