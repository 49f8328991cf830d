/** Open Work Item, and one of its phases. */
import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import { openDocument, showFile } from '../adapters/documents.js';
import { loadEngine } from '../adapters/loadEngine.js';
import { reply } from '../adapters/notify.js';
import { fileOf, workItemRefOf, type WorkItemRef } from '../adapters/references.js';
import { workspaceRoots } from '../adapters/roots.js';
import { COMMANDS } from '../ids.js';
import { textOf, textsOf } from './arguments.js';
import { askOne } from './ask.js';
import { itemChoice } from './askWorkItem.js';

/** Opens the work items that it was called with, else the one that the user picks: of the candidates that it was called with, or of all. */
export async function openWorkItems(argument: unknown, given: readonly WorkItemRef[]): Promise<void> {
  const picked = given.length > 0 ? undefined : await pickWorkItem(await candidatesOf(argument));
  for (const file of picked === undefined ? await Promise.all(given.map(existing)) : [picked]) await showFile(file);
}

/** Opens a work item at the heading of a phase, wherever that stands by now; at its beginning if it has no such phase. */
export async function openPhase(argument?: unknown): Promise<void> {
  const ref = await workItemRefOf(argument);
  const phase = textOf(argument, 'phase');
  if (!ref) return;
  const file = await existing(ref);
  const document = (await openDocument(file)) ?? (await vscode.workspace.openTextDocument(vscode.Uri.file(file)));
  const { parse } = await loadEngine();
  const found = parse(document.getText()).item.phases.find((candidate) => candidate.phase === phase);
  await showFile(file, found && document.positionAt(found.section.heading.start).line, vscode.TextEditorRevealType.AtTop);
}

/** @throws Refusal `usage` if it is gone: a run, or a tree that is about to be read again, may still name it */
async function existing(ref: WorkItemRef): Promise<string> {
  const file = fileOf(ref);
  if (existsSync(file)) return file;
  const { Refusal } = await loadEngine();
  throw new Refusal('usage', vscode.l10n.t('There is no {0} any more: it was moved, renamed or deleted. Choose one with Casebook: Open Work Item.', ref.workItem), { offer: { title: vscode.l10n.t('Open Work Item…'), command: COMMANDS.openWorkItem } });
}

interface Choice extends vscode.QuickPickItem {
  readonly file?: string;
}

/** Absolute paths; undefined if none are named. */
async function candidatesOf(argument: unknown): Promise<ReadonlySet<string> | undefined> {
  const named = await Promise.all(textsOf(argument, 'candidates').map((workItem) => workItemRefOf({ root: textOf(argument, 'root'), workItem })));
  const files = named.filter((ref) => ref !== undefined).map(fileOf);
  return files.length > 0 ? new Set(files) : undefined;
}

async function pickWorkItem(among: ReadonlySet<string> | undefined): Promise<string | undefined> {
  const { byUrgency, listWorkItems, openWorkspace } = await loadEngine();
  const open: Choice[] = [];
  const closed: Choice[] = [];
  for (const { path } of await workspaceRoots()) {
    for (const entry of (await listWorkItems(await openWorkspace(path))).sort(byUrgency)) {
      const file = fileOf({ root: path, workItem: entry.path });
      if (among?.has(file) === false) continue;
      (entry.summary?.phase === 'Closed' ? closed : open).push({ ...itemChoice(entry), file });
    }
  }
  if (open.length + closed.length === 0) {
    const chosen = await reply(vscode.l10n.t('There are no work items in this workspace yet.'), vscode.l10n.t('New Work Item'));
    if (chosen !== undefined) await vscode.commands.executeCommand(COMMANDS.newWorkItem);
    return undefined;
  }
  const items = [...open, ...(closed.length > 0 ? [{ label: vscode.l10n.t('Closed'), kind: vscode.QuickPickItemKind.Separator }, ...closed] : [])];
  return (await askOne<Choice>({ title: vscode.l10n.t('Open Work Item'), step: 1, of: 1 }, vscode.l10n.t('Which work item?'), items))?.file;
}
