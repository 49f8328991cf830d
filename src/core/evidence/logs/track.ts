/** What is kept of one template while a log is read: bounded, whatever the log's length. */
import { GapHistogram, type GapData } from './gapHistogram.js';
import { Rate, type RateData } from './rate.js';
import type { Severity } from './severity.js';

/** Moments of a template that are kept exactly; beyond, gaps are told from bins. */
const MAX_MOMENTS = 1024;

/** Records of a template that are kept as text: enough for the attempts of a client that backs off. */
const MAX_EXAMPLES = 12;

/** Of them as many for each of many templates. */
const FEW_EXAMPLES = 3;

/** Silences that are kept, the longest. */
const MAX_SILENCES = 8;

export interface Example {
  readonly line: number;
  /** ms since the Unix epoch; NaN without a stamp. */
  readonly at: number;
  /** Bounded; not yet cleaned. */
  readonly text: string;
}

export interface Silence {
  /** ms since the Unix epoch. */
  readonly from: number;
  readonly to: number;
  /** Of the record that ends it. */
  readonly line: number;
}

/** Plain data: what a worker hands over, and what findings are made from. */
export interface TrackData {
  readonly words: readonly string[];
  readonly severity: Severity;
  readonly count: number;
  readonly firstLine: number;
  readonly lastLine: number;
  /** In the order of time; NaN where no record has a stamp. */
  readonly firstAt: number;
  readonly lastAt: number;
  /** When the record behind its last one was written; NaN if there is none. */
  readonly followedAt: number;
  /** In the order of the log, at most {@link MAX_MOMENTS}. */
  readonly moments: readonly number[];
  /** Of each of `moments`, the line of its record. */
  readonly momentLines: readonly number[];
  /** Of all gaps; empty where `moments` holds all. */
  readonly gaps: GapData;
  /** The longest, in the order of time. */
  readonly silences: readonly Silence[];
  readonly rate: RateData | undefined;
  readonly examples: readonly Example[];
  /** Records outside of the window that was asked for, before and behind it. */
  readonly before: number;
  readonly behind: number;
}

/** The fold of one template's records. */
export class Track {
  severity: Severity = 'other';
  count = 0;
  firstLine = 0;
  lastLine = 0;
  firstAt = NaN;
  lastAt = NaN;
  followedAt = NaN;
  before = 0;
  behind = 0;
  /** Whether what is told stands on the line below. */
  bare = false;
  /** Whether below a record of it a secret may go on. */
  opens = false;
  /** Whether the name of a replica stands first, which the scanner's hash leaves the number of out. */
  written = false;
  /** Whether a number tells the level, which the scanner's hash leaves out. */
  numbered = false;
  private previous = NaN;
  private readonly moments: number[] = [];
  private readonly momentLines: number[] = [];
  /** Of all gaps, once there are more than fit into {@link moments}. */
  private gaps: GapHistogram | undefined;
  private silences: Silence[] = [];
  private shortest = 0;
  private rate: Rate | undefined;
  private readonly examples: Example[] = [];

  /** @param crowded whether there are many templates, so that each keeps less */
  wantsExample(crowded: boolean): boolean {
    return this.examples.length < (crowded ? FEW_EXAMPLES : MAX_EXAMPLES);
  }

  addExample(example: Example): void {
    this.examples.push(example);
  }

  /** @param at NaN without a stamp */
  add(at: number, line: number): void {
    if (this.count === 0) this.firstLine = line;
    this.count += 1;
    this.lastLine = line;
    if (Number.isNaN(at)) return;
    const gap = at - this.previous;
    this.previous = at;
    if (this.rate === undefined) {
      this.rate = new Rate();
      this.firstAt = at;
      this.lastAt = at;
    } else {
      if (at > this.lastAt) this.lastAt = at;
      if (at < this.firstAt) this.firstAt = at;
      if (this.gaps) this.gaps.add(gap);
      if (gap > this.shortest) this.addSilence({ from: at - gap, to: at, line });
    }
    this.rate.add(at);
    this.keep(at, line);
  }

  /** Takes in what a later part of the same log has of the same template. */
  append(data: TrackData): void {
    if (this.count === 0) this.firstLine = data.firstLine;
    this.before += data.before;
    this.behind += data.behind;
    if (worse(data.severity, this.severity)) this.severity = data.severity;
    if (data.count === 0) return;
    this.count += data.count;
    this.lastLine = data.lastLine;
    const [first] = data.moments;
    if (data.gaps.length > 0) this.binned();
    if (first !== undefined) {
      const gap = first - this.previous;
      if (!Number.isNaN(gap)) {
        this.gaps?.add(gap);
        if (gap > this.shortest) this.addSilence({ from: this.previous, to: first, line: data.firstLine });
      }
      this.firstAt = Number.isNaN(this.firstAt) ? data.firstAt : Math.min(this.firstAt, data.firstAt);
      this.lastAt = Number.isNaN(this.lastAt) ? data.lastAt : Math.max(this.lastAt, data.lastAt);
      this.previous = data.lastAt;
    }
    this.followedAt = data.followedAt;
    this.gaps?.merge(data.gaps);
    for (const silence of data.silences) if (silence.to - silence.from > this.shortest) this.addSilence(silence);
    if (data.rate) (this.rate ??= new Rate()).merge(data.rate);
    for (const [index, at] of data.moments.entries()) {
      // Those of the later part are in its bins, where it has some.
      if (index > 0 && data.gaps.length === 0) this.gaps?.add(at - (data.moments[index - 1] ?? at));
      this.keep(at, data.momentLines[index] ?? data.firstLine);
    }
    for (const example of data.examples) if (this.wantsExample(false)) this.examples.push(example);
  }

  data(words: readonly string[]): TrackData {
    const { severity, count, firstLine, lastLine, firstAt, lastAt, followedAt, moments, momentLines, rate, examples, before, behind } = this;
    const silences = [...this.silences].sort((a, b) => a.from - b.from);
    return { words, severity, count, firstLine, lastLine, firstAt, lastAt, followedAt, moments, momentLines, gaps: this.gaps?.data() ?? [], silences, rate: rate && { width: rate.width, base: rate.base, counts: rate.counts }, examples, before, behind };
  }

  private keep(at: number, line: number): void {
    const { moments } = this;
    if (moments.length < MAX_MOMENTS) {
      moments.push(at);
      this.momentLines.push(line);
    } else if (!this.gaps) {
      this.binned().add(at - (moments.at(-1) ?? at));
    }
  }

  /** The bins, with the gaps of what was kept exactly. */
  private binned(): GapHistogram {
    if (this.gaps) return this.gaps;
    const gaps = (this.gaps = new GapHistogram());
    this.moments.forEach((at, index) => {
      if (index > 0) gaps.add(at - (this.moments[index - 1] ?? at));
    });
    return gaps;
  }

  private addSilence(silence: Silence): void {
    this.silences.push(silence);
    if (this.silences.length <= MAX_SILENCES) return;
    this.silences.sort((a, b) => b.to - b.from - (a.to - a.from));
    this.silences.length = MAX_SILENCES;
    const last = this.silences.at(-1);
    this.shortest = last ? last.to - last.from : 0;
  }
}

function worse(one: Severity, other: Severity): boolean {
  return rank(one) > rank(other);
}

function rank(severity: Severity): number {
  return severity === 'failure' ? 2 : severity === 'warning' ? 1 : 0;
}
