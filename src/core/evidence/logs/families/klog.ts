/** klog and glog: `I1031 20:27:49.843424 1 server.go:12] message`, also where an excerpt lost thread and file. It tells no year, and the local time of its host. */
import { DAY_MS, daysTo, readClock, two, type StampFamily } from '../stamp.js';

export const klog: StampFamily = {
  name: 'klog',
  leaves: 'year',
  read(bytes, at, end, stamp) {
    if (at + 14 > end || bytes[at + 5] !== 32) return false;
    const level = bytes[at];
    // I, W, E, F; D and T of relatives.
    if (level !== 73 && level !== 87 && level !== 69 && level !== 70 && level !== 68 && level !== 84) return false;
    const month = two(bytes, at + 1);
    const day = two(bytes, at + 3);
    if (month < 1 || month > 12 || day < 1 || day > 31) return false;
    // 1972 is a leap year: 29 February is a date of it.
    stamp.ms = (daysTo(1972, month, day) - daysTo(1972, 1, 1)) * DAY_MS;
    // The letter is the message's level.
    stamp.start = at + 1;
    return readClock(bytes, at + 6, end, stamp);
  },
};
