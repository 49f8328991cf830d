/** The fold of one log, or of a part of one: records in, templates with what is known of each, failures and an excerpt out. */
import type { Sha256 } from '../../ports.js';
import { hideOverLines, withEqualMarks } from '../redact.js';
import { mayOpen, OverLines } from '../redaction/overLines.js';
import type { ClockAssumptions, ClockNotes } from './clock.js';
import type { StampFormat } from './detect.js';
import { Excerpt, type ExcerptRecord } from './excerpt.js';
import { LogFailures, type LogFailure } from './failures.js';
import { HashTable } from './hashTable.js';
import { isBare, jsonMessage, wordsOf, writerOf } from './message.js';
import { TemplateMiner } from './miner.js';
import { hasNumberedLevel } from './numberedLevel.js';
import { Numbers, type NumberPlace } from './numbers.js';
import { LogReader } from './reader.js';
import type { LogRecord } from './record.js';
import { levelOf, severityOf, type Severity } from './severity.js';
import { beginsFailure, isThrown, showsFailure } from './thrown.js';
import { Track, type TrackData } from './track.js';
import { withoutWriters } from './writer.js';

/** Beyond so many templates each keeps fewer examples. */
const CROWD = 500;

/** Digits of a second that a moment holds: of its ms since 1970, a number has some 0.2 µs. */
const FINEST_DIGITS = 6;

/** Half-open, ms since the Unix epoch. */
export interface LogWindow {
  readonly since?: number;
  readonly until?: number;
  /** The moment around which the excerpt is taken. */
  readonly around?: number;
}

export interface AnalysisOptions {
  readonly clock: ClockAssumptions;
  readonly window?: LogWindow;
  /** Records of which no line matches are left out, as those outside of the window. Tested with the lines of a record joined by LF, bounded. */
  readonly grep?: RegExp;
  readonly sha256: Sha256;
  readonly formats?: readonly StampFormat[];
  readonly insideRecord?: true;
  readonly linesBefore?: number;
  /** What the lines before say of secrets in these, where that is no whole log. */
  readonly over?: OverLines;
  /** The short numbers of each template's records are kept, too. It takes as long as an expression does. */
  readonly numbers?: true;
  /** Told of each record that is in the window and matches, with the words of its template, whether that template is new, and how bad it is. */
  readonly onMatch?: (record: LogRecord, words: readonly string[], isNew: boolean, severity: Severity) => void;
}

/** What is known of a log, or of a part of one: plain data. */
export interface LogData {
  readonly lines: number;
  readonly longLines: number;
  /** All of them, and those that were selected. */
  readonly records: number;
  readonly selected: number;
  /** Records without a stamp of their own. */
  readonly unstamped: number;
  /** Of all records, in the order of time; NaN without stamps. */
  readonly firstAt: number;
  readonly lastAt: number;
  /** Records whose stamp is earlier than that of the record before. */
  readonly outOfOrder: number;
  /** Names of the formats of its stamps. */
  readonly formats: readonly string[];
  /** The finest that its stamps tell, ms. */
  readonly resolutionMs: number;
  readonly clock: ClockNotes;
  readonly tracks: readonly TrackData[];
  /** Of each of `tracks`, where they were asked for. */
  readonly numbers?: readonly (readonly NumberPlace[])[];
  /** All selected records, whatever their template. */
  readonly whole: TrackData;
  readonly failures: readonly LogFailure[];
  readonly otherFailures: number;
  readonly excerpt: readonly ExcerptRecord[];
}

export class LogAnalysis {
  readonly reader: LogReader;
  private readonly miner = new TemplateMiner();
  private readonly known = new HashTable();
  private readonly tracks: Track[] = [];
  private readonly numbers: Numbers[] = [];
  private readonly whole = new Track();
  private readonly failures: LogFailures;
  private readonly excerpt: Excerpt;
  private readonly since: number;
  private readonly until: number;
  private readonly windowed: boolean;
  private records = 0;
  private selected = 0;
  private unstamped = 0;
  private firstAt = NaN;
  private lastAt = NaN;
  private outOfOrder = 0;
  private previousAt = NaN;
  private previous: Track | undefined;
  private fresh = false;
  /** What the records before say of secrets in the next. */
  private readonly over: OverLines;
  /** Whether a secret goes on in the next record, or may. */
  private inside: boolean;
  /** Whether the last record's first line may open a secret that goes on below. */
  private opens = false;

