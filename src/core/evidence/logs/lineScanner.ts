/** Lines of a log into hashes that leave out numbers. The loop is WebAssembly, which looks at 16 bytes at a time. */
import { Refusal } from '../../refusal.js';
import { LINE_SCAN } from './lineScanBinary.js';

/** Where the bytes lie in its memory; before them there is room for the results. */
const FROM = 64;

/** Bytes that it takes at once. */
export const ROOM = 1 << 20;

/** What `lineScan.wat` exports. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  find(at: number, end: number, byte: number): number;
  scan(at: number, stampStart: number, stampEnd: number, limit: number, basis: number): number;
}

/** Part of JavaScript in every host; the types of Node name no values of it. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

export class LineScanner {
  /** Its memory: the bytes that were loaded last lie in it from {@link load}'s answer on. */
  readonly bytes: Uint8Array;
  private readonly results: Int32Array;
  private readonly exports: Exports;

  /** @throws Refusal `unable` where WebAssembly with its instructions for 16 bytes is not to be had */
  constructor() {
    this.exports = instance();
    this.bytes = new Uint8Array(this.exports.memory.buffer);
    this.results = new Int32Array(this.exports.memory.buffer, 0, 2);
  }

  /** @returns where they begin in {@link bytes}. @throws RangeError if they are more than {@link ROOM} */
  load(bytes: Uint8Array): number {
    if (bytes.length > ROOM) throw new RangeError(`${bytes.length} bytes are too many at once.`);
    this.bytes.set(bytes, FROM);
    // What looks at the byte before a line finds the end of one.
    this.bytes[FROM - 1] = 10;
    return FROM;
  }

  /** Where a byte stands first in `[at, end)`; `end` if it does not. */
  find(at: number, end: number, byte: number): number {
    return this.exports.find(at, end, byte);
  }

  /**
   * Hashes the line that begins at `at`, without `[stampStart, stampEnd)`: words with a digit among their first 48 bytes are all alike.
   * @param limit what stands at or behind it counts for nothing
   * @returns where its newline stands; -1 if that is not before the limit
   */
  scan(at: number, stampStart: number, stampEnd: number, limit: number, basis: number): number {
    return this.exports.scan(at, stampStart, stampEnd, limit, basis);
  }

  get hash(): number {
    return this.results[0] ?? 0;
  }

  get check(): number {
    return this.results[1] ?? 0;
  }
}

/** What an address space that is limited, an old processor or an option of the host takes away shows here first. */
function instance(): Exports {
  try {
    return new WebAssembly.Instance(new WebAssembly.Module(LINE_SCAN)).exports as Exports;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Refusal('unable', `No log can be read here, since WebAssembly is not to be had (${reason}): lift a limit on the address space (ulimit -v), leave out options such as --jitless, or read the log on a machine whose processor has SSSE3 and SSE4.1, or Neon.`);
  }
}
