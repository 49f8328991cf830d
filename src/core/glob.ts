/** Globs of the configuration: `*`, `?` and `[…]` inside a name, `**` for folders, `{a,b}` for one of several; dots mean nothing special. */
import picomatch from 'picomatch/posix';

/** Longer ones are refused where the configuration is read: their expression could take long. */
export const MAX_GLOB = 500;

/** @param path relative, with `/` */
export function matchesGlob(glob: string, path: string): boolean {
  return picomatch.isMatch(path, glob, { dot: true, nonegate: true, noextglob: true });
}
