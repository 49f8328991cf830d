/** A GoogleTest program with `--gtest_repeat=N`. With N = 1 it does not number its repetitions. */
import { readGtest } from '../formats/gtest.js';
import { INSIDE, type RepetitionReader } from './repetition.js';
import { TellingLines } from './tellingLines.js';

const REPEATING = /^Repeating all tests \(iteration \d+\) \. \. \.$/;
const RUNNING = /^\[={10}\] Running \d+ tests? from /;
const TELLING = /\[(?: RUN {6}| {7}OK | {2}FAILED {2}| {2}SKIPPED |={10})\] /;
const RAN = /^\[={10}\] \d+ tests? from .* ran\./;

export function gtestRepetitions(): RepetitionReader {
  const lines = new TellingLines();
  let begun = false;
  let ended = false;
  return {
    read(line) {
      if (REPEATING.test(line) || (!begun && RUNNING.test(line))) {
        const before = readGtest(lines.current());
        lines.next();
        begun = true;
        ended = false;
        if (RUNNING.test(line)) lines.add(line);
        return { kind: 'begin', ...(before && { before }) };
      }
      // Output that did not end its line stands before them.
      const at = line.search(TELLING);
      if (at !== -1) lines.add(line.slice(at));
      ended ||= RAN.test(line);
      return INSIDE;
    },
    complete: () => ended,
    tests: () => readGtest(lines.current()),
  };
}
