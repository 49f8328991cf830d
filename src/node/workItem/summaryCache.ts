/** Summaries of work items that were read before, so that listing thousands of unchanged ones reads none of them. */
import type { Stats } from 'node:fs';
import { appendFile, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { WorkItemSummary } from '../../core/workItem/summary.js';
import { errorCode } from '../errorCode.js';
import { sha256 } from '../ports.js';
import type { Workspace } from '../workspace.js';

/** To be raised when a summary gets other content or another meaning. */
const VERSION = 2;

/** A file that was changed so shortly before it was read could be changed again with the same time stamp. ms. */
const SETTLED_MS = 1_000;

/** Lines that are appended before the file is written anew: more than that, and they are more than a tenth of it. */
const APPENDED_SHARE = 0.1;

interface Known {
  /** Size, times and number of the file that the summary was made from. */
  readonly stamp: string;
  readonly summary: WorkItemSummary;
}

/**
 * Lies in `.casebook/cache`; without a `.casebook` folder nothing is kept. Deleting it costs one slow listing.
 * One line of JSON per entry below a line with the key; a later line goes before an earlier one, so that one changed work item costs one line.
 */
export class SummaryCache {
  private readonly news: (readonly [string, Known])[] = [];

  private constructor(
    private readonly file: string | undefined,
    private readonly key: string,
    private readonly known: Map<string, Known>,
    private readonly lines: number,
  ) {}

  static async open({ root, config }: Workspace): Promise<SummaryCache> {
    const folder = path.join(root, '.casebook');
    const key = sha256(JSON.stringify([VERSION, config.workItems.closedWords, config.workItems.phaseWords]));
    if (!(await stat(folder).catch(() => undefined))?.isDirectory()) return new SummaryCache(undefined, key, new Map(), 0);
    const file = path.join(folder, 'cache', 'work-items.ndjson');
    const entries = await read(file, key);
    return new SummaryCache(file, key, new Map(entries.map(([name, stamp, summary]) => [name, { stamp, summary }])), entries.length);
  }

  get(file: string, info: Stats): WorkItemSummary | undefined {
    const known = this.known.get(file);
    return known?.stamp === stampOf(info) ? known.summary : undefined;
  }

  set(file: string, info: Stats, summary: WorkItemSummary): void {
    if (Date.now() - info.mtimeMs < SETTLED_MS) return;
    const known = { stamp: stampOf(info), summary };
    this.known.set(file, known);
    this.news.push([file, known]);
  }

  /** Writes what is known of the given files. A cache that cannot be written is done without. */
  async save(files: readonly string[]): Promise<void> {
    const outdated = this.lines + this.news.length > files.length * (1 + APPENDED_SHARE) + 1;
    if (this.file === undefined || (this.news.length === 0 && !outdated)) return;
    try {
      if (this.lines > 0 && !outdated && this.news.length <= files.length * APPENDED_SHARE) await appendFile(this.file, this.news.map(lineOf).join(''));
      else await this.rewrite(this.file, files);
    } catch (error) {
      if (errorCode(error) === undefined) throw error;
    }
  }

  /** Not flushed to the disk: what a crash leaves of it is a slow listing. */
  private async rewrite(file: string, files: readonly string[]): Promise<void> {
    const lines = files.flatMap((name) => {
      const known = this.known.get(name);
      return known ? [lineOf([name, known])] : [];
    });
    const temporary = `${file}.${process.pid}.tmp`;
    await mkdir(path.dirname(file), { recursive: true });
    try {
      await writeFile(temporary, `${JSON.stringify({ key: this.key })}\n${lines.join('')}`);
      await rename(temporary, file);
    } finally {
      await rm(temporary, { force: true });
    }
  }
}

function lineOf([name, { stamp, summary }]: readonly [string, Known]): string {
  return `${JSON.stringify([name, stamp, summary])}\n`;
}

type Entry = readonly [name: string, stamp: string, summary: WorkItemSummary];

async function read(file: string, key: string): Promise<readonly Entry[]> {
  try {
    const text = await readFile(file, 'utf8');
    const first = `${JSON.stringify({ key })}\n`;
    if (!text.startsWith(first) || !text.endsWith('\n')) return [];
    // At once: three thousand calls of the parser take longer than one.
    const data = JSON.parse(`[${text.slice(first.length, -1).replaceAll('\n', ',')}]`) as readonly unknown[];
    return data.filter(isEntry);
  } catch (error) {
    if (error instanceof SyntaxError || errorCode(error) !== undefined) return [];
    throw error;
  }
}

/** The file may have come with somebody else's checkout: what has another form is left out. Its stamps fit only files of this machine. */
function isEntry(entry: unknown): entry is Entry {
  if (!Array.isArray(entry)) return false;
  const [name, stamp, summary] = entry as readonly unknown[];
  if (typeof name !== 'string' || typeof stamp !== 'string' || typeof summary !== 'object' || summary === null) return false;
  return 'title' in summary && typeof summary.title === 'string' && 'phases' in summary && Array.isArray(summary.phases) && 'status' in summary && typeof summary.status === 'object' && 'phase' in summary && typeof summary.phase === 'string';
}

function stampOf({ size, mtimeMs, ctimeMs, ino }: Stats): string {
  return `${size} ${mtimeMs} ${ctimeMs} ${ino}`;
}
