/** How durations went on over a run: attempts that passed are dots, the others have the marks of their outcomes. */
import type { ReportTable } from '../../../protocol/document.js';
import { OUTCOME_LETTERS, type AttemptColumns, type ReportOutcome } from '../../../protocol/report.js';
import { duration } from '../format.js';
import { markPath } from '../marks.js';
import { attemptText } from '../outcomeWords.js';
import { inEnglish, type Say } from '../say.js';
import { countedAttempts, type CountedAttempt } from './counted.js';
import { fitting, MIN_WIDTH, type Drawing, type Figure, type PlotMark } from './figure.js';
import { durationScale, linear, tickText } from './scale.js';
import { node, picture, type SvgNode } from './svg.js';
import { tickLabels } from './ticks.js';

/** Sides of dots and of other marks, in sizes of text; below that distance two are one. */
const DOT = 0.23;
const MARK = 0.7;

/** Parts of the run that the table has. */
const PARTS = 10;

export function overTimeFigure(attempts: AttemptColumns, say: Say = inEnglish): Figure {
  const title = say('Durations over the run');
  const taken = countedAttempts(attempts);
  return { title, table: () => partsTable(taken, say), draw: ({ width, em }) => draw(title, taken, attempts, Math.max(MIN_WIDTH, width), em, say) };
}

const OUTCOMES = new Map(Object.entries(OUTCOME_LETTERS).map(([outcome, letter]) => [letter as string, outcome as ReportOutcome]));

function draw(title: string, attempts: readonly CountedAttempt[], { outcome: letters }: AttemptColumns, width: number, em: number, say: Say): Drawing {
  const { min, max, last } = ends(attempts);
  const scale = durationScale(min, max, 3);
  const left = Math.max(...scale.ticks.map((tick) => tickText(tick).length)) * 0.56 * em + 0.6 * em;
  const right = em;
  const [top, room] = [1.5 * em, 9 * em];
  const bottom = top + room;
  const numbers = linear(0, last, width < 30 * em ? 2 : 5);
  const x = (attempt: number): number => left + (attempt / Math.max(1, last)) * (width - left - right);
  const y = (ms: number): number => bottom - scale.place(ms) * room;
  const paths = new Map<ReportOutcome, string[]>();
  const cells = new Set<number>();
  const marks: PlotMark[] = [];
  // Failures first, so that no dot takes their place.
  for (const failing of [true, false]) {
    const size = (failing ? MARK : DOT) * em;
    const rows = Math.ceil(bottom / size) + 1;
    cells.clear();
    for (const { index, attempt, ms, failed } of attempts) {
      if (failed !== failing) continue;
      const [cx, cy] = [x(attempt), y(ms)];
      // One mark for all that would lie on each other: the drawing is bounded by its area, however many attempts there are.
      const cell = Math.round(cx / size) * rows + Math.round(cy / size);
      if (cells.has(cell)) continue;
      cells.add(cell);
      const outcome = OUTCOMES.get(letters.charAt(index)) ?? 'pass';
      const known = paths.get(outcome) ?? [];
      if (known.length === 0) paths.set(outcome, known);
      known.push(failing ? markPath(outcome, cx - size / 2, cy - size / 2, size) : dot(cx, cy, size));
      const side = size + 4;
      marks.push({ x: cx - side / 2, y: cy - side / 2, width: side, height: side, words: () => attemptText(outcome, attempt, duration(ms), say), notable: failing, attempt });
    }
  }
  marks.sort((one, other) => (one.attempt ?? 0) - (other.attempt ?? 0));
  const parts: SvgNode[] = [
    node('text', { class: 'quiet', x: left, y: em }, fitting(scale.logarithmic ? say('duration (logarithmic axis)') : say('duration'), width - left, em)),
    ...scale.ticks.flatMap((tick) => [node('line', { class: 'grid', x1: left, x2: width - right, y1: y(tick), y2: y(tick) }), node('text', { class: 'tick', x: left - 0.4 * em, y: y(tick) + 0.35 * em, 'text-anchor': 'end' }, tickText(tick))]),
    ...[...paths].sort(([one], [other]) => rank(one) - rank(other)).map(([outcome, d]) => node('path', { class: `mark mark-${outcome}`, d: d.join('') })),
    node('line', { class: 'axis', x1: left, x2: width - right, y1: bottom + 0.5, y2: bottom + 0.5 }),
    ...tickLabels(numbers.ticks.filter((tick) => tick <= last), String, x, bottom + 1.3 * em, width, em),
    node('text', { class: 'quiet', x: width - right, y: bottom + 2.6 * em, 'text-anchor': 'end' }, say('attempt')),
  ];
  return { svg: picture(width, bottom + 3 * em, { name: title, description: description(attempts, say) }, ...parts), marks };
}

