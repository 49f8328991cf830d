import { aliasIn } from '../../workItem/parse.js';
import { folderOf, fromRoot, relativePath } from '../paths.js';
import type { Finding, Rule, RuleContext } from '../rule.js';
import type { Surroundings } from '../surroundings.js';
import type { WorkItemReference } from '../../workItem/references.js';

/** What was learnt there cannot be looked up; it is told once for each work item that is named. */
export const workItemNotFound: Rule = {
  id: 'work-item-not-found',
  severity: 'warning',
  summary: 'A work item that the text names does not exist.',
  appliesTo: 'document',
  *find(context) {
    const { item, path, surroundings, references } = context;
    if (!surroundings || path === undefined) return;
    const own = [item.alias, aliasIn(path.split('/').at(-1))].map((alias) => alias?.toLowerCase());
    // The header's File says what this very file is, or was, called.
    const file = item.header.fields.find(({ name }) => name.toLowerCase() === 'file');
    const told = new Set<string>();
    for (const reference of references().workItems) {
      const key = (reference.file ?? reference.alias).toLowerCase();
      if (told.has(key) || (file && reference.start >= file.span.start && reference.start < file.span.end)) continue;
      const finding = reference.file === undefined ? byAlias(reference, own, surroundings) : byFile(reference, reference.file, context, surroundings);
      if (!finding) continue;
      told.add(key);
      yield finding;
    }
  },
};

function byAlias({ alias, start, end }: WorkItemReference, own: readonly (string | undefined)[], { workItems }: Surroundings): Finding | undefined {
  const wanted = alias.toLowerCase();
  if (own.includes(wanted) || workItems.withAlias(alias).length > 0) return undefined;
  return { span: { start, end }, message: `There is no work item ${alias}, here or on another branch: name the file that is meant, or leave it out.` };
}

function byFile({ start, end }: WorkItemReference, file: string, { path = '' }: RuleContext, { exists, workItems }: Surroundings): Finding | undefined {
  const folder = folderOf(path);
  const candidates = [fromRoot('', file), fromRoot(folder, file)].filter((candidate) => candidate !== undefined);
  const name = file.split('/').at(-1) ?? file;
  if (candidates.length === 0 || candidates.some((candidate) => exists(candidate) !== false || workItems.has(candidate))) return undefined;
  const moved = workItems.withName(name);
  const [only] = moved;
  // A bare name means the file wherever it lies.
  if (only && !file.includes('/')) return undefined;
  if (!only) return { span: { start, end }, message: `There is no work item ${file}, here or on another branch: mend the name, or leave it out.` };
  const now = file.startsWith('.') ? relativePath(folder, only.path) : only.path;
  return {
    span: { start, end },
    message: `${file} is not there; ${name} lies in ${folderOf(only.path)}: mend the path.`,
    ...(moved.length === 1 && { fix: { title: `Write ${now}`, edit: { start, end, text: now } } }),
  };
}