  constructor(private readonly options: AnalysisOptions) {
    const { window, grep, clock, formats, insideRecord, linesBefore } = options;
    this.over = options.over ?? new OverLines();
    this.inside = this.over.open;
    this.since = window?.since ?? -Infinity;
    this.until = window?.until ?? Infinity;
    this.windowed = window?.since !== undefined || window?.until !== undefined;
    this.failures = new LogFailures(options.sha256);
    this.excerpt = new Excerpt(window?.around, this.windowed || grep !== undefined);
    this.reader = new LogReader({ clock, ...(formats && { formats }), ...(insideRecord && { insideRecord: (line: string) => this.skip(line) }), ...(linesBefore !== undefined && { linesBefore }), onRecord: (record) => this.record(record), beginsFailure: (line, above) => this.begins(line, above), showsFailure: (line, above) => showsFailure(line, this.saidIn(messageOf(above.header(), above))) });
  }

  push(chunk: Uint8Array): void {
    this.reader.push(chunk);
  }

  /** Nothing more comes. */
  end(): void {
    this.reader.end();
  }

  /** What is known by now. */
  data(): LogData {
    const { reader, miner, tracks } = this;
    return {
      lines: reader.lines - (this.options.linesBefore ?? 0),
      longLines: reader.longLines,
      records: this.records,
      selected: this.selected,
      unstamped: this.unstamped,
      firstAt: this.firstAt,
      lastAt: this.lastAt,
      outOfOrder: this.outOfOrder,
      formats: reader.stampFormats.map(({ family }) => family.name),
      resolutionMs: 10 ** (3 - Math.min(FINEST_DIGITS, reader.clock.digits)),
      clock: reader.clock.notes,
      tracks: miner.templates.map(({ words }, index) => (tracks[index] ?? new Track()).data(words)),
      ...(this.options.numbers && { numbers: miner.templates.map((_, index) => this.numbers[index]?.places() ?? []) }),
      whole: this.whole.data([]),
      failures: this.failures.all(),
      otherFailures: this.failures.others,
      excerpt: this.excerpt.records(),
    };
  }

  private record(record: LogRecord): void {
    const { at } = record;
    this.records += 1;
    if (Number.isNaN(at)) this.unstamped += 1;
    else {
      if (at < this.previousAt) this.outOfOrder += 1;
      this.previousAt = at;
      if (!(this.firstAt <= at)) this.firstAt = at;
      if (!(this.lastAt >= at)) this.lastAt = at;
    }
    this.fresh = false;
    const looked = this.inside;
    const index = looked ? this.templateBehindOpener(record) : this.templateOf(record);
    if (!looked && (this.opens || record.dashed)) this.hide(record);
    const track = this.trackAt(index);
    if (this.windowed && !(at >= this.since && at < this.until)) {
      // A record without a stamp is at no time.
      if (at >= this.until) track.behind += 1;
      else if (at < this.since) track.before += 1;
      return;
    }
    const { grep } = this.options;
    if (grep && !grep.test(record.text())) return;
    this.selected += 1;
    if (this.previous) this.previous.followedAt = at;
    this.previous = track;
    const { line } = record;
    track.add(at, line);
    this.whole.add(at, line);
    if (this.options.numbers) this.addNumbers(index, record);
    if (track.wantsExample(this.tracks.length > CROWD)) track.addExample({ line, at, text: record.text() });
    if (track.severity === 'failure') {
      this.failures.add(index, record.restHash, at, line, () => {
        const whole = record.text();
        const header = whole.split('\n', 1)[0] ?? '';
        return { whole, message: failureText(this.saidIn(messageOf(header, record)), this.saidIn(whole)) };
      });
    }
    this.excerpt.add(record);
    this.options.onMatch?.(record, this.miner.templates[index]?.words ?? [], this.fresh, track.severity);
  }

  private begins(line: string, above: LogRecord): boolean {
    return beginsFailure(line, { message: this.saidIn(messageOf(above.header(), above)), rest: () => (above.lines === 1 ? [] : this.saidIn(above.text()).split('\n').slice(1)) });
  }

  private saidIn(text: string): string {
    return withoutWriters(text, this.reader.namesWriters);
  }

  /** What a line of an earlier part's record says of secrets below it: a key that begins there goes on here. */
  private skip(line: string): void {
    hideOverLines(line, this.over);
    this.inside = this.over.open;
  }

  private addNumbers(index: number, record: LogRecord): void {
    const numbers = (this.numbers[index] ??= new Numbers());
    if (!numbers.wants) return;
    const header = record.header();
    numbers.add(`${header.slice(0, record.stampStart)}${header.slice(record.stampEnd)}`);
  }

  /** Takes secrets out of a record that stand over several lines, and remembers what it says of the next one. */
  private hide(record: LogRecord): void {
    const text = record.text();
    const shown = hideOverLines(text, this.over);
    // What is not kept of it may have begun a key.
    if (record.dashed && !record.whole) this.over.expectKey();
    this.inside = this.over.open;
    if (shown !== text) record.replace(shown);
  }

