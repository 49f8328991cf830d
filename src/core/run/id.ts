/** Names of runs: `20261121-140233-a3f9`, sortable by time, distinct for runs that start in the same second. */
import type { RandomBytes } from '../ports.js';

const RUN_ID = /^\d{8}-\d{6}-[0-9a-f]{4}$/;

/**
 * A new run's id: the UTC date and time, and 16 random bits.
 * @param now wall time in ms since the Unix epoch
 */
export function newRunId(now: number, random: RandomBytes): string {
  const [date = '', time = ''] = new Date(now).toISOString().split('T');
  const suffix = Array.from(random(2), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${date.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}-${suffix}`;
}

/** Whether the text has the form of a run's id: then it is also safe as a folder's name and in a marker. */
export function isRunId(text: string): boolean {
  return RUN_ID.test(text);
}
