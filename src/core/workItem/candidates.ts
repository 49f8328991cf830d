/** Which work items a reference in a text may mean. */
import { folderOf, fromRoot } from '../check/paths.js';
import { aliasIn } from './parse.js';
import type { WorkItemReference } from './references.js';

interface Candidate {
  /** Relative to the root, with `/`. */
  readonly path: string;
  readonly summary?: { readonly alias?: string };
}

/**
 * The work items that a reference may mean, as `casebook` resolves it: a file by its path from the root or from the folder of the text, else by
 * its name; an alias by the files that have it in their name, else by those that say so themselves. More than one: it is ambiguous.
 * @param path of the file that holds the reference, relative to the root
 */
export function candidatesFor<T extends Candidate>({ alias, file }: Pick<WorkItemReference, 'alias' | 'file'>, path: string, items: readonly T[]): readonly T[] {
  if (file === undefined) return byAlias(alias, items);
  const paths = [fromRoot('', file), fromRoot(folderOf(path), file)];
  const there = items.filter((item) => paths.includes(item.path));
  if (there.length > 0) return there.slice(0, 1);
  // A path that leads elsewhere must not become another file of that name.
  return file.includes('/') ? [] : items.filter((item) => nameOf(item.path) === file);
}

function byAlias<T extends Candidate>(alias: string, items: readonly T[]): readonly T[] {
  const wanted = alias.toLowerCase();
  const named = items.filter((item) => aliasIn(nameOf(item.path))?.toLowerCase() === wanted);
  return named.length > 0 ? named : items.filter(({ summary }) => summary?.alias?.toLowerCase() === wanted);
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
