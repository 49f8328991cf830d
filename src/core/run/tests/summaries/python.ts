/** Summaries of pytest and unittest. */
import { retriedTests, type FoundTests } from '../found.js';
import { matchesIn, namesIn, noneFound, numbered, sumOf, type SummaryReader } from './types.js';

/** `=== 2 failed, 2 passed, 1 skipped, 1 error in 0.56s ===`; with `-q` without the rules. */
const PYTEST = /^(?:=+ )?(no tests ran|(?:\d+ (?:failed|passed|skipped|deselected|xfailed|xpassed|warnings?|errors?|rerun|subtests passed|subtests failed)(?:, )?)+) in \d[\d.]*s(?: \([\d:, a-z]+\))?(?: =+)?$/;

/** `test_orders.py::test_adds PASSED [ 14%]`, and with xdist `[gw0] [ 14%] PASSED test_orders.py::test_adds`. */
const VERBOSE = /^(\S+\.py::.{1,500}?) (PASSED|FAILED|XFAIL|XPASS|ERROR)(?: .*)?$|^\[gw\d+\] \[ *\d+%\] (PASSED|FAILED|XFAIL|XPASS|ERROR) (\S+\.py::.{1,500}?)\s*$/;

/** A test whose set-up failed was executed, and failed. */
export const pytest: SummaryReader = (lines) => {
  const totals = matchesIn(lines, PYTEST);
  if (totals.length === 0) return undefined;
  const numbers = numbered(totals.map((match) => match[1]).join(' '));
  const failed = sumOf(numbers, 'failed', 'error', 'errors');
  const executed = sumOf(numbers, 'passed', 'xfailed', 'xpassed') + failed;
  const failures = namesIn(lines, /^(?:FAILED|ERROR) (\S+\.py\S*(?:\[.*\])?)(?: - .*)?$/).map(spaced);
  const named = namesOf(lines);
  // Tries of a test that failed in the end are counted, too: without names, they tell of nothing else where no test failed.
  const tried = rerunNames(lines).filter((name) => !failures.includes(name));
  const reruns = Math.max(tried.length, failed === 0 ? Math.min(1, sumOf(numbers, 'rerun')) : 0);
  // A pytest that breaks down or is interrupted says that no tests ran, too.
  const nothing = totals.every((match) => /^(?:no tests ran|[^,]* deselected(?:, [^,]* warnings?)?)$/.test(match[1] ?? '')) && !lines.some((line) => /^(?:INTERNALERROR> |!{3,} )/.test(line));
  return { format: 'pytest', executed, failed, skipped: sumOf(numbers, 'skipped'), failures, ...(named.length > 0 && named.length === executed ? { names: named } : {}), ...retriedTests(reruns, tried), ...noneFound(nothing) } satisfies FoundTests;
};

function namesOf(lines: readonly string[]): string[] {
  const names = new Set<string>();
  for (const match of matchesIn(lines, VERBOSE)) names.add(spaced(match[1] ?? match[4] ?? ''));
  return [...names];
}

/** `test_orders.py::test_adds RERUN [ 50%]` of pytest-rerunfailures; with `-rR` also `RERUN test_orders.py::test_adds`. */
function rerunNames(lines: readonly string[]): string[] {
  const names = new Set<string>();
  for (const match of matchesIn(lines, /^(\S+\.py::.{1,500}?) RERUN(?: .*)?$|^(?:\[gw\d+\] \[ *\d+%\] )?RERUN (\S+\.py::.{1,500}?)\s*$/)) names.add(spaced(match[1] ?? match[2] ?? ''));
  return [...names];
}

/** As the other formats write it: file, then test. */
function spaced(id: string): string {
  return id.replace('::', ' > ');
}

/** `test_adds (test_a.Orders.test_adds) ... ok`; a test with a docstring has its name on the line before. */
function namedByUnittest(lines: readonly string[]): string[] {
  return lines.flatMap((line, index) => {
    const [, told] = line.length > 1_000 ? [] : (/^(.*) \.\.\. (?:ok|FAIL|ERROR|expected failure|unexpected success)$/.exec(line) ?? []);
    if (told === undefined) return [];
    const name = /^\S+ \([^()]+\)$/;
    const before = lines[index - 1] ?? '';
    return name.test(told) ? [told] : name.test(before) ? [before] : [];
  });
}

/** `Ran 4 tests in 0.001s`, and two lines below `OK` or `FAILED (failures=1, errors=1, skipped=1)`. */
export const unittest: SummaryReader = (lines) => {
  let [ran, failed, skipped, runs] = [0, 0, 0, 0];
  let nothing = false;
  for (const [index, line] of lines.entries()) {
    const total = /^Ran (\d{1,9}) tests? in \d[\d.]*s$/.exec(line);
    const end = /^(?:OK|FAILED|NO TESTS RAN)(?: \((.*)\))?$/.exec(lines[index + 2] ?? '');
    if (!total || !end) continue;
    runs += 1;
    nothing ||= end[0].startsWith('NO TESTS RAN');
    ran += Number(total[1]);
    for (const [, key, number] of (end[1] ?? '').matchAll(/([a-z]+(?: [a-z]+)*)=(\d{1,9})/g)) {
      if (key === 'failures' || key === 'errors') failed += Number(number);
      if (key === 'skipped') skipped += Number(number);
    }
  }
  if (runs === 0) return undefined;
  const named = namedByUnittest(lines);
  const executed = Math.max(ran - skipped, failed);
  return { format: 'unittest', executed, failed, skipped, ...(named.length > 0 && named.length === executed ? { names: named } : {}), failures: namesIn(lines, /^(?:FAIL|ERROR): (\S+ \(.*\).*)$/), ...noneFound(nothing) };
};
