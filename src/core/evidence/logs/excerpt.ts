/** The lines of a log that are shown: those that were asked for, or a few of its ends; bounded. */
import type { LogRecord } from './record.js';

/** Records at the beginning and at the end of what was asked for; before and behind a moment that was. */
const FIRST = 20;
const LAST = 20;

/** Of one log. */
export const MAX_KEPT = FIRST + LAST;

export interface ExcerptRecord {
  readonly line: number;
  /** ms since the Unix epoch; NaN without a stamp. */
  readonly at: number;
  /** Bounded; not yet cleaned. */
  readonly text: string;
}

/** What of them is nearest to a moment, so many, in the order that they have. What has no stamp is at no time. */
export function nearest<T extends Pick<ExcerptRecord, 'at'>>(records: readonly T[], around: number, count: number): readonly T[] {
  if (records.length <= count) return records;
  const away = ({ at }: T): number => (Number.isNaN(at) ? Infinity : Math.abs(at - around));
  const kept = new Set([...records].sort((a, b) => away(a) - away(b) || 0).slice(0, count));
  return records.filter((record) => kept.has(record));
}

/** The first and the last of them, so many together. */
export function ends<T>(records: readonly T[], count: number): readonly T[] {
  const half = Math.ceil(count / 2);
  return records.length <= count ? records : [...records.slice(0, half), ...records.slice(records.length - (count - half))];
}

export class Excerpt {
  private readonly first: ExcerptRecord[] = [];
  private last: ExcerptRecord[] = [];
  private behind: ExcerptRecord[] = [];

  /**
   * @param around ms since the Unix epoch: what is nearest to it is kept
   * @param wanted whether somebody asked for these records; else only the first ones are kept
   */
  constructor(
    private readonly around: number | undefined,
    private readonly wanted: boolean,
  ) {}

  add(record: LogRecord): void {
    const { around } = this;
    if (around !== undefined) {
      if (record.at < around) this.ring(record);
      else if (this.behind.length < LAST) this.behind.push(kept(record));
    } else if (this.first.length < FIRST) this.first.push(kept(record));
    else if (this.wanted) this.ring(record);
  }

  records(): readonly ExcerptRecord[] {
    return [...this.first, ...this.last.slice(-LAST), ...this.behind];
  }

  /** Twice as many are kept before the older half goes: taking one off the beginning each time would take long. */
  private ring(record: LogRecord): void {
    this.last.push(kept(record));
    if (this.last.length >= LAST * 2) this.last = this.last.slice(-LAST);
  }
}

function kept(record: LogRecord): ExcerptRecord {
  return { line: record.line, at: record.at, text: record.text() };
}
