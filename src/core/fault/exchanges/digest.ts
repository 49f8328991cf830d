/** Tells texts apart that a client sends: 64 bits in two lanes of FNV-1a, for equality within one test and nothing else. */

/** So much of a body is looked at; its length counts, too. Bytes. */
const MOST = 64 * 1024;

const UNMASKED = [0, 0, 0, 0];

export class Digest {
  #a = 0x811c9dc5;
  #b = 0x1b873593;
  #length = 0;

  add(bytes: Uint8Array): void {
    this.addMasked(bytes, UNMASKED, 0);
  }

  /** @param mask of a WebSocket's frame, 4 bytes @param at of the frame's content, the first of the bytes */
  addMasked(bytes: Uint8Array, mask: readonly number[], at: number): void {
    const end = Math.min(bytes.length, Math.max(0, MOST - this.#length));
    for (let i = 0; i < end; i += 1) this.#byte((bytes[i] ?? 0) ^ (mask[(at + i) & 3] ?? 0));
    this.#length += bytes.length;
  }

  addByte(byte: number): void {
    if (this.#length < MOST) this.#byte(byte);
    this.#length += 1;
  }

  addText(text: string): void {
    for (let i = 0; i < text.length; i += 1) this.#byte(text.charCodeAt(i));
  }

  get text(): string {
    return `${this.#length}:${(this.#a >>> 0).toString(16)}${(this.#b >>> 0).toString(16).padStart(8, '0')}`;
  }

  #byte(byte: number): void {
    this.#a = Math.imul(this.#a ^ byte, 0x01000193);
    this.#b = Math.imul(this.#b ^ byte, 0x85ebca6b) ^ (this.#b >>> 13);
  }
}
