/** Dates without borders between their numbers: `20261121 14:00:00`, ISO 8601's basic form `20261121T140000Z`, glog's `E20261121 14:00:00.123456`. */
import { DAY_MS, daysTo, isDigit, readClock, two, type Stamp, type StampFamily } from '../stamp.js';

export const compact: StampFamily = {
  name: 'ISO 8601, basic',
  leaves: 'nothing',
  read(bytes, at, end, stamp) {
    if (at + 15 > end || isDigit(at > 0 ? bytes[at - 1] : 0) || !readDate(bytes, at, stamp)) return false;
    stamp.start = at;
    const between = bytes[at + 8];
    if (between === 32 || (between === 84 && bytes[at + 11] === 58)) return readClock(bytes, at + 9, end, stamp);
    return between === 84 && readBasicClock(bytes, at + 9, end, stamp);
  },
};

export const glog: StampFamily = {
  name: 'glog',
  leaves: 'nothing',
  read(bytes, at, end, stamp) {
    const level = bytes[at];
    if (at + 18 > end || bytes[at + 9] !== 32 || (level !== 73 && level !== 87 && level !== 69 && level !== 70)) return false;
    if (!readDate(bytes, at + 1, stamp)) return false;
    // The letter is the message's level.
    stamp.start = at + 1;
    return readClock(bytes, at + 10, end, stamp);
  },
};

/** Eight digits that are a date. */
function readDate(bytes: Uint8Array, at: number, stamp: Stamp): boolean {
  const century = two(bytes, at);
  const years = two(bytes, at + 2);
  const month = two(bytes, at + 4);
  const day = two(bytes, at + 6);
  if (century < 19 || century > 20 || years < 0 || month < 1 || month > 12 || day < 1 || day > 31) return false;
  stamp.ms = daysTo(century * 100 + years, month, day) * DAY_MS;
  return true;
}

/** `HHMMSS`, with what may stand behind a clock: that is read from a copy with colons. */
function readBasicClock(bytes: Uint8Array, at: number, end: number, stamp: Stamp): boolean {
  for (let digit = at; digit < at + 6; digit++) if (!isDigit(bytes[digit])) return false;
  const to = Math.min(end, at + 30);
  const clock = new Uint8Array(to - at + 2);
  clock.set([bytes[at] ?? 0, bytes[at + 1] ?? 0, 58, bytes[at + 2] ?? 0, bytes[at + 3] ?? 0, 58]);
  clock.set(bytes.subarray(at + 4, to), 6);
  if (!readClock(clock, 0, clock.length, stamp)) return false;
  stamp.end += at - 2;
  const behind = (bytes[stamp.end] ?? 0) | 32;
  return stamp.end >= end || behind < 97 || behind > 122;
}
