/** A compiled test binary of Go with `-test.v -test.count=N` (src/testing/testing.go): all top-level tests, then all again, in the same order. */
import { readGoText } from '../formats/goText.js';
import type { FoundTests } from '../tests/found.js';
import { TellingLines } from './tellingLines.js';
import { INSIDE, type RepetitionReader } from './repetition.js';

/** Also behind output that did not end its line. */
const RUN = /=== RUN {3}(\S+)$/;

const APART = /^(?:Fuzz|Example)/;

const TELLING = /^=== RUN {3}|--- (?:PASS|FAIL|SKIP): /;

export function goRepetitions(): RepetitionReader {
  const lines = new TellingLines();
  let first: string | undefined;
  let ended = false;
  // The binary says how it ended only once, and a repetition that is over has told all.
  const tests = (): FoundTests | undefined => readGoText([...lines.current(), 'PASS']);
  return {
    read(line) {
      const run = RUN.exec(line)?.[1];
      if (run !== undefined && !run.includes('/')) {
        // Behind all repetitions, and of none: see goApart.
        if (APART.test(run) && first !== undefined && !APART.test(first)) ended = true;
        first ??= run;
        if (run === first) {
          const before = lines.current().length > 0 ? tests() : undefined;
          lines.next();
          lines.add(line);
          ended = false;
          return { kind: 'begin', ...(before && { before }) };
        }
      }
      if (line === 'PASS' || line === 'FAIL' || line === 'testing: warning: no tests to run') ended = true;
      if (!ended && TELLING.test(line)) lines.add(line);
      return INSIDE;
    },
    complete: () => ended,
    tests,
  };
}
