/** A time of day alone: `07:35:03 message`, `[14:02:33.123]`, the `HH:mm:ss` of .NET's console. It tells no date. */
import { isDigit, readClock, type StampFamily } from '../stamp.js';

export const clockOnly: StampFamily = {
  name: 'time of day',
  leaves: 'date',
  read(bytes, at, end, stamp) {
    const before = at > 0 ? (bytes[at - 1] ?? 0) : 10;
    // The clock of a longer stamp, and numbers with colons, are none.
    if (isDigit(before) || before === 58 || before === 46 || before === 45 || before === 84) return false;
    stamp.ms = 0;
    stamp.start = at;
    if (!readClock(bytes, at, end, stamp)) return false;
    const behind = stamp.end < end ? bytes[stamp.end] : 10;
    return behind !== 58 && behind !== 45;
  },
};
