/** The last lines of a stream of bytes, in constant memory: the beginning of each of them, so that one endless line does not displace the rest. */
import { unsafeStart } from './redactBytes.js';
import { Ring } from './ring.js';

/** Bytes that are kept of a line: its beginning, of which a signature looks at the first 500 characters. */
const LINE_BYTES = 4 * 1024;

/** Bytes that are kept in all. */
const TAIL_BYTES = 64 * 1024;

const LF = 0x0a;
const CR = 0x0d;

export class LineTail {
  readonly #ring = new Ring(TAIL_BYTES);
  /** How much of the line that has no end yet was kept, bytes; at {@link LINE_BYTES} the rest of it is left out. */
  #kept = 0;

  push(chunk: Buffer): void {
    let start = 0;
    while (start < chunk.length) {
      if (this.#kept === LINE_BYTES) {
        start = lineEnd(chunk, start);
        if (start < chunk.length) this.#kept = 0;
        continue;
      }
      // As far as every line is short enough: from one end of a line to the last one in reach of it, without a look at each.
      const reach = Math.min(chunk.length, start + LINE_BYTES - this.#kept);
      const end = chunk.lastIndexOf(LF, reach - 1) + 1;
      const whole = end > start ? end : reach;
      this.#ring.push(chunk.subarray(start, whole));
      this.#kept = end > start ? 0 : this.#kept + whole - start;
      start = whole;
    }
  }

  /** What is kept, from the beginning of a line on; not redacted. */
  text(): string {
    const content = this.#ring.content();
    return content.toString('utf8', this.#ring.dropped > 0 ? unsafeStart(content) : 0);
  }
}

/** Where the line's end stands (it is kept, so that the next line begins after it); the chunk's length if it has none. A redrawn line ends at its carriage return. */
function lineEnd(chunk: Buffer, from: number): number {
  const feed = chunk.indexOf(LF, from);
  const whole = feed < 0 ? chunk.length : feed;
  const redrawn = chunk.subarray(from, whole).indexOf(CR);
  return redrawn < 0 ? whole : from + redrawn;
}
