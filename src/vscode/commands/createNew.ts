/** Makes a work item's file. */
import type { ScaffoldValues } from '../../core/workItem/scaffold.js';
import { loadEngine } from '../adapters/loadEngine.js';
import type { Services } from '../services.js';

export interface NewItem {
  readonly title: string;
  readonly template?: string;
  readonly values?: ScaffoldValues;
}

/** Starts with the lessons of past work items that fit. @returns the new file's path relative to the root */
export async function createNew(root: string, item: NewItem, { templates }: Services): Promise<string> {
  const { createWorkItem, lessonsApplied, openWorkspace } = await loadEngine();
  const { signal } = new AbortController();
  const workspace = await openWorkspace(root);
  const lessons = await lessonsApplied(workspace, { words: item.title, errors: item.values?.['errors'] ?? '' }, signal);
  const values = { ...item.values, ...(lessons !== undefined && { lessons }) };
  return createWorkItem(workspace, templates, { ...item, values }, new Date(), signal);
}
