/** What a target said, as far as a person wants to read it. */
import type { IncomingMessage } from 'node:http';
import { bounded, clean } from '../../core/report/untrusted.js';

/** Bytes that are kept: more than the excerpt shows, so that a secret at its end is seen whole and replaced. */
const KEPT_BYTES = 4096;

/** Characters that an excerpt shows. */
const SHOWN_CHARACTERS = 400;

/** Bytes of a peer that does not send text. */
const SHOWN_BYTES = 16;

/** Counts bytes and keeps the first ones. */
export class ByteExcerpt {
  readonly #kept: Buffer[] = [];
  #seen = 0;

  /** Bytes that were added. */
  get seen(): number {
    return this.#seen;
  }

  add(bytes: Buffer): void {
    const room = KEPT_BYTES - this.#seen;
    this.#seen += bytes.length;
    // A copy: the slice would keep the whole chunk in memory.
    if (room > 0) this.#kept.push(Buffer.from(bytes.subarray(0, room)));
  }

  /** The first bytes, as far as they are kept. */
  bytes(): Buffer {
    return Buffer.concat(this.#kept);
  }

  /** The first characters, redacted; for bytes that are not text the first of them in hex. */
  text(): string {
    const bytes = this.bytes();
    const text = bytes.toString('utf8');
    // eslint-disable-next-line no-control-regex -- control characters are the subject
    if (/[\u0000-\u0008\u000e-\u001a\u001c-\u001f\ufffd]/.test(text.slice(0, SHOWN_BYTES))) return `bytes ${(bytes.subarray(0, SHOWN_BYTES).toString('hex').match(/../g) ?? []).join(' ')}${this.#seen > SHOWN_BYTES ? ' …' : ''}`;
    return bounded(clean(text).trim(), SHOWN_CHARACTERS);
  }
}

/** The status line and the beginning of the body. */
export function responseExcerpt(response: IncomingMessage, body: ByteExcerpt): string {
  const statusLine = `HTTP/${response.httpVersion} ${response.statusCode ?? ''} ${response.statusMessage ?? ''}`;
  return `${bounded(clean(statusLine).trim(), SHOWN_CHARACTERS)}\n${body.text()}`.trim();
}
