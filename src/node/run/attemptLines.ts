/** Reading `attempts.ndjson`: whole, or on from where it was left. */
import { open } from 'node:fs/promises';
import path from 'node:path';
import { LEDGER_SCHEMA, type AttemptRecord } from '../../core/run/events.js';
import { ATTEMPTS_FILE } from './folders.js';
import { checkAttemptRecord } from './records.js';
import { schemaOf } from './schemas.js';
import { systemReason } from './systemReason.js';

/** A line, or a file, that could not be read. The rest was. */
export interface LedgerProblem {
  /** 1-based; undefined if it is about the file. */
  readonly line?: number;
  /** A sentence. */
  readonly message: string;
}

/** How far a list of attempts was read: bytes, and whole lines in them. */
export interface LedgerPosition {
  readonly offset: number;
  readonly line: number;
}

export interface LedgerPart {
  /** In the order in which they ended. */
  readonly attempts: readonly AttemptRecord[];
  readonly problems: readonly LedgerProblem[];
  /** Where to read on: after the last whole line. */
  readonly position: LedgerPosition;
  /** Whether something stands after it, without an end. */
  readonly torn: boolean;
}

/** A longer line is a problem, bytes; a record has a few hundred. */
const MAX_LINE = 256 * 1024;

/** Bytes per read. */
const CHUNK = 256 * 1024;

/** Problems that are told: a file that is no ledger must not fill the memory. */
const MAX_PROBLEMS = 100;

const START: LedgerPosition = { offset: 0, line: 0 };
const LF = 0x0a;

/**
 * The attempts of the run in `folder` from a position on: of all from the start, or of those that came since the last answer.
 * What is no record comes back as a problem; a line without its end is left for the next time.
 */
export async function readAttempts(folder: string, from: LedgerPosition = START): Promise<LedgerPart> {
  const lines = new AttemptLines(from);
  try {
    const handle = await open(path.join(folder, ATTEMPTS_FILE), 'r');
    try {
      const buffer = Buffer.allocUnsafe(CHUNK);
      for (let offset = from.offset; ; ) {
        const { bytesRead } = await handle.read(buffer, 0, CHUNK, offset);
        if (bytesRead === 0) break;
        lines.add(buffer.subarray(0, bytesRead));
        offset += bytesRead;
      }
    } finally {
      await handle.close();
    }
  } catch (error) {
    lines.problem({ message: `The list of attempts cannot be read (${systemReason(error)}).` });
  }
  return lines.part();
}

class AttemptLines {
  readonly #attempts: AttemptRecord[] = [];
  readonly #problems: LedgerProblem[] = [];
  #offset: number;
  #line: number;
  /** What stands before the next line's end: its bytes, but at most MAX_LINE of them, and how many they are in all. */
  #rest: Buffer = Buffer.alloc(0);
  #restLength = 0;

  constructor({ offset, line }: LedgerPosition) {
    this.#offset = offset;
    this.#line = line;
  }

  add(bytes: Buffer): void {
    let start = 0;
    for (let end = bytes.indexOf(LF); end >= 0; end = bytes.indexOf(LF, start)) {
      this.#hold(bytes.subarray(start, end));
      this.#endOfLine();
      start = end + 1;
    }
    this.#hold(bytes.subarray(start));
  }

  problem(problem: LedgerProblem): void {
    if (this.#problems.length < MAX_PROBLEMS) this.#problems.push(problem);
  }

  part(): LedgerPart {
    return { attempts: this.#attempts, problems: this.#problems, position: { offset: this.#offset, line: this.#line }, torn: this.#restLength > 0 };
  }

  #hold(bytes: Buffer): void {
    this.#restLength += bytes.length;
    if (this.#restLength <= MAX_LINE) this.#rest = Buffer.concat([this.#rest, bytes]);
  }

  #endOfLine(): void {
    const text = this.#restLength <= MAX_LINE ? this.#rest.toString('utf8') : undefined;
    this.#line += 1;
    this.#offset += this.#restLength + 1;
    this.#rest = Buffer.alloc(0);
    this.#restLength = 0;
    const record = text === undefined ? 'it is too long' : parseRecord(text);
    if (typeof record === 'string') this.problem({ line: this.#line, message: `Line ${this.#line} of the list of attempts is left out: ${record}.` });
    else this.#attempts.push(record);
  }
}

/** The record, or what is wrong with the line. */
function parseRecord(text: string): AttemptRecord | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'it is no JSON';
  }
  if ((schemaOf(value) ?? 0) > LEDGER_SCHEMA) return 'a newer version of Casebook wrote it; update Casebook to read it';
  const checked = checkAttemptRecord(value);
  return 'problem' in checked ? `it is no attempt (${checked.problem})` : checked.value;
}
