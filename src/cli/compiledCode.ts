/**
 * What V8 compiled of the start of the command line, kept in the user's cache folder: compiling it is a sixth of what a start takes. Node does the
 * same from version 22 on (`module.enableCompileCache`), with the same two variables; here for Node 20 as well, and for what is merged into one file.
 *
 * The cache may be absent, old, damaged or unwritable without anybody noticing but by the clock. V8 refuses code of another version of itself and of
 * other flags; of the source it knows the length alone, so that the file's name holds its hash.
 */
import { closeSync, fstatSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Script } from 'node:vm';

/** Code that was compiled longer ago makes room, also of a version in use, which compiles it again. In milliseconds. */
const OLD_MS = 30 * 24 * 3600 * 1000;
/** A start that took longer may have dropped what it compiled at first. In milliseconds. */
const BRIEF_MS = 10_000;

export interface CompiledCode {
  /** Where it is kept, absolute; undefined where the user wants no such cache, or has no folder for it. */
  readonly file?: string;
  readonly code?: Buffer;
}

/** @param hash of the source @param verb first argument: each runs other parts, and is kept by itself */
export function compiledCodeOf(hash: string, verb: string | undefined): CompiledCode {
  const folder = cacheFolder();
  if (folder === undefined) return {};
  const file = path.join(folder, `${hash}-${process.versions.v8}-${process.arch}-${verb !== undefined && /^[a-z]{1,12}$/.test(verb) ? verb : 'none'}.bin`);
  try {
    const code = ownContent(file);
    return code ? { file, code } : { file };
  } catch {
    return { file };
  }
}

/** Undefined if it is damaged, or somebody else's: code of other users is not run. */
function ownContent(file: string): Buffer | undefined {
  const descriptor = openSync(file, 'r');
  try {
    if (process.geteuid !== undefined && fstatSync(descriptor).uid !== process.geteuid()) return undefined;
    const twice = readFileSync(descriptor);
    const code = twice.subarray(0, twice.length / 2);
    return code.equals(twice.subarray(code.length)) ? code : undefined;
  } finally {
    closeSync(descriptor);
  }
}

/** At the end of a process that did what it was asked, so that what it compiled meanwhile is in it. Never fails: then the next start compiles again. */
export function keepCompiled(script: Script, file: string): void {
  process.once('exit', (code) => {
    if (code > 1 || performance.now() > BRIEF_MS) return;
    const fresh = `${file}.${process.pid}.tmp`;
    try {
      mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
      write(fresh, script.createCachedData());
      renameSync(fresh, file);
      dropOld(path.dirname(file));
    } catch {
      remove(fresh);
    }
  });
}

/** Twice: code that was damaged would crash V8, and to compare is faster than any checksum. And on disk before it has its name. */
function write(file: string, code: Buffer): void {
  const descriptor = openSync(file, 'wx', 0o600);
  try {
    writeFileSync(descriptor, Buffer.concat([code, code]));
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function dropOld(folder: string): void {
  for (const name of readdirSync(folder)) {
    const file = path.join(folder, name);
    if (Date.now() - statSync(file).mtimeMs > OLD_MS) remove(file);
  }
}

function remove(file: string): void {
  try {
    unlinkSync(file);
  } catch {
    // Another process did.
  }
}

/** By the conventions of each system; where Node's own variable names one, below that. */
function cacheFolder(): string | undefined {
  const { env } = process;
  if (env['NODE_DISABLE_COMPILE_CACHE'] === '1') return undefined;
  const given = env['NODE_COMPILE_CACHE'];
  const home = process.platform === 'win32' ? env['LOCALAPPDATA'] : env['HOME'];
  const xdg = env['XDG_CACHE_HOME'];
  const base = given !== undefined && given !== '' ? path.resolve(given) : xdg !== undefined && path.isAbsolute(xdg) ? xdg : home === undefined || !path.isAbsolute(home) ? undefined : process.platform === 'win32' ? home : process.platform === 'darwin' ? path.join(home, 'Library', 'Caches') : path.join(home, '.cache');
  return base === undefined ? undefined : path.join(base, 'casebook', 'compiled');
}
