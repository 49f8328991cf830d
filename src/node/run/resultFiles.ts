/** Which files of test results an attempt wrote: those that a pattern names and that changed while it ran. */
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from '../errorCode.js';

/** Stands in a pattern for the attempt's number, as in `CASEBOOK_ATTEMPT`. */
const ATTEMPT_PLACE = '{attempt}';

/** Files that one attempt's patterns may name, and folder entries that are looked at for them. */
const MAX_FILES = 2_000;
const MAX_ENTRIES = 20_000;

/** Folders that hold no results, and much else. */
const SKIPPED = new Set(['node_modules', '.git', '.casebook']);

/** A way to files: parts of a path, each text or an expression; `**` for any folders. */
type Part = string | RegExp;

export class ResultFiles {
  readonly #patterns: readonly string[];
  readonly #root: string;
  /** What stood under a path when it was last looked at. */
  readonly #known = new Map<string, string>();
  #entries = 0;

  /**
   * @param root absolute
   * @param patterns paths relative to the root, or absolute; `*` and `?` inside a name, `**` for folders, `{attempt}` for the attempt's number. With several attempts
   * at a time only those with `{attempt}` are read: of the others nobody could tell whose they are.
   */
  constructor(root: string, patterns: readonly string[], jobs: number) {
    this.#root = root;
    this.#patterns = jobs > 1 ? patterns.filter((pattern) => pattern.includes(ATTEMPT_PLACE)) : patterns;
  }

  get none(): boolean {
    return this.#patterns.length === 0;
  }

  /** Remembers what lies there before the first attempt, so that results of earlier runs are not taken for those of this one. */
  async remember(signal: AbortSignal): Promise<void> {
    if (!this.none) await this.#changed(this.#patterns.map((pattern) => pattern.replaceAll(ATTEMPT_PLACE, '*')), signal);
  }

  /** The files that were written since the last look, in the order of their paths. */
  async written(attempt: number, signal: AbortSignal): Promise<string[]> {
    return this.none ? [] : this.#changed(this.#patterns.map((pattern) => pattern.replaceAll(ATTEMPT_PLACE, String(attempt))), signal);
  }

  async #changed(patterns: readonly string[], signal: AbortSignal): Promise<string[]> {
    this.#entries = 0;
    const found = new Set<string>();
    for (const pattern of patterns) {
      const normal = path.resolve(this.#root, pattern);
      const { root } = path.parse(normal);
      await this.#walk(root, partsOf(normal.slice(root.length)), found, signal);
    }
    const changed: string[] = [];
    const identities = await Promise.all(Array.from(found, async (file) => [file, await identityOf(file)] as const));
    for (const [file, identity] of identities.sort(([one], [other]) => (one < other ? -1 : 1))) {
      if (identity === undefined || this.#known.get(file) === identity) continue;
      this.#known.set(file, identity);
      changed.push(file);
    }
    return changed;
  }

  async #walk(folder: string, parts: readonly Part[], found: Set<string>, signal: AbortSignal): Promise<void> {
    const [part, ...rest] = parts;
    if (part === undefined || signal.aborted || found.size >= MAX_FILES || this.#entries >= MAX_ENTRIES) return;
    if (typeof part === 'string' && part !== '**') {
      if (rest.length === 0) found.add(path.join(folder, part));
      else await this.#walk(path.join(folder, part), rest, found, signal);
      return;
    }
    if (part === '**') await this.#walk(folder, rest, found, signal);
    for (const entry of await entriesOf(folder)) {
      if (found.size >= MAX_FILES || (this.#entries += 1) > MAX_ENTRIES) return;
      const inside = path.join(folder, entry.name);
      if (part === '**') {
        if (entry.isDirectory() && !SKIPPED.has(entry.name)) await this.#walk(inside, parts, found, signal);
      } else if (typeof part !== 'string' && part.test(entry.name)) {
        if (rest.length === 0) found.add(inside);
        else if (entry.isDirectory()) await this.#walk(inside, rest, found, signal);
      }
    }
  }
}

/**
 * Paths of result files that the command itself names: `--junitxml=out.xml`, `--outputFile out.json`, `--gtest_output=xml:out.xml`, `trx;LogFileName=out.trx`. They may
 * be no such files: then nothing is read from them.
 * @param command executable and arguments, or one command line for the shell
 */
export function namedResultFiles(command: readonly string[], cwd: string): string[] {
  const files = new Set<string>();
  const text = command.join('\n');
  for (const [, named] of text.matchAll(/(?:^|[\s=:'"])([^\s=:;|<>&*?'"`()]{1,500}\.(?:xml|trx|json|jsonl|ndjson|tap))(?=$|[\s;|&'"`)])/gm)) {
    if (named === undefined) continue;
    const file = named.replaceAll(/\$\{CASEBOOK_ATTEMPT\}|\$CASEBOOK_ATTEMPT\b/g, ATTEMPT_PLACE);
    if (!file.includes('$') && files.size < MAX_NAMED) files.add(path.resolve(cwd, file));
  }
  return [...files];
}

const MAX_NAMED = 10;

function partsOf(pattern: string): Part[] {
  return pattern.split(/[\\/]/).filter((part) => part !== '').map((part) => (part === '**' || !/[*?]/.test(part) ? part : expression(part)));
}

/** Runs of stars are one, so that no name takes long to be compared. */
function expression(part: string): RegExp {
  const source = part.replace(/\*+/g, '*').replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'su');
}

async function entriesOf(folder: string): Promise<{ readonly name: string; isDirectory(): boolean }[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (GONE.has(errorCode(error) ?? '')) return [];
    throw error;
  }
}

/** No such folder, no longer one, or not for us: then there are no results. */
const GONE = new Set(['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'ELOOP', 'ENAMETOOLONG']);

/** What changes with each write; undefined for what is no file. */
async function identityOf(file: string): Promise<string | undefined> {
  try {
    const info = await stat(file, { bigint: true });
    return info.isFile() ? `${info.dev}:${info.ino}:${info.size}:${info.mtimeNs}:${info.ctimeNs}` : undefined;
  } catch (error) {
    if (GONE.has(errorCode(error) ?? '')) return undefined;
    throw error;
  }
}
