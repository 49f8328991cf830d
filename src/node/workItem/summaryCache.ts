/** Summaries of work items that were read before, so that listing thousands of unchanged ones reads none of them. */
import { appendFileSync, readFileSync, statSync, type Stats } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { WorkItemSummary } from '../../core/workItem/summary.js';
import { errorCode } from '../errorCode.js';
import { createFile } from '../files/createFile.js';
import type { Workspace } from '../workspace.js';
import { fromRecord, recordOf, type Known, type Stamp } from './summaryRecord.js';

/** To be raised when a summary gets other content or another meaning. */
const VERSION = 5;

/** A file that was changed so shortly before it was read could be changed again with the same time stamp. ms. */
const SETTLED_MS = 1_000;

/** Lines that are appended before the file is written anew: more than that, and they are more than a tenth of it. */
const APPENDED_SHARE = 0.1;

/**
 * Lies in `.casebook/cache`; without a `.casebook` folder nothing is kept. Deleting it costs one slow listing. It is read and added to at once:
 * a detour over the thread pool takes longer.
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

  static open({ root, config }: Workspace): SummaryCache {
    const folder = path.join(root, '.casebook');
    const key = JSON.stringify([VERSION, config.workItems.closedWords, config.workItems.phaseWords]);
    if (!isFolder(folder)) return new SummaryCache(undefined, key, new Map(), 0);
    const file = path.join(folder, 'cache', 'work-items.ndjson');
    const entries = read(file, key);
    return new SummaryCache(file, key, new Map(entries), entries.length);
  }

  get(file: string, info: Stats): WorkItemSummary | undefined {
    const known = this.known.get(file);
    return known && isSame(known.stamp, info) ? known.summary : undefined;
  }

  set(file: string, info: Stats, summary: WorkItemSummary): void {
    if (Date.now() - info.mtimeMs < SETTLED_MS) return;
    const { size, mtimeMs, ctimeMs, ino } = info;
    const known: Known = { stamp: { size, mtimeMs, ctimeMs, ino }, summary };
    this.known.set(file, known);
    this.news.push([file, known]);
  }

  /** Writes what is known of the given files. A cache that cannot be written is done without. */
  async save(files: readonly string[]): Promise<void> {
    const outdated = this.lines + this.news.length > files.length * (1 + APPENDED_SHARE) + 1;
    if (this.file === undefined || (this.news.length === 0 && !outdated)) return;
    try {
      if (this.lines > 0 && !outdated && this.news.length <= files.length * APPENDED_SHARE) appendFileSync(this.file, this.news.map(lineOf).join(''));
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
    // It is made by looking at work items: that must not show in git, whatever `.casebook` leaves out.
    await createFile(path.join(path.dirname(file), '.gitignore'), '*\n');
    try {
      await writeFile(temporary, `${JSON.stringify({ key: this.key })}\n${lines.join('')}`);
      await rename(temporary, file);
    } finally {
      await rm(temporary, { force: true });
    }
  }
}

function lineOf([name, known]: readonly [string, Known]): string {
  return `${JSON.stringify(recordOf(name, known))}\n`;
}

function read(file: string, key: string): readonly (readonly [string, Known])[] {
  try {
    const text = readFileSync(file, 'utf8');
    const first = `${JSON.stringify({ key })}\n`;
    if (!text.startsWith(first) || !text.endsWith('\n')) return [];
    // At once: three thousand calls of the parser take longer than one.
    const data = JSON.parse(`[${text.slice(first.length, -1).replaceAll('\n', ',')}]`) as readonly unknown[];
    return data.map(fromRecord).filter((entry) => entry !== undefined);
  } catch (error) {
    if (error instanceof SyntaxError || errorCode(error) !== undefined) return [];
    throw error;
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return false;
  }
}

/** Stamps fit only files of this machine. */
function isSame(known: Stamp, { size, mtimeMs, ctimeMs, ino }: Stats): boolean {
  return known.size === size && known.mtimeMs === mtimeMs && known.ctimeMs === ctimeMs && known.ino === ino;
}
