// What a driver says to Casebook: lines of standard output that begin with the mark in CASEBOOK_WARM_MARK, so that each keeps its place in the output.
import { writeSync } from 'node:fs';

const mark = process.env['CASEBOOK_WARM_MARK'] ?? '';

/** Bytes of names in one message: Casebook holds lines of 1 MiB. */
export const MAX_NAMES = 400_000;

/** Whatever stands in front of it ends its line. Written at once, whatever standard output is. */
export function tell(message) {
  let bytes = Buffer.from(`\n${mark}${JSON.stringify(message)}\n`);
  while (bytes.length > 0) {
    try {
      bytes = bytes.subarray(writeSync(1, bytes));
    } catch (error) {
      if (error?.code !== 'EAGAIN') throw error;
    }
  }
}

export function giveUp(problem) {
  tell({ kind: 'problem', problem });
  process.exit(1);
}
