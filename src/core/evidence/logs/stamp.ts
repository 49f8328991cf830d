/** What the readers of time stamps have in common: the digits of a stamp in bytes, and the days of a calendar. */

/**
 * What a family's stamp leaves open: nothing (it may tell no zone, which is a matter of its own); the year; the whole date; or the
 * epoch, for a clock that counts from a start that nobody tells (seconds since boot).
 */
export type LeftOpen = 'nothing' | 'year' | 'date' | 'epoch';

/** A stamp that was read: written over by the next one, so that reading a line makes no garbage. */
export class Stamp {
  /** Its own clock's reading as if that were UTC, ms since the Unix epoch; for what leaves the date or epoch open, ms since midnight or the start. May have a fraction. */
  ms = 0;
  /** Minutes that its clock is ahead of UTC; NaN where it does not tell. */
  zone = NaN;
  /** Digits of the fraction of a second: 3 for ms. */
  digits = 0;
  /** Half-open, in the bytes that were read. What stands before `start` on the line belongs to the message. */
  start = 0;
  end = 0;
}

/** One way of writing time stamps. */
export interface StampFamily {
  /** As people call it. */
  readonly name: string;
  readonly leaves: LeftOpen;
  /** It may stand anywhere in the line's first part and finds its own place; other families stand at an offset. */
  readonly searches?: true;
  /**
   * Whether a stamp begins at `at`; then `stamp` holds it. Reads no byte at or behind `end`, and takes a newline for the end of the line.
   * @param bytes of a log; the line goes on behind the stamp
   */
  read(bytes: Uint8Array, at: number, end: number, stamp: Stamp): boolean;
}

/** The number that two digits write; NaN or negative numbers of any size where they are none. */
export function two(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] ?? 0) - 48;
  const ones = (bytes[at + 1] ?? 0) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}

/** Whether the byte is an ASCII digit. */
export function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 48 && byte <= 57;
}

/** The date that was asked for last, as one number, and its days: neighbouring lines are of one day. */
let lastDate = NaN;
let lastDays = NaN;

/** Days from 1970-01-01 to a date of the Gregorian calendar. @param month 1–12. @param day 1–31 */
export function daysTo(year: number, month: number, day: number): number {
  const date = (year * 16 + month) * 32 + day;
  if (date !== lastDate) {
    lastDate = date;
    lastDays = daysFromCivil(year, month, day);
  }
  return lastDays;
}

/** After Howard Hinnant's `days_from_civil`. */
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
}

export const DAY_MS = 86_400_000;

/**
 * Reads `HH:MM:SS`, a fraction behind `.` or `,`, and a zone behind that (`Z`, `+01:00`, ` -0500`, ` UTC`), adding to `stamp.ms` and setting its other fields.
 * @returns whether that stands there
 */
export function readClock(bytes: Uint8Array, at: number, end: number, stamp: Stamp): boolean {
  if (at + 8 > end || bytes[at + 2] !== 58 || bytes[at + 5] !== 58) return false;
  const hour = two(bytes, at);
  const minute = two(bytes, at + 3);
  const second = two(bytes, at + 6);
  // 60: a leap second.
  if (hour < 0 || hour > 24 || minute < 0 || minute > 59 || second < 0 || second > 60) return false;
  let ms = ((hour * 60 + minute) * 60 + second) * 1000;
  let to = at + 8;
  let digits = 0;
  const point = bytes[to];
  if (to + 1 < end && (point === 46 || point === 44) && isDigit(bytes[to + 1])) {
    let scale = 100;
    for (to += 1; to < end && isDigit(bytes[to]) && digits < 9; to++) {
      ms += ((bytes[to] ?? 48) - 48) * scale;
      scale /= 10;
      digits += 1;
    }
  }
  // A longer number is none of a clock.
  if (to < end && isDigit(bytes[to])) return false;
  stamp.ms += ms;
  stamp.digits = digits;
  stamp.end = to;
  readZone(bytes, to, end, stamp);
  return true;
}

/** A zone that stands at `at`, with or without a blank before it. */
function readZone(bytes: Uint8Array, at: number, end: number, stamp: Stamp): void {
  stamp.zone = NaN;
  let to = at;
  if (to < end && bytes[to] === 32) to += 1;
  const first = to < end ? bytes[to] : 0;
  if (first === 90 && !isWord(to + 1 < end ? bytes[to + 1] : 0)) {
    stamp.zone = 0;
    stamp.end = to + 1;
    return;
  }
  if (first === 85 && to + 3 <= end && bytes[to + 1] === 84 && bytes[to + 2] === 67 && !isWord(to + 3 < end ? bytes[to + 3] : 0)) {
    stamp.zone = 0;
    stamp.end = to + 3;
    return;
  }
  if (first !== 43 && first !== 45) return;
  if (to + 3 > end) return;
  const hours = two(bytes, to + 1);
  if (hours < 0 || hours > 15) return;
  const colon = bytes[to + 3] === 58 ? 1 : 0;
  const minutes = to + 5 + colon <= end ? two(bytes, to + 3 + colon) : -1;
  if (minutes < 0 || minutes > 59) {
    // ISO 8601 allows hours alone; behind a blank that is a number of the message.
    if (to !== at || colon === 1 || isWord(to + 3 < end ? bytes[to + 3] : 0)) return;
    stamp.zone = first === 43 ? hours * 60 : -hours * 60;
    stamp.end = to + 3;
    return;
  }
  if (isDigit(to + 5 + colon < end ? bytes[to + 5 + colon] : 0)) return;
  stamp.zone = first === 43 ? hours * 60 + minutes : -hours * 60 - minutes;
  stamp.end = to + 5 + colon;
}

/** Whether the byte is a letter or digit in ASCII, or an underscore. */
function isWord(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 48 && byte <= 57) || (byte >= 65 && byte <= 90) || byte === 95 || (byte >= 97 && byte <= 122));
}

/** The month that three letters name, 1–12; 0 if none. Any case. */
export function monthAt(bytes: Uint8Array, at: number): number {
  const key = (((bytes[at] ?? 0) | 32) << 16) | (((bytes[at + 1] ?? 0) | 32) << 8) | ((bytes[at + 2] ?? 0) | 32);
  return MONTHS.get(key) ?? 0;
}

const MONTHS = new Map(['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'].map((name, index) => [(name.charCodeAt(0) << 16) | (name.charCodeAt(1) << 8) | name.charCodeAt(2), index + 1]));
