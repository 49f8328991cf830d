/** Makes a work item's file. */
import type { ScaffoldValues } from '../../core/workItem/scaffold.js';
import { loadEngine } from '../adapters/loadEngine.js';
import type { Services } from '../services.js';

export interface NewItem {
  readonly title: string;
  readonly template?: string;
  readonly values?: ScaffoldValues;
}

/** @returns the new file's path relative to the root */
export async function createNew(root: string, item: NewItem, { templates }: Services): Promise<string> {
  const { createWorkItem, openWorkspace } = await loadEngine();
  return createWorkItem(await openWorkspace(root), templates, item, new Date(), new AbortController().signal);
}
