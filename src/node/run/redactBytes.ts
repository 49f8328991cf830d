/** Redaction of a stream of bytes, before they reach the disk. */
import { isUtf8 } from 'node:buffer';
import { redact, redactLines, redaction, WITHHELD, type FoundSecret } from '../../core/evidence/redact.js';
import { OverLines } from '../../core/evidence/redaction/overLines.js';

const PEM_BEGIN = /-----BEGIN[ A-Z0-9_-]{0,60}PRIVATE KEY(?: BLOCK)?-----/;
const PEM_END = /-----END[ A-Z0-9_-]{0,60}PRIVATE KEY(?: BLOCK)?-----/;

/** Bytes that are held back at most, while a line has no end. */
const MAX_HELD = 64 * 1024;

/** Where a line that is longer than that is cut: at least so many bytes of what follows are known, and no shape is longer in practice. */
const LOOK_AHEAD = 4 * 1024;

/**
 * The bytes with their secrets replaced; the same bytes if there are none. Not for a text whose border cuts a line.
 * @param state of the lines before them, where they are part of a text; moved on to their end
 */
export function redactBytes(bytes: Buffer, state = new OverLines()): Buffer {
  const suspects = redaction().suspects(bytes);
  if (suspects.length === 0 && !state.open) return bytes;
  // Latin 1 keeps one character per byte: no decoding for the common case.
  const latin1 = bytes.toString('latin1');
  const over = overLines(latin1, suspects, state);
  if (over === undefined) return Buffer.from(WITHHELD);
  // Few lines are looked at each by itself; many at once, which costs less than a call for each.
  if (suspects.reduce((sum, { start, end }) => sum + end - start, 0) > bytes.length * DENSE && ASCII.test(latin1)) {
    return asciiLines(latin1, suspects.reduce((all, { bits }) => all | bits, 0), over) ?? bytes;
  }
  const parts: Buffer[] = [];
  let position = 0;
  const lines: readonly Line[] = over.length === 0 ? suspects : withFound(latin1, suspects, over);
  for (const { start, end, bits, found } of lines) {
    const line = latin1.slice(start, end);
    // A log may hold lines of several encodings.
    const redacted = ASCII.test(line) ? asciiLines(line, bits, found) : otherLines(bytes.subarray(start, end), bits, found);
    if (redacted === undefined) continue;
    parts.push(bytes.subarray(position, start), redacted);
    position = end;
  }
  return parts.length === 0 ? bytes : Buffer.concat([...parts, bytes.subarray(position)]);
}

interface Line {
  readonly start: number;
  readonly end: number;
  readonly bits: number;
  /** Places in the line. */
  readonly found?: FoundSecret[];
}

/** Undefined where that fails: then nothing may pass. */
function overLines(latin1: string, suspects: readonly Line[], state: OverLines): FoundSecret[] | undefined {
  try {
    return redaction().overLines(latin1, suspects, state);
  } catch {
    return undefined;
  }
}

/** The lines that may hold a secret, or that hold one that is known by the lines above it. */
function withFound(text: string, suspects: readonly Line[], over: readonly FoundSecret[]): Line[] {
  const lines = new Map<number, Line>(suspects.map((line) => [line.start, line]));
  for (const { type, start: from, end: to } of over) {
    const start = text.lastIndexOf('\n', from - 1) + 1;
    const feed = text.indexOf('\n', to);
    const { bits, found = [] } = lines.get(start) ?? { bits: 0 };
    lines.set(start, { start, end: feed < 0 ? text.length : feed, bits, found: [...found, { type, start: from - start, end: to - start }] });
  }
  return [...lines.values()].sort((a, b) => a.start - b.start);
}

/** Of a text, the share from which on its suspect lines are many. */
const DENSE = 0.2;

// eslint-disable-next-line no-control-regex -- all of ASCII
const ASCII = /^[\u0000-\u007f]*$/;

/** Undefined if they hold no secret. */
function asciiLines(lines: string, bits: number, found?: readonly FoundSecret[]): Buffer | undefined {
  const redacted = redactLines(lines, bits, found);
  return redacted === lines ? undefined : Buffer.from(redacted);
}

