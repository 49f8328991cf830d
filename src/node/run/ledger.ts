/** Writing a run's ledger, `<root>/.casebook/runs/<id>/`. */
import { randomBytes } from 'node:crypto';
import { closeSync, fdatasync, fdatasyncSync, fstatSync, ftruncateSync, openSync, statSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { AttemptRecord, RunHeader, RunResult } from '../../core/run/events.js';
import { isRunId } from '../../core/run/id.js';
import { advised, Refusal } from '../../core/refusal.js';
import { errorCode } from '../errorCode.js';
import { ATTEMPTS_FILE, LOGS_FOLDER, runFolder, runsFolder } from './folders.js';
import { ensureGitignore } from './gitignore.js';
import { readRunFile } from './readLedger.js';
import type { RunFile } from './records.js';
import { noteWriteBack, writeRunJson } from './runJson.js';
import type { WriteBack } from './schemas.js';
import { systemReason } from './systemReason.js';
import { writeFully } from './writeFully.js';

/** At most this long, ms, may a written line be missing after a power failure. A SIGKILL loses none. */
const SYNC_EVERY_MS = 100;

/** Room that is kept for the result, bytes: on a disk that is full, giving it back is what lets a run say why it ended. */
const RESERVE_BYTES = 16 * 1024;

const RESERVE_FILE = 'reserve.tmp';

/** It names no folder: there is none. */
export const LEDGER_LOST = 'The ledger was removed while the run went on, and with it what was measured: run again, and leave .casebook/runs alone until the run has ended.';

/** The open ledger of a run that goes on. To be closed by whoever made it. */
export class RunLedger {
  readonly folder: string;
  readonly #header: RunHeader;
  readonly #fd: number;
  /** Bytes of whole lines, and how many these are. */
  #length = 0;
  #attempts = 0;
  #syncTimer: NodeJS.Timeout | undefined;
  #syncing: Promise<void> | undefined;
  #closed = false;
  #keptAtClose = true;

  private constructor(folder: string, header: RunHeader, fd: number) {
    this.#header = header;
    this.folder = folder;
    this.#fd = fd;
  }

  /**
   * Makes the run's folder with its header, and so finds out before the first attempt whether it can be written.
   * @throws Refusal `unable` if it cannot, or there is a run of that id
   */
  static async create(root: string, header: RunHeader): Promise<RunLedger> {
    if (!isRunId(header.id)) throw new Error(`Not the id of a run: ${header.id}`);
    const folder = runFolder(root, header.id);
    try {
      await ensureGitignore(root);
      await mkdir(runsFolder(root), { recursive: true });
    } catch (error) {
      throw notWritable(runsFolder(root), error);
    }
    try {
      await mkdir(folder);
    } catch (error) {
      if (errorCode(error) === 'EEXIST') throw new Refusal('unable', `There is a run ${header.id} in ${runsFolder(root)} already, so nothing was run: start it again, which gives it a new id.`);
      throw notWritable(runsFolder(root), error);
    }
    try {
      await mkdir(path.join(folder, LOGS_FOLDER));
      await writeRunJson(folder, header);
      await keepRoom(folder);
      return new RunLedger(folder, header, openSync(path.join(folder, ATTEMPTS_FILE), 'ax'));
    } catch (error) {
      // A folder without a header would be a run that nobody can read.
      await rm(folder, { recursive: true, force: true });
      throw notWritable(folder, error);
    }
  }

  /**
   * Opens the ledger of a run that was left, to take it up again. What stands after its last whole line is cut off.
   * @param position how far its list of attempts was read, and how many are in it
   * @throws Refusal `unable`
   */
  static async resume(root: string, header: RunHeader, position: { readonly offset: number; readonly attempts: number }): Promise<RunLedger> {
    const folder = runFolder(root, header.id);
    try {
      await mkdir(path.join(folder, LOGS_FOLDER), { recursive: true });
      const fd = openSync(path.join(folder, ATTEMPTS_FILE), 'a');
      try {
        ftruncateSync(fd, position.offset);
        await writeRunJson(folder, header);
        await keepRoom(folder);
      } catch (error) {
        closeSync(fd);
        throw error;
      }
      const ledger = new RunLedger(folder, header, fd);
      ledger.#length = position.offset;
      ledger.#attempts = position.attempts;
      return ledger;
    } catch (error) {
      throw notWritable(folder, error);
    }
  }

  /** Writes the header anew: that of the run, with what happened since. Rejects with what the system says. */
  async note(header: RunHeader): Promise<void> {
    if (this.isKept()) await writeRunJson(this.folder, header);
  }

  /**
   * Appends one line; when this returns, a SIGKILL of this process cannot lose it.
   * @throws Refusal `unable`; then the lines before it are intact
   */
  append(record: AttemptRecord): void {
    // A removed file takes what is written as if nothing were.
    if (!this.isKept()) throw new Refusal('unable', LEDGER_LOST);
    const line = Buffer.from(`${JSON.stringify(record)}\n`);
    try {
      writeFully(this.#fd, line);
    } catch (error) {
      this.#dropTornLine();
      throw new Refusal('unable', `The ledger in ${this.folder} cannot be written any more (${systemReason(error)}). What was measured before attempt ${record.attempt} is kept.`);
    }
    this.#length += line.length;
    this.#attempts += 1;
    this.#syncTimer ??= setTimeout(() => void this.#sync(), SYNC_EVERY_MS);
  }

  /** Whether the list of attempts stands where a reader looks for it: somebody may have removed or moved it meanwhile. */
  isKept(): boolean {
    if (this.#closed) return this.#keptAtClose;
    try {
      const there = statSync(path.join(this.folder, ATTEMPTS_FILE));
      const own = fstatSync(this.#fd);
      return there.ino === own.ino && there.dev === own.dev;
    } catch (error) {
      const code = errorCode(error);
      return code !== 'ENOENT' && code !== 'ENOTDIR';
    }
  }

  /**
   * Writes the result with the number of attempts, and closes the ledger.
   * @param header the latest, where something happened to the run since it began
   * @returns the result as it is written
   * @throws Refusal `unable`; the run then reads as interrupted
   */
  async finish(ending: RunResult, header = this.#header): Promise<RunResult> {
    await this.close();
    const result = { ...ending, attempts: this.#attempts };
    await rm(path.join(this.folder, RESERVE_FILE), { force: true }).catch(() => undefined);
    try {
      await writeRunJson(this.folder, { ...header, result } satisfies RunFile);
      return result;
    } catch (error) {
      throw new Refusal('unable', `The result cannot be written to ${this.folder} (${systemReason(error)}). The attempts are kept; the run will be shown as interrupted.`);
    }
  }

  /** Closes the ledger, after a last sync. Doing it twice does no harm. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#keptAtClose = this.isKept();
    this.#closed = true;
    clearTimeout(this.#syncTimer);
    await this.#syncing;
    try {
      fdatasyncSync(this.#fd);
    } catch {
      // Only a power failure right now would show it; where the disk is broken, the next write says so.
    }
    closeSync(this.#fd);
  }

  /** In the background: attempts do not wait for the disk. */
  #sync(): Promise<void> {
    this.#syncing = new Promise<void>((resolve) => {
      fdatasync(this.#fd, () => {
        this.#syncTimer = undefined;
        resolve();
      });
    });
    return this.#syncing;
  }

  #dropTornLine(): void {
    try {
      ftruncateSync(this.#fd, this.#length);
    } catch {
      // A reader tolerates a torn last line.
    }
  }
}

/**
 * Notes in `run.json` whether the run's block stands in its work item. For a run that has ended: its runner has the file until then.
 * @throws Refusal `usage` (no such run), `unable`
 */
export async function recordWriteBack(folder: string, writeBack: WriteBack): Promise<void> {
  await noteWriteBack(folder, await readRunFile(folder), writeBack);
}

/** Filled with what no file system packs to nothing. */
async function keepRoom(folder: string): Promise<void> {
  try {
    await writeFile(path.join(folder, RESERVE_FILE), randomBytes(RESERVE_BYTES));
  } catch (error) {
    // Where a file may not be as large as that, its limit and not the disk's room is what a run meets first.
    if (errorCode(error) !== 'EFBIG') throw error;
  }
}

function notWritable(folder: string, error: unknown): Refusal {
  return advised('unable', `The ledger cannot be written to ${folder} (${systemReason(error)}), so nothing was run`, { terminal: 'make that folder writable, or work in another one with --cwd', editor: 'make that folder writable' });
}
