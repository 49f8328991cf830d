/** Finds what failed in the output of an attempt. */
import { bunFailure } from './bun.js';
import { denoFailure } from './deno.js';
import { dotnetTestFailure, dotnetUnhandled } from './dotnet.js';
import { ginkgo1Failure, ginkgo2Failure } from './ginkgo.js';
import { goPanic, goTestFailure } from './go.js';
import { gtestFailure } from './gtest.js';
import { jasmineFailure } from './jasmine.js';
import { javaFailure } from './java.js';
import { nodeError } from './nodeError.js';
import { pytestFailure, pythonFatal, traceback } from './python.js';
import { rustPanic } from './rust.js';
import { nodeFileFailure, tapFailure } from './tap.js';
import { errorHeader } from './text.js';
import { withoutTodo } from './todo.js';
import { toolError } from './toolError.js';
import { RANKS, type Failure, type FailureFormat } from './types.js';
import { jestFailure, vitestFailure } from './vitest.js';

/** Of formats that find something of the same rank on the same line, the first one counts. */
const FORMATS: readonly FailureFormat[] = [
  vitestFailure, jestFailure, tapFailure, nodeFileFailure, bunFailure, denoFailure, jasmineFailure,
  pytestFailure, pythonFatal,
  ginkgo2Failure, ginkgo1Failure, goPanic, goTestFailure,
  rustPanic, gtestFailure,
  dotnetTestFailure, javaFailure,
  nodeError, traceback, dotnetUnhandled,
  toolError, printedError,
];

/** The failure that the output tells of: the surest, and of equally sure ones the first. */
export function findFailure(lines: readonly string[]): Failure | undefined {
  const telling = withoutTodo(lines);
  let best: Failure | undefined;
  for (const format of FORMATS) {
    const found = format(telling);
    if (found && found.title !== '' && (!best || before(found, best))) best = found;
  }
  return best;
}

function before(one: Failure, other: Failure): boolean {
  const rank = RANKS.indexOf(one.rank) - RANKS.indexOf(other.rank);
  return rank < 0 || (rank === 0 && one.index < other.index);
}

/** The last line that begins with an error's type. */
function printedError(lines: readonly string[]): Failure | undefined {
  for (let index = lines.length - 1; index >= 0; index--) {
    const title = errorHeader(lines[index] ?? '');
    if (title !== undefined) return { rank: 'printed', index, title, causes: [], frames: [] };
  }
  return undefined;
}

/** What tools say after every failure, whatever it was. */
const NOISE = /^(?:Node\.js v\d|error: (?:test failed, to rerun|\d+ targets? failed)|\d+ FAILED TESTS?$|npm (?:ERR!|error)|exit status \d|FAIL(?:ED)?\b|error: script |error Command failed|.*\bELIFECYCLE\b|make(?:\[\d+\])?: \*\*\*|Terminated$|Killed$|Aborted\b|Segmentation fault\b)|^[\s\p{P}\p{S}]*$/u;

/** The first line of Vitest, which a repetition in a process that runs already does not have. */
const BANNER = /^\s*RUN {2}v\d/;

/** The last line that says something; undefined for an output without any. */
export function lastLine(lines: readonly string[]): string | undefined {
  const said = withoutTodo(lines).findLast((line) => line.trim() !== '' && !NOISE.test(line.trim()) && !BANNER.test(line));
  return (said ?? lines.findLast((line) => line.trim() !== '' && !BANNER.test(line)))?.trim();
}
