/** What `go test` prints: with `-v` each test, without it only packages and the tests that failed. */
import type { FoundTests } from '../tests/found.js';
import { foundIn } from '../tests/found.js';
import { withoutParents } from './goJson.js';
import { MAX_RESULTS, type TestResult } from './types.js';

/** Also behind output that did not end its line. */
const TEST = /--- (PASS|FAIL|SKIP): (\S+) \(\d+\.\d+s\)$/;

/** `ok  \tpkg\t0.1s`, `FAIL\tpkg [build failed]`, `?   \tpkg\t[no test files]` */
const PACKAGE = /^(ok {2}|FAIL|\? {3}|-{3} FAIL:)\t(\S+)(?:\t| |$)(.*)$/;

/** Where the time stands of a package that was tested. */
const CACHED = '(cached)';

/**
 * Undefined if it is not the output of `go test`. Without `-v` packages are counted, since passing tests are not told. What `go test` repeats from
 * its cache (`go help test`: packages named on its command line, passed before, without `-count`) was not executed.
 */
export function readGoText(lines: readonly string[]): FoundTests | undefined {
  const tests: TestResult[] = [];
  let unnamed = 0;
  let executed = 0;
  const failedPackages: string[] = [];
  let packages = 0;
  let verbose = false;
  let ended = false;
  let repeated = false;
  for (const line of lines) {
    if (line.startsWith('=== RUN   ')) verbose = true;
    const test = TEST.exec(line);
    if (test && tests.length < MAX_RESULTS) tests.push({ name: test[2] ?? '', outcome: OUTCOMES[test[1] ?? ''] ?? 'other' });
    if (line === 'PASS' || line === 'FAIL' || line === 'testing: warning: no tests to run') ended = true;
    const packaged = PACKAGE.exec(line);
    if (!packaged) continue;
    packages += 1;
    const [, status = '', name = '', rest = ''] = packaged;
    const cached = rest.startsWith(CACHED);
    repeated ||= cached;
    for (; unnamed < tests.length; unnamed++) {
      const own = tests[unnamed];
      if (own) tests[unnamed] = { ...own, group: name, ...(cached ? { outcome: 'other' } : {}) };
    }
    if (cached || status.startsWith('?') || rest.includes('[no test')) continue;
    executed += 1;
    if (status === 'FAIL') failedPackages.push(name);
  }
  if (packages === 0 && !(ended && (verbose || tests.length > 0))) return undefined;
  const results = withoutParents(tests);
  const fromCache = repeated ? { cached: true as const } : {};
  const broken = failedPackages.filter((name) => !results.some(({ group, outcome }) => group === name && outcome === 'failed'));
  if (verbose) return foundIn({ format: 'go test -v', results: [...results, ...broken.map((name): TestResult => ({ name, outcome: 'failed' }))], ...fromCache });
  const failures = results.filter(({ outcome }) => outcome === 'failed');
  // A compiled test binary names no package.
  if (packages === 0) return { format: 'go test (packages)', executed: 1, failed: failures.length > 0 ? 1 : 0, skipped: 0, failures: failures.map(({ name }) => name) };
  return { format: 'go test (packages)', executed, failed: failedPackages.length, skipped: packages - executed, failures: [...failures.map(({ name, group }) => (group === undefined ? name : `${group} > ${name}`)), ...broken], ...fromCache };
}

/** Without the lines of packages that were repeated from the cache: `go test` prints one package after the other, each before its own line. */
export function withoutCachedPackages(lines: readonly string[]): string[] {
  const others: string[] = [];
  let start = 0;
  for (const line of lines) {
    others.push(line);
    const packaged = PACKAGE.exec(line);
    if (!packaged) continue;
    if (packaged[3]?.startsWith(CACHED) === true) others.length = start;
    start = others.length;
  }
  return others;
}

const OUTCOMES: Readonly<Record<string, TestResult['outcome']>> = { PASS: 'passed', FAIL: 'failed', SKIP: 'other' };
