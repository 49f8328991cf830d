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
    return behind !== 58 && behind !== 45 && !(before === 32 && dateEnds(bytes, at - 1));
  },
};

/** A date in numbers, a year, or eight digits that are a date: with the letter of a level before it, too. */
const DATE = /(?:^|[^\w.:/-])[A-Z]?(?:\d{1,4}([-/])\d{1,2}(?:\1\d{2,4})?|\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})|(?:19|20)\d\d|(?:19|20)\d{6}),?$/;

/** Whether a date stands before `at`: then the clock behind it is that of a stamp that is not known, and no time of just any day. */
function dateEnds(bytes: Uint8Array, at: number): boolean {
  const last = bytes[at - 1];
  if (!isDigit(last) && last !== 44) return false;
  let from = at;
  while (from > 0 && at - from < 14 && bytes[from - 1] !== 10) from--;
  return DATE.test(String.fromCharCode(...bytes.subarray(from, at)));
}
