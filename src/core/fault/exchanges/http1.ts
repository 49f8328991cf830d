/** Reads the messages of one direction of an HTTP/1 connection as they come, in bounded memory: heads, and where each message ends. RFC 9112. */
import { Digest } from './digest.js';

export interface Head {
  /** Without its end of line. */
  readonly startLine: string;
  /** By their names in lower case; of one that is repeated, joined by commas. */
  readonly fields: ReadonlyMap<string, string>;
}

/** How a message goes on behind its head. `close`: to the end of the connection; `switch`: no HTTP from here on. */
export type Framing = { readonly bytes: number } | 'chunked' | 'close' | 'switch';

export interface Http1Hooks {
  /** A head is whole; says how its body is framed. */
  head(head: Head): Framing;
  /** The message is whole. @param end offset behind its last byte @param body of what its body holds */
  done(end: number, body: string): void;
}

/** A longer head is none: what follows is not read. Bytes. */
const MOST_HEAD = 64 * 1024;

/** Of a chunk-size line, with its extensions. Bytes. */
const MOST_LINE = 4_096;

const LF = 10;

export class Http1Messages {
  readonly #hooks: Http1Hooks;
  #state: 'head' | 'body' | 'size' | 'data-end' | 'trailer' | 'close' | 'over' = 'head';
  #line: number[] = [];
  #lines: string[] = [];
  #headBytes = 0;
  #left = 0;
  #chunked = false;
  #offset = 0;
  #digest = new Digest();
  /** What comes is no HTTP/1. */
  broken = false;

  constructor(hooks: Http1Hooks) {
    this.#hooks = hooks;
  }

  /** The bytes that are not HTTP any more: those behind a switch of protocols. */
  push(bytes: Uint8Array): Uint8Array | undefined {
    let at = 0;
    while (at < bytes.length && !this.broken) {
      if (this.#state === 'over') return bytes.subarray(at);
      if (this.#state === 'close' || this.#state === 'body') {
        const taken = this.#state === 'close' ? bytes.subarray(at) : bytes.subarray(at, at + this.#left);
        at += taken.length;
        this.#offset += taken.length;
        this.#digest.add(taken);
        if (this.#state === 'close') continue;
        this.#left -= taken.length;
        if (this.#left === 0) this.#bodyDone();
        continue;
      }
      const end = bytes.indexOf(LF, at);
      const stop = end < 0 ? bytes.length : end + 1;
      for (let i = at; i < stop && this.#line.length <= MOST_HEAD; i += 1) this.#line.push(bytes[i] ?? 0);
      this.#offset += stop - at;
      this.#headBytes += stop - at;
      at = stop;
      if (this.#headBytes > MOST_HEAD) this.broken = true;
      else if (end >= 0) this.#lineDone();
      if (this.#state === 'size' || this.#state === 'data-end') this.#headBytes = 0;
    }
    return undefined;
  }

  /** The sender has sent all: a message that lasts to the end of the connection is whole. */
  end(): void {
    if (this.#state !== 'close') return;
    this.#state = 'head';
    this.#hooks.done(this.#offset, this.#digest.text);
  }

  #lineDone(): void {
    const line = String.fromCharCode(...this.#line).replace(/\r?\n$/, '');
    this.#line = [];
    if (this.#state === 'size') this.#chunk(line);
    else if (this.#state === 'data-end') {
      if (line !== '') this.broken = true;
      this.#state = 'size';
    } else if (line !== '') {
      if (this.#state === 'head') this.#lines.push(line);
    } else if (this.#state === 'trailer') this.#finish();
    // An empty line before a start line is to be ignored (RFC 9112, 2.2).
    else if (this.#lines.length > 0) this.#headDone();
  }

  #headDone(): void {
    const [startLine = '', ...rest] = this.#lines;
    this.#lines = [];
    this.#headBytes = 0;
    const fields = new Map<string, string>();
    for (const line of rest) {
      const colon = line.indexOf(':');
      if (colon <= 0) continue;
      const [name, value] = [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
      const before = fields.get(name);
      fields.set(name, before === undefined ? value : `${before}, ${value}`);
    }
    this.#digest = new Digest();
    const framing = this.#hooks.head({ startLine, fields });
    this.#chunked = framing === 'chunked';
    if (framing === 'close') this.#state = 'close';
    else if (framing === 'chunked') this.#state = 'size';
    else if (framing === 'switch') {
      this.#hooks.done(this.#offset, this.#digest.text);
      this.#state = 'over';
    } else if (framing.bytes > 0) {
      this.#left = framing.bytes;
      this.#state = 'body';
    } else this.#finish();
  }

  #chunk(line: string): void {
    const size = /^[0-9a-f]{1,12}(?=[ \t;]|$)/i.exec(line);
    if (!size || line.length > MOST_LINE) {
      this.broken = true;
      return;
    }
    this.#left = Number.parseInt(size[0], 16);
    this.#state = this.#left === 0 ? 'trailer' : 'body';
  }

  #bodyDone(): void {
    if (this.#chunked) this.#state = 'data-end';
    else this.#finish();
  }

  #finish(): void {
    this.#state = 'head';
    this.#headBytes = 0;
    this.#hooks.done(this.#offset, this.#digest.text);
  }
}

/** How a request goes on: without a length it has no body. */
export function requestFraming({ fields }: Head): Framing {
  return lengthOf(fields) ?? { bytes: 0 };
}

/** How the response to a request of that method goes on. */
export function responseFraming({ startLine, fields }: Head, method: string): Framing {
  const status = statusOf(startLine);
  if (status === 101 || (method === 'CONNECT' && status >= 200 && status < 300)) return 'switch';
  if (method === 'HEAD' || status < 200 || status === 204 || status === 304) return { bytes: 0 };
  return lengthOf(fields) ?? 'close';
}

/** NaN if the line is no status line. */
export function statusOf(startLine: string): number {
  return Number(/^HTTP\/1\.[01] (\d{3})(?: |$)/.exec(startLine)?.[1] ?? NaN);
}

function lengthOf(fields: ReadonlyMap<string, string>): Framing | undefined {
  if (/(?:^|,)\s*chunked\s*$/i.test(fields.get('transfer-encoding') ?? '')) return 'chunked';
  const length = /^(\d{1,15})(?:\s*,\s*\1)*$/.exec(fields.get('content-length') ?? '')?.[1];
  return length === undefined ? undefined : { bytes: Number(length) };
}