/** Dots below, failures above them. */
function rank(outcome: ReportOutcome): number {
  return outcome === 'pass' ? 0 : outcome === 'leak' ? 1 : 2;
}

function dot(x: number, y: number, size: number): string {
  const [left, top, side] = [tenths(x - size / 2), tenths(y - size / 2), tenths(size)];
  return `M${left} ${top}h${side}v${side}h-${side}z`;
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}

function ends(attempts: readonly CountedAttempt[]): { min: number; max: number; last: number } {
  let [min, max, last] = [Infinity, 0, 1];
  for (const { ms, attempt } of attempts) {
    min = Math.min(min, ms);
    max = Math.max(max, ms);
    last = Math.max(last, attempt);
  }
  return { min: Number.isFinite(min) ? min : 0, max, last };
}

interface Part {
  readonly from: number;
  readonly to: number;
  readonly n: number;
  readonly failed: number;
  readonly firstFailed: number | undefined;
  readonly medianMs: number;
  readonly maxMs: number;
  readonly slowest: number;
}

/** The run in parts of equally many attempts, in the order of their numbers. */
function partsOf(attempts: readonly CountedAttempt[]): Part[] {
  const ordered = [...attempts].sort((one, other) => one.attempt - other.attempt);
  const size = Math.max(1, Math.ceil(ordered.length / PARTS));
  const parts: Part[] = [];
  for (let start = 0; start < ordered.length; start += size) {
    const inside = ordered.slice(start, start + size);
    const byTime = [...inside].sort((one, other) => one.ms - other.ms);
    const slowest = byTime.at(-1);
    const failed = inside.filter((attempt) => attempt.failed);
    parts.push({
      from: inside[0]?.attempt ?? 0,
      to: inside.at(-1)?.attempt ?? 0,
      n: inside.length,
      failed: failed.length,
      firstFailed: failed[0]?.attempt,
      medianMs: byTime[Math.ceil(byTime.length / 2) - 1]?.ms ?? 0,
      maxMs: slowest?.ms ?? 0,
      slowest: slowest?.attempt ?? 0,
    });
  }
  return parts;
}

function partsTable(attempts: readonly CountedAttempt[], say: Say): ReportTable {
  return {
    columns: [{ title: say('Attempts') }, { title: say('Count'), numeric: true }, { title: say('Median'), numeric: true }, { title: say('Slowest'), numeric: true }, { title: say('Failed'), numeric: true }],
    rows: partsOf(attempts).map(({ from, to, n, failed, firstFailed, medianMs, maxMs, slowest }) => [
      { text: from === to ? String(from) : `${from}–${to}` },
      { text: String(n) },
      { text: duration(medianMs) },
      { text: duration(maxMs), attempt: slowest },
      { text: String(failed), ...(firstFailed !== undefined && { mark: 'bad' as const, attempt: firstFailed }) },
    ]),
  };
}

function description(attempts: readonly CountedAttempt[], say: Say): string {
  const parts = partsOf(attempts);
  const [first, last] = [parts[0], parts.at(-1)];
  if (!first || !last) return say('No attempt that counts has ended yet.');
  if (attempts.length === 1) return say('1 attempt took {0}.', duration(first.medianMs));
  return say('{0} attempts. The first {1} took {2} in the median, the last {3} {4}.', attempts.length, first.n, duration(first.medianMs), last.n, duration(last.medianMs));
}
