/** Reads the messages of one direction of a WebSocket (RFC 6455, 5.2) in constant memory: where each ends, and what tells it from others. */
import { Digest } from './digest.js';

export class WebSocketMessages {
  readonly #done: (end: number, content: string) => void;
  #head: number[] = [];
  #left = 0;
  #control = false;
  #final = false;
  #mask: readonly number[] = [];
  #maskAt = 0;
  #offset: number;
  #digest: Digest | undefined;
  /** What comes is no frame. */
  broken = false;

  /** @param offset of its first byte in the stream @param done a message is whole, and ends there; control frames are none */
  constructor(offset: number, done: (end: number, content: string) => void) {
    this.#offset = offset;
    this.#done = done;
  }

  push(bytes: Uint8Array): void {
    let at = 0;
    while (at < bytes.length && !this.broken) {
      if (this.#left > 0) {
        const taken = bytes.subarray(at, at + this.#left);
        if (!this.#control) this.#content(taken);
        this.#left -= taken.length;
        this.#offset += taken.length;
        at += taken.length;
        if (this.#left === 0) this.#frameDone();
        continue;
      }
      this.#head.push(bytes[at] ?? 0);
      at += 1;
      this.#offset += 1;
      this.#begin();
    }
  }

  #begin(): void {
    const [first = 0, second] = this.#head;
    const opcode = first & 0x0f;
    if (opcode > 10 || (opcode > 2 && opcode < 8)) this.broken = true;
    if (second === undefined) return;
    const short = second & 0x7f;
    const extended = short === 126 ? 2 : short === 127 ? 8 : 0;
    const masked = (second & 0x80) !== 0 ? 4 : 0;
    if (this.#head.length < 2 + extended + masked) return;
    // Exact up to 2^53 bytes, more than any connection carries.
    this.#left = extended === 0 ? short : this.#head.slice(2, 2 + extended).reduce((value, byte) => value * 256 + byte, 0);
    this.#mask = this.#head.slice(2 + extended);
    this.#maskAt = 0;
    this.#head = [];
    this.#control = opcode >= 8;
    this.#final = (first & 0x80) !== 0;
    if (!this.#control && (!this.#digest || opcode !== 0)) {
      this.#digest = new Digest();
      // The kind, and whether it is compressed.
      this.#digest.addByte(first & 0x4f);
    }
    if (this.#left === 0) this.#frameDone();
  }

  #content(bytes: Uint8Array): void {
    if (this.#mask.length === 0) this.#digest?.add(bytes);
    else this.#digest?.addMasked(bytes, this.#mask, this.#maskAt);
    this.#maskAt += bytes.length;
  }

  #frameDone(): void {
    if (this.#control || !this.#final || !this.#digest) return;
    const { text } = this.#digest;
    this.#digest = undefined;
    this.#done(this.#offset, text);
  }
}
