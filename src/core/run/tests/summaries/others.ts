/** Summaries of .NET, ctest, ginkgo, nextest, Maven Surefire, RSpec and PHPUnit. */
import { retriedTests } from '../found.js';
import { matchesIn, namesIn, NONE, noneFound, numbered, sumOf, type SummaryReader } from './types.js';

/**
 * `Failed!  - Failed:     1, Passed:     2, Skipped:     0, Total:     3, Duration: 5 ms - Orders.dll (net8.0)` per assembly. The order of the numbers is the same in
 * every language; that they add up tells the line from others. Older and newer versions write one line each.
 */
export const dotnet: SummaryReader = (lines) => {
  let [failed, passed, skipped, seen] = [0, 0, 0, false];
  for (const [, f, p, s, total] of matchesIn(lines, /^\s*\S[^,]{0,40}! +- [^,:]+: +(\d{1,9}), [^,:]+: +(\d{1,9}), [^,:]+: +(\d{1,9}), [^,:]+: +(\d{1,9}), [^,]*:/u)) {
    if (Number(f) + Number(p) + Number(s) !== Number(total)) continue;
    [failed, passed, skipped, seen] = [failed + Number(f), passed + Number(p), skipped + Number(s), true];
  }
  if (!seen) {
    const text = lines.slice(-200).join('\n');
    const inLine = [...text.matchAll(/^\s*Test (?:run )?summary: .*?total: *(\d+),? *failed: *(\d+),? *succeeded: *(\d+),? *skipped: *(\d+)/gim)].map(([, , f, p, s]) => [f, p, s]);
    const inBlock = [...text.matchAll(/^Test run summary:.*\n\s+total: (\d+)\n\s+failed: (\d+)\n\s+succeeded: (\d+)\n\s+skipped: (\d+)/gim)].map(([, , f, p, s]) => [f, p, s]);
    const older = [...text.matchAll(/^\s*Total tests: (\d+)((?:\n\s*(?:Passed|Failed|Skipped): \d+)*)/gim)].map(([, , rest = '']) => ['Failed', 'Passed', 'Skipped'].map((word) => new RegExp(`${word}: (\\d+)`, 'i').exec(rest)?.[1] ?? '0'));
    for (const [f, p, s] of [...(inLine.length > 0 ? inLine : inBlock), ...older]) [failed, passed, skipped, seen] = [failed + Number(f), passed + Number(p), skipped + Number(s), true];
  }
  const zero = lines.some((line) => /^(?:Test run summary: )?Zero tests ran/i.test(line.trim()));
  const nothing = zero || lines.some((line) => /^No test matches the given testcase filter|^No test is available in /i.test(line.trim()));
  if (!seen && !nothing) return undefined;
  return { format: 'dotnet test', executed: passed + failed, failed, skipped, failures: namesIn(lines, /^\s+(?:Failed|\[xUnit.net [\d:.]+\] +) ?([\w.+`]+\.[\w+`]+(?:\(.*\))?) \[(?:<? ?\d.*|FAIL)\]$/), ...noneFound(zero) };
};

/** `33% tests passed, 2 tests failed out of 3` */
export const ctest: SummaryReader = (lines) => {
  const totals = matchesIn(lines, /^\d{1,3}% tests passed, (\d{1,9}) tests? failed out of (\d{1,9})$/);
  if (totals.length === 0) return lines.includes('No tests were found!!!') ? { format: 'ctest', ...NONE } : undefined;
  const [failed, executed] = [1, 2].map((group) => totals.reduce((sum, match) => sum + Number(match[group]), 0));
  return { format: 'ctest', executed: executed ?? 0, failed: failed ?? 0, skipped: 0, failures: namesIn(lines, /^\t? +\d+ - (\S+) \((?!Disabled|Skipped|Not Run \(Disabled)[\w* ]+\)/) };
};

/** `Ran 2 of 4 Specs in 0.001 seconds`, and `FAIL! -- 1 Passed | 1 Failed | 1 Pending | 1 Skipped`; the short form stands on one line. */
export const ginkgo: SummaryReader = (lines) => {
  const ran = lines.some((line) => /^Ran \d+ of \d+ Specs in \d|^\[\d+\] .* - \d+\/\d+ specs /.test(line));
  const totals = matchesIn(lines, /(?:^|\s)(?:SUCCESS!|FAIL!)(?: - \w+)? -- (\d+ Passed \| \d+ Failed \| .*)$/);
  if (!ran) return undefined;
  if (totals.length === 0) return shortGinkgo(lines);
  const numbers = numbered(totals.map((match) => match[1]).join(' '));
  const failed = sumOf(numbers, 'failed');
  return { format: 'ginkgo', executed: sumOf(numbers, 'passed') + failed, failed, skipped: sumOf(numbers, 'pending', 'skipped'), failures: namesIn(lines, /^ *\[(?:FAIL|Fail|PANICKED!|TIMEDOUT|INTERRUPTED)\] (.*?)\s*$/) };
};

/** `[1700000000] Orders - 2/4 specs •• SUCCESS! 1.2ms PASS` */
const shortGinkgo: SummaryReader = (lines) => {
  const suites = matchesIn(lines, /^\[\d+\] .* - (\d{1,9})\/(\d{1,9}) specs .*SUCCESS! /);
  const executed = suites.reduce((sum, match) => sum + Number(match[1]), 0);
  return suites.length === 0 ? undefined : { format: 'ginkgo', executed, failed: 0, skipped: suites.reduce((sum, match) => sum + Number(match[2]), 0) - executed, failures: [] };
};

/** `     Summary [   0.003s] 3 tests run: 2 passed (1 flaky), 1 failed, 0 skipped` */
export const nextest: SummaryReader = (lines) => {
  const totals = matchesIn(lines, /^ +Summary \[ *\d[\d.]*s\] (?:(\d{1,9})(?:\/\d+)? tests? run: )(.*)$/);
  if (totals.length === 0) return undefined;
  const numbers = numbered(totals.map((match) => (match[2] ?? '').replace(/\([^)]*\)/g, '')).join(' '));
  const executed = totals.reduce((sum, match) => sum + Number(match[1]), 0);
  const failed = Math.max(0, executed - sumOf(numbers, 'passed'));
  const flaky = totals.reduce((sum, match) => sum + Number(/ passed \((?:.*, )?(\d{1,9}) flaky/.exec(match[2] ?? '')?.[1] ?? 0), 0);
  const tried = namesIn(lines, /^ +FLAKY \d+\/\d+ \[[^\]]*\](?: \(.*?\))? (\S.*)$/);
  return { format: 'nextest', executed, failed, skipped: sumOf(numbers, 'skipped'), failures: namesIn(lines, /^ +(?:FAIL|TIMEOUT|SIG[A-Z]+|ABORT)\b[^[]*\[[^\]]*\](?: \(.*?\))? (\S.*)$/), ...retriedTests(flaky, tried), ...noneFound(lines.some((line) => /^error: no tests to run\b/.test(line))) };
};

