/** Dates that leave out a part: `26/11/21 14:00:00` (Spark, Hadoop), which has a year of two digits, and Android's `11-21 14:00:00.123`, which has none. */
import { DAY_MS, daysTo, isDigit, readClock, two, type StampFamily } from '../stamp.js';

export const shortYear: StampFamily = {
  name: 'date with slashes, year of two digits first',
  leaves: 'nothing',
  read(bytes, at, end, stamp) {
    const before = at > 0 ? bytes[at - 1] : 10;
    if (at + 17 > end || bytes[at + 2] !== 47 || bytes[at + 5] !== 47 || bytes[at + 8] !== 32 || isDigit(before) || before === 47) return false;
    const years = two(bytes, at);
    const month = two(bytes, at + 3);
    const day = two(bytes, at + 6);
    // Below 20 it is a month or a day.
    if (years < 20 || years > 68 || month < 1 || month > 12 || day < 1 || day > 31) return false;
    stamp.ms = daysTo(2000 + years, month, day) * DAY_MS;
    stamp.start = at;
    return readClock(bytes, at + 9, end, stamp);
  },
};

export const monthAndDay: StampFamily = {
  name: 'month and day',
  leaves: 'year',
  read(bytes, at, end, stamp) {
    const before = at > 0 ? bytes[at - 1] : 10;
    if (at + 14 > end || bytes[at + 2] !== 45 || bytes[at + 5] !== 32 || (before !== 10 && before !== 32 && before !== 91 && before !== 40)) return false;
    const month = two(bytes, at);
    const day = two(bytes, at + 3);
    if (month < 1 || month > 12 || day < 1 || day > 31) return false;
    // 1972 is a leap year: 29 February is a date of it.
    stamp.ms = (daysTo(1972, month, day) - daysTo(1972, 1, 1)) * DAY_MS;
    stamp.start = at;
    return readClock(bytes, at + 6, end, stamp);
  },
};
