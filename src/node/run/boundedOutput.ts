/** The first and the last bytes of an output, redacted, in bounded memory. What is left out between them costs no redaction. */
import { RedactingStream, unsafeStart } from './redactBytes.js';
import { Ring } from './ring.js';

interface Limits {
  /** Bytes that are kept from the beginning, and from the end. */
  readonly headBytes: number;
  readonly lastBytes: number;
}

export class BoundedOutput {
  readonly #head: RedactingStream;
  #last: Ring | undefined;
  #bytes = 0;

  /**
   * @param sink takes what is kept, in order
   * @param onGap hears of how many bytes are left out, between the two parts
   */
  constructor(private readonly limits: Limits, sink: (bytes: Buffer) => void, private readonly onGap: (bytes: number) => void) {
    this.#head = new RedactingStream(sink);
  }

  /** What came in all. */
  get bytes(): number {
    return this.#bytes;
  }

  write(chunk: Buffer): void {
    const room = Math.max(0, this.limits.headBytes - this.#bytes);
    this.#bytes += chunk.length;
    if (room > 0) this.#head.write(room < chunk.length ? chunk.subarray(0, room) : chunk);
    if (room < chunk.length) {
      this.#last ??= new Ring(this.limits.lastBytes);
      this.#last.push(chunk.subarray(room));
    }
  }

  /** Nothing more comes. @returns how many bytes were too many; what is left out is these and the rest of lines that they cut */
  end(): number {
    const left = this.#last?.dropped ?? 0;
    if (left > 0) this.#leaveOut(left);
    else if (this.#last) this.#head.write(this.#last.content());
    this.#head.end();
    return left;
  }

  #leaveOut(dropped: number): void {
    // The rest of a cut line may be a part of a secret that no shape matches.
    const held = this.#head.cut();
    const last = this.#last?.content() ?? Buffer.alloc(0);
    const skipped = unsafeStart(last);
    this.onGap(dropped + held + skipped);
    this.#head.write(last.subarray(skipped));
  }
}
