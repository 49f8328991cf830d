/** The kernel's seconds since boot: `[9482489.500932] eth1: link down`, `[    0.000000] Linux version`. Its clock tells no date. */
import { isDigit, type StampFamily } from '../stamp.js';

export const uptime: StampFamily = {
  name: 'seconds since boot',
  leaves: 'epoch',
  read(bytes, at, end, stamp) {
    if (bytes[at] !== 91) return false;
    let to = at + 1;
    while (to < end && bytes[to] === 32 && to - at < 12) to++;
    let ms = 0;
    const first = to;
    for (; to < end && isDigit(bytes[to]) && to - first < 9; to++) ms = ms * 10 + ((bytes[to] ?? 48) - 48) * 1000;
    if (to === first || to >= end || bytes[to] !== 46) return false;
    let digits = 0;
    let scale = 100;
    for (to += 1; to < end && isDigit(bytes[to]); to++) {
      ms += ((bytes[to] ?? 48) - 48) * scale;
      scale /= 10;
      digits += 1;
    }
    if (digits < 3 || digits > 9 || bytes[to] !== 93) return false;
    stamp.ms = ms;
    stamp.zone = 0;
    stamp.digits = digits;
    stamp.start = at;
    stamp.end = to + 1;
    return true;
  },
};
