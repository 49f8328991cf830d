/** Reads a log, in pieces of bytes, into records. Made for speed: no string is made of a line unless somebody asks for it. */
import { LogClock, type ClockAssumptions } from './clock.js';
import { DETECTION_LINES, detectFormats, readsTheSame, type StampFormat } from './detect.js';
import { ESC, takeOutEscapes } from './escapes.js';
import { LineScanner, ROOM } from './lineScanner.js';
import { HASHED_BYTES, hashOfWriter, LogRecord } from './record.js';
import { Several } from './several.js';
import { Stamp } from './stamp.js';
import { mayBeThrown } from './thrown.js';
import { behindWriter } from './writer.js';

/** A longer line is read, and counted as one, but nothing behind this is looked at where it reaches beyond one piece. */
const MAX_CARRY = 64 * 1024;

/** The first bytes wait until there are lines enough to tell the format from, or so many of them. */
const MAX_HEAD = 256 * 1024;

/** So many lines in a row without a stamp are no stack trace: the format is looked for again. */
const STREAK = 500;

export interface ReaderOptions {
  readonly clock: ClockAssumptions;
  /** Known already: of an earlier part of the same log. Then nothing is detected. */
  readonly formats?: readonly StampFormat[];
  /** Lines before the first record belong to the record of an earlier part: they are counted, and no records. It is given each of them, bounded. */
  readonly insideRecord?: (line: string) => void;
  /** Lines of the log before the first one that is read, where that is no whole log. */
  readonly linesBefore?: number;
  /** Takes each record, in order; the object is used again for the next one. */
  readonly onRecord: (record: LogRecord) => void;
  /**
   * Whether a line without a stamp, which may be the first one of something thrown, begins a record of its own, at the time of the one above.
   * @param above the record that the line goes on with otherwise
   */
  readonly beginsFailure: (line: string, above: LogRecord) => boolean;
  /** Whether a line is the first one of what was thrown, and the one above, which is all of its record, says that this failed. Asked in a log without stamps. */
  readonly showsFailure: (line: string, above: LogRecord) => boolean;
}

/** Bytes of a line that may be thrown, and of one that belongs to an earlier part. */
const LOOK = 400;
const MAX_SKIPPED = 8 * 1024;

const decoder = new TextDecoder('utf-8');

/** One for all readers: no record refers to its memory any more when the next bytes are loaded. */
let shared: LineScanner | undefined;
const scanner = (): LineScanner => (shared ??= new LineScanner());

/** Where the bytes begin in the scanner's memory, in which no terminal sequence stands any more. */
function loaded(bytes: Uint8Array): number {
  const lines = scanner();
  const start = lines.load(bytes);
  const end = start + bytes.length;
  const first = lines.find(start, end, ESC);
  if (first < end) takeOutEscapes(lines.bytes.subarray(first, end));
  return start;
}

export class LogReader {
  /** Lines that were read, those before them included. */
  lines: number;
  /** Whether names of writers stand before its stamps. */
  namesWriters = false;
  /** Lines longer than {@link MAX_CARRY} that were not looked at whole. */
  longLines = 0;
  readonly clock: LogClock;
  private formats: readonly StampFormat[];
  private detected: boolean;
  private head: Uint8Array[] = [];
  private headBytes = 0;
  private readonly record = new LogRecord();
  private open = false;
  private readonly stamp = new Stamp();
  private readonly several = new Several();
  private readonly carry = new Uint8Array(MAX_CARRY + 1);
  private carried = 0;
  private cut = false;
  /** Where the line begins, as `carriedFrom`, if there is NUL before what is left of it; else -1. */
  private nulAt = -1;
  /** The moment of the last stamp. */
  private stampedAt = NaN;
  /** Lines in a row without a stamp. */
  private misses = 0;
  private streak = STREAK;
  private loose: boolean;
  private skipping: boolean;
  /** See {@link readUntil}. */
  private limit = Infinity;
  private done = false;
  /** Lines that were read beyond {@link limit}, to the end of the record that began before it. */
  private beyond = 0;
  /** Bytes that were pushed before the current piece. */
  private before = 0;
  /** Bytes that were pushed before the line that is carried. */
  private carriedFrom = 0;

