/** What a command prints: the beginning and the end of it for the ledger, and all of it, line by line, for whoever looks on. Redacted, in bounded memory. */
import { StringDecoder } from 'node:string_decoder';
import type { CommandOutput } from '../../core/command/types.js';
import { clean } from '../../core/report/untrusted.js';
import { BoundedOutput } from '../run/boundedOutput.js';
import { RedactingStream } from '../run/redactBytes.js';

/** Bytes that are kept from the beginning, and from the end. More than the longest line that is held back as a whole. */
const HEAD_BYTES = 128 * 1024;
const LAST_BYTES = 128 * 1024;

export class OutputKeeper {
  readonly #head: Buffer[] = [];
  readonly #tail: Buffer[] = [];
  #leftOut = 0;
  readonly #kept = new BoundedOutput(
    { headBytes: HEAD_BYTES, lastBytes: LAST_BYTES },
    // Copies: what is passed on is a part of a larger chunk.
    (bytes) => (this.#leftOut > 0 ? this.#tail : this.#head).push(Buffer.from(bytes)),
    (leftOut) => (this.#leftOut = leftOut),
  );
  readonly #live: RedactingStream | undefined;
  readonly #decoder = new StringDecoder();

  /** @param onText hears what is printed, plain and without secrets, as lines come to their end */
  constructor(private readonly onText?: (text: string) => void) {
    if (onText) this.#live = new RedactingStream((bytes) => onText(clean(this.#decoder.write(bytes))));
  }

  write(chunk: Buffer): void {
    this.#kept.write(chunk);
    this.#live?.write(chunk);
  }

  /** The command prints no more. */
  end(): CommandOutput {
    this.#live?.end();
    const rest = this.#decoder.end();
    if (rest !== '') this.onText?.(clean(rest));
    this.#kept.end();
    // Once more as text: what terminal sequences hid from the look at bytes.
    return { head: textOf(this.#head), tail: textOf(this.#tail), bytes: this.#kept.bytes, leftOut: this.#leftOut };
  }
}

function textOf(parts: readonly Buffer[]): string {
  return clean(Buffer.concat(parts).toString('utf8'));
}
