/** The older syslog and journald's `short` and `short-precise`: `Oct 26 18:42:02 host unit[12]: message`. It tells no year. */
import { DAY_MS, daysTo, isDigit, monthAt, readClock, two, type StampFamily } from '../stamp.js';

export const syslog: StampFamily = {
  name: 'syslog',
  leaves: 'year',
  read(bytes, at, end, stamp) {
    if (at + 15 > end || bytes[at + 3] !== 32 || bytes[at + 6] !== 32) return false;
    const month = monthAt(bytes, at);
    if (month === 0) return false;
    const day = bytes[at + 4] === 32 && isDigit(bytes[at + 5]) ? (bytes[at + 5] ?? 0) - 48 : two(bytes, at + 4);
    if (day < 1 || day > 31) return false;
    stamp.ms = (daysTo(1972, month, day) - daysTo(1972, 1, 1)) * DAY_MS;
    stamp.start = at;
    return readClock(bytes, at + 7, end, stamp);
  },
};
