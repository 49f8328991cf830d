/** C's `ctime` and what resembles it: `Sat Nov 21 14:02:33 2026`, `Sat Nov 21 14:02:33.123456 2026` (httpd's error log). */
import { DAY_MS, daysTo, isDigit, monthAt, readClock, two, type StampFamily } from '../stamp.js';

export const ctime: StampFamily = {
  name: 'ctime',
  leaves: 'nothing',
  read(bytes, at, end, stamp) {
    if (at + 24 > end || bytes[at + 3] !== 32 || bytes[at + 7] !== 32 || bytes[at + 10] !== 32) return false;
    const month = monthAt(bytes, at + 4);
    if (month === 0) return false;
    const day = bytes[at + 8] === 32 && isDigit(bytes[at + 9]) ? (bytes[at + 9] ?? 0) - 48 : two(bytes, at + 8);
    if (day < 1 || day > 31) return false;
    stamp.ms = 0;
    stamp.start = at;
    if (!readClock(bytes, at + 11, end, stamp)) return false;
    const to = stamp.end;
    if (to + 5 > end || bytes[to] !== 32) return false;
    const century = two(bytes, to + 1);
    const years = two(bytes, to + 3);
    if (century < 19 || years < 0 || isDigit(to + 5 < end ? bytes[to + 5] : 0)) return false;
    stamp.ms += daysTo(century * 100 + years, month, day) * DAY_MS;
    stamp.end = to + 5;
    return true;
  },
};
