/** Summaries of Vitest, Jest, mocha and Playwright. */
import { plain } from '../../../report/untrusted.js';
import { retriedTests, type FoundTests } from '../found.js';
import { askedOf } from './nodeFiles.js';
import { namesInTree } from './tree.js';
import { matchesIn, namesIn, NONE, noneFound, numbered, sumOf, type SummaryReader } from './types.js';

/** `      Tests  1 failed | 1 passed | 1 skipped (3)`; a file that could not be loaded is named twice, and counted as a test that failed. The verbose reporter names each test. */
export const vitest: SummaryReader = (lines) => {
  const totals = matchesIn(lines, /^ +Tests {2}(no tests|\d.*\(\d+\))$/);
  const nothing = lines.some((line) => /^No test (?:files|suites?) found(?:, exiting with code [01])?/.test(line.trim()));
  if (totals.length === 0 && !nothing) return undefined;
  const numbers = numbered(totals.map((match) => match[1]).join(' '));
  const failures = namesIn(lines, /^ ?FAIL {2}(\S.*)$/).map((name) => name.replace(/^(.+?) \[ .* \]$/, '$1'));
  const unloaded = namesIn(lines, /^ ?FAIL {2}(\S.*) \[ .* \]$/).length;
  const [passed, failed] = [sumOf(numbers, 'passed'), sumOf(numbers, 'failed') + unloaded];
  const listed = matchesIn(lines, /^ [✓×] (\S.*? > .*?)(?: +\d+ms)?(?: \((?:retry|repeat) x\d+\))*$/).map((match) => match[1] ?? '');
  const named = listed.length > 0 && listed.length === passed + failed;
  // Other reporters write some tests without their file and suites.
  const tried = matchesIn(lines, /^ +✓ (\S.*?)(?: +\d+ms)? \(retry x\d+\)(?: \(repeat x\d+\))?$/).map((match) => match[1] ?? '');
  return {
    format: 'vitest',
    executed: passed + failed,
    failed,
    skipped: sumOf(numbers, 'skipped', 'todo'),
    ...(named ? { names: listed } : {}),
    failures,
    ...retriedTests(tried.length, named ? tried : []),
    ...noneFound(nothing),
  };
};

/** A test in Jest's tree: `    ✓ adds (2 ms)`, `    ✕ fails`; `○ skipped later` and `✎ todo some day` were not executed. */
const JEST_TEST = /^( +)(?:[✓✕] (\S.*?)(?: \(\d[\d.]* m?s\))?|[○✎] .*)$/;

/** Below the line of each file, up to the next blank line. */
function treesOfJest(lines: readonly string[]): string[] {
  const inside: string[] = [];
  let tree = false;
  for (const line of lines) {
    tree = /^(?:PASS|FAIL) \S/.test(line) || (tree && line !== '');
    inside.push(tree ? line : '');
  }
  return namesInTree(inside, JEST_TEST);
}

/** `Tests:       1 failed, 1 skipped, 1 passed, 3 total`; Jest counts no test of a file that could not be loaded. It names each test of a single file, and with `--verbose`. */
export const jest: SummaryReader = (lines) => {
  const totals = matchesIn(lines, /^Tests: {7}(\d.*, )?(\d+) total$/);
  const nothing = lines.some((line) => /^No tests found, exiting with code [01]$|^No tests found related to files changed/.test(line));
  if (totals.length === 0 && !nothing) return undefined;
  const numbers = numbered(totals.map((match) => match[1] ?? '').join(' '));
  const unloaded = unloadedByJest(lines);
  const [passed, failed] = [sumOf(numbers, 'passed'), sumOf(numbers, 'failed') + unloaded.length];
  const failures = namesIn(lines, /^ +● (.*\S)$/).filter((name) => name !== 'Console' && name !== 'Test suite failed to run').map((name) => name.replaceAll(' › ', ' > '));
  const names = treesOfJest(lines);
  return { format: 'jest', executed: passed + failed, failed, skipped: sumOf(numbers, 'skipped', 'todo'), ...(names.length > 0 && names.length === passed + failed ? { names } : {}), failures: [...failures, ...unloaded], ...noneFound(nothing) };
};

/** Files that could not be loaded: they stand under their own `FAIL` line. */
function unloadedByJest(lines: readonly string[]): string[] {
  const files = new Set<string>();
  let file = '';
  for (const line of lines) {
    file = /^ ?FAIL {1,2}(?:\S+ )?(\S+\.\w+)(?: \(.*\))?$/.exec(line.slice(0, 1_000))?.[1] ?? file;
    if (line.trim() === '● Test suite failed to run' && file !== '') files.add(file);
  }
  return [...files];
}