  constructor(private readonly options: ReaderOptions) {
    this.clock = new LogClock(options.clock);
    this.lines = options.linesBefore ?? 0;
    this.formats = options.formats ?? [];
    this.detected = options.formats !== undefined;
    this.skipping = options.insideRecord !== undefined;
    this.loose = !this.skipping || this.formats.length === 0;
  }

  /** The formats of its stamps; none before they were looked for, or where there are no stamps. */
  get stampFormats(): readonly StampFormat[] {
    return this.formats;
  }

  /** The record that begins behind so many bytes from the first one is not read any more; the one before it is, to its end. */
  readUntil(bytes: number): void {
    this.limit = bytes;
  }

  /** Whether all was read that {@link readUntil} allows. */
  get ended(): boolean {
    return this.done;
  }

  /** The next piece. It may be written over afterwards. */
  push(chunk: Uint8Array): void {
    if (this.done) return;
    if (this.detected) {
      this.detectLate(chunk);
      this.readAll(chunk);
      return;
    }
    this.head.push(chunk.slice());
    this.headBytes += chunk.length;
    if (this.headBytes >= MAX_HEAD || this.linesInHead() >= DETECTION_LINES) this.begin();
  }

  /** What was pushed is read now, even if little: nothing more may come for long. */
  flush(): void {
    if (!this.detected) this.begin();
  }

  /** Nothing more came for a while: the record that may go on is taken as ended. What comes later without a stamp is not part of it. */
  settle(): void {
    this.close();
  }

  /** Nothing more comes: the last line and the last record are ended. */
  end(): void {
    this.flush();
    if ((this.carried > 0 || this.cut) && !this.done) this.takeCarried();
    this.close();
  }

  private linesInHead(): number {
    let lines = 0;
    for (const piece of this.head) for (let at = piece.indexOf(10); at !== -1; at = piece.indexOf(10, at + 1)) lines += 1;
    return lines;
  }

  private begin(): void {
    const head = new Uint8Array(this.headBytes);
    let at = 0;
    for (const piece of this.head) {
      head.set(piece, at);
      at += piece.length;
    }
    this.head = [];
    // A byte-order mark is part of no stamp and of no message.
    const start = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
    this.formats = detectFormats(head, start, head.length);
    this.detected = this.formats.length > 0 || head.includes(10) || this.headBytes >= MAX_HEAD;
    this.headBytes = 0;
    this.readAll(start === 0 ? head : head.subarray(start));
  }

  /** A program may say something before its logger does: of what comes little by little, the first lines tell the format as those of a file do. */
  private detectLate(chunk: Uint8Array): void {
    if (this.formats.length > 0 || this.options.formats || this.lines - (this.options.linesBefore ?? 0) >= DETECTION_LINES) return;
    const bytes = new Uint8Array(this.carried + chunk.length);
    bytes.set(this.carry.subarray(0, this.carried));
    bytes.set(chunk, this.carried);
    this.formats = detectFormats(bytes, 0, bytes.length);
  }

  private readAll(bytes: Uint8Array): void {
    for (let from = 0; from < bytes.length && !this.done; from += ROOM) this.read(bytes.subarray(from, from + ROOM));
  }

  private read(chunk: Uint8Array): void {
    let at = 0;
    if (this.carried > 0 || this.cut) {
      const newline = chunk.indexOf(10);
      const to = newline === -1 ? chunk.length : newline;
      const taken = Math.min(to, MAX_CARRY - this.carried);
      this.carry.set(chunk.subarray(0, taken), this.carried);
      this.carried += taken;
      if (taken < to) this.cut = true;
      if (newline === -1) {
        this.before += chunk.length;
        return;
      }
      this.takeCarried();
      at = newline + 1;
    }
    if (this.ended) return;
    const start = loaded(chunk);
    const to = this.take(start + at, start + chunk.length, this.before - start) - start;
    this.record.detach();
    if (to < chunk.length) {
      const rest = Math.min(chunk.length - to, MAX_CARRY);
      this.carry.set(chunk.subarray(to, to + rest));
      this.carried = rest;
      this.cut = rest < chunk.length - to;
      this.carriedFrom = this.before + to;
    }
    this.before += chunk.length;
  }

