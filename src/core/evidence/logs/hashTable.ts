/** From two 32-bit hashes to a small number, without making garbage: open addressing, linear probing. */

/** Beyond so many entries it is emptied: then messages are told anew, which costs time and loses nothing. */
const MAX_ENTRIES = 1 << 17;

export class HashTable {
  private size = 1 << 10;
  private entries = 0;
  private keys = new Int32Array(this.size * 2);
  /** One more than the number; 0 where there is none. */
  private values = new Int32Array(this.size);

  /** The number of the key; -1 if it has none. */
  get(hash: number, check: number): number {
    const { keys, values } = this;
    const mask = this.size - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const value = values[slot] ?? 0;
      if (value === 0) return -1;
      if (keys[slot * 2] === hash && keys[slot * 2 + 1] === check) return value - 1;
    }
  }

  /** @param value 0 or more; the key has none yet */
  set(hash: number, check: number, value: number): void {
    if (this.entries >= MAX_ENTRIES) this.resize(1 << 10, false);
    else if (this.entries * 2 >= this.size) this.resize(this.size * 2, true);
    this.put(hash, check, value + 1);
  }

  private put(hash: number, check: number, stored: number): void {
    const mask = this.size - 1;
    let slot = hash & mask;
    while (this.values[slot] !== 0) slot = (slot + 1) & mask;
    this.keys[slot * 2] = hash;
    this.keys[slot * 2 + 1] = check;
    this.values[slot] = stored;
    this.entries += 1;
  }

  private resize(size: number, keep: boolean): void {
    const { keys, values } = this;
    this.size = size;
    this.entries = 0;
    this.keys = new Int32Array(size * 2);
    this.values = new Int32Array(size);
    if (!keep) return;
    for (let slot = 0; slot < values.length; slot++) {
      const value = values[slot] ?? 0;
      if (value !== 0) this.put(keys[slot * 2] ?? 0, keys[slot * 2 + 1] ?? 0, value);
    }
  }
}
