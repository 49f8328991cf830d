/** Which runs belong to which work items of a workspace. */
import { Belonging } from '../../core/workItem/belonging.js';
import type { Workspace } from '../workspace.js';
import { listWorkItems, readEntry, type WorkItemEntry } from './store.js';

/**
 * What the evidence in all work items says, read now.
 * @param beside a work item that may lie in none of their folders, relative to the root
 */
export async function belongingIn(workspace: Workspace, beside?: string): Promise<Belonging> {
  const entries = await listWorkItems(workspace);
  const known = beside === undefined || entries.some(({ path }) => path === beside);
  return belongingOf(known ? entries : [...entries, readEntry(workspace, beside)]);
}

/** {@link belongingIn} of work items that were read already. */
export function belongingOf(entries: readonly WorkItemEntry[]): Belonging {
  return new Belonging(entries.flatMap(({ path, summary }) => (summary ? [{ path, measured: summary.measured }] : [])));
}
