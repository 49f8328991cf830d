/** A moment as people write it: `2026-11-21T14:02:33.5+01:00`, `2026-11-21 14:02`, `14:02:33`, `15m` (that long ago). */
import { parseDuration } from '../../durationText.js';
import { DAY_MS, daysTo } from './stamp.js';

export interface MomentContext {
  /** ms since the Unix epoch. */
  readonly now: number;
  /** Minutes ahead of UTC of a moment that tells no zone. */
  readonly zone: number;
  /** A moment of the day that is meant by a time of day alone, ms since the Unix epoch. */
  readonly day: number;
}

const MOMENT = /^(?:(\d{4})-(\d\d)-(\d\d)(?:[T ](?=\d)|$))?(?:(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?\s?(Z|UTC|[+-]\d\d:?\d\d)?$/i;

/** ms since the Unix epoch; undefined if it is no moment. */
export function parseMoment(text: string, { now, zone, day }: MomentContext): number | undefined {
  const ago = parseDuration(text);
  if (ago !== undefined) return now - ago;
  const found = MOMENT.exec(text.trim());
  if (!found || text.trim() === '') return undefined;
  const [, year, month, date, hour, minute, second, fraction, offset] = found;
  if (year === undefined && hour === undefined) return undefined;
  const away = zoneOf(offset) ?? zone;
  const [m, d, h, min, s] = [month, date, hour, minute, second].map((part) => Number(part ?? 0)) as [number, number, number, number, number];
  if ((year !== undefined && (m < 1 || m > 12 || d < 1 || d > 31)) || h > 24 || min > 59 || s > 60) return undefined;
  const start = year === undefined ? Math.floor((day + away * 60_000) / DAY_MS) * DAY_MS : daysTo(Number(year), m, d) * DAY_MS;
  return start + ((h * 60 + min) * 60 + s) * 1000 + Number(`0.${fraction ?? '0'}`) * 1000 - away * 60_000;
}

/** `Z`, `UTC`, `+01:00`, `-0500` in minutes ahead of UTC; undefined if it is none. */
export function zoneOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^(?:Z|UTC)$/i.test(text)) return 0;
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(text) ?? [];
  // The farthest zones are UTC−12 and UTC+14.
  if (Number(hours) > 15 || Number(minutes) > 59) return undefined;
  return sign === undefined ? undefined : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}
