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

/** A name as it is stored and compared: on one line, without secrets, bounded. */
export function testName(name: string): string {
  return oneLine(clean(oneLine(name)));
}

function oneLine(name: string): string {
  return name.replace(/\s+/g, ' ').trim().slice(0, MAX_NAME);
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
    const cleaned = clean(sorted.map(oneLine).join('\n')).split('\n').map(oneLine);
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
