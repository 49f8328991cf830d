/** The sets of tests that attempts of a run executed, each stored once: `tests/<id>.json` in the run's folder. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { clean } from '../../core/report/untrusted.js';
import { createFile } from '../files/createFile.js';
import { sha256 } from '../ports.js';

const TESTS_FOLDER = 'tests';

/** Different sets of one run that are stored: a command that runs other tests each time must not fill the disk. */
const MAX_SETS = 200;

/** Names in one set; a larger one is not stored. */
const MAX_NAMES = 50_000;

/** Characters of a name. */
const MAX_NAME = 300;

/** Characters of a name that are looked at for secrets. */
const MAX_READ = 4_000;

/** A name as it is stored and compared: on one line, without secrets, bounded; two that differ only where one is cut still differ. */
export function testName(name: string): string {
  return shown(clean(toClean(name)));
}

function toClean(name: string): string {
  return cut(oneLine(name), MAX_READ);
}

/** @param name cleaned: no cut hides from redaction what a secret is */
function shown(name: string): string {
  return cut(oneLine(name), MAX_NAME);
}

function oneLine(name: string): string {
  return name.replace(/\s+/g, ' ').trim();
}

/** What is cut off is told by a hash. */
function cut(name: string, max: number): string {
  return name.length <= max ? name : `${name.slice(0, max - 9)}…${sha256(name).slice(0, 8)}`;
}

export class TestSetStore {
  readonly #folder: string;
  readonly #stored = new Map<string, string>();

  /** @param folder of the run, absolute */
  constructor(folder: string) {
    this.#folder = path.join(folder, TESTS_FOLDER);
  }

  /**
   * The id of a set, which is stored if it is a new one; undefined if it is too large, or there are too many, or it cannot be written (the ledger itself tells that soon enough).
   * @param names in any order
   */
  async store(names: readonly string[]): Promise<string | undefined> {
    if (names.length > MAX_NAMES) return undefined;
    const sorted = [...names].sort();
    const key = sha256(sorted.join('\n'));
    const known = this.#stored.get(key);
    if (known !== undefined || this.#stored.size >= MAX_SETS) return known;
    // Redacted as one text: one by one takes long for thousands of names.
    const cleaned = clean(sorted.map(toClean).join('\n')).split('\n').map(shown);
    const id = sha256(cleaned.join('\n')).slice(0, 16);
    try {
      await mkdir(this.#folder, { recursive: true });
      // Another attempt of the same run, or the part of it before it was resumed, may have stored it.
      await createFile(path.join(this.#folder, `${id}.json`), `${JSON.stringify(cleaned)}\n`);
    } catch {
      return undefined;
    }
    this.#stored.set(key, id);
    return id;
  }
}