/** A test in mocha's tree: `    ✔ adds (52ms)`, `    1) fails`, `    - later`, which was not executed. */
const MOCHA_TEST = /^( +)(?:(?:[✔✓]|\d+\)) (\S.*?)(?: \(\d+(?:ms|s|m)\))?|- .*)$/;

/** `  2 passing (4ms)`, `  1 failing`, and the failures as numbered trees that end with a colon. */
export const mocha: SummaryReader = (lines) => {
  const passing = matchesIn(lines, /^ {2}(\d{1,9}) passing \(\d+[a-z]+\)$/);
  if (passing.length === 0) return lines.some((line) => /^Error: No test files found(?:: ".*")?$/.test(line)) ? { format: 'mocha', ...NONE } : undefined;
  const count = (word: string): number => matchesIn(lines, new RegExp(`^ {2}(\\d{1,9}) ${word}$`)).reduce((sum, match) => sum + Number(match[1]), 0);
  const passed = passing.reduce((sum, match) => sum + Number(match[1]), 0);
  const failed = count('failing');
  const names = passing.length === 1 ? namesInTree(lines.slice(0, lines.indexOf(passing[0]?.[0] ?? '')), MOCHA_TEST) : [];
  return { format: 'mocha', executed: passed + failed, failed, skipped: count('pending'), ...(names.length > 0 && names.length === passed + failed ? { names } : {}), failures: failed === 0 ? [] : mochaFailures(lines) };
};

function mochaFailures(lines: readonly string[]): string[] {
  const names = new Set<string>();
  for (let at = lines.findIndex((line) => /^ {2}\d+ failing$/.test(line)) + 1; at > 0 && at < lines.length; at++) {
    const first = /^ {2}\d+\) (\S.*)$/.exec(lines[at] ?? '')?.[1];
    if (first === undefined) continue;
    const parts = [first];
    while (!(parts.at(-1) ?? ':').endsWith(':') && parts.length < 20 && /^ {5,}\S/.test(lines[at + 1] ?? '')) parts.push((lines[++at] ?? '').trim());
    names.add(parts.join(' > ').replace(/:$/, ''));
  }
  return [...names];
}

/**
 * `node --test` whose paths or patterns match nothing says one sentence that any program may print, and ends with an error: it is taken for that only where the
 * command, or npm's echo of it, has `--test`.
 */
export function nodeFoundNothing(command: readonly string[], output: string): FoundTests | undefined {
  const lines = plain(output.slice(-MAX_SENTENCE)).split('\n').filter((line) => line.trim() !== '');
  if (!/^Could not find '.+'$/.test(lines.at(-1) ?? '')) return undefined;
  return askedOf(command, lines).some((line) => /(?:^|\s)--test(?:\s|$)/.test(line)) ? { format: 'node:test', ...NONE } : undefined;
}

/** Characters of an output that holds nothing but that. */
const MAX_SENTENCE = 8_000;

/** It is the last word, too, where files could not be loaded: their errors stand before it. */
const NO_PLAYWRIGHT_TESTS = /^Error: No tests found\.?$/;

/** `  1 failed`, `  1 flaky`, `  2 passed (1.8s)` at the end, and below them the tests. */
export const playwright: SummaryReader = (lines) => {
  const running = lines.some((line) => /^Running \d+ tests? using \d+ workers?/.test(line));
  if (!running) return lines.some((line) => NO_PLAYWRIGHT_TESTS.test(line)) ? { format: 'playwright', executed: 0, failed: 0, skipped: 0, failures: [], ...noneFound(!lines.some((line) => /^\w*Error: /.test(line) && !NO_PLAYWRIGHT_TESTS.test(line))) } : undefined;
  const totals = matchesIn(lines, /^ {2}(\d{1,9}) (passed|failed|flaky|skipped|interrupted|did not run)(?: \(\d[^)]*\))?$/);
  if (totals.length === 0) return undefined;
  const count = (word: string): number => totals.reduce((sum, match) => sum + (match[2] === word ? Number(match[1]) : 0), 0);
  const failed = count('failed') + count('interrupted');
  const failures = listedBelow(lines, /^ {2}\d+ failed$/);
  const flaky = count('flaky');
  return { format: 'playwright', executed: count('passed') + flaky + failed, failed, skipped: count('skipped') + count('did not run'), failures, ...retriedTests(flaky, listedBelow(lines, /^ {2}\d+ flaky$/)) };
};

/** The tests that stand below the last line of that form. */
function listedBelow(lines: readonly string[], heading: RegExp): string[] {
  const start = lines.findLastIndex((line) => heading.test(line));
  let end = start + 1;
  while (end < lines.length && /^ {4}\S/.test(lines[end] ?? '')) end++;
  return start === -1 ? [] : namesIn(lines.slice(start + 1, end), /^ {4}(\S.*?)(?: ─+)?$/).map((name) => name.replaceAll(' › ', ' > '));
}
