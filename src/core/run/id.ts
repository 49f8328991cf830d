/** Names of runs: `20261121-140233-a3f9`. As texts they sort by the time at which the runs started. */
import type { RandomBytes } from '../ports.js';

const RUN_ID = /^\d{8}-\d{6}-[0-9a-f]{4}$/;
/** A second is told in so many parts by the last four digits' upper ten bits; the lower six are random. */
const PARTS_OF_A_SECOND = 1024;
const RANDOM_VALUES = 64;

/**
 * A new run's id: the UTC date and time, and four hexadecimal digits, of which the upper ten bits are the
 * part of the second (in 1/1024 s) and the lower six are random. So runs of one second are in the order in
 * which they started, and two of one millisecond are named alike once in 64 times: then the
 * ledger of a run refuses before anything is run, and what was measured is kept under another name.
 * @param now wall time in ms since the Unix epoch
 */
export function newRunId(now: number, random: RandomBytes): string {
  const [date = '', time = ''] = new Date(now).toISOString().split('T');
  const part = Math.floor((Number(time.slice(9, 12)) * PARTS_OF_A_SECOND) / 1000);
  const suffix = part * RANDOM_VALUES + ((random(1)[0] ?? 0) % RANDOM_VALUES);
  return `${date.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}-${suffix.toString(16).padStart(4, '0')}`;
}

/** Whether the text has the form of a run's id: then it is also safe as a folder's name and in a marker. */
export function isRunId(text: string): boolean {
  return RUN_ID.test(text);
}
