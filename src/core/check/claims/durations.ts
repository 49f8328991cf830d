/** Durations as reports write them: `100ms`, `10 seconds`, `1m0s`, `2.208µs`, `5-second`. */
import { duration } from '../../report/format.js';
import { MICRO } from './marks.js';

const UNIT = `(?:ns|nanoseconds?|${MICRO}s|microseconds?|ms|msecs?|milliseconds?|s|secs?|seconds?|mins?|minutes?|m|hrs?|hours?|h|days?)`;
const PART = `\\d{1,12}(?:\\.\\d{1,12})?[ -]?${UNIT}(?![A-Za-z/])`;

/** Source of a duration, without a sign and without groups that capture. */
export const DURATION = `(?:\\d{1,6}h ?(?:\\d{1,6}m ?)?(?:\\d{1,6}(?:\\.\\d{1,9})?s)?(?![A-Za-z0-9])|\\d{1,6}m ?\\d{1,6}(?:\\.\\d{1,9})?s(?![A-Za-z0-9])|${PART})`;

export interface Duration {
  readonly ms: number;
  /** What it is exact to: one unit of its last place, ms. */
  readonly grain: number;
}

const PIECE = new RegExp(`(\\d{1,12}(?:\\.(\\d{1,12}))?)[ -]?(${UNIT})(?![A-Za-z/])`, 'g');
const COMPOUND = /^(?:(\d{1,6})h)? ?(?:(\d{1,6})m)? ?(?:(\d{1,6}(?:\.\d{1,9})?)s)?$/;

/** @param text as {@link DURATION} matches it */
export function readDuration(text: string): Duration | undefined {
  const parts = COMPOUND.exec(text);
  if (parts && (parts[1] !== undefined || parts[2] !== undefined)) {
    const [, h, m, s] = parts;
    const ms = Number(h ?? 0) * 3_600_000 + Number(m ?? 0) * 60_000 + Number(s ?? 0) * 1_000;
    return { ms, grain: s !== undefined ? 1_000 : m !== undefined ? 60_000 : 3_600_000 };
  }
  const piece = new RegExp(PIECE).exec(text);
  const unit = piece && unitMs(piece[3] ?? '');
  if (!piece || unit === undefined || unit === null) return undefined;
  return { ms: Number(piece[1]) * unit, grain: unit * 10 ** -(piece[2]?.length ?? 0) };
}

function unitMs(unit: string): number | undefined {
  if (unit.startsWith('n')) return 1e-6;
  if (/^(?:ms|msec|milli)/.test(unit)) return 1;
  if (unit.startsWith('micro') || /^[^a-z]|^us$/i.test(unit)) return 1e-3;
  if (unit.startsWith('s')) return 1_000;
  if (unit.startsWith('m')) return 60_000;
  if (unit.startsWith('h')) return 3_600_000;
  return unit.startsWith('d') ? 86_400_000 : undefined;
}

/** For a sentence: milliseconds are never rounded away, since they are what is compared. */
export function durationWords(ms: number): string {
  if (ms < 0) return `-${durationWords(-ms)}`;
  if (ms > 0 && ms < 0.05) return `${Number((ms * 1000).toPrecision(3))} µs`;
  if (ms < 1_000) return `${Number(ms.toFixed(3))} ms`;
  return ms < 600_000 ? `${Number((ms / 1000).toFixed(3))} s` : duration(ms);
}
