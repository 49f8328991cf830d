/**
 * Dates that name their month and tell their year: `21 Nov 2026 13:59:59,998` (Redis, log4j), `21-Nov-2026 14:00:00.123` (Tomcat),
 * `Nov 21, 2026 2:00:00 PM` (java.util.logging), `Nov 21 2026 14:00:00` (Cisco), `21-Nov-2026::14:00:00.123456` (Erlang).
 */
import { DAY_MS, daysTo, isDigit, monthAt, two, type Stamp, type StampFamily } from '../stamp.js';
import { readHours } from './slashed.js';

export const named: StampFamily = {
  name: 'date with the name of the month',
  leaves: 'nothing',
  read(bytes, at, end, stamp) {
    const first = bytes[at] ?? 0;
    if (at + 17 > end || isWordByte(at > 0 ? bytes[at - 1] : 10)) return false;
    return isDigit(first) ? dayFirst(bytes, at, end, stamp) : (first | 32) >= 97 && (first | 32) <= 122 && monthFirst(bytes, at, end, stamp);
  },
};

function dayFirst(bytes: Uint8Array, at: number, end: number, stamp: Stamp): boolean {
  const width = isDigit(bytes[at + 1]) ? 2 : 1;
  const border = bytes[at + width];
  if ((border !== 32 && border !== 45) || bytes[at + width + 4] !== border) return false;
  return read(bytes, at, end, stamp, dayAt(bytes, at, width), monthAt(bytes, at + width + 1), at + width + 5);
}

function monthFirst(bytes: Uint8Array, at: number, end: number, stamp: Stamp): boolean {
  if (bytes[at + 3] !== 32) return false;
  const from = bytes[at + 4] === 32 ? at + 5 : at + 4;
  const width = isDigit(bytes[from + 1]) ? 2 : 1;
  let to = from + width;
  if (bytes[to] === 44) to += 1;
  return bytes[to] === 32 && read(bytes, at, end, stamp, dayAt(bytes, from, width), monthAt(bytes, at), to + 1);
}

function dayAt(bytes: Uint8Array, at: number, width: number): number {
  return width === 2 ? two(bytes, at) : (bytes[at] ?? 0) - 48;
}

/** @param to where the year stands, and behind it the clock */
function read(bytes: Uint8Array, at: number, end: number, stamp: Stamp, day: number, month: number, to: number): boolean {
  const century = two(bytes, to);
  const years = two(bytes, to + 2);
  if (month === 0 || day < 1 || day > 31 || century < 19 || century > 20 || years < 0) return false;
  let clock = to + 4;
  if (bytes[clock] === 44) clock += 1;
  const between = bytes[clock] === 32 ? 1 : bytes[clock] === 58 && bytes[clock + 1] === 58 ? 2 : 0;
  if (between === 0 || clock + 9 > end + 1) return false;
  stamp.ms = daysTo(century * 100 + years, month, day) * DAY_MS;
  stamp.start = at;
  return readHours(bytes, clock + between, end, stamp);
}

function isWordByte(byte: number | undefined): boolean {
  return byte !== undefined && (isDigit(byte) || ((byte | 32) >= 97 && (byte | 32) <= 122) || byte === 45);
}
