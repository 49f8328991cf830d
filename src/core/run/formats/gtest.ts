/** What a GoogleTest program prints. Several in one output are added up. */
import { foundIn, type FoundTests } from '../tests/found.js';
import { MAX_RESULTS, type TestResult } from './types.js';

const RUN = /^\[ RUN {6}\] (\S{1,500})$/;

/** `[       OK ] Orders.Adds (0 ms)`; behind a failed one with parameters their values stand before the time. */
const END = /^\[( {7}OK | {2}FAILED {2}| {2}SKIPPED )\] ([^\s,]{1,500})(?:,.*)? \(\d+ ms\)$/;

/** `[==========] 5 tests from 3 test suites ran. (0 ms total)` */
const TOTAL = /^\[={10}\] (?:Running )?\d+ tests? from \d+ test (?:suite|case)s?(?: ran\.|\.)/;

const MARKS = ['[ RUN      ] ', '[       OK ] ', '[  FAILED  ] ', '[  SKIPPED ] '];

/** Undefined if there is no line with the number of tests. A test that began and never ended failed: the program died in it. */
export function readGtest(lines: readonly string[]): FoundTests | undefined {
  const results: TestResult[] = [];
  let total = false;
  let open: string | undefined;
  const add = (name: string, outcome: TestResult['outcome']): void => {
    if (results.length < MAX_RESULTS) results.push({ name, outcome });
  };
  for (const line of lines) {
    if (TOTAL.test(line)) total = true;
    // Output that did not end its line stands before it.
    const at = Math.max(...MARKS.map((mark) => line.lastIndexOf(mark)));
    if (at === -1) continue;
    const told = line.slice(at);
    const run = RUN.exec(told)?.[1];
    if (run !== undefined && (at === 0 || open === undefined)) {
      if (open !== undefined) add(open, 'failed');
      open = run;
      continue;
    }
    const end = END.exec(told);
    // Behind output only the test that runs can end: anything else is what a test printed.
    if (!end || (at > 0 && end[2] !== open)) continue;
    add(end[2] ?? '', end[1]?.trim() === 'OK' ? 'passed' : end[1]?.trim() === 'FAILED' ? 'failed' : 'other');
    open = undefined;
  }
  if (!total) return undefined;
  if (open !== undefined) add(open, 'failed');
  return foundIn({ format: 'GoogleTest', results });
}
