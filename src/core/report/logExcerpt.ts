/** Which records of a log's excerpt there is room for: those next to the moment that was asked for; else the first and the last ones. */
import type { LogExcerptPart, LogReport } from '../evidence/logs/types.js';

export interface ShownExcerpt {
  readonly before: readonly LogExcerptPart[];
  /** Records between `before` and `after` that were asked for and are not shown. */
  readonly left: number;
  readonly after: readonly LogExcerptPart[];
  /** The same outside of what is shown, which is next to a moment. */
  readonly outside: number;
}

/** @param room what there is room for. @param sizeOf what one takes of it; the first one is shown at any rate */
export function shownExcerpt(report: Pick<LogReport, 'excerpt' | 'excerptFocus' | 'records' | 'selection'>, room: number, sizeOf: (part: LogExcerptPart) => number): ShownExcerpt {
  const { excerpt, excerptFocus: focus, records, selection } = report;
  const order = focus === undefined ? fromTheEnds(excerpt.length) : outwards(focus, excerpt.length);
  const shown = new Set<number>();
  let taken = 0;
  for (const index of order) {
    const part = excerpt[index];
    if (!part) continue;
    taken += sizeOf(part);
    if (taken > room && shown.size > 0) break;
    shown.add(index);
  }
  // Where nobody asked, a few records of many are shown for what they are.
  const left = selection.length > 0 ? records - shown.size : excerpt.length - shown.size;
  const parts = (from: number, to: number): LogExcerptPart[] => excerpt.slice(from, to).filter((_, index) => shown.has(from + index));
  if (focus !== undefined) return { before: parts(0, excerpt.length), left: 0, after: [], outside: left };
  const middle = Math.ceil(excerpt.length / 2);
  return { before: parts(0, middle), left, after: parts(middle, excerpt.length), outside: 0 };
}

/** 0, the last one, 1, the last but one … */
function fromTheEnds(length: number): number[] {
  return Array.from({ length }, (_, index) => (index % 2 === 0 ? index / 2 : length - (index + 1) / 2));
}

/** The focus, the one behind it, the one before it … */
function outwards(focus: number, length: number): number[] {
  return Array.from({ length }, (_, index) => index).sort((a, b) => Math.abs(a - focus) - Math.abs(b - focus) || b - a);
}
