/** A record of a log: the line that begins it, and the lines that belong to it. One object is used for all, so that reading makes no garbage. */

import { numberedLevel } from './numberedLevel.js';

/** Bytes and lines of a record that are kept as text. */
const MAX_RECORD_BYTES = 8 * 1024;
const MAX_RECORD_LINES = 64;

const DASH = 0x2d;
const CR = 0x0d;
const BAR = 0x7c;

/** `:`, `|`, `>`, `-`, `+`, `[` and `{`. */
const OPENING = [0x3a, 0x7c, 0x3e, DASH, 0x2b, 0x5b, 0x7b];

/** Bytes of a message that tell its template: what differs only behind them is the same. */
export const HASHED_BYTES = 1024;

/** Bytes in which the name of what wrote a line is looked for. */
const MAX_WRITER_BYTES = 90;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: false });

export class LogRecord {
  /** ms since the Unix epoch; NaN if it has no stamp. */
  at = NaN;
  /** Number of its first line, 1-based. */
  line = 0;
  lines = 0;
  /** Of its first line with what differs left out. */
  hash = 0;
  check = 0;
  /** Of its second line. */
  nextHash = 0;
  nextCheck = 0;
  /** Of all lines behind the first. */
  restHash = 0;
  /** Half-open, where its stamp stands on the first line, in bytes from its beginning; both 0 if it has none. */
  stampStart = 0;
  stampEnd = 0;
  /** Whether its hash does not tell the end of its first line. */
  long = false;
  /** Whether a line behind the first ends with a dash, as the first line of a key does. */
  dashed = false;
  private bytes: Uint8Array | undefined;
  private start = 0;
  private end = 0;
  private firstEnd = 0;
  private kept: string[] = [];
  private keptBytes = 0;

  begin(bytes: Uint8Array, start: number, end: number, line: number, at: number): void {
    this.at = at;
    this.line = line;
    this.lines = 1;
    this.nextHash = 0;
    this.nextCheck = 0;
    this.restHash = 0;
    this.dashed = false;
    this.long = end - start > HASHED_BYTES;
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.firstEnd = end;
    if (this.kept.length > 0) this.kept = [];
    this.keptBytes = 0;
  }

  /** @param end where the line ends, without its newline */
  add(bytes: Uint8Array, start: number, end: number, hash: number, check: number): void {
    if (this.lines === 1) {
      this.nextHash = hash;
      this.nextCheck = check;
    }
    this.restHash = (Math.imul(this.restHash, 31) + hash) | 0;
    this.lines += 1;
    // Behind it a quote, a comma, or a carriage return.
    if (bytes[end - 1] === DASH || bytes[end - 2] === DASH || bytes[end - 3] === DASH) this.dashed = true;
    if (this.bytes === bytes && this.start < start) this.end = end;
    else if (this.lines <= MAX_RECORD_LINES && this.keptBytes < MAX_RECORD_BYTES) {
      this.detach();
      this.keep(bytes, start, end);
    }
  }

  /** Its bytes are about to be written over, or end: what of them is wanted is taken out. */
  detach(): void {
    const { bytes } = this;
    if (!bytes) return;
    this.bytes = undefined;
    this.keep(bytes, this.start, this.firstEnd);
    if (this.end > this.firstEnd) this.keep(bytes, Math.min(this.end, this.firstEnd + 1), this.end);
  }

  /** Its lines, with LF between them, bounded; not yet cleaned. */
  text(): string {
    this.detach();
    return this.kept.join('\n').split('\n').slice(0, MAX_RECORD_LINES).join('\n');
  }

  /** Whether its first line ends as one does below which a value stands, for one whose hash does not tell its end. */
  get opensFarOut(): boolean {
    const { bytes, firstEnd } = this;
    if (!bytes) return OPENING.includes(this.kept[0]?.charCodeAt(this.kept[0].length - 1) ?? 0);
    return OPENING.includes(bytes[firstEnd - 1] === CR ? (bytes[firstEnd - 2] ?? 0) : (bytes[firstEnd - 1] ?? 0));
  }

  /** Whether {@link text} is all of it. */
  get whole(): boolean {
    return this.lines <= MAX_RECORD_LINES && this.keptBytes < MAX_RECORD_BYTES;
  }

  /** From here on it has that text, of as many lines, behind its stamp: what was in it shall be nowhere. */
  replace(text: string): void {
    this.bytes = undefined;
    const newline = text.indexOf('\n');
    this.kept = newline === -1 ? [text] : [text.slice(0, newline), text.slice(newline + 1)];
  }

  /** Its first line. */
  header(): string {
    const { bytes } = this;
    return bytes ? decode(bytes, this.start, this.firstEnd) : (this.kept[0] ?? '');
  }

  /** Of what stands before the first `|` of its first line and outside of its stamp, bounded. */
  writerHash(): number {
    const from = this.stampStart === 0 ? this.stampEnd : 0;
    const to = Math.min(from + MAX_WRITER_BYTES, this.stampStart === 0 ? Infinity : this.stampStart);
    const line = this.bytes?.subarray(this.start, this.firstEnd) ?? encoder.encode(this.kept[0]?.slice(0, to) ?? '');
    return hashOfWriter(line.subarray(from, to));
  }

  /** The number that tells its level; −1 if none does. */
  numberedLevel(): number {
    const { bytes } = this;
    if (bytes) return numberedLevel(bytes, this.start, this.firstEnd);
    const line = encoder.encode(this.kept[0] ?? '');
    return numberedLevel(line, 0, line.length);
  }

  private keep(bytes: Uint8Array, start: number, end: number): void {
    const to = Math.min(end, start + MAX_RECORD_BYTES - this.keptBytes);
    this.keptBytes += to - start;
    this.kept.push(decode(bytes, start, to));
  }
}

/** Of what stands before the first `|`. */
export function hashOfWriter(line: Uint8Array): number {
  let hash = 0;
  for (let at = 0; at < line.length && line[at] !== BAR; at++) hash = (Math.imul(hash, 31) + (line[at] ?? 0)) | 0;
  return hash;
}

/** Text of bytes that may be no UTF-8: what is none is shown as U+FFFD. */
function decode(bytes: Uint8Array, start: number, end: number): string {
  const to = Math.min(end, start + MAX_RECORD_BYTES);
  return decoder.decode(bytes.subarray(start, to)).replace(/\r$/gm, '');
}