  /** Of a record that may hold the rest of a secret which one before it opened. */
  private templateBehindOpener(record: LogRecord): number {
    const before = record.header();
    this.hide(record);
    const header = record.header();
    return header === before ? this.templateOf(record) : this.mined(withEqualMarks(messageOf(header, record)), header);
  }

  /** The index of its template, and of its track. */
  private templateOf(record: LogRecord): number {
    const { known } = this;
    let index = known.get(record.hash, record.check);
    if (index === -1) {
      const own = record.header();
      const opens = mayOpen(own);
      const header = opens ? hideOverLines(own) : own;
      const message = withEqualMarks(messageOf(header, record));
      index = this.mined(message, header);
      this.trackAt(index).opens ||= opens;
      this.trackAt(index).bare ||= isBare(message);
      const writer = writerOf(message);
      this.trackAt(index).written ||= writer !== '' && this.miner.templates[index]?.words[0] === writer;
      this.trackAt(index).numbered ||= hasNumberedLevel(header);
      known.set(record.hash, record.check, index);
    }
    this.opens = this.trackAt(index).opens || (record.long && record.opensFarOut);
    const { written, numbered, bare } = this.trackAt(index);
    if (written || numbered) return this.templateBeside(record, (written ? record.writerHash() : 0) ^ (numbered ? Math.imul(record.numberedLevel() + 2, 0x9e37_79b1) : 0));
    if (!bare || record.lines === 1) return index;
    const hash = Math.imul(record.hash, 31) ^ record.nextHash;
    const check = Math.imul(record.check, 31) ^ record.nextCheck;
    let inner = known.get(hash, check);
    if (inner === -1) {
      const [header = '', next = ''] = hideOverLines(record.text()).split('\n');
      inner = this.mined(withEqualMarks(`${messageOf(header, record)} ${next.trim()}`), header);
      known.set(hash, check, inner);
    }
    return inner;
  }

  /** Of a record whose hash leaves out a number that counts: of the replica that wrote it, or of its level. @param beside the hash of that */
  private templateBeside(record: LogRecord, beside: number): number {
    const hash = Math.imul(record.hash, 31) ^ beside;
    const check = Math.imul(record.check, 31) ^ beside;
    let index = this.known.get(hash, check);
    if (index === -1) {
      const header = hideOverLines(record.header());
      index = this.mined(withEqualMarks(messageOf(header, record)), header);
      this.known.set(hash, check, index);
    }
    return index;
  }

  private trackAt(index: number): Track {
    return (this.tracks[index] ??= new Track());
  }

  /** @param header for its level */
  private mined(message: string, header: string): number {
    const severity = severityOf(levelOf(message) === undefined && levelOf(header) !== undefined ? header : message);
    const { index } = this.miner.templateOf(wordsOf(message), severity);
    if (!this.tracks[index]) {
      this.trackAt(index).severity = severity;
      this.fresh = true;
    }
    return index;
  }
}

/** A record's first line without its stamp; of a line of JSON what it says. */
function messageOf(header: string, { stampStart, stampEnd }: LogRecord): string {
  const json = header.includes('{"') ? jsonMessage(header) : undefined;
  if (json !== undefined) return json;
  const before = header.slice(0, unitsOf(header, stampStart));
  const behind = header.slice(unitsOf(header, stampEnd));
  const key = KEY_OF_STAMP.exec(before);
  return `${key ? before.slice(0, key.index) : before}${key?.[1] === undefined ? behind : behind.replace(/^"/, '')}`.trim();
}

/** What is left of `time="…"` where its stamp is taken out is no part of the message. */
const KEY_OF_STAMP = /(?<![^\s])(?:ts|time|timestamp|t)=(")?$/;

/** So many bytes of UTF-8 in the units of a string. */
function unitsOf(text: string, bytes: number): number {
  let [units, left] = [0, bytes];
  for (; left > 0 && units < text.length; units++) {
    const code = text.charCodeAt(units);
    // Each half of a pair stands for two of four bytes.
    left -= code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 2 : 3;
  }
  return units;
}

const LEVEL = /^[\s[(|]*(?:level=)?(?:FATAL|CRITICAL|CRIT|PANIC|ERROR|ERR|SEVERE|E|F|(?<=level=)\d+)\b[\])>:,|]*\s*/i;

/** The record as a failure is read from: without stamp and level. @param message its first line without its stamp */
function failureText(message: string, whole: string): string {
  const newline = whole.indexOf('\n');
  // Where level and logger are all that the first line says, the next one goes on with it.
  const said = isThrown(message) ? message : message.replace(LEVEL, '');
  return `${said}${newline === -1 ? '' : isBare(message) ? `${said === '' ? '' : ': '}${whole.slice(newline).trimStart()}` : whole.slice(newline)}`;
}
