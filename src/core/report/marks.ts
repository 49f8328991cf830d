/**
 * The marks of attempts: each outcome has a shape of its own, so that none is told by its colour alone, and the shapes of failures are loud where that
 * of a pass is quiet. A mark is the `d` of an SVG path, filled by `evenodd`, in a square with its upper left corner at x, y. Many marks are one path.
 */
import type { ReportOutcome } from '../../protocol/report.js';

/** What an attempt that has not ended yet is drawn as, too. */
export type MarkKind = ReportOutcome | 'pending';

/** Points of a polygon in a unit square. */
type Polygon = readonly (readonly [number, number])[];

const CROSS: Polygon = [[0, 0.2], [0.2, 0], [0.5, 0.3], [0.8, 0], [1, 0.2], [0.7, 0.5], [1, 0.8], [0.8, 1], [0.5, 0.7], [0.2, 1], [0, 0.8], [0.3, 0.5]];
const HOURGLASS: Polygon = [[0.05, 0], [0.95, 0], [0.6, 0.5], [0.95, 1], [0.05, 1], [0.4, 0.5]];
const DIAMOND: Polygon = [[0.5, -0.08], [1.08, 0.5], [0.5, 1.08], [-0.08, 0.5]];
const TRIANGLE: Polygon = [[0.5, 0], [1, 1], [0, 1]];
const TRIANGLE_HOLE: Polygon = [[0.5, 0.42], [0.72, 0.84], [0.28, 0.84]];

const SHAPES: Readonly<Record<MarkKind, readonly Polygon[]>> = {
  pass: [box(0.22, 0.22, 0.78, 0.78)],
  fail: [CROSS],
  timeout: [HOURGLASS],
  crash: [DIAMOND],
  // A pass with something beside it that should not be there.
  leak: [box(0, 0.22, 0.56, 0.78), box(0.72, 0, 1, 1)],
  infra: [TRIANGLE, TRIANGLE_HOLE],
  'no-tests': [box(0, 0, 1, 1), box(0.2, 0.2, 0.8, 0.8)],
  'fewer-tests': [box(0, 0, 1, 1), box(0.2, 0.2, 0.8, 0.5)],
  cancelled: [box(0, 0.38, 1, 0.62)],
  pending: [box(0.38, 0.38, 0.62, 0.62)],
};

/** One mark. @param size of its square, px */
export function markPath(kind: MarkKind, x: number, y: number, size: number): string {
  return SHAPES[kind].map((polygon) => `M${polygon.map(([u, v]) => `${place(x + u * size)} ${place(y + v * size)}`).join('L')}Z`).join('');
}

function box(left: number, top: number, right: number, bottom: number): Polygon {
  return [[left, top], [right, top], [right, bottom], [left, bottom]];
}

/** Hundredths of a pixel are finer than anything that is drawn. */
function place(value: number): number {
  return Math.round(value * 100) / 100;
}
