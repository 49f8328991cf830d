/** Where a test that failed in a run stands in the sources as they are now. */
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { enclosingTest } from '../../core/run/enclosingTest.js';
import type { FailedInRun } from '../../core/run/failing/failedInRun.js';
import { findTestLine } from '../../core/run/failing/findTest.js';
import { errorCode } from '../errorCode.js';
import { isInside } from '../files/isInside.js';

export interface TestPlace {
  /** Absolute. */
  readonly file: string;
  /** Where the test begins, 0-based; absent if only the file is known. */
  readonly line?: number;
  /** Where in the test it failed, 0-based; absent if that is not known, or the file has changed since. */
  readonly at?: number;
}

/** A source as it is now. */
export interface Source {
  readonly text: string;
  /** Wall time of its last change, ms since the Unix epoch; Infinity with unsaved edits. */
  readonly changedAt: number;
}

/** Undefined if there is no such file. @param file absolute */
type ReadSource = (file: string) => Promise<Source | undefined>;

/** A larger file is no source that somebody wrote. Bytes. */
const MAX_BYTES = 2 * 1024 * 1024;

interface Found extends Source {
  readonly file: string;
  readonly lines: readonly string[];
}

/**
 * Looks for tests of one run; each file is read once. A test is found by its name, which stays what it is while lines move; by the line of a failure only
 * where the name is not found, the failure is known to be this test's, and the file is the one that ran.
 */
export class TestPlaces {
  readonly #known = new Map<string, Promise<Found | undefined>>();

  /**
   * @param cwd absolute, the folder that the command ran in
   * @param folders absolute: a test lies inside each of them, since what a command prints, and a ledger, could name any file
   * @param startedAt wall time of the run, ms since the Unix epoch
   */
  constructor(
    private readonly cwd: string,
    private readonly folders: readonly string[],
    private readonly startedAt: number,
    private readonly read: ReadSource = readSource,
  ) {}

  /** Undefined if its file is not known. */
  async of({ name, named, failedAt }: FailedInRun): Promise<TestPlace | undefined> {
    const [first] = named;
    const inName = await this.#first(named.map(({ file }) => file));
    const places: { readonly found: Found; readonly at: number | undefined; readonly alone: boolean }[] = [];
    for (const { files, line, alone } of failedAt) {
      const found = await this.#first(files);
      if (found) places.push({ found, at: this.#unmoved(found, line), alone });
    }
    const candidates = [...(inName ? [inName] : []), ...places.map(({ found }) => found)];
    for (const found of new Set(candidates)) {
      const line = findTestLine(found.lines, name);
      if (line === undefined) continue;
      const at = places.find((place) => place.found === found && place.at !== undefined && enclosingTest(found.lines, place.at) === line)?.at;
      return { file: found.file, line, ...(at !== undefined && { at }) };
    }
    for (const { found, at, alone } of places) {
      const line = alone && at !== undefined && (!inName || found === inName) ? enclosingTest(found.lines, at) : undefined;
      if (line !== undefined && at !== undefined) return { file: found.file, line, at };
    }
    if (!inName) return undefined;
    const line = first?.line === undefined ? undefined : this.#unmoved(inName, first.line);
    return { file: inName.file, ...(line !== undefined && { line }) };
  }

  /** A line (1-based) as an index, if the file is the one that ran. */
  #unmoved({ lines, changedAt }: Found, line: number): number | undefined {
    return changedAt <= this.startedAt && line >= 1 && line <= lines.length ? line - 1 : undefined;
  }

  async #first(files: readonly string[]): Promise<Found | undefined> {
    for (const file of files) {
      const full = path.resolve(this.cwd, file);
      if (!this.folders.every((folder) => isInside(folder, full))) continue;
      let found = this.#known.get(full);
      if (!found) this.#known.set(full, (found = this.#find(full)));
      if (await found) return found;
    }
    return undefined;
  }

  async #find(file: string): Promise<Found | undefined> {
    const source = await this.read(file);
    return source && { ...source, file, lines: source.text.split(/\r\n|\r|\n/) };
  }
}

/** From disk. */
export async function readSource(file: string): Promise<Source | undefined> {
  try {
    const info = await stat(file);
    if (!info.isFile() || info.size > MAX_BYTES) return undefined;
    return { text: await readFile(file, 'utf8'), changedAt: info.mtimeMs };
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return undefined; // gone, or not for us
  }
}
