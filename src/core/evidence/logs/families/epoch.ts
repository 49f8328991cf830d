/** Seconds, ms, µs or ns since the Unix epoch: zap's `1732197753.1234567`, `1732197753123`. Told by their size: from 2001 to 2096. */
import { isDigit, type Stamp, type StampFamily } from '../stamp.js';

/** Digits before the point, and the ms that their last one stands for. */
const UNITS: Readonly<Record<number, number>> = { 10: 1000, 13: 1, 16: 0.001, 19: 0.000001 };

/** Whether a number of such a size stands at `at`. */
export function readEpoch(bytes: Uint8Array, at: number, end: number, stamp: Stamp): boolean {
  let to = at;
  let whole = 0;
  for (; to < end && isDigit(bytes[to]) && to - at < 20; to++) whole = whole * 10 + (bytes[to] ?? 48) - 48;
  const length = to - at;
  const unit = UNITS[length];
  if (unit === undefined || (bytes[at] ?? 0) < 49 || (bytes[at] ?? 0) > 51) return false;
  let ms = whole * unit;
  let digits = length === 10 ? 0 : length - 10;
  if (length === 10 && to + 1 < end && bytes[to] === 46 && isDigit(bytes[to + 1])) {
    let scale = unit;
    for (to += 1; to < end && isDigit(bytes[to]); to++) {
      scale /= 10;
      ms += ((bytes[to] ?? 48) - 48) * scale;
      digits += 1;
    }
  }
  // `1.7321977531234567e+09`, a float of JSON in Go, is read by who knows that it is a number.
  if (to < end && ((bytes[to] ?? 0) === 101 || (bytes[to] ?? 0) === 45)) return false;
  stamp.ms = ms;
  stamp.zone = 0;
  stamp.digits = Math.min(9, digits);
  stamp.start = at;
  stamp.end = to;
  return true;
}

/** At the beginning of a line, or in brackets there: elsewhere a number of that size is an id. */
export const epoch: StampFamily = {
  name: 'seconds since the epoch',
  leaves: 'nothing',
  read(bytes, at, end, stamp) {
    const before = at > 0 ? bytes[at - 1] : 10;
    if (before !== 10 && before !== 91 && before !== 40) return false;
    if (!readEpoch(bytes, at, end, stamp)) return false;
    const behind = stamp.end < end ? bytes[stamp.end] : 10;
    return behind === 32 || behind === 9 || behind === 93 || behind === 41 || behind === 58 || behind === 44 || behind === 10 || behind === 124;
  },
};
