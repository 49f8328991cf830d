/** What a command of the trees is for: what was clicked and everything selected with it, or what is selected where a key was pressed. */
import { runRefOf, workItemRefOf, type RunRef, type WorkItemRef } from '../adapters/references.js';
import type { Views } from '../views/views.js';
import { textOf } from './arguments.js';

/** @param selection all that is selected, which a menu of a tree gives as second argument */
export async function workItemsIn(views: Views, argument: unknown, selection: unknown): Promise<WorkItemRef[]> {
  const refs = await Promise.all(nodes(views, argument, selection).map(workItemRefOf));
  return distinct(refs.filter((ref) => ref !== undefined), ({ root, workItem }) => `${root} ${workItem}`);
}

export async function runsIn(views: Views, argument: unknown, selection: unknown): Promise<RunRef[]> {
  const refs = await Promise.all(nodes(views, argument, selection).filter(isRun).map(runRefOf));
  return distinct(refs.filter((ref) => ref !== undefined), ({ root, run }) => `${root} ${run}`);
}

/** A row that stands below a run refers to it, and is another thing: what is done to runs is not done to that one. */
function isRun(node: unknown): boolean {
  return typeof node !== 'object' || node === null || !('kind' in node) || node.kind === 'run' || node.kind === 'liveRun';
}

/** The one node that a command without a plural is for. */
export function nodeIn(views: Views, argument: unknown): unknown {
  return nodes(views, argument, undefined)[0];
}

function nodes(views: Views, argument: unknown, selection: unknown): readonly unknown[] {
  // A key gives the row that has the focus; where several are selected, the manifest names the view instead.
  const view = textOf(argument, 'view');
  if (view !== undefined) return views.selectedIn(view);
  return Array.isArray(selection) && selection.length > 0 && selection.includes(argument) ? selection : [argument];
}

function distinct<T>(refs: readonly T[], keyOf: (ref: T) => string): T[] {
  return [...new Map(refs.map((ref) => [keyOf(ref), ref])).values()];
}
