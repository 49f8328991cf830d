/** What stands in the header fields of templates and other work items. */
import path from 'node:path';
import type { HeaderField } from '../../core/workItem/model.js';
import type { WorkItemEntry } from '../../node/workItem/store.js';
import type { Workspace } from '../../node/workspace.js';
import type { Engine } from '../adapters/loadEngine.js';

/** Values by the field's name in lower case: those of the template first, then the most frequent. */
export type SeenValues = ReadonlyMap<string, readonly string[]>;

/** So many work items are read, those that changed last: header values of years ago are no help. */
const MAX_READ = 200;

/** A longer value is a text of its own. */
const MAX_VALUE = 60;

/** What is said of one work item only. */
const OWN = new Set(['id', 'artifact_id', 'title', 'file', 'description', 'date', 'created', 'updated', 'opened', 'closed', 'reported', 'test date', 'template']);

/** @param templates folder of the templates that came with Casebook */
export async function seenValues(workspace: Workspace, templates: string, entries: readonly WorkItemEntry[], engine: Engine): Promise<SeenValues> {
  const { listTemplates, parse, readTemplate, readText, Refusal } = engine;
  const counts = new Map<string, Map<string, number>>();
  const names = await listTemplates(workspace, templates);
  for (const name of names) count(counts, parse(await readTemplate(workspace, templates, name)).item.header.fields, MAX_READ);
  const newest = [...entries].sort((a, b) => b.modifiedMs - a.modifiedMs).slice(0, MAX_READ);
  for (const entry of newest) {
    try {
      count(counts, parse(readText(path.join(workspace.root, entry.path))).item.header.fields, 1);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }
  const values = [...counts].map(([name, seen]) => [name, [...seen].sort(([, a], [, b]) => b - a).map(([value]) => value)] as const);
  return new Map<string, readonly string[]>([...values, ['template', names]]);
}

function count(counts: Map<string, Map<string, number>>, fields: readonly HeaderField[], weight: number): void {
  for (const field of fields) {
    const name = field.name.toLowerCase();
    // Of a placeholder, what stands there without a value: `{{priority|Medium}}`.
    const value = field.value.replace(/^\{\{\w+(?:\|([^}]*))?\}\}$/, '$1').trim();
    if (value === '' || value.length > MAX_VALUE || OWN.has(name) || value.includes('{{')) continue;
    const seen = counts.get(name) ?? new Map<string, number>();
    counts.set(name, seen);
    seen.set(value, (seen.get(value) ?? 0) + weight);
  }
}
