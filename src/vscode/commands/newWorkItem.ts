/** New Work Item: title, template, and there it is. From a run it takes the failure, the command and the evidence. */
import * as vscode from 'vscode';
import type { FileOrigin } from '../../node/workItem/origin.js';
import { showFile } from '../adapters/documents.js';
import { loadEngine } from '../adapters/loadEngine.js';
import { fileOf, runRefOf, type RunRef, type WorkItemRef } from '../adapters/references.js';
import { requireTrust } from '../adapters/trust.js';
import type { Services } from '../services.js';
import { textOf } from './arguments.js';
import { askOne, askText } from './ask.js';
import { titleProblem } from './askWorkItem.js';
import { createNew, type NewItem } from './createNew.js';
import { placeOf } from './place.js';
import { testTargets } from './testTarget.js';

const TITLE = (): string => vscode.l10n.t('New Work Item');

/** Takes `{ title, template }` from a keybinding, `{ root, run }` or `{ root, results, test }` from a lens; what is given is not asked for. */
export async function newWorkItem(services: Services, argument?: unknown): Promise<WorkItemRef | undefined> {
  await requireTrust(TITLE());
  const from = await runRefOf(argument);
  const [target] = await testTargets(services, [argument]);
  const made = from ? await itemFromRun(from, argument, services) : target?.results !== undefined ? await itemFromResults(target.root, target.results, target.id, argument, services) : await itemFromScratch(argument, services);
  if (!made) return undefined;
  services.history.changed();
  await showFile(fileOf(made));
  return made;
}

async function itemFromScratch(argument: unknown, services: Services): Promise<WorkItemRef | undefined> {
  const place = await placeOf();
  if (!place) return undefined;
  const title = textOf(argument, 'title') ?? (await askText({ title: TITLE(), step: 1, of: 2 }, vscode.l10n.t('What is wrong, in a few words?'), '', titleProblem));
  if (title === undefined) return undefined;
  const template = textOf(argument, 'template') ?? (await askTemplate(place.root, services));
  if (template === undefined) return undefined;
  return { root: place.root, workItem: await createNew(place.root, { title, template }, services) };
}

async function itemFromRun(from: RunRef, argument: unknown, services: Services): Promise<WorkItemRef | undefined> {
  const { fromRun } = await loadEngine();
  const origin = await fromRun(from.root, from.run);
  const title = textOf(argument, 'title') ?? (await askText({ title: vscode.l10n.t('New Work Item from Run'), step: 1, of: 1 }, vscode.l10n.t('What is wrong? The failure’s own words are a start.'), origin.title, titleProblem));
  if (title === undefined) return undefined;
  const template = textOf(argument, 'template') ?? origin.template;
  const item: NewItem = { title, values: origin.values, ...(template !== undefined && { template }) };
  const workItem = await createNew(from.root, item, services);
  await services.writeBack.writeOrOffer(from, workItem);
  return { root: from.root, workItem };
}

/** From a test that failed in a file of results. */
async function itemFromResults(root: string, results: string, test: string, argument: unknown, services: Services): Promise<WorkItemRef | undefined> {
  const { fromResults } = await loadEngine();
  return itemFrom(root, await fromResults(root, results, test), argument, services);
}

/** A work item that starts with what is known of a failure: its title is asked for. */
export async function itemFrom(root: string, { title: proposed, template, values }: FileOrigin, argument: unknown, services: Services): Promise<WorkItemRef | undefined> {
  const title = textOf(argument, 'title') ?? (await askText({ title: vscode.l10n.t('New Work Item from Failure'), step: 1, of: 1 }, vscode.l10n.t('What is wrong? The failure’s own words are a start.'), proposed, titleProblem));
  if (title === undefined) return undefined;
  const chosen = textOf(argument, 'template') ?? template;
  return { root, workItem: await createNew(root, { title, values, ...(chosen !== undefined && { template: chosen }) }, services) };
}

/** The configuration's template comes first. */
async function askTemplate(root: string, { templates }: Services): Promise<string | undefined> {
  return (await askOne({ title: TITLE(), step: 2, of: 2 }, vscode.l10n.t('Which template?'), templateChoices(root, templates)))?.label;
}

async function templateChoices(root: string, templates: string): Promise<vscode.QuickPickItem[]> {
  const { listTemplates, openWorkspace } = await loadEngine();
  const workspace = await openWorkspace(root);
  const usual = workspace.config.workItems.template;
  const names = (await listTemplates(workspace, templates)).sort((a, b) => Number(b === usual) - Number(a === usual));
  return names.map((label) => ({ label, ...(label === usual && { description: vscode.l10n.t('default') }) }));
}
