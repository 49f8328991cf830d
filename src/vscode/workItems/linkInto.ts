/** Links files, tests and work items from a work item. */
import path from 'node:path';
import * as vscode from 'vscode';
import type { LinkTarget } from '../../core/workItem/link.js';
import { loadEngine } from '../adapters/loadEngine.js';
import { fileOf, isInside, type WorkItemRef } from '../adapters/references.js';
import { COMMANDS } from '../ids.js';
import type { Services } from '../services.js';

/** Something to link to. */
export interface Linked {
  readonly uri: vscode.Uri;
  /** 0-based; of a test or a selection. */
  readonly line?: number;
  /** The name of a test; else the path is what is read. */
  readonly label?: string;
}

/** At most so many at once: more are a slip of the mouse. */
const MOST = 50;

/** @throws Refusal `usage` if one of them cannot be linked; then none is */
export async function linkInto(services: Services, ref: WorkItemRef, things: readonly Linked[]): Promise<void> {
  await assertFew(things.length);
  const { applyEdit, linkTo, Refusal } = await loadEngine();
  const targets = await Promise.all(things.map((thing) => targetOf(ref, thing)));
  let added = 0;
  await services.writeBack.edit(ref, (text) => {
    added = 0;
    return targets.reduce((current, target) => {
      const result = linkTo(current, target);
      if ('conflict' in result) throw new Refusal('conflict', result.conflict, { file: fileOf(ref) });
      if (result.edit.text !== '') added += 1;
      return applyEdit(current, result.edit);
    }, text);
  });
  const name = ref.workItem.split('/').at(-1) ?? ref.workItem;
  const said = added === 0 ? vscode.l10n.t('{0} links to it already.', name) : added === 1 ? vscode.l10n.t('Linked from {0}.', name) : vscode.l10n.t('{0} links were added to {1}.', added, name);
  services.guard.background(offerToOpen(services, said, ref));
}

/** @throws Refusal `usage` if so many cannot be meant */
export async function assertFew(count: number): Promise<void> {
  const { Refusal } = await loadEngine();
  if (count > MOST) throw new Refusal('usage', vscode.l10n.t('{0} files or tests are too many to link at once: choose up to {1}.', count, MOST));
}

async function offerToOpen({ notify }: Services, said: string, ref: WorkItemRef): Promise<void> {
  const open = vscode.l10n.t('Open Work Item');
  if ((await notify.info(said, open)) === open) await vscode.commands.executeCommand(COMMANDS.openWorkItem, ref);
}

/** A link is read from the folder of its file, and holds on another machine only if it stays in the workspace. */
async function targetOf(ref: WorkItemRef, { uri, line, label }: Linked): Promise<LinkTarget> {
  const { Refusal } = await loadEngine();
  const own = fileOf(ref);
  if (uri.scheme !== 'file' || !isInside(ref.root, uri.fsPath)) throw new Refusal('usage', vscode.l10n.t('{0} lies outside of {1}: a link to it would lead nowhere on another machine.', uri.scheme === 'file' ? uri.fsPath : uri.toString(true), ref.root));
  if (uri.fsPath === own) throw new Refusal('usage', vscode.l10n.t('A work item does not link to itself: choose another file.'));
  const to = (from: string): string => path.relative(from, uri.fsPath).split(path.sep).join('/');
  return { label: label ?? to(ref.root), path: to(path.dirname(own)), ...(line !== undefined && { line: line + 1 }) };
}
