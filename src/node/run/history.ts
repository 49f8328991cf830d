/** What happened to a run as a whole. */
import type { RunHeader, RunMoment } from '../../core/run/events.js';

/** Moments that are kept: the latest. */
const MAX_MOMENTS = 200;

export function withMoment(run: RunHeader, moment: RunMoment): RunHeader {
  return { ...run, history: [...(run.history ?? []), moment].slice(-MAX_MOMENTS) };
}
