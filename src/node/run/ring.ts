/** The last bytes of a stream, in constant memory. */
export class Ring {
  readonly #bytes: Buffer;
  /** Where the next byte goes. */
  #end = 0;
  /** All bytes that were ever pushed. */
  #total = 0;

  constructor(capacity: number) {
    this.#bytes = Buffer.allocUnsafe(capacity);
  }

  push(chunk: Uint8Array): void {
    const capacity = this.#bytes.length;
    this.#total += chunk.length;
    const rest = chunk.length > capacity ? chunk.subarray(chunk.length - capacity) : chunk;
    const first = Math.min(rest.length, capacity - this.#end);
    this.#bytes.set(rest.subarray(0, first), this.#end);
    this.#bytes.set(rest.subarray(first), 0);
    this.#end = (this.#end + rest.length) % capacity;
  }

  /** Bytes that were pushed and are no longer here. */
  get dropped(): number {
    return Math.max(0, this.#total - this.#bytes.length);
  }

  /** What is held, oldest first; a copy. */
  content(): Buffer {
    if (this.dropped === 0) return Buffer.from(this.#bytes.subarray(0, this.#total));
    return Buffer.concat([this.#bytes.subarray(this.#end), this.#bytes.subarray(0, this.#end)]);
  }
}
