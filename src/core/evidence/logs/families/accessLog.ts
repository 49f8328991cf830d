/** The access logs of web servers: `10.0.0.1 - - [10/Oct/2026:13:55:36 -0700] "GET / HTTP/1.1" 200`. */
import { DAY_MS, daysTo, monthAt, readClock, two, type StampFamily } from '../stamp.js';

export const accessLog: StampFamily = {
  name: 'access log',
  leaves: 'nothing',
  read(bytes, at, end, stamp) {
    if (at + 20 > end || bytes[at + 2] !== 47 || bytes[at + 6] !== 47 || (bytes[at + 11] !== 58 && bytes[at + 11] !== 32)) return false;
    const day = two(bytes, at);
    const month = monthAt(bytes, at + 3);
    const century = two(bytes, at + 7);
    const years = two(bytes, at + 9);
    if (day < 1 || day > 31 || month === 0 || century < 19 || years < 0) return false;
    stamp.ms = daysTo(century * 100 + years, month, day) * DAY_MS;
    stamp.start = at;
    return readClock(bytes, at + 12, end, stamp);
  },
};
