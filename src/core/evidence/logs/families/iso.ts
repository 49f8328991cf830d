/** ISO 8601 and its relatives: `2026-11-21T14:02:33.123456789+01:00`, `2026-11-21 14:02:33,123`, Go's and nginx' `2026/11/21 14:02:33`, zap's console. */
import { DAY_MS, daysTo, isDigit, readClock, two, type StampFamily } from '../stamp.js';

export const iso: StampFamily = {
  name: 'ISO 8601',
  leaves: 'nothing',
  read(bytes, at, end, stamp) {
    if (at + 19 > end || isDigit(at > 0 ? bytes[at - 1] : 0)) return false;
    const dash = bytes[at + 4];
    if ((dash !== 45 && dash !== 47) || bytes[at + 7] !== dash) return false;
    const between = bytes[at + 10];
    if (between !== 84 && between !== 32 && between !== 116) return false;
    const century = two(bytes, at);
    const year = century * 100 + two(bytes, at + 2);
    const month = two(bytes, at + 5);
    const day = two(bytes, at + 8);
    if (century < 19 || year < 1900 || month < 1 || month > 12 || day < 1 || day > 31) return false;
    stamp.ms = daysTo(year, month, day) * DAY_MS;
    stamp.start = at;
    return readClock(bytes, at + 11, end, stamp);
  },
};
