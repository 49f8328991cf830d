/** Summaries of work items that were read before, so that listing thousands of unchanged ones reads none of them. */
import type { Stats } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { WorkItemSummary } from '../../core/workItem/summary.js';
import { errorCode } from '../errorCode.js';
import { replaceFile } from '../files/replaceFile.js';
import { sha256 } from '../ports.js';
import type { Workspace } from '../workspace.js';

/** To be raised when a summary gets other content or another meaning. */
const VERSION = 1;

/** A file that was changed so shortly before it was read could be changed again with the same time stamp. ms. */
const SETTLED_MS = 1_000;

interface Known {
  /** Size, times and number of the file that the summary was made from. */
  readonly stamp: string;
  readonly summary: WorkItemSummary;
}

/** Lies in `.casebook/cache`; without a `.casebook` folder nothing is kept. Deleting it costs one slow listing. */
export class SummaryCache {
  #changed = false;

  private constructor(
    private readonly file: string | undefined,
    private readonly key: string,
    private readonly known: Map<string, Known>,
  ) {}

  static async open({ root, config }: Workspace): Promise<SummaryCache> {
    const folder = path.join(root, '.casebook');
    const key = sha256(JSON.stringify([VERSION, config.workItems.closedWords]));
    if (!(await stat(folder).catch(() => undefined))?.isDirectory()) return new SummaryCache(undefined, key, new Map());
    const file = path.join(folder, 'cache', 'work-items.json');
    return new SummaryCache(file, key, await read(file, key));
  }

  get(file: string, info: Stats): WorkItemSummary | undefined {
    const known = this.known.get(file);
    return known?.stamp === stampOf(info) ? known.summary : undefined;
  }

  set(file: string, info: Stats, summary: WorkItemSummary): void {
    if (Date.now() - info.mtimeMs < SETTLED_MS) return;
    this.known.set(file, { stamp: stampOf(info), summary });
    this.#changed = true;
  }

  /** Writes what is known of the given files. A cache that cannot be written is done without. */
  async save(files: readonly string[]): Promise<void> {
    if (this.file === undefined || (!this.#changed && files.length >= this.known.size)) return;
    const entries = files.flatMap((file) => {
      const known = this.known.get(file);
      return known ? [[file, known.stamp, known.summary] as const] : [];
    });
    try {
      await replaceFile(this.file, JSON.stringify({ key: this.key, entries }), { makeFolder: true });
    } catch (error) {
      if (errorCode(error) === undefined) throw error;
    }
  }
}

async function read(file: string, key: string): Promise<Map<string, Known>> {
  try {
    const data: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (typeof data !== 'object' || data === null || !('key' in data) || data.key !== key || !('entries' in data) || !Array.isArray(data.entries)) return new Map();
    return new Map(data.entries.filter(isEntry).map(([name, stamp, summary]) => [name, { stamp, summary }]));
  } catch (error) {
    if (error instanceof SyntaxError || errorCode(error) !== undefined) return new Map();
    throw error;
  }
}

/** The file may have come with somebody else's checkout: what has another form is left out. Its stamps fit only files of this machine. */
function isEntry(entry: unknown): entry is readonly [string, string, WorkItemSummary] {
  if (!Array.isArray(entry)) return false;
  const [name, stamp, summary] = entry as readonly unknown[];
  if (typeof name !== 'string' || typeof stamp !== 'string' || typeof summary !== 'object' || summary === null) return false;
  return 'title' in summary && typeof summary.title === 'string' && 'phases' in summary && Array.isArray(summary.phases) && 'status' in summary && typeof summary.status === 'object' && 'phase' in summary && typeof summary.phase === 'string';
}

function stampOf({ size, mtimeMs, ctimeMs, ino }: Stats): string {
  return `${size} ${mtimeMs} ${ctimeMs} ${ino}`;
}
