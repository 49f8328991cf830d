/** Frames of RFC 6455 (5.2), as far as a ping and its answer need them. */

export const OPCODE = { close: 8, ping: 9, pong: 10 } as const;

/** Why a ping has no answer though a pong came: RFC 6455 (5.5.3) wants the ping's own data in it. */
export const OTHER_PONG = 'a pong came that does not hold the data of the ping';

/** A control frame as a client sends it: masked, which RFC 6455 (5.3) demands of clients. @param payload at most 125 bytes */
export function clientFrame(opcode: number, payload: Uint8Array, mask: Uint8Array): Uint8Array {
  const masked = payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0));
  return Uint8Array.from([0x80 | opcode, 0x80 | payload.length, ...mask.subarray(0, 4), ...masked]);
}

/** A control frame that came. */
export interface ControlFrame {
  readonly opcode: number;
  readonly payload: Uint8Array;
}

/** Reads a server's frames in constant memory: payloads of data frames are skipped, whatever length they announce. */
export class FrameReader {
  #head: number[] = [];
  #skip = 0;
  #control: { opcode: number; length: number; bytes: number[] } | undefined;

  /** The control frames that these bytes complete. @throws RangeError with what is wrong, if they are no frames of a server's */
  push(bytes: Uint8Array): ControlFrame[] {
    const frames: ControlFrame[] = [];
    let at = 0;
    while (at < bytes.length || this.#control?.length === 0) {
      if (this.#control) {
        const taken = bytes.subarray(at, at + this.#control.length - this.#control.bytes.length);
        this.#control.bytes.push(...taken);
        at += taken.length;
        if (this.#control.bytes.length < this.#control.length) break;
        frames.push({ opcode: this.#control.opcode, payload: Uint8Array.from(this.#control.bytes) });
        this.#control = undefined;
      } else if (this.#skip > 0) {
        const skipped = Math.min(this.#skip, bytes.length - at);
        this.#skip -= skipped;
        at += skipped;
      } else {
        this.#head.push(bytes[at] ?? 0);
        at += 1;
        this.#begin();
      }
    }
    return frames;
  }

  /** Takes the head apart as soon as it is whole. */
  #begin(): void {
    const [first = 0, second] = this.#head;
    if ((first & 0x70) !== 0) throw new RangeError('a frame with a reserved bit, though no extension was agreed on');
    const opcode = first & 0x0f;
    if (opcode > 10 || (opcode > 2 && opcode < 8)) throw new RangeError(`a frame of the unknown kind ${opcode}`);
    if (second === undefined) return;
    if ((second & 0x80) !== 0) throw new RangeError('a masked frame, which only clients send');
    const short = second & 0x7f;
    const extended = short === 126 ? 2 : short === 127 ? 8 : 0;
    if (opcode >= 8 && extended > 0) throw new RangeError('a control frame of more than 125 bytes');
    if (this.#head.length < 2 + extended) return;
    // Exact up to 2^53 bytes, more than any connection carries.
    const length = extended === 0 ? short : this.#head.slice(2).reduce((value, byte) => value * 256 + byte, 0);
    this.#head = [];
    if (opcode >= 8) this.#control = { opcode, length, bytes: [] };
    else this.#skip = length;
  }
}

/** The code and the reason of a close frame, for people: `1008, policy`. */
export function closeText(payload: Uint8Array): string {
  const [high, low] = payload;
  if (high === undefined || low === undefined) return 'closed without a code';
  const reason = new TextDecoder().decode(payload.subarray(2));
  return `close code ${high * 256 + low}${reason === '' ? '' : `, ${reason}`}`;
}
