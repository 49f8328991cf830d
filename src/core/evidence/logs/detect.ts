/** Which formats of time stamps a log has, from its first lines. */
import { accessLog } from './families/accessLog.js';
import { clockOnly } from './families/clockOnly.js';
import { compact, glog } from './families/compact.js';
import { ctime } from './families/ctime.js';
import { epoch } from './families/epoch.js';
import { iso } from './families/iso.js';
import { json, keyValue } from './families/keyed.js';
import { klog } from './families/klog.js';
import { named } from './families/named.js';
import { monthAndDay, shortYear } from './families/short.js';
import { orderOf, pointed, slashed, slashedAssumed, slashedDayFirst } from './families/slashed.js';
import { syslog } from './families/syslog.js';
import { uptime } from './families/uptime.js';
import { withoutEscapes } from './escapes.js';
import { Stamp, type StampFamily } from './stamp.js';

/** Of families that see a stamp at the same offset, the first one counts: a `ctime` holds what looks like a syslog stamp, and most hold a time of day. */
const FAMILIES: readonly StampFamily[] = [json, klog, glog, ctime, accessLog, iso, compact, slashed, pointed, named, shortYear, syslog, monthAndDay, uptime, epoch, keyValue, clockOnly];

/** Where stamps of one format stand. */
export interface StampFormat {
  readonly family: StampFamily;
  /** Bytes from the line's beginning to the stamp, at least and at most. */
  readonly from: number;
  readonly to: number;
  /** Whether its lines are indented. Where others are not, an indented line goes on with the one above, whatever time it speaks of. */
  readonly indented: boolean;
}

/** Lines that are looked at. */
export const DETECTION_LINES = 200;

/** Bytes of a line in which a stamp may begin. */
const REACH = 160;

/** How far beyond the seen ones an offset that moves is looked for. */
const SLACK = 16;

/** Formats that are kept for one log. */
const MAX_FORMATS = 3;

/** A format that no more than this part of the stamped lines has, at changing offsets, is a time that messages speak of. */
const RARE = 0.1;

/** Beside another format, a time of day is a stamp only at the beginning of a line, or in a bracket there. */
const BRACKET = 1;

interface Seen {
  lines: number;
  from: number;
  to: number;
}

/**
 * The formats of the lines in `log[start, stop)`, the most frequent first; none if no line has a stamp.
 * @param stop behind a newline, or at the end of the last line
 */
export function detectFormats(log: Uint8Array, start: number, stop: number): StampFormat[] {
  const bytes = withoutEscapes(log.subarray(start, stop));
  const end = bytes.length;
  const plain = new Map<StampFamily, Seen>();
  const indented = new Map<StampFamily, Seen>();
  const stamp = new Stamp();
  const orders = new Set<ReturnType<typeof orderOf>>();
  let at = 0;
  for (let line = 0; line < DETECTION_LINES && at < end; line++) {
    const newline = bytes.indexOf(10, at);
    const to = newline === -1 ? end : newline;
    const found = stampIn(bytes, at, to, stamp);
    if (found) {
      const seen = bytes[at] === 32 || bytes[at] === 9 ? indented : plain;
      const { family, offset } = found;
      if (family === slashed) orders.add(orderOf(bytes, at + offset));
      const before = seen.get(family);
      if (before) {
        before.lines += 1;
        before.from = Math.min(before.from, offset);
        before.to = Math.max(before.to, offset);
      } else seen.set(family, { lines: 1, from: offset, to: offset });
    }
    at = to + 1;
  }
  const used = plain.size > 0 ? plain : indented;
  const stamped = [...used.values()].reduce((sum, { lines }) => sum + lines, 0);
  const ranked = [...used].sort(([, a], [, b]) => b.lines - a.lines);
  return ranked
    .filter(([family, { lines, from, to }], index) => index === 0 || (lines > 1 && (from === to || lines > stamped * RARE) && (family.leaves !== 'date' || to <= BRACKET)))
    .slice(0, MAX_FORMATS)
    .map(([family, { from, to }]) => ({ family: family === slashed ? slashedIn(orders) : family, from, to: from === to ? to : Math.min(REACH, to + SLACK), indented: used === indented }));
}

const SLASHED: ReadonlySet<StampFamily> = new Set([slashed, slashedAssumed, slashedDayFirst]);

/** Whether both read the same stamps, in whatever order of month and day: that of a log's beginning holds to its end. */
export function readsTheSame(one: StampFamily, other: StampFamily): boolean {
  return one === other || (SLASHED.has(one) && SLASHED.has(other));
}

/** One date that tells the order tells it for the whole log. */
function slashedIn(orders: ReadonlySet<ReturnType<typeof orderOf>>): StampFamily {
  return orders.has('day first') ? slashedDayFirst : orders.has('month first') ? slashed : slashedAssumed;
}

/** The first stamp of a line, and where it begins. */
function stampIn(bytes: Uint8Array, start: number, end: number, stamp: Stamp): { family: StampFamily; offset: number } | undefined {
  const limit = Math.min(end, start + REACH);
  for (const family of FAMILIES) if (family.searches && family !== keyValue && family.read(bytes, start, end, stamp)) return { family, offset: 0 };
  for (let at = start; at < limit; at++) {
    for (const family of FAMILIES) if (!family.searches && family.read(bytes, at, end, stamp)) return { family, offset: at - start };
  }
  return keyValue.read(bytes, start, end, stamp) ? { family: keyValue, offset: 0 } : undefined;
}

/** @throws an error if there is none of that name */
export function familyNamed(name: string): StampFamily {
  const family = [...FAMILIES, ...SLASHED].find((one) => one.name === name);
  if (!family) throw new RangeError(`No family of time stamps is called ${name}.`);
  return family;
}
