/** Advance Phase…: shows what blocks, asks who accepts where that is due, and moves a work item on as `casebook advance` does. */
import * as vscode from 'vscode';
import type { GateAhead, MissingDemand } from '../../node/workItem/gateAhead.js';
import type { AdvanceRecord } from '../../node/workItem/advance.js';
import { loadEngine } from '../adapters/loadEngine.js';
import { reply } from '../adapters/notify.js';
import { workItemRefOf, type WorkItemRef } from '../adapters/references.js';
import { requireTrust } from '../adapters/trust.js';
import { COMMANDS } from '../ids.js';
import { sentenceOf } from '../runs/writeBack.js';
import type { Services } from '../services.js';
import type { Views } from '../views/views.js';
import { itemText } from '../workItems/itemText.js';
import { textOf } from './arguments.js';
import { askOne, askText } from './ask.js';
import { nodeIn } from './treeTargets.js';
import { askWhichWorkItem } from './whichWorkItem.js';
import { openPlace } from './workItemPlaces.js';

const TITLE = (): string => vscode.l10n.t('Advance Phase');

/** Takes a work item of the tree, or anything below it; `to` from a keybinding. Gives the stage that it stands in now. */
export async function advancePhase(services: Services, views: Views, argument?: unknown): Promise<string | undefined> {
  await requireTrust(TITLE());
  const ref = (await workItemRefOf(nodeIn(views, argument))) ?? (await askWhichWorkItem(services, TITLE()));
  if (!ref) return undefined;
  const { gateAhead, openWorkspace, Refusal, stageNamed } = await loadEngine();
  const named = textOf(argument, 'to');
  const to = named === undefined ? undefined : stageNamed(named);
  if (named !== undefined && to === undefined) throw new Refusal('usage', vscode.l10n.t('There is no phase {0}: name one of the six, or Closed.', named));
  const workspace = await openWorkspace(ref.root);
  const seen = await itemText(ref);
  const gate = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Looking at the gate of {0}', nameOf(ref)) }, () =>
    gateAhead(workspace, services.templates, seen, { ...(to !== undefined && { to }), sources: 'compared' }, new AbortController().signal),
  );
  if (gate.arrived) {
    await reply(vscode.l10n.t('{0} is in {1} already; nothing was changed.', nameOf(ref), gate.to));
    return gate.to;
  }
  const record = await ask(ref, gate);
  if (!record) return gate.from;
  const { advancedText } = await loadEngine();
  const outcome = await services.writeBack.edit(ref, (now) => advancedText(workspace, ref.workItem, seen, now, gate, record));
  services.guard.background(tell(services, ref, gate, record, outcome === 'in-editor' ? sentenceOf(outcome, ref.workItem) : undefined));
  return gate.to;
}

/** What is recorded; undefined if it stays where it is: something is missing, and is shown or not chosen. */
async function ask(ref: WorkItemRef, gate: GateAhead): Promise<AdvanceRecord | undefined> {
  const force = gate.missing.length === 0 ? undefined : await askForce(ref, gate);
  if (gate.missing.length > 0 && force === undefined) return undefined;
  const acceptedBy = gate.left.includes('Owner Acceptance') ? await askWhoAccepts(ref) : undefined;
  if (gate.left.includes('Owner Acceptance') && acceptedBy === undefined) return undefined;
  return { date: new Date().toISOString().slice(0, 10), ...(force !== undefined && { force }), ...(acceptedBy !== undefined && { acceptedBy }) };
}

interface Blocked extends vscode.QuickPickItem {
  readonly demand?: MissingDemand;
  readonly force?: true;
}

/** Lists what blocks; a choice leads to its place. @returns the reason why it is moved all the same */
async function askForce(ref: WorkItemRef, { to, missing }: GateAhead): Promise<string | undefined> {
  const title = `${TITLE()}: ${nameOf(ref)} → ${to}`;
  const items: Blocked[] = [
    ...missing.map((demand): Blocked => ({ label: demand.message, description: demand.line === undefined ? demand.phase : vscode.l10n.t('{0}, line {1}', demand.phase, demand.line), iconPath: new vscode.ThemeIcon('circle-large-outline'), demand })),
    { label: vscode.l10n.t('Advance all the same…'), description: vscode.l10n.t('asks for the reason, which is written into the work item'), iconPath: new vscode.ThemeIcon('warning'), alwaysShow: true, force: true },
  ];
  const chosen = await askOne(
    { title, step: 1, of: 1 },
    missing.length === 1 ? vscode.l10n.t('One thing is missing: choose it to go there') : vscode.l10n.t('{0} things are missing: choose one to go there', missing.length),
    items,
  );
  if (chosen?.demand) {
    const { phase, line } = chosen.demand;
    await openPlace({ ...ref, place: { phase, ...(line !== undefined && { line }) } });
  }
  if (chosen?.force !== true) return undefined;
  return askText({ title, step: 1, of: 1 }, vscode.l10n.t('Why does it go on without that? The reason is written into the work item.'), '', (text) => (text.trim() === '' ? vscode.l10n.t('Leaving a phase by force needs a reason.') : undefined));
}

async function askWhoAccepts({ root }: WorkItemRef): Promise<string | undefined> {
  const { gitUserName } = await loadEngine();
  const usual = (await gitUserName(root, new AbortController().signal)) ?? '';
  return askText({ title: vscode.l10n.t('Owner Acceptance'), step: 1, of: 1 }, vscode.l10n.t('Who accepted it? The name and today’s date are written into the work item.'), usual, (text) => (text.trim() === '' ? vscode.l10n.t('Owner Acceptance needs a name.') : undefined));
}

async function tell({ notify }: Services, ref: WorkItemRef, { from, to, missing }: GateAhead, { acceptedBy, force }: AdvanceRecord, unsaved: string | undefined): Promise<void> {
  const said = [
    vscode.l10n.t('{0}: {1} → {2}.', nameOf(ref), from, to),
    ...(acceptedBy === undefined ? [] : [vscode.l10n.t('Accepted by {0}.', acceptedBy)]),
    ...(force === undefined ? [] : [vscode.l10n.t('By force, without {0} things that are missing; the work item says so.', missing.length)]),
    ...(unsaved === undefined ? [] : [unsaved]),
  ];
  const open = vscode.l10n.t('Open Work Item');
  if ((await notify.info(said.join(' '), open)) === open) await vscode.commands.executeCommand(COMMANDS.openWorkItem, ref);
}

function nameOf({ workItem }: WorkItemRef): string {
  return workItem.split('/').at(-1) ?? workItem;
}
