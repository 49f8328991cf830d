/** From what a stamp says to a moment: what it leaves open (zone, year, date) is taken from outside, and that is said. */
import { DAY_MS, daysTo, type LeftOpen, type Stamp } from './stamp.js';

export interface ClockAssumptions {
  /** Minutes ahead of UTC of stamps that tell no zone. */
  readonly zone: number;
  /** When the log was last written, or is read: ms since the Unix epoch. No stamp without a year or date is later than a day behind it. */
  readonly reference: number;
}

/** What had to be assumed about a log's clock. */
export interface ClockNotes {
  /** Minutes ahead of UTC that were taken for stamps without a zone; undefined if all told theirs. */
  zone: number | undefined;
  year: number | undefined;
  /** `YYYY-MM-DD` of the first stamp. */
  date: string | undefined;
  /** It counts from a start that is not told. */
  relative: boolean;
}

/** A jump back by more than this is the turn of a year, and of a day: stamps of several threads are never so far out of order. */
const YEAR_TURN = 180 * DAY_MS;
const DAY_TURN = DAY_MS / 2;

/** Days before 29 February is over, in the leap year in which stamps without a year are counted. */
const FEBRUARY_MS = 60 * DAY_MS;

/** The clock of one log, which is read from its beginning on. */
export class LogClock {
  readonly notes: ClockNotes = { zone: undefined, year: undefined, date: undefined, relative: false };
  private year: number | undefined;
  private day: number | undefined;
  private last = NaN;
  /** Digits of fractions, at most. */
  digits = 0;

  constructor(private readonly assumed: ClockAssumptions) {}

  /** ms since the Unix epoch, with a fraction where the stamp is that fine. */
  at(stamp: Stamp, leaves: LeftOpen): number {
    if (stamp.digits > this.digits) this.digits = stamp.digits;
    if (leaves === 'epoch') {
      this.notes.relative = true;
      return stamp.ms;
    }
    let { zone } = stamp;
    if (Number.isNaN(zone)) {
      zone = this.assumed.zone;
      this.notes.zone = zone;
    }
    const away = zone * 60_000;
    if (leaves === 'nothing') return stamp.ms - away;
    return leaves === 'year' ? this.inYear(stamp.ms, away) : this.onDay(stamp.ms, away);
  }

  private inYear(ms: number, away: number): number {
    if (this.year === undefined) {
      this.year = new Date(this.assumed.reference).getUTCFullYear() + 1;
      while (placed(ms, this.year) - away > this.assumed.reference + DAY_MS) this.year -= 1;
      this.notes.year = this.year;
    } else if (ms < this.last - YEAR_TURN) {
      this.year += 1;
    } else if (ms > this.last + YEAR_TURN) {
      // A straggler of the old year behind the turn.
      return placed(ms, this.year - 1) - away;
    }
    this.last = ms;
    return placed(ms, this.year) - away;
  }

  private onDay(ms: number, away: number): number {
    if (this.day === undefined) {
      const today = Math.floor((this.assumed.reference + away) / DAY_MS) * DAY_MS;
      this.day = today + ms - away > this.assumed.reference + 60_000 ? today - DAY_MS : today;
      this.notes.date = new Date(this.day).toISOString().slice(0, 10);
    } else if (ms < this.last - DAY_TURN) {
      this.day += DAY_MS;
    } else if (ms > this.last + DAY_TURN) {
      return this.day - DAY_MS + ms - away;
    }
    this.last = ms;
    return this.day + ms - away;
  }
}

/** @param ms since the beginning of a leap year */
function placed(ms: number, year: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return daysTo(year, 1, 1) * DAY_MS + (leap || ms < FEBRUARY_MS ? ms : ms - DAY_MS);
}