  /** The line that is carried is whole. */
  private takeCarried(): void {
    if (this.cut) this.longLines += 1;
    this.carry[this.carried] = 10;
    const length = this.carried + 1;
    this.carried = 0;
    this.cut = false;
    this.record.detach();
    const start = loaded(this.carry.subarray(0, length));
    this.take(start, start + length, this.carriedFrom - start);
    this.record.detach();
  }

  /**
   * Reads the whole lines of `[at, end)` in the scanner's memory.
   * @param base what was pushed before the memory's first byte, if that were part of the log
   * @returns where the line begins that is not whole
   */
  private take(at: number, end: number, base: number): number {
    const { stamp, record } = this;
    const lines = scanner();
    const { bytes } = lines;
    while (at < end) {
      if (bytes[at] === 0) {
        at = this.behindNul(bytes, at, end, base);
        if (at === end) return end;
      }
      const stamped = this.stampAt(bytes, at, end);
      const skipFrom = stamped ? stamp.start : at;
      const skipTo = stamped ? stamp.end : at;
      const limit = Math.min(end, skipTo + HASHED_BYTES);
      let newline = lines.scan(at, skipFrom, skipTo, limit, stamped ? 1 : 2);
      if (newline === -1) {
        newline = bytes.indexOf(10, limit);
        if (newline === -1 || newline >= end) return at;
      }
      const beyond = (this.nulAt === -1 ? base + at : this.nulAt) >= this.limit;
      if (this.nulAt !== -1) this.nulAt = -1;
      if (beyond) this.beyond += 1;
      else this.lines += 1;
      if (stamped && skipFrom > at && !this.namesWriters) this.namesWriters = behindWriter(bytes, at, skipFrom, true) === skipFrom;
      const text = stamped ? at : behindWriter(bytes, at, newline, this.namesWriters);
      const thrown = !stamped && !this.loose && !this.skipping && mayBeThrown(bytes, text, newline) && this.options.beginsFailure(lineAt(bytes, text, newline), record);
      const own = stamped || thrown || (!this.loose && text > at && this.open && this.isOfAnother(bytes, at, text, newline));
      if (own || (this.loose && this.beginsRecord(bytes, at, text, newline))) {
        // What is thrown behind a record is read with it, wherever a part of the log ends.
        if (beyond && (stamped || !own)) {
          this.done = true;
          return at;
        }
        this.close();
        this.open = true;
        this.several.begin(bytes, text);
        this.skipping = false;
        if (stamped) this.stampedAt = this.clock.at(stamp, this.family.leaves);
        record.begin(bytes, at, newline, this.lines + this.beyond, stamped || thrown ? this.stampedAt : NaN);
        record.hash = lines.hash;
        record.check = lines.check;
        record.stampStart = skipFrom - at;
        record.stampEnd = skipTo - at;
      } else if (this.open) record.add(bytes, at, newline, lines.hash, lines.check);
      else if (this.skipping) this.options.insideRecord?.(lineAt(bytes, at, newline, MAX_SKIPPED));
      if (stamped) {
        this.misses = 0;
        this.loose = false;
      } else if (++this.misses === this.streak) this.again(bytes, newline + 1, end);
      at = newline + 1;
    }
    return at;
  }

  /**
   * NUL at the beginning of a line is what a power failure leaves, or a writer whose log was cut under it: the line goes on behind it.
   * @param base of what was pushed before the first of the bytes
   */
  private behindNul(bytes: Uint8Array, at: number, end: number, base: number): number {
    if (this.nulAt === -1) this.nulAt = base + at;
    let to = at;
    while (to < end && bytes[to] === 0) to += 1;
    return to;
  }