/** The totals of each module; the lines of each class end with a time. `Tests run` counts skipped ones. */
export const surefire: SummaryReader = (lines) => {
  let [ran, failed, skipped, flaky, seen] = [0, 0, 0, 0, false];
  for (const [, run, failures, errors, left, flakes = '0'] of matchesIn(lines, /^(?:\[(?:INFO|WARNING|ERROR)\] )?Tests run: (\d{1,9}), Failures: (\d{1,9}), Errors: (\d{1,9}), Skipped: (\d{1,9})(?:, Flakes: (\d{1,9}))?\s*$/)) {
    [ran, failed, skipped, flaky, seen] = [ran + Number(run), failed + Number(failures) + Number(errors), skipped + Number(left), flaky + Number(flakes), true];
  }
  if (!seen && !lines.includes('[INFO] No tests to run.')) return undefined;
  return { format: 'Surefire', executed: ran - skipped, failed, skipped, failures: namesIn(lines, /^\[ERROR\] {3}([\w$]+\.[\w$]+)(?:\[.*?\])?(?::\d+| ».*| .*)/), ...retriedTests(flaky) };
};

/** `3 examples, 1 failure, 1 pending`, and `rspec ./spec/a_spec.rb:3 # Orders fails`. */
export const rspec: SummaryReader = (lines) => {
  const totals = matchesIn(lines, /^(\d{1,9}) examples?, (\d{1,9}) failures?(?:, (\d{1,9}) pending)?(?:, (\d{1,9}) errors? occurred outside of examples)?$/);
  if (totals.length === 0) return undefined;
  const sum = (group: number): number => totals.reduce((total, match) => total + Number(match[group] ?? 0), 0);
  const [pending, outside] = [sum(3), sum(4)];
  return { format: 'RSpec', executed: sum(1) - pending + outside, failed: sum(2) + outside, skipped: pending, failures: namesIn(lines, /^rspec (?:\S+) # (.*)$/) };
};

/** `OK (3 tests, 5 assertions)`, or `Tests: 3, Assertions: 2, Failures: 1, Skipped: 1.` */
export const phpunit: SummaryReader = (lines) => {
  const good = matchesIn(lines, /^OK \((\d{1,9}) tests?, \d+ assertions?\)$/);
  const mixed = matchesIn(lines, /^Tests: (\d{1,9}), Assertions: \d+(.*)\.$/);
  const nothing = lines.some((line) => /^No tests executed!$/.test(line));
  if (good.length === 0 && mixed.length === 0 && !nothing) return undefined;
  let [ran, failed, skipped] = [good.reduce((sum, match) => sum + Number(match[1]), 0), 0, 0];
  for (const [, tests, rest = ''] of mixed) {
    ran += Number(tests);
    for (const [, word = '', number] of rest.matchAll(/, ([A-Za-z ]+): (\d{1,9})/g)) {
      if (word === 'Failures' || word === 'Errors') failed += Number(number);
      if (word === 'Skipped' || word === 'Incomplete') skipped += Number(number);
    }
  }
  return { format: 'PHPUnit', executed: ran - skipped, failed, skipped, failures: failed === 0 ? [] : namesIn(lines, /^\d+\) ([\w\\]+::\w+.*)$/), ...noneFound(nothing) };
};
