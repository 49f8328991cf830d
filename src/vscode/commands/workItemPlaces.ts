/** Places in work items: shown in their file, peeked at from the code, and whole work items beside the code. */
import * as vscode from 'vscode';
import { openDocument, showFile } from '../adapters/documents.js';
import { loadEngine } from '../adapters/loadEngine.js';
import { fileOf, workItemRefOf, type WorkItemRef } from '../adapters/references.js';
import type { Services } from '../services.js';
import type { Views } from '../views/views.js';
import { spanOf, type PlaceIn } from '../workItems/placeIn.js';
import { numberOf, textOf } from './arguments.js';
import { askOne } from './ask.js';
import { nodeIn, workItemsIn } from './treeTargets.js';
import { askWhichWorkItem } from './whichWorkItem.js';

/** Takes a work item with a `place`, as the tree gives it. */
export async function openPlace(argument?: unknown): Promise<void> {
  const ref = await workItemRefOf(argument);
  const place = placeIn(argument);
  if (!ref || !place) return;
  const document = await documentOf(ref);
  const range = await rangeOf(document, place);
  await showFile(document.uri.fsPath, range?.start.line, vscode.TextEditorRevealType.AtTop);
}

/** Opens each selected work item beside the code; without one, the active one or the one that is asked for. */
export async function openToSide(services: Services, views: Views, argument?: unknown, selection?: unknown): Promise<void> {
  const chosen = await workItemsIn(views, argument, selection);
  const asked = chosen.length > 0 ? undefined : await askWhichWorkItem(services, vscode.l10n.t('Open Work Item to the Side'));
  for (const ref of asked ? [asked] : chosen) {
    await vscode.window.showTextDocument(await documentOf(ref), { viewColumn: vscode.ViewColumn.Beside, preview: false, preserveFocus: true });
  }
}

/** Shows a section of a work item inside the code that is being read: that of the tree's node, else one that is asked for. */
export async function peekSection(services: Services, views: Views, argument?: unknown): Promise<void> {
  const node = nodeIn(views, argument);
  const ref = (await workItemRefOf(node)) ?? (await askWhichWorkItem(services, TITLE()));
  if (!ref) return;
  const document = await documentOf(ref);
  const place = placeIn(node) ?? placeOfNode(node) ?? (await askSection(document));
  const range = place && (await rangeOf(document, place));
  if (!range) return;
  const editor = vscode.window.activeTextEditor;
  // Without code to peek from, and from the work item itself, the section is simply shown.
  if (!editor || editor.document === document) {
    await showFile(document.uri.fsPath, range.start.line, vscode.TextEditorRevealType.AtTop);
    return;
  }
  await vscode.commands.executeCommand('editor.action.peekLocations', editor.document.uri, editor.selection.active, [new vscode.Location(document.uri, range)], 'peek');
}

const TITLE = (): string => vscode.l10n.t('Peek at Work Item Section');

interface SectionChoice extends vscode.QuickPickItem {
  readonly place: PlaceIn;
}

async function askSection(document: vscode.TextDocument): Promise<PlaceIn | undefined> {
  const { allSections, describePath, parse, pathOf } = await loadEngine();
  const { item } = parse(document.getText());
  const choices = [...allSections(item.sections)].flatMap((section): SectionChoice[] => {
    const path = pathOf(item, section);
    const above = path?.slice(0, -1) ?? [];
    return path ? [{ label: `${'\u2003'.repeat(Math.max(0, section.level - 1))}${section.title}`, ...(above.length > 1 && { description: describePath(above.slice(1)) }), place: { section: describePath(path) } }] : [];
  });
  return (await askOne<SectionChoice>({ title: TITLE(), step: 1, of: 1 }, vscode.l10n.t('Which section?'), choices))?.place;
}

async function documentOf(ref: WorkItemRef): Promise<vscode.TextDocument> {
  const file = fileOf(ref);
  const { readText } = await loadEngine();
  const open = await openDocument(file);
  if (open) return open;
  readText(file); // says in a sentence why it cannot be shown
  return vscode.workspace.openTextDocument(vscode.Uri.file(file));
}

async function rangeOf(document: vscode.TextDocument, place: PlaceIn): Promise<vscode.Range | undefined> {
  const span = spanOf(document.getText(), place, await loadEngine());
  return span && new vscode.Range(document.positionAt(span.start), document.positionAt(span.end));
}

/** What a node of the tree stands for, where its command carries the place. */
function placeOfNode(node: unknown): PlaceIn | undefined {
  if (typeof node !== 'object' || node === null || !('kind' in node)) return undefined;
  const { progress, block, box, demand } = node as { readonly progress?: unknown; readonly block?: unknown; readonly box?: { readonly mark?: unknown }; readonly demand?: unknown };
  const evidence = textOf(block, 'id');
  const checkbox = textOf(box, 'text');
  const line = numberOf(demand, 'line');
  const phase = textOf(progress ?? demand, 'phase');
  const kind = textOf(block, 'kind');
  const at = numberOf(box?.mark, 'start');
  if (evidence !== undefined) return { evidence, ...(kind !== undefined && { kind }) };
  if (checkbox !== undefined) return { checkbox, ...(at !== undefined && { at }) };
  if (line !== undefined) return { line };
  return phase === undefined ? undefined : { phase };
}

function placeIn(argument: unknown): PlaceIn | undefined {
  if (typeof argument !== 'object' || argument === null || !('place' in argument)) return undefined;
  const { place } = argument;
  const texts = (['evidence', 'kind', 'checkbox', 'section', 'phase'] as const).flatMap((name) => {
    const value = textOf(place, name);
    return value === undefined ? [] : [[name, value] as const];
  });
  const numbers = (['at', 'line'] as const).flatMap((name) => {
    const value = numberOf(place, name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries([...texts, ...numbers]) as PlaceIn;
}