  /** In a log without stamps. @param text where the line goes on behind its writer */
  private beginsRecord(bytes: Uint8Array, at: number, text: number, newline: number): boolean {
    if (!this.open && !this.skipping) return hasText(bytes, text, newline);
    if (this.open && text > at && !this.isOfWriter(bytes, at, text)) return hasText(bytes, text, newline);
    if (continues(bytes, text, newline)) return false;
    if (!this.open) return true;
    if (this.several.goesOn(bytes, text)) return false;
    const shown = this.record.lines === 1 && mayBeThrown(bytes, text, newline) && this.options.showsFailure(lineAt(bytes, text, newline), this.record);
    // What follows is told from it as if it began a record.
    if (shown) this.several.begin(bytes, text);
    return !shown;
  }

  /** Whether a line without a stamp is of another writer than the record above, or a line of its own below one of its writer's that has none either. */
  private isOfAnother(bytes: Uint8Array, at: number, text: number, newline: number): boolean {
    if (!this.isOfWriter(bytes, at, text)) return hasText(bytes, text, newline);
    return Number.isNaN(this.record.at) && !continues(bytes, text, newline) && !this.several.goesOn(bytes, text);
  }

  private isOfWriter(bytes: Uint8Array, at: number, text: number): boolean {
    return this.record.writerHash() === hashOfWriter(bytes.subarray(at, text));
  }

  private family!: StampFormat['family'];

  private stampAt(bytes: Uint8Array, at: number, end: number): boolean {
    const blank = bytes[at] === 32 || bytes[at] === 9;
    for (const { family, from, to, indented } of this.formats) {
      if (blank && !indented) continue;
      for (let offset = from; offset <= to; offset++) {
        // A stamp stands on its line.
        if (offset > from && bytes[at + offset - 1] === 10) break;
        if (family.read(bytes, at + offset, end, this.stamp) && (offset === 0 || this.sameLine(bytes, at, at + offset))) {
          this.family = family;
          return true;
        }
      }
    }
    return false;
  }

  private sameLine(bytes: Uint8Array, at: number, to: number): boolean {
    for (let i = at; i < to; i++) if (bytes[i] === 10) return false;
    return true;
  }

  /** The format changed, or what comes has no stamps. */
  private again(bytes: Uint8Array, at: number, end: number): void {
    const found = detectFormats(bytes, at, end);
    const others = found.filter(({ family }) => !this.formats.some((known) => readsTheSame(known.family, family)));
    this.formats = [...others, ...this.formats].slice(0, 4);
    this.loose = !this.skipping;
    this.misses = 0;
    if (others.length === 0) this.streak *= 2;
  }

  private close(): void {
    if (!this.open) return;
    this.open = false;
    this.options.onRecord(this.record);
  }
}

function lineAt(bytes: Uint8Array, at: number, newline: number, length = LOOK): string {
  return decoder.decode(bytes.subarray(at, Math.min(newline, at + length))).trimEnd();
}

/** Whether there is more on the line than blanks: where no record stands above it, such a line begins one, indented or not. */
function hasText(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if ((bytes[at] ?? 32) > 32) return true;
  return false;
}

/** Whether a line without a stamp goes on with what stands above it, as frames of stack traces and indented or bracketed data do. */
function continues(bytes: Uint8Array, start: number, end: number): boolean {
  const first = bytes[start];
  if (start === end || first === 13) return true;
  if (first === 32 || first === 9 || first === 125 || first === 93 || first === 41) return true;
  // `Caused by:`, `... 12 more`
  return (first === 67 && bytes[start + 1] === 97 && bytes[start + 2] === 117 && bytes[start + 7] === 98 && bytes[start + 8] === 121) || (first === 46 && bytes[start + 1] === 46 && bytes[start + 2] === 46 && bytes[start + 3] === 32);
}
