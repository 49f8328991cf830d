/** What `go test` prints: with `-v` each test, without it only packages and the tests that failed. */
import type { FoundTests } from '../tests/found.js';
import { foundIn } from '../tests/found.js';
import { withoutParents } from './goJson.js';
import { MAX_RESULTS, type TestResult } from './types.js';

/** Also behind output that did not end its line. */
const TEST = /--- (PASS|FAIL|SKIP): (\S+) \(\d+\.\d+s\)$/;

/** `ok  \tpkg\t0.1s`, `FAIL\tpkg [build failed]`, `?   \tpkg\t[no test files]` */
const PACKAGE = /^(ok {2}|FAIL|\? {3}|-{3} FAIL:)\t(\S+)(?:\t| |$)(.*)$/;

/** Undefined if it is not the output of `go test`. Without `-v` packages are counted, since passing tests are not told. */
export function readGoText(lines: readonly string[]): FoundTests | undefined {
  const tests: TestResult[] = [];
  let unnamed = 0;
  let executed = 0;
  const failedPackages: string[] = [];
  let packages = 0;
  let verbose = false;
  let ended = false;
  for (const line of lines) {
    if (line.startsWith('=== RUN   ')) verbose = true;
    const test = TEST.exec(line);
    if (test && tests.length < MAX_RESULTS) tests.push({ name: test[2] ?? '', outcome: OUTCOMES[test[1] ?? ''] ?? 'other' });
    if (line === 'PASS' || line === 'FAIL' || line === 'testing: warning: no tests to run') ended = true;
    const packaged = PACKAGE.exec(line);
    if (!packaged) continue;
    packages += 1;
    const [, status = '', name = '', rest = ''] = packaged;
    for (; unnamed < tests.length; unnamed++) {
      const own = tests[unnamed];
      if (own) tests[unnamed] = { ...own, group: name };
    }
    if (status.startsWith('?') || rest.includes('[no test')) continue;
    executed += 1;
    if (status === 'FAIL') failedPackages.push(name);
  }
  if (packages === 0 && !(ended && (verbose || tests.length > 0))) return undefined;
  const results = withoutParents(tests);
  const broken = failedPackages.filter((name) => !results.some(({ group, outcome }) => group === name && outcome === 'failed'));
  if (verbose) return foundIn({ format: 'go test -v', results: [...results, ...broken.map((name): TestResult => ({ name, outcome: 'failed' }))] });
  const failures = results.filter(({ outcome }) => outcome === 'failed');
  // A compiled test binary names no package.
  if (packages === 0) return { format: 'go test (packages)', executed: 1, failed: failures.length > 0 ? 1 : 0, skipped: 0, failures: failures.map(({ name }) => name) };
  return { format: 'go test (packages)', executed, failed: failedPackages.length, skipped: packages - executed, failures: [...failures.map(({ name, group }) => (group === undefined ? name : `${group} > ${name}`)), ...broken] };
}

const OUTCOMES: Readonly<Record<string, TestResult['outcome']>> = { PASS: 'passed', FAIL: 'failed', SKIP: 'other' };