function otherLines(bytes: Buffer, bits: number, found?: readonly FoundSecret[]): Buffer | undefined {
  const encoding = isUtf8(bytes) ? 'utf8' : 'latin1';
  const text = bytes.toString(encoding);
  const unit = (byte: number): number => bytes.toString(encoding, 0, byte).length;
  const redacted = redactLines(text, bits, found?.map(({ type, start, end }) => ({ type, start: unit(start), end: unit(end) })));
  if (redacted === text) return undefined;
  // The marks of a replacement are no Latin 1: there they are written as the bytes that they have in UTF-8.
  return encoding === 'utf8' ? Buffer.from(redacted) : Buffer.from(redacted.replaceAll('‹', '\xe2\x80\xb9').replaceAll('›', '\xe2\x80\xba'), 'latin1');
}

/**
 * Passes on what is redacted, in whole lines, and holds back the unfinished last one, which may yet turn out to hold a secret. Every byte that is no
 * secret passes unchanged. What the lines above say of those below is known from piece to piece.
 */
export class RedactingStream {
  readonly #sink: (bytes: Buffer) => void;
  readonly #state = new OverLines();
  #held: Buffer = EMPTY;

  constructor(sink: (bytes: Buffer) => void) {
    this.#sink = sink;
  }

  write(chunk: Buffer): void {
    // An unfinished line that grows is not searched again for its end.
    const newline = chunk.lastIndexOf(LF);
    const bytes = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    let border = newline < 0 ? 0 : bytes.length - chunk.length + newline + 1;
    if (bytes.length - border > MAX_HELD) border = forcedBorder(bytes);
    this.#pass(bytes.subarray(0, border));
    // A copy: the chunk's memory, of which a few bytes are held, need not stay.
    this.#held = Buffer.from(bytes.subarray(border));
  }

  /** Passes on what was held back. */
  end(): void {
    this.#pass(this.#held);
    this.#held = EMPTY;
  }

  /** Forgets what was held back, since the bytes after it are missing; what the lines above say holds for those behind the gap, too. Returns how many bytes that were. */
  cut(): number {
    const { length } = this.#held;
    this.#held = EMPTY;
    return length;
  }

  #pass(bytes: Buffer): void {
    if (bytes.length > 0) this.#sink(redactBytes(bytes, this.#state));
  }
}

const EMPTY = Buffer.alloc(0);
const LF = 0x0a;

/**
 * How many of the first bytes have to be left out of a text whose beginning is missing, since they may be the rest of a secret: up to
 * the end of a line (failing that, of a word), and of a private key whose beginning is missing.
 */
export function unsafeStart(bytes: Buffer): number {
  const text = bytes.toString('latin1', 0, MAX_HELD);
  const keyEnd = PEM_END.exec(text);
  if (keyEnd && text.slice(0, keyEnd.index).search(PEM_BEGIN) < 0) return keyEnd.index + keyEnd[0].length;
  const line = text.indexOf('\n') + 1;
  if (line > 0) return line;
  const word = text.search(/[ \t\r,;]/) + 1;
  return word > 0 ? word : text.length;
}

/**
 * Where to cut what is longer than may be held back: after a separator, at a place where redacting both sides apart gives what
 * redacting the whole gives. Without such a place (one unbroken word of 60 KB) everything is passed on.
 */
function forcedBorder(bytes: Buffer): number {
  const text = bytes.toString('latin1');
  const whole = redact(text);
  let border = text.length - LOOK_AHEAD;
  for (let tries = 0; tries < 8; tries++) {
    border = lastSeparator(text, border);
    if (border <= 0) break;
    if (redact(text.slice(0, border)) + redact(text.slice(border)) === whole) return border;
    border -= 1;
  }
  return bytes.length;
}

/** The end of the last separator that ends at or before `from`; 0 if there is none. */
function lastSeparator(text: string, from: number): number {
  for (let index = from; index > 0; index--) if (' \t\n\r,;'.includes(text.charAt(index - 1))) return index;
  return 0;
}
