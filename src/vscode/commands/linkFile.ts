/** Link to Work Item…: what dragging onto the tree does, for the keyboard, the menus of the Explorer and of failing tests, and the Test Explorer. */
import * as vscode from 'vscode';
import { loadEngine } from '../adapters/loadEngine.js';
import { workItemRefOf } from '../adapters/references.js';
import type { Services } from '../services.js';
import { linkedTest } from '../workItems/linkedTest.js';
import { linkInto, type Linked } from '../workItems/linkInto.js';
import { askWhichWorkItem } from './whichWorkItem.js';

/** Takes a file of the Explorer with a list of all that are selected, tests of the Test Explorer or of a run, or `{ root, workItem }` beside `uri` or `{ run, test }`; else the file in the editor, at its line. */
export async function linkFile(services: Services, chosen: readonly unknown[]): Promise<void> {
  const [argument, selection] = chosen;
  const selected: readonly unknown[] = Array.isArray(selection) && selection.length > 0 ? selection : chosen;
  const given: Linked[] = [];
  let named = 0;
  for (const thing of selected) {
    const linked = await linkedOf(services, thing);
    given.push(...linked);
    if (linked.length === 0 && thing !== undefined && !(await workItemRefOf(thing))) named += 1;
  }
  const { Refusal } = await loadEngine();
  // Not the file that happens to be open in place of what was chosen, nor some of it.
  if (named > 0) throw new Refusal('usage', vscode.l10n.t('What was chosen names no file of this workspace, so nothing was linked: choose tests or files that have one.'));
  const things = given.length > 0 ? given : inEditor();
  if (things.length === 0) throw new Refusal('usage', vscode.l10n.t('There is no file to link: open one, or choose one in the Explorer.'));
  const ref = (await workItemRefOf(argument)) ?? (await askWhichWorkItem(services, vscode.l10n.t('Link to Work Item'), false));
  if (ref) await linkInto(services, ref, things);
}

/** A file of the Explorer is its address; a test of the Test Explorer has one, its name and its place; one of a run is looked for. */
async function linkedOf(services: Services, thing: unknown): Promise<Linked[]> {
  if (thing instanceof vscode.Uri) return [{ uri: thing }];
  const test = await linkedTest(services, thing);
  if (test) return [test];
  if (typeof thing !== 'object' || thing === null || !('uri' in thing) || !(thing.uri instanceof vscode.Uri)) return [];
  const { uri } = thing;
  const label = 'label' in thing && typeof thing.label === 'string' ? thing.label : undefined;
  const range = 'range' in thing && thing.range instanceof vscode.Range ? thing.range : undefined;
  return [{ uri, ...(label !== undefined && { label }), ...(range && { line: range.start.line }) }];
}

function inEditor(): Linked[] {
  const editor = vscode.window.activeTextEditor;
  return editor ? [{ uri: editor.document.uri, line: editor.selection.active.line }] : [];
}
