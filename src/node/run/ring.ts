/** The last bytes of a stream, in bounded memory. */
const EMPTY = Buffer.alloc(0);

/** Bytes that are held at first. */
const FIRST_BYTES = 1024;

export class Ring {
  readonly #capacity: number;
  /** Made when something is kept: most attempts of a repeated test print next to nothing, and each would leave as much to collect. */
  #bytes = EMPTY;
  /** Where the next byte goes. */
  #end = 0;
  /** All bytes that were ever pushed. */
  #total = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  push(chunk: Uint8Array): void {
    const capacity = this.#capacity;
    this.#grow(Math.min(capacity, this.#total + chunk.length));
    this.#total += chunk.length;
    const rest = chunk.length > capacity ? chunk.subarray(chunk.length - capacity) : chunk;
    const first = Math.min(rest.length, capacity - this.#end);
    this.#bytes.set(rest.subarray(0, first), this.#end);
    this.#bytes.set(rest.subarray(first), 0);
    this.#end = (this.#end + rest.length) % capacity;
  }

  /** Until the capacity is reached, what is held begins at 0. */
  #grow(needed: number): void {
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.min(this.#capacity, Math.max(FIRST_BYTES, 2 ** Math.ceil(Math.log2(needed)))));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }

  /** Bytes that were pushed and are no longer here. */
  get dropped(): number {
    return Math.max(0, this.#total - this.#capacity);
  }

  /** What is held, oldest first; a copy. */
  content(): Buffer {
    if (this.dropped === 0) return Buffer.from(this.#bytes.subarray(0, this.#total));
    return Buffer.concat([this.#bytes.subarray(this.#end), this.#bytes.subarray(0, this.#end)]);
  }
}
