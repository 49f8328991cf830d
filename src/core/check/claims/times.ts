/** Times of day in sentences and in log lines. */
import type { ClaimLine } from './document.js';

export interface Instant {
  /** Since midnight, ms. */
  readonly ms: number;
  /** What it is exact to, ms: a minute, a second, or a fraction of one. */
  readonly grain: number;
  /** `YYYY-MM-DD` where it is written beside it. */
  readonly day?: string;
  /** As written: `Z`, `UTC`, `+02:00`. */
  readonly zone?: string;
  /** As written, without day and zone. */
  readonly written: string;
  /** In the line. */
  readonly index: number;
  readonly length: number;
}

/** Source of a time of day without groups that capture. */
export const TIME = '(?<![\\d:.\\w])(?:[01]?\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d(?:[.,]\\d{1,9})?)?(?![\\d:.]\\d|[:\\w])';

const STAMP = /(?<![\d:./\w-])(?:(\d{4}-\d\d-\d\d)[T ])?(\d{1,2}):([0-5]\d)(?::([0-5]\d)(?:[.,](\d{1,9}))?(?:([+-](?:0\d|1[0-4]):?(?:00|30|45))(?![\d:]))?)?(?:\s?(Z|UTC|GMT|[A-Z]{2,4}T)(?![A-Za-z]))?(?![\d:])/g;

/** All times of day in a text of one line. Linear. */
export function instantsIn(text: string): Instant[] {
  if (!text.includes(':')) return [];
  const found: Instant[] = [];
  for (const match of text.matchAll(STAMP)) {
    const [whole, day, hours, minutes, seconds, fraction, offset, name] = match;
    const zone = offset ?? name;
    if (Number(hours) > 23) continue;
    const ms = Number(hours) * 3_600_000 + Number(minutes) * 60_000 + Number(seconds ?? 0) * 1_000 + Number(`0.${fraction ?? 0}`) * 1_000;
    const grain = seconds === undefined ? 60_000 : fraction === undefined ? 1_000 : 1_000 * 10 ** -fraction.length;
    const written = `${hours ?? ''}:${minutes ?? ''}${seconds === undefined ? '' : `:${seconds}`}${fraction === undefined ? '' : `.${fraction}`}`;
    found.push({ ms, grain, ...(day !== undefined && { day }), ...(zone !== undefined && { zone }), written, index: match.index, length: whole.length });
  }
  return found;
}

/** Further apart than this, ms, times without a day may have a midnight between them. */
const HALF_DAY = 12 * 3_600_000;

/**
 * Whether two times can be compared at all: not if they are of different days, or may be, nor of clocks that may differ. UTC beside no zone may be hours
 * apart.
 */
export function comparable(a: Instant, b: Instant): boolean {
  if (a.day !== undefined && b.day !== undefined ? a.day !== b.day : Math.abs(a.ms - b.ms) > HALF_DAY) return false;
  if (a.zone !== undefined && b.zone !== undefined) return a.zone === b.zone;
  return ![a.zone, b.zone].some((zone) => zone !== undefined && /^(?:Z|UTC|GMT)$/.test(zone));
}

/** A line that starts with its time, as log lines do, maybe behind a bracket, a level, a bullet or a month and a day. */
export interface Stamped {
  readonly line: ClaimLine;
  readonly at: Instant;
  /** What stands behind the time. */
  readonly rest: string;
}

const LEAD = /^\s*(?:[-*+>]\s+|\*\*|\[|[A-Z][a-z]{2}\s+\d{1,2}\s|[IWEF]\d{4}\s)*\s*$/;

export function stampedLines(lines: readonly ClaimLine[]): Stamped[] {
  const found: Stamped[] = [];
  for (const line of lines) {
    const [at] = instantsIn(line.raw);
    if (at && LEAD.test(line.raw.slice(0, at.index))) found.push({ line, at, rest: line.raw.slice(at.index + at.length) });
  }
  return found;
}
