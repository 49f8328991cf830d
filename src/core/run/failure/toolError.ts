/** What compilers and command lines call an error: `a.c:3:5: error: expected ';'`, `a.ts(1,7): error TS2322: …`, `pytest: error: unrecognized arguments`, `error[E0308]: mismatched types`. */
import { oneLine } from './text.js';
import type { FailureFormat } from './types.js';

const ERROR = /^(?:(?<file>[^\s:(][^:(]{0,200})(?:(?::(?<line>\d{1,9})(?::\d+)?)|(?:\((?<row>\d{1,9})(?:,\d+)?\)))?: )?(?:fatal )?error(?:\[\w+\]| [A-Z]+\d+)?: (?<said>\S.*)$/;

/** Sums of errors that were told before, and what a package manager says of a script that failed. */
const SUM = /^(?:could not compile|aborting due to|test failed|build failed|script |Command failed|Recipe )/i;

/** The first one: the others may follow from it. */
export const toolError: FailureFormat = (lines) => {
  for (const [index, line] of lines.entries()) {
    const { file, line: at, row, said = '' } = ERROR.exec(line)?.groups ?? {};
    if (said === '' || SUM.test(said)) continue;
    const number = at ?? row;
    return { rank: 'printed', index, title: oneLine([line]), causes: [], frames: file === undefined || number === undefined ? [] : [{ file, line: Number(number) }] };
  }
  return undefined;
};
