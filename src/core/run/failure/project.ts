/** Which of a failure's frames lie in the project. */
import type { Frame } from './types.js';

/** Paths of platforms and installed packages. */
const FOREIGN = [
  /(?:^|\/)node_modules\//,
  /^node:/,
  /^<|^\[eval/,
  /(?:^|\/)(?:site|dist)-packages\//,
  /\/lib\/python\d[\d.]*\//,
  /\/pkg\/mod\//,
  // The Go standard library, outside the project.
  /^(?:\/|[A-Za-z]:\/).*\/src\/(?:runtime|testing|reflect|net|os|sync|time|context|io|syscall|internal)\//,
  /(?:^|\/)_testmain\.go$/,
  /^\/_\/src\//,
  // What Casebook itself loads into a framework to repeat it.
  /(?:^|\/)dist\/cli\/drivers\/[^/]+$/,
];

/** Whether a path belongs to a platform or an installed package. */
export function isForeign(path: string): boolean {
  return FOREIGN.some((pattern) => pattern.test(path));
}

/** Windows and `file:` paths with `/` between their parts. */
function slashed(path: string): string {
  const local = path.startsWith('file://') ? decoded(path.slice('file://'.length)).replace(/^\/(?=[A-Za-z]:)/, '') : path;
  return /^[A-Za-z]:[\\/]|^\\\\|^[^/]*\\/.test(local) ? local.replaceAll('\\', '/') : local;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch (error) {
    // A `%` that is none of an escape: the path is as good as it gets.
    if (error instanceof URIError) return path;
    throw error;
  }
}

function isAbsolute(path: string): boolean {
  return /^\/|^[A-Za-z]:\//.test(path);
}

/** The path relative to `cwd` if it lies inside, with `/` between its parts; else as it is. Windows paths are compared without case. */
function relativeTo(cwd: string, path: string): string {
  const folder = slashed(cwd).replace(/\/$/, '');
  const file = slashed(path);
  const same = /^[A-Za-z]:/.test(folder) ? file.slice(0, folder.length).toLowerCase() === folder.toLowerCase() : file.startsWith(folder);
  return (same && file[folder.length] === '/' ? file.slice(folder.length + 1) : file).replace(/^\.\//, '');
}

/** The frames inside `cwd`; if there is none, those that belong to no platform or package. Files are relative to `cwd` where they lie inside. */
export function projectFrames(frames: readonly Frame[], cwd: string): Frame[] {
  const own = frames.map(({ file, line }) => ({ file: relativeTo(cwd, file), line })).filter(({ file }) => !isForeign(file));
  const inside = own.filter(({ file }) => !isAbsolute(file));
  return inside.length > 0 ? inside : own;
}
