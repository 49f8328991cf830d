/** Globs of the configuration: `*`, `?` and `[…]` inside a name, `**` for folders, `{a,b}` for one of several; dots mean nothing special. */
import picomatch from 'picomatch/posix';

/** Longer ones are refused where the configuration is read: their expression could take long. */
export const MAX_GLOB = 500;

/** @param path relative, with `/` */
export function matchesGlob(glob: string, path: string): boolean {
  return picomatch.isMatch(path, glob, { dot: true, nonegate: true, noextglob: true });
}

/** Patterns that a glob with braces may become. */
const MAX_EXPANDED = 200;

/** The globs without braces that mean the same together: editors do not take one pair of braces in another. */
export function withoutBraces(glob: string): string[] {
  const done: string[] = [];
  const open = [glob];
  while (open.length > 0 && done.length + open.length <= MAX_EXPANDED) {
    const next = open.pop() ?? '';
    const braces = /\{([^{}]*)\}/.exec(next);
    if (braces) open.push(...(braces[1] ?? '').split(',').map((choice) => next.slice(0, braces.index) + choice + next.slice(braces.index + braces[0].length)));
    else done.push(next);
  }
  return open.length > 0 ? [glob] : [...new Set(done.reverse())];
}
