/** What is taken for what the stamps of a log leave open: this machine's clock, as it was when the log was last written. */
import type { ClockAssumptions } from '../../core/evidence/logs/clock.js';

/** Minutes that this machine's clock is ahead of UTC at a moment, summer time included. */
export function localZone(at: number): number {
  return -new Date(at).getTimezoneOffset();
}

/** @param zone minutes ahead of UTC that somebody named @param reference when the log was last written, or is read: ms since the Unix epoch */
export function clockFor(zone: number | undefined, reference: number): ClockAssumptions {
  return { zone: zone ?? localZone(reference), reference };
}
