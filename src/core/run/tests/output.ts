/** What the output of an attempt tells of its tests: formats for machines first, then the summaries that runners print for people. */
import { plain } from '../../report/untrusted.js';
import { readCargo } from '../formats/cargo.js';
import { readGoJson } from '../formats/goJson.js';
import { readGoText, withoutCachedPackages } from '../formats/goText.js';
import { readGtest } from '../formats/gtest.js';
import { readLibtestJson } from '../formats/libtestJson.js';
import { documentsIn, mayHoldDocuments } from '../formats/documents.js';
import { readReportLog } from '../formats/reportLog.js';
import { readTap } from '../formats/tap.js';
import type { TestResults } from '../formats/types.js';
import { addedUp, foundIn, type FoundTests } from './found.js';
import { once } from './once.js';
import { bun } from './summaries/bun.js';
import { deno } from './summaries/deno.js';
import { jasmine } from './summaries/jasmine.js';
import { jest, mocha, playwright, vitest } from './summaries/javascript.js';
import { ctest, dotnet, ginkgo, nextest, phpunit, rspec, surefire } from './summaries/others.js';
import { withoutUnselectedFiles } from './summaries/nodeFiles.js';
import { nodeSpec } from './summaries/nodeSpec.js';
import { pytest, unittest } from './summaries/python.js';
import { noneFound, type SummaryReader } from './summaries/types.js';

interface OutputFormat {
  /** Some of it stands in every output of the format, whatever part of it is there: what is not marked is not read. */
  readonly mark: RegExp;
  readonly read: SummaryReader;
  /** Formats that report the same tests once more; they count instead. */
  readonly unless?: RegExp;
}

const FORMATS: readonly OutputFormat[] = [
  { mark: /^(?:not )?ok\b|^TAP version |^ *1\.\.\d/m, read: counted(readTap), unless: /^ctest$/ },
  { mark: /"Action":"/, read: counted(readGoJson) },
  { mark: /"event": ?"/, read: counted(readLibtestJson) },
  { mark: /"\$report_type"/, read: counted(readReportLog) },
  { mark: /^(?:ok {2}|FAIL|\? {3})\t|^testing: warning: no tests|^(?:PASS|FAIL)$/m, read: readGoText, unless: /^ginkgo/ },
  { mark: /^test result: /m, read: readCargo, unless: /^nextest$/ },
  { mark: /^\[={10}\] /m, read: readGtest, unless: /^ctest$/ },
  { mark: /^ +Tests {2}|^No test /m, read: vitest, unless: /^Vitest JSON$/ },
  { mark: /^Tests: {7}|^No tests found/m, read: jest, unless: /^Jest JSON$/ },
  { mark: /^ {2}\d+ passing |^Error: No test files found/m, read: mocha, unless: /^mocha JSON$/ },
  { mark: /^ℹ tests /m, read: nodeSpec },
  { mark: /^Running \d+ tests? using|^Error: No tests found/m, read: playwright, unless: /^Playwright JSON$/ },
  { mark: /^Ran \d+ tests? across| matched 0 tests\. Searched |^The following filters did not match any test files:$/m, read: bun },
  { mark: /\| \d+ passed(?: \([^)]*\))? \| \d+ failed|^error: No test modules found$/m, read: deno },
  { mark: /^\d+ specs?, \d+ failures?|^No specs found$/m, read: jasmine },
  { mark: / in \d[\d.]*s/, read: pytest, unless: /^pytest report log$/ },
  { mark: /^Ran \d+ tests? in/m, read: unittest },
  { mark: /! +- |Total tests:|Test (?:run )?summary:|No test (?:matches|is available)|Zero tests ran/i, read: dotnet },
  { mark: /% tests passed, |^No tests were found!!!/m, read: ctest },
  { mark: /Specs in \d|\d specs /, read: (lines) => ginkgo(withoutCachedPackages(lines)), unless: /^ginkgo JSON$/ },
  { mark: /^ +Summary \[/m, read: nextest, unless: /^libtest JSON$/ },
  { mark: /Tests run: |No tests to run\./, read: surefire },
  { mark: /\d examples?, \d/, read: rspec },
  { mark: /^OK \(\d|^Tests: \d|^No tests executed!/m, read: phpunit },
];

/** A summary of nothing counts only if it stands so near the end, lines: what was printed behind it would be the tests. */
const NEAR_END = 60;

/** Whether the text, a part of an output, has something that {@link testsInOutput} may read. */
export function mayTellOfTests(text: string): boolean {
  return mayHoldDocuments(text) || FORMATS.some(({ mark }) => mark.test(text));
}

/**
 * The tests that an output tells of; undefined if it tells of none. Several frameworks, packages and workspaces in one output are added up. Never throws on content,
 * and takes time in the order of its length.
 * @param output as it was printed, or its last part
 * @param command that printed it, where that is known
 */
export function testsInOutput(output: string, command: readonly string[] = []): FoundTests | undefined {
  const text = ['\u001b', '\u009b', '\r'].some((control) => output.includes(control)) ? plain(output) : output;
  const marked = FORMATS.filter(({ mark }) => mark.test(text));
  const whole = mayHoldDocuments(text);
  if (marked.length === 0 && !whole) return undefined;
  const split = text.split('\n');
  const { found: results, rest: lines } = whole ? documentsIn(split) : { found: [], rest: split };
  const documents = results.map(foundIn);
  const told = marked.flatMap(({ read, unless }) => {
    const found = read(lines);
    if (!found || (found.executed === 0 && found.names === undefined && read(lines.slice(-NEAR_END)) === undefined)) return [];
    return [{ found: withoutUnselectedFiles(found, command, lines), unless }];
  });
  const formats = [...documents, ...told.map(({ found }) => found)].map(({ format }) => format);
  const found = addedUp(once([...documents, ...told.filter(({ unless }) => !unless || !formats.some((format) => unless.test(format))).map(({ found }) => found)], lines));
  // One runner of several found none: what counts is whether any other executed some.
  return found && { ...found, ...noneFound(found.executed === 0 && told.some((part) => part.found.noneFound)) };
}

function counted(read: (lines: readonly string[]) => TestResults | undefined): SummaryReader {
  return (lines) => {
    const found = read(lines);
    return found && foundIn(found);
  };
}
