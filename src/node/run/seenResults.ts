/** What a file of results says of the tests in a workspace: which failed, which passed, and where they lie. */
import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileCandidates } from '../../core/run/failing/testFile.js';
import type { FileResult } from '../../core/run/failing/seen.js';
import { fullNameOf, readTestResults } from '../../core/run/formats/read.js';
import type { TestResult } from '../../core/run/formats/types.js';
import { signatureOf } from '../../core/run/signature.js';
import { isInside } from '../files/isInside.js';
import { sha256 } from '../ports.js';

/** A larger file is left alone: it is read in the editor's process. Bytes. */
export const MAX_SEEN_BYTES = 8 * 1024 * 1024;

/** Failures whose place is looked for in their own words. */
const MAX_PLACED = 500;

/** Tests that are taken from a file, those that failed first. */
const MAX_TESTS = 5_000;

/**
 * Undefined if there is no such file, it is too large, or it is in no known format: many files have such names.
 * @param root absolute: tests outside of it are left out
 * @param file absolute
 */
export async function seenResults(root: string, file: string): Promise<readonly FileResult[] | undefined> {
  const read = await readBounded(file);
  if (!read) return undefined;
  const parsed = readTestResults(read.text);
  if ('problem' in parsed) return undefined;
  const inFiles = new ExistingFiles(root, path.dirname(file));
  const told = parsed.results.filter(({ outcome }) => outcome !== 'other');
  const results = [...told.filter(({ outcome }) => outcome !== 'passed'), ...told.filter(({ outcome }) => outcome === 'passed')].slice(0, MAX_TESTS);
  const seen: FileResult[] = [];
  for (const [index, result] of results.entries()) {
    const failed = result.outcome !== 'passed';
    const place = failed && index < MAX_PLACED ? placeOf(root, result) : undefined;
    const found = await inFiles.first(fileCandidates(result, place?.file));
    if (found === undefined) continue;
    const line = result.line ?? (place && path.basename(found) === path.basename(place.file) ? place.line : undefined);
    const message = failed ? [result.message, result.details].find((text) => text !== undefined) : undefined;
    seen.push({ source: 'file', root, results: file, file: found, name: fullNameOf(result), outcome: result.outcome as FileResult['outcome'], seenAt: read.mtimeMs, ...(line !== undefined && { line }), ...(message !== undefined && { message }) });
  }
  return seen;
}

/** The test of that full name in a file of results; undefined if it is not there any more. @param file absolute */
export async function resultNamed(file: string, name: string): Promise<TestResult | undefined> {
  const read = await readBounded(file);
  const parsed = read && readTestResults(read.text);
  return parsed && !('problem' in parsed) ? parsed.results.find((result) => fullNameOf(result) === name) : undefined;
}

async function readBounded(file: string): Promise<{ text: string; mtimeMs: number } | undefined> {
  try {
    const handle = await open(file, 'r');
    try {
      const info = await handle.stat();
      if (!info.isFile() || info.size > MAX_SEEN_BYTES) return undefined;
      const bytes = await handle.readFile();
      if (bytes.length > MAX_SEEN_BYTES) return undefined;
      const wide = bytes[0] === 0xff && bytes[1] === 0xfe;
      return { text: new TextDecoder(wide ? 'utf-16le' : 'utf-8').decode(bytes), mtimeMs: info.mtimeMs };
    } finally {
      await handle.close();
    }
  } catch {
    return undefined; // gone, or not for us: then it tells nothing
  }
}

/** Where the failure's own words say that it happened, inside the workspace. */
function placeOf(root: string, { message, details }: TestResult): { file: string; line: number } | undefined {
  const said = [message, details].filter((text) => text !== undefined).join('\n');
  if (said === '') return undefined;
  const { location } = signatureOf(said, { cwd: root, sha256, outcome: 'fail', exitCode: 1, signal: null, timeoutMs: 0 }) ?? {};
  if (location) return location;
  // A message of .NET alone, without the name of its exception, is no failure that output could be searched for; here it is known to be one.
  for (const [, file = '', line] of said.matchAll(/^\s*at .{1,500} in (.{1,500}\.(?:cs|fs|vb)):line (\d{1,9})\s*$/gm)) if (isInside(root, path.resolve(root, file))) return { file, line: Number(line) };
  return undefined;
}

/** Paths as a result spells them, tried from the folder of the results and those above it, up to the root. */
class ExistingFiles {
  readonly #known = new Map<string, Promise<string | undefined>>();
  readonly #bases: readonly string[];

  constructor(
    private readonly root: string,
    folder: string,
  ) {
    const bases: string[] = [];
    for (let at = folder; isInside(root, at); at = path.dirname(at)) bases.push(at);
    this.#bases = [...bases, root];
  }

  async first(candidates: readonly string[]): Promise<string | undefined> {
    for (const candidate of candidates) {
      let found = this.#known.get(candidate);
      if (!found) this.#known.set(candidate, (found = this.#find(candidate)));
      if ((await found) !== undefined) return found;
    }
    return undefined;
  }

  async #find(candidate: string): Promise<string | undefined> {
    const paths = path.isAbsolute(candidate) ? [path.normalize(candidate)] : this.#bases.map((base) => path.resolve(base, candidate));
    for (const file of paths) {
      // What a file of results names could be any file.
      if (isInside(this.root, file) && (await stat(file).then((info) => info.isFile(), () => false))) return file;
    }
    return undefined;
  }
}
