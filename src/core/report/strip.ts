/**
 * The strip of attempts: a grid of marks in reading order, one per attempt, or one for several where there are more attempts than room; such a mark
 * shows the worst of them. Geometry only, in px: the panel, an export and a terminal draw it each in its own way.
 */
import { OUTCOME_LETTERS, REPORT_OUTCOMES, type AttemptColumns, type ReportOutcome } from '../../protocol/report.js';
import { duration, listed } from './format.js';
import { markPath, type MarkKind } from './marks.js';
import { attemptText, BY_SEVERITY, countText } from './outcomeWords.js';
import { inEnglish, type Say } from './say.js';

export interface StripLayout {
  /** Distance from one mark to the next, in both directions, px. */
  readonly pitch: number;
  readonly columns: number;
  readonly rows: number;
  /** Attempts that one mark stands for; the last mark may stand for fewer. */
  readonly perMark: number;
  /** Marks there is a place for: those of attempts, then those of pending ones. */
  readonly marks: number;
  /** px. */
  readonly width: number;
  readonly height: number;
}

/** A mark and the attempts that it stands for. */
export interface StripMark {
  /** Place in the strip, 0-based. */
  readonly index: number;
  /** Attempts by their index in the columns, `to` not included. */
  readonly from: number;
  readonly to: number;
  /** The worst among them. */
  readonly outcome: ReportOutcome;
  /** Index of the first attempt with that outcome: the one whose log is opened. */
  readonly worst: number;
}

/** From comfortable to dense; below 8 px, shapes cannot be told apart. */
const PITCHES = [18, 16, 14, 12, 10, 8] as const;
const DENSEST = 8;
/** Rows before marks get denser, and in the end stand for several attempts. */
const MAX_ROWS = 10;

/**
 * Where the marks go.
 * @param total attempts that will be drawn: while a run goes on the planned ones, so that nothing moves when the next attempt ends
 * @param width room there is, px
 */
export function stripLayout(total: number, width: number): StripLayout {
  const columnsAt = (pitch: number): number => Math.max(1, Math.floor(width / pitch));
  const pitch = PITCHES.find((candidate) => total <= columnsAt(candidate) * MAX_ROWS) ?? DENSEST;
  const columns = columnsAt(pitch);
  const perMark = Math.max(1, Math.ceil(total / (columns * MAX_ROWS)));
  const marks = Math.ceil(total / perMark);
  const rows = Math.ceil(marks / columns);
  return { pitch, columns, rows, perMark, marks, width: columns * pitch, height: rows * pitch };
}

const SEVERITY = new Map(BY_SEVERITY.map((outcome, rank) => [OUTCOME_LETTERS[outcome] as string, rank]));

/** The marks of the attempts there are, in order. Takes time in the order of the attempts. */
export function stripMarks({ outcome: letters }: AttemptColumns, { perMark }: StripLayout): StripMark[] {
  const marks: StripMark[] = [];
  for (let from = 0; from < letters.length; from += perMark) {
    const to = Math.min(from + perMark, letters.length);
    let worst = from;
    for (let index = from + 1; index < to; index++) {
      if (rank(letters, index) < rank(letters, worst)) worst = index;
    }
    marks.push({ index: marks.length, from, to, worst, outcome: BY_SEVERITY[rank(letters, worst)] ?? 'pass' });
  }
  return marks;
}

function rank(letters: string, index: number): number {
  return SEVERITY.get(letters.charAt(index)) ?? BY_SEVERITY.length;
}

/** The upper left corner of a mark's cell and its side, px. */
export function cellBox({ columns, pitch }: StripLayout, index: number): { readonly x: number; readonly y: number; readonly side: number } {
  return { x: (index % columns) * pitch, y: Math.floor(index / columns) * pitch, side: pitch };
}

/** The index of the cell at a point; undefined beside the strip. It need not hold a mark. */
export function cellAt({ columns, rows, pitch }: StripLayout, x: number, y: number): number | undefined {
  const [column, row] = [Math.floor(x / pitch), Math.floor(y / pitch)];
  return column >= 0 && column < columns && row >= 0 && row < rows ? row * columns + column : undefined;
}

/** One SVG path for each kind of mark, pending ones included: ten elements draw any number of attempts. */
export function stripPaths(marks: readonly StripMark[], layout: StripLayout): ReadonlyMap<MarkKind, string> {
  const parts = new Map<MarkKind, string[]>([...REPORT_OUTCOMES, 'pending' as const].map((kind) => [kind, []]));
  const gap = Math.max(1, Math.round(layout.pitch * 0.14));
  for (let index = 0; index < layout.marks; index++) {
    const kind = marks[index]?.outcome ?? 'pending';
    const { x, y, side } = cellBox(layout, index);
    parts.get(kind)?.push(markPath(kind, x + gap, y + gap, side - 2 * gap));
  }
  return new Map(Array.from(parts, ([kind, paths]) => [kind, paths.join('')]));
}

/** Several attempts by their numbers, what they did, and the first of the worst. */
const SEVERAL: Readonly<Record<ReportOutcome, (say: Say, from: number, to: number, counts: string, worst: number) => string>> = {
  pass: (say, from, to, counts) => say('Attempts {0} to {1}: {2}', from, to, counts),
  fail: (say, from, to, counts, worst) => say('Attempts {0} to {1}: {2}; the first that failed is {3}', from, to, counts, worst),
  timeout: (say, from, to, counts, worst) => say('Attempts {0} to {1}: {2}; the first that timed out is {3}', from, to, counts, worst),
  crash: (say, from, to, counts, worst) => say('Attempts {0} to {1}: {2}; the first that crashed is {3}', from, to, counts, worst),
  leak: (say, from, to, counts, worst) => say('Attempts {0} to {1}: {2}; the first that passed with a leak is {3}', from, to, counts, worst),
  infra: (say, from, to, counts, worst) => say('Attempts {0} to {1}: {2}; the first that was stopped by infrastructure is {3}', from, to, counts, worst),
  'no-tests': (say, from, to, counts, worst) => say('Attempts {0} to {1}: {2}; the first that ran no test is {3}', from, to, counts, worst),
  'fewer-tests': (say, from, to, counts, worst) => say('Attempts {0} to {1}: {2}; the first that ran fewer tests is {3}', from, to, counts, worst),
  cancelled: (say, from, to, counts, worst) => say('Attempts {0} to {1}: {2}; the first that was cancelled is {3}', from, to, counts, worst),
};

/** A mark in words: `Attempt 7 failed, 1.2 s`, or `Attempts 9 to 16: 1 failed and 7 passed; the first that failed is 11`. */
export function markText({ from, to, outcome, worst }: StripMark, attempts: AttemptColumns, say: Say = inEnglish): string {
  const number = (index: number): number => attempts.attempt[index] ?? index + 1;
  if (to - from === 1) return attemptText(outcome, number(from), duration(attempts.ms[from] ?? 0), say);
  const numbers = attempts.attempt.slice(from, to);
  return SEVERAL[outcome](say, Math.min(...numbers), Math.max(...numbers), countsText(attempts.outcome.slice(from, to), say), number(worst));
}

function countsText(letters: string, say: Say): string {
  const parts = BY_SEVERITY.flatMap((outcome) => {
    const count = letters.split(OUTCOME_LETTERS[outcome]).length - 1;
    return count === 0 ? [] : [countText(outcome, count, say)];
  });
  return listed(parts, say);
}
