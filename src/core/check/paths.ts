/** Paths as they are written in a work item, as paths from the root. */

/**
 * A written path from the root, taken from a folder; undefined where it cannot be one of the workspace: absolute, above the root, or with
 * something that stands for something else in it (`…`, `*`, `$HOME`, `<name>`).
 * @param folder relative to the root, with `/`; empty for the root
 */
export function fromRoot(folder: string, written: string): string | undefined {
  const path = written.replaceAll('\\', '/');
  if (/^(?:\/|~|[A-Za-z]:)/.test(path) || /[*?<>$%{}|"]|\.\.\.|…/.test(path)) return undefined;
  const parts: string[] = [];
  for (const part of [...folder.split('/'), ...path.split('/')]) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

/** The folder of a path, with `/`; empty for the root. */
export function folderOf(path: string): string {
  return path.split('/').slice(0, -1).join('/');
}

/** A path from the root as it is written in a file of a folder. */
export function relativePath(folder: string, path: string): string {
  const from = folder === '' ? [] : folder.split('/');
  const to = path.split('/');
  let same = 0;
  while (same < from.length && same < to.length - 1 && from[same] === to[same]) same += 1;
  return [...from.slice(same).map(() => '..'), ...to.slice(same)].join('/');
}
