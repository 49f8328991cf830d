/**
 * The log of one attempt: what it printed, byte by byte, with secrets of known shapes replaced before they reach the disk.
 * What is known about the output stands in the ledger. What Casebook itself has to say stands between lines that begin with `[casebook: `.
 *
 * However much is printed, the log holds the first 8 MiB and the last 1 MiB of it, and a line in between that says how much was left
 * out; memory stays below 2 MiB. Writing is synchronous: nothing more is read from the command until it is done, so that a slow disk
 * holds the command back instead of filling the memory. What is left out costs neither disk nor redaction.
 */
import { closeSync, openSync } from 'node:fs';
import { BoundedOutput } from './boundedOutput.js';
import { LineTail } from './lineTail.js';
import { redactBytes } from './redactBytes.js';
import { writeFully } from './writeFully.js';

/** Bytes of output that a log holds from the beginning, and from the end. */
const HEAD_BYTES = 8 * 1024 * 1024;
const LAST_BYTES = 1024 * 1024;

export interface OutputSummary {
  /** What was printed, bytes. */
  readonly outputBytes: number;
  /** Whether the log holds less. */
  readonly truncated: boolean;
  /** The last lines of the output, some 64 KiB, long ones cut; for a failure's signature. Not redacted. */
  readonly tail: string;
  /** Where it stands in the log: half-open, bytes. */
  readonly range: { readonly start: number; readonly end: number };
}

/** To be closed by whoever opened it. */
export class AttemptLog {
  readonly #fd: number | undefined;
  readonly #output = new BoundedOutput({ headBytes: HEAD_BYTES, lastBytes: LAST_BYTES }, (bytes) => this.#append(bytes), (leftOut) => this.#append(Buffer.from(`\n[casebook: ${leftOut} bytes of output left out here]\n`)));
  readonly #tail = new LineTail();
  #error: NodeJS.ErrnoException | undefined;

  #written = 0;
  #start: number | undefined;

  /** Never throws, like {@link write}: an error of the disk is told at the end, and must not stop the reading of the output. */
  constructor(file: string) {
    this.#fd = this.#try(() => openSync(file, 'w'));
  }

  /** A remark of Casebook's, or what a helper printed: no part of the output. Before the output or after {@link endOutput}. Not yet redacted. */
  note(text: Buffer): void {
    this.#append(redactBytes(text));
  }

  /** Takes what was printed. */
  write(chunk: Buffer): void {
    this.#start ??= this.#written;
    this.#tail.push(chunk);
    this.#output.write(chunk);
  }

  /** The command prints no more. */
  endOutput(): OutputSummary {
    const left = this.#output.end();
    const start = this.#start ?? this.#written;
    return { outputBytes: this.#output.bytes, truncated: left > 0 || this.#error !== undefined, tail: this.#tail.text(), range: { start, end: this.#written } };
  }

  /** @returns the first error of making, writing or closing the file; what came after it is not in the log */
  close(): NodeJS.ErrnoException | undefined {
    const fd = this.#fd;
    if (fd !== undefined) this.#try(() => closeSync(fd));
    return this.#error;
  }

  #append(bytes: Buffer): void {
    const fd = this.#fd;
    if (fd === undefined || this.#error) return;
    this.#try(() => writeFully(fd, bytes));
    this.#written += bytes.length;
  }

  /** Also closing may fail: some file systems tell only then that they have no room. */
  #try<T>(action: () => T): T | undefined {
    try {
      return action();
    } catch (error) {
      this.#error ??= error as NodeJS.ErrnoException;
      return undefined;
    }
  }
}
