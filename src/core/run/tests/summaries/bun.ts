/** `bun test`: `(pass) orders > adds [0.12ms]` for each test (`✓` on a terminal), ` 2 pass`, ` 1 fail`, `Ran 3 tests across 1 file. [12.00ms]`. */
import { matchesIn, namesIn, NONE, type SummaryReader } from './types.js';

const TEST = /^(?:\((?:pass|fail)\)|[✓✗]) (\S.*?)(?: \[[\d.]+m?s\])?$/;

/** A filter of names, or of files, that selects nothing. */
const NOTHING = /^error: regex ".*" matched 0 tests\. Searched \d|^The following filters did not match any test files:$/;

export const bun: SummaryReader = (lines) => {
  const runs = matchesIn(lines, /^Ran \d+ tests? across \d+ files?\. .*$/).length;
  if (runs === 0) return lines.some((line) => NOTHING.test(line)) ? { format: 'bun test', ...NONE } : undefined;
  const count = (word: string): number => matchesIn(lines, new RegExp(`^ (\\d{1,9}) ${word}$`)).reduce((sum, match) => sum + Number(match[1]), 0);
  const failed = count('fail');
  const executed = count('pass') + failed;
  const names = matchesIn(lines, TEST).map((match) => match[1] ?? '');
  // An error between tests counts as a failure and has no line; a program may print lines that look like one.
  return { format: 'bun test', executed, failed, skipped: count('skip') + count('todo'), ...(names.length === executed && { names }), failures: namesIn(lines, /^(?:\(fail\)|✗) (\S.*?)(?: \[[\d.]+m?s\])?$/) };
};
