/** A stream of bytes, line by line. */

/** Bytes of a line that are held until its end comes; of a longer one the parts are handed out as they come. What our drivers print is shorter. */
const MAX_LINE = 1024 * 1024;

const NEWLINE = 0x0a;

export interface Line {
  /** With its end, where it has one. */
  readonly bytes: Buffer;
  /** Monotonic ms at which its end arrived. */
  readonly at: number;
}

/** What is handed out, in order, is exactly what was pushed. */
export class Lines {
  #held: Buffer[] = [];
  #heldBytes = 0;

  /** The lines that the chunk completes. */
  *push(chunk: Buffer, at: number): Generator<Line, void, undefined> {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      const part = chunk.subarray(start, end + 1);
      yield { bytes: this.#heldBytes === 0 ? part : this.#take(part), at };
      start = end + 1;
    }
    if (start === chunk.length) return;
    this.#held.push(chunk.subarray(start));
    this.#heldBytes += chunk.length - start;
    if (this.#heldBytes > MAX_LINE) yield { bytes: this.#take(), at };
  }

  /** What is left without an end. */
  rest(): Buffer {
    return this.#take();
  }

  #take(last?: Buffer): Buffer {
    const all = Buffer.concat(last ? [...this.#held, last] : this.#held);
    this.#held = [];
    this.#heldBytes = 0;
    return all;
  }
}

/** The text of a line, without its end. */
export function lineText({ bytes }: Line): string {
  return bytes.toString('utf8').replace(/\r?\n$/, '');
}
