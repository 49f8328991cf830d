/**
 * Dates with slashes or points, as Windows and .NET write them: `11/21/2026 2:02:33 PM`, `21.11.2026 14:02:33`. With slashes the month comes first, unless
 * that is none; which of both it is, is a matter of the whole log.
 */
import { DAY_MS, daysTo, isDigit, readClock, two, type Stamp, type StampFamily } from '../stamp.js';

/** One or two digits at `at` before `border`. Its length is in `width`. */
function number(bytes: Uint8Array, at: number, border: number): number {
  if (bytes[at + 2] === border) return two(bytes, at);
  return bytes[at + 1] === border && isDigit(bytes[at]) ? (bytes[at] ?? 0) - 48 : -1;
}

function read(bytes: Uint8Array, at: number, end: number, stamp: Stamp, border: number, monthFirst: boolean): boolean {
  if (at + 16 > end || isDigit(at > 0 ? bytes[at - 1] : 0)) return false;
  const first = number(bytes, at, border);
  if (first < 1 || first > 31) return false;
  let to = at + (bytes[at + 1] === border ? 2 : 3);
  const second = number(bytes, to, border);
  if (second < 1 || second > 31) return false;
  to += bytes[to + 1] === border ? 2 : 3;
  const century = two(bytes, to);
  const years = two(bytes, to + 2);
  if (century < 19 || years < 0) return false;
  const [month, day] = monthFirst && first <= 12 ? [first, second] : [second, first];
  if (month > 12) return false;
  to += 4;
  if (bytes[to] === 44) to += 1;
  if (bytes[to] !== 32) return false;
  to += 1;
  stamp.ms = daysTo(century * 100 + years, month, day) * DAY_MS;
  stamp.start = at;
  return readHours(bytes, to, end, stamp);
}

/** A clock of 24 or of 12 hours, its hour with one digit or two. */
export function readHours(bytes: Uint8Array, at: number, end: number, stamp: Stamp): boolean {
  const short = bytes[at + 1] === 58 && isDigit(bytes[at]);
  if (short) {
    // The reader of clocks wants two digits: the hour is added here, and the rest read behind a zero of its own.
    const rest = new Uint8Array(Math.min(end, at + 30) - at + 1);
    rest.set(bytes.subarray(at, Math.min(end, at + 30)), 1);
    rest[0] = 48;
    if (!readClock(rest, 0, rest.length, stamp)) return false;
    stamp.end += at - 1;
  } else if (!readClock(bytes, at, end, stamp)) return false;
  const to = stamp.end;
  // Newer Java writes a narrow blank that does not break there.
  const blank = bytes[to] === 32 ? 1 : bytes[to] === 0xe2 && bytes[to + 1] === 0x80 && bytes[to + 2] === 0xaf ? 3 : 0;
  const half = blank > 0 && to + blank + 2 <= end && ((bytes[to + blank + 1] ?? 0) | 32) === 109 ? (bytes[to + blank] ?? 0) | 32 : 0;
  if (half !== 97 && half !== 112) return true;
  const hour = Math.floor((((stamp.ms % DAY_MS) + DAY_MS) % DAY_MS) / 3_600_000);
  if (hour > 12) return false;
  stamp.ms += ((hour % 12) + (half === 112 ? 12 : 0) - hour) * 3_600_000;
  stamp.end = to + blank + 2;
  return true;
}

export const slashed: StampFamily = { name: 'date with slashes, month first', leaves: 'nothing', read: (bytes, at, end, stamp) => read(bytes, at, end, stamp, 47, true) };

/** What {@link slashed} is in a log none of whose first dates tells which number is the month. */
export const slashedAssumed: StampFamily = { ...slashed, name: 'date with slashes, month taken as first' };

/** In a log of which some date has a first number that is no month. */
export const slashedDayFirst: StampFamily = { name: 'date with slashes, day first', leaves: 'nothing', read: (bytes, at, end, stamp) => read(bytes, at, end, stamp, 47, false) };

/** What a date that {@link slashed} found says of the order in its log. */
export function orderOf(bytes: Uint8Array, at: number): 'month first' | 'day first' | 'either' {
  if (number(bytes, at, 47) > 12) return 'day first';
  return number(bytes, at + (bytes[at + 1] === 47 ? 2 : 3), 47) > 12 ? 'month first' : 'either';
}

export const pointed: StampFamily = { name: 'date with points', leaves: 'nothing', read: (bytes, at, end, stamp) => read(bytes, at, end, stamp, 46, false) };
