/** Failures of GoogleTest. */
import { blockFrom, oneLine } from './text.js';
import type { FailureFormat } from './types.js';

/** `/p/orders_test.cc:12: Failure`, with Visual Studio `orders_test.cc(12): error: …`; `unknown file: Failure` for an exception. */
const FAILURE = /^(?:unknown file|(\S.*?)(?::(\d+)|\((\d+)\))): (?:Failure|error: (.*))$/;

const RUNS = /^\[ RUN {6}\] (\S+)$/;

/** The first assertion that did not hold, of the test that had begun last. */
export const gtestFailure: FailureFormat = (lines) => {
  let test: string | undefined;
  for (const [index, line] of lines.entries()) {
    test = RUNS.exec(line)?.[1] ?? test;
    const found = test === undefined ? null : FAILURE.exec(line);
    if (!found) continue;
    const [, file, colon, bracket, first = ''] = found;
    const message = blockFrom(lines, index + 1, (inside) => inside.trim() !== '' && !inside.startsWith('[ ') && !FAILURE.test(inside)).slice(0, MAX_DETAILS);
    const at = Number(colon ?? bracket);
    return { rank: 'reported', index, title: oneLine([`${test ?? ''}:`, first, ...message]), causes: [], frames: file === undefined ? [] : [{ file, line: at }] };
  }
  return undefined;
};

/** Lines of a message that belong into a title. */
const MAX_DETAILS = 6;
