/** Numbers of work items. Sequential numbers collide silently across branches, so all names anywhere count. */
import { aliasIn } from './parse.js';

/** The number behind the highest one in any of the names (file names, paths or aliases). */
export function nextNumber(names: Iterable<string>): number {
  let highest = 0;
  for (const name of names) {
    const alias = aliasIn(name.split('/').at(-1));
    if (alias !== undefined) highest = Math.max(highest, Number(alias.slice(2)));
  }
  return highest + 1;
}
