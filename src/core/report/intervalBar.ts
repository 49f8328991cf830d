/** A rate with its interval on an axis. Geometry as fractions of the axis' length; drawn by the panel, an export and a terminal each in its own way. */

export interface IntervalBar {
  /** The rate at the axis' end, 0–1. */
  readonly axisEnd: number;
  /** Places of the bounds and of the rate on the axis, 0–1. */
  readonly low: number;
  readonly high: number;
  readonly rate: number;
  /** Where the axis has a tick, as rates 0–1, from 0 to {@link axisEnd}. */
  readonly ticks: readonly number[];
}

/** Ends that divide into round ticks. */
const AXIS_ENDS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1] as const;

/** The shortest round axis on which the whole interval is seen. The rates are fractions 0–1. */
export function intervalBar(rate: number, low: number, high: number): IntervalBar {
  const axisEnd = AXIS_ENDS.find((end) => high <= end) ?? 1;
  return { axisEnd, low: low / axisEnd, high: high / axisEnd, rate: rate / axisEnd, ticks: [0, axisEnd / 2, axisEnd] };
}
