import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { readTestResults } from '../../../../src/core/run/formats/read.js';
import { addedUp, foundIn } from '../../../../src/core/run/tests/found.js';
import { testsInOutput } from '../../../../src/core/run/tests/output.js';

const fixtures = new URL('../../../fixtures/results/', import.meta.url);
const failures = new URL('../../../fixtures/failures/', import.meta.url);

function recorded(name: string, folder = fixtures): string {
  return readFileSync(new URL(name, folder), 'utf8');
}

type Told = readonly [format: string, executed: number, failed: number, skipped: number, failures: readonly string[]];

function told(text: string): Told | undefined {
  const found = testsInOutput(text);
  return found && [found.format, found.executed, found.failed, found.skipped, found.failures];
}

/** Printed by the tools themselves, on the small projects that the names tell of. */
const RECORDED: Readonly<Record<string, Told>> = {
  'bun-broken.txt': ['bun test', 11, 5, 4, ['orders > fails', 'orders > throws']],
  'bun.txt': ['bun test', 5, 2, 2, ['orders > fails', 'orders > throws']],
  'cargo-json.txt': ['libtest JSON', 5, 1, 1, ['tests::fails']],
  'cargo-none.txt': ['cargo test', 0, 0, 0, []],
  'cargo-q.txt': ['cargo test', 5, 1, 1, []],
  'cargo.txt': ['cargo test', 5, 1, 1, ['src/lib.rs > tests::fails']],
  'ctest-none.txt': ['ctest', 0, 0, 0, []],
  'ctest-of.txt': ['ctest', 3, 2, 0, ['two', 'gtests']],
  'ctest.xml': ['JUnit XML', 3, 2, 0, ['two > two', 'gtests > gtests']],
  'go-bad.txt': ['go test (packages)', 1, 1, 1, ['example.com/shop/bad']],
  'go-cached-json.txt': ['go test -json', 2, 1, 3, ['example.com/shop/b > TestFails']],
  'go-cached-v.txt': ['go test -v', 2, 1, 3, ['example.com/shop/b > TestFails']],
  'go-cached.txt': ['go test (packages)', 1, 1, 1, ['example.com/shop/b > TestFails']],
  'go-json-bad.txt': ['go test -json + go test (packages)', 1, 1, 1, ['example.com/shop/bad']],
  'go-json-none.txt': ['go test -json', 0, 0, 0, []],
  'deno.txt': ['deno test', 7, 3, 1, ['fails', 'throws', 'steps']],
  'go-json.txt': ['go test -json', 5, 2, 1, ['example.com/shop/a > TestFails', 'example.com/shop/a > TestTable/two_words']],
  'go-none.txt': ['go test (packages)', 0, 0, 2, []],
  'go-v.txt': ['go test -v', 5, 2, 1, ['example.com/shop/a > TestFails', 'example.com/shop/a > TestTable/two_words']],
  'go.txt': ['go test (packages)', 2, 1, 1, ['example.com/shop/a > TestFails', 'example.com/shop/a > TestTable/two_words']],
  'gtest-none.txt': ['GoogleTest', 0, 0, 0, []],
  'gtest.json': ['GoogleTest JSON', 4, 2, 2, ['Orders.Fails', 'Few/P.Holds/0']],
  'gtest.txt': ['GoogleTest', 4, 2, 1, ['Orders.Fails', 'Few/P.Holds/0']],
  'gtest.xml': ['JUnit XML', 4, 2, 2, ['Orders.Fails', 'Few/P.Holds/0']],
  'jest-none.txt': ['jest', 0, 0, 0, []],
  'jest.json': ['Jest JSON', 3, 2, 2, ['orders > fails', '/home/dev/js/jest/broken.test.js']],
  'deno-none.txt': ['deno test', 0, 0, 0, []],
  'jasmine.txt': ['Jasmine', 4, 2, 2, ['orders fails', 'orders throws']],
  'jest-verbose.txt': ['jest', 7, 3, 2, ['orders > fails', 'orders > slow', 'hooked > never']],
  'jest.txt': ['jest', 3, 2, 2, ['orders > fails', 'jest/broken.test.js']],
  'mocha-none.txt': ['mocha', 0, 0, 0, []],
  'mocha-tap.txt': ['TAP', 3, 1, 1, ['orders fails']],
  'mocha.json': ['mocha JSON', 3, 1, 1, ['orders > fails']],
  'mocha-hook.txt': ['mocha', 7, 2, 2, ['orders > fails', 'hooked > "before all" hook for "never"']],
  'mocha.txt': ['mocha', 3, 1, 1, ['orders > fails']],
  'node-none.txt': ['TAP', 0, 0, 7, []],
  'node-spec.txt': ['node:test', 9, 2, 2, ['orders > fails', '/home/dev/js/nt/broken.test.mjs']],
  'node-spec-24.txt': ['node:test', 13, 3, 3, ['top fails', 'parent > b > deep', 'hooked > six']],
  'node-tap-24.txt': ['TAP', 12, 3, 3, ['top fails', 'parent > b > deep', 'hooked > six']],
  'node-tap.txt': ['TAP', 8, 2, 2, ['orders > fails', '/home/dev/js/nt/broken.test.mjs']],
  'node-todo-tap.txt': ['TAP', 2, 1, 2, ['orders > fails']],
  'node-todo.txt': ['node:test', 2, 1, 2, ['orders > fails']],
  'node-todo.xml': ['JUnit XML', 2, 1, 2, ['orders > fails']],
  'node.xml': ['JUnit XML', 8, 2, 2, ['orders > fails', '/home/dev/js/nt/broken.test.mjs']],
  'phpunit-none.txt': ['PHPUnit', 0, 0, 0, []],
  'phpunit-ok.txt': ['PHPUnit', 1, 0, 0, []],
  'phpunit.txt': ['PHPUnit', 2, 1, 1, ['OrdersTest::testFails']],
  'pw-line.txt': ['playwright', 4, 1, 1, ['[unit] > a.spec.js:4:3 > orders > fails']],
  'pw-none.txt': ['playwright', 0, 0, 0, []],
  'pw.json': ['Playwright JSON', 4, 1, 1, ['[unit] > a.spec.js > orders > fails']],
  'pytest-none.txt': ['pytest', 0, 0, 0, []],
  'pytest-q.txt': ['pytest', 6, 3, 1, ['test_orders.py > test_fails', 'test_orders.py > test_table[1]', 'test_orders.py > test_error']],
  'pytest-v.txt': ['pytest', 6, 3, 1, ['test_orders.py > test_fails', 'test_orders.py > test_table[1]', 'test_orders.py > test_error']],
  'pytest.txt': ['pytest', 6, 3, 1, ['test_orders.py > test_fails', 'test_orders.py > test_table[1]', 'test_orders.py > test_error']],
  'pytest.xml': ['JUnit XML', 5, 3, 2, ['test_orders > test_fails', 'test_orders > test_table[1]', 'test_orders > test_error']],
  'rspec-none.txt': ['RSpec', 0, 0, 0, []],
  'rspec.txt': ['RSpec', 2, 1, 1, ['Orders fails']],
  'unittest-none.txt': ['unittest', 0, 0, 0, []],
  'unittest.txt': ['unittest', 3, 2, 1, ['test_error (__main__.Orders.test_error)', 'test_fails (__main__.Orders.test_fails)']],
  'vitest-nofile.txt': ['vitest', 0, 0, 0, []],
  'vitest-none.txt': ['vitest', 0, 0, 4, []],
  'vitest-tap.txt': ['TAP', 2, 1, 2, ['a.test.mjs > orders > fails']],
  'vitest-tapflat.txt': ['TAP', 2, 1, 2, ['a.test.mjs > orders > fails']],
  'vitest.json': ['Vitest JSON', 2, 1, 2, ['orders > fails']],
  'vitest.txt': ['vitest', 2, 1, 2, ['a.test.mjs > orders > fails']],
};

describe('the tests that an output tells of', () => {
  test.each(Object.entries(RECORDED))('%s', (name, wanted) => {
    expect(told(recorded(name))).toEqual(wanted);
  });

  test('every recorded output', () => {
    expect(readdirSync(fixtures).sort()).toEqual(Object.keys(RECORDED).sort());
  });

  test.each([
    ['ginkgo1.txt', 'ginkgo', 2, 2],
    ['ginkgo2.txt', 'ginkgo', 2, 1],
    ['dotnet-test.txt', 'dotnet test', 2, 2],
    ['surefire.txt', 'Surefire', 2, 2],
    ['vitest-colour.txt', 'vitest', 5, 5],
    ['go-panic.txt', 'go test (packages)', 1, 1],
  ])('%s of the recorded failures', (name, format, executed, failed) => {
    expect(testsInOutput(recorded(name, failures))).toMatchObject({ format, executed, failed });
  });

  test.each<[string, string, Told]>([
    ['.NET, per assembly', 'Passed!  - Failed:     0, Passed:     3, Skipped:     1, Total:     4, Duration: 5 ms - A.dll (net8.0)\nFailed!  - Failed:     1, Passed:     1, Skipped:     0, Total:     2, Duration: 5 ms - B.dll (net8.0)\n', ['dotnet test', 5, 1, 1, []]],
    ['.NET in another language', 'Bestanden!   - Fehler:     0, erfolgreich:     3, übersprungen:     0, gesamt:     3, Dauer: 5 ms - A.dll (net8.0)\n', ['dotnet test', 3, 0, 0, []]],
    ['.NET, older', 'Test Run Successful.\nTotal tests: 3\n     Passed: 3\n Total time: 1.2 Seconds\n', ['dotnet test', 3, 0, 0, []]],
    ['.NET, newer', '  Orders.Tests test succeeded (1.2s)\n\nTest summary: total: 3, failed: 1, succeeded: 1, skipped: 1, duration: 1.2s\n', ['dotnet test', 2, 1, 1, []]],
    ['.NET without a match', 'No test matches the given testcase filter `X` in /a/B.dll\n', ['dotnet test', 0, 0, 0, []]],
    ['nextest', '────────────\n     Summary [   0.003s] 3 tests run: 2 passed (1 flaky), 1 failed, 2 skipped\n        FAIL [   0.004s] orders tests::fails\n', ['nextest', 3, 1, 2, ['orders tests::fails']]],
    ['Surefire over modules', '[INFO] Tests run: 2, Failures: 0, Errors: 0, Skipped: 1, Time elapsed: 0.1 s - in A\n[INFO] Tests run: 2, Failures: 0, Errors: 0, Skipped: 1\n[ERROR] Tests run: 3, Failures: 1, Errors: 0, Skipped: 0\n', ['Surefire', 4, 1, 1, []]],
    ['ginkgo, short', '[1700000000] Orders - 2/4 specs •• SUCCESS! 1.2ms PASS\n', ['ginkgo', 2, 0, 2, []]],
    ['a crash in GoogleTest', '[==========] Running 2 tests from 1 test suite.\n[ RUN      ] Orders.Adds\n[       OK ] Orders.Adds (0 ms)\n[ RUN      ] Orders.Dies\n', ['GoogleTest', 2, 1, 0, ['Orders.Dies']]],
    ['GoogleTest behind output without an end of line', '[==========] Running 3 tests from 1 test suite.\nset up[ RUN      ] Orders.Adds\nsays [       OK ] Orders.Other (0 ms)\ntext[       OK ] Orders.Adds (0 ms)\n[ RUN      ] Orders.Fails\n[ RUN      ] is printed[  FAILED  ] Orders.Fails, where GetParam() = 1 (0 ms)\n[ RUN      ] Orders.Later\nx[  SKIPPED ] Orders.Later (0 ms)\n[==========] 3 tests from 1 test suite ran. (0 ms total)\n', ['GoogleTest', 2, 1, 1, ['Orders.Fails']]],
    ['bun', 'bun test v1\n(fail) orders > fails [0.1ms]\n 2 pass\n 1 fail\nRan 3 tests across 1 file. [12.00ms]\n', ['bun test', 3, 1, 0, ['orders > fails']]],
  ])('%s', (_, text, wanted) => {
    expect(told(text)).toEqual(wanted);
  });

  it('say that their runner found none, where it says so itself: nothing else tells that from files that could not be loaded', () => {
    const none = [...readdirSync(fixtures)].filter((name) => testsInOutput(recorded(name))?.noneFound === true);
    expect(none.sort()).toEqual(['ctest-none.txt', 'jest-none.txt', 'phpunit-none.txt', 'pw-none.txt', 'pytest-none.txt', 'vitest-nofile.txt']);
    const said = (...lines: string[]): boolean | undefined => testsInOutput(lines.join('\n'))?.noneFound;
    expect(said('Error: No test files found: "nothing.js"')).toBe(true);
    expect(said('Ran 0 tests in 0.000s', '', 'NO TESTS RAN')).toBe(true);
    expect(said('Ran 0 tests in 0.000s', '', 'OK')).toBeUndefined();
    expect(said('     Summary [   0.000s] 0 tests run: 0 passed, 0 skipped', 'error: no tests to run')).toBe(true);
    expect(said('a.test.ts:', '', 'error: regex "nosuch" matched 0 tests. Searched 1 file (skipping 7 tests) [19.00ms]')).toBe(true);
    expect(said('The following filters did not match any test files:', ' ./none')).toBe(true);
    expect(said('error: No test modules found', '', 'Stack backtrace:', '   0: <unknown>')).toBe(true);
    expect(said('No specs found', 'Finished in 0.004 seconds')).toBe(true);
    expect(said('===== 4 deselected, 1 warning in 0.12s =====')).toBe(true);
    expect(said('===== 1 error in 0.12s =====')).toBeUndefined();
    expect(said('SyntaxError: a.spec.ts: Unexpected token', 'Error: No tests found')).toBeUndefined();
    expect(said('INTERNALERROR> Traceback (most recent call last):', '===== no tests ran in 0.01s =====')).toBeUndefined();
    expect(said('No test files found, exiting with code 1', 'Ran 3 tests in 0.000s', '', 'OK')).toBeUndefined();
  });

  it.each([
    ['GoogleTest', ['gtest.txt', 'gtest.xml', 'gtest.json']],
    ['node:test', ['node-tap.txt', 'node.xml', 'node-spec.txt']],
    ['node:test of Node 24', ['node-tap-24.txt', 'node-spec-24.txt']],
    ['node:test, with tests that are to do', ['node-todo-tap.txt', 'node-todo.xml', 'node-todo.txt']],
    ['Vitest', ['vitest-tap.txt', 'vitest-tapflat.txt', 'vitest.txt']],
    ['go test', ['go-json.txt', 'go-v.txt', 'go.txt']],
  ])('have the same names in each form of %s: a run whose process dies leaves one of them', (_, files) => {
    const found = files.map((name) => testsInOutput(recorded(name)));
    for (const other of found.slice(1)) expect(other?.failures).toEqual(found[0]?.failures);
    const named = found.flatMap((tests) => (tests?.names ? [[...tests.names].sort()] : []));
    for (const names of named.slice(1)) expect(names).toEqual(named[0]);
  });

  it('names each test that Vitest and unittest executed, where they say so, as they name those that fail', () => {
    const vitest = ' × a.test.js > orders > fails 12ms (retry x2)\n   → boom\n ✓ a.test.js > takes 5ms 3ms (retry x1)\n ↓ a.test.js > later\n\n FAIL  a.test.js > orders > fails\n\n Test Files  1 failed (1)\n      Tests  1 failed | 1 passed | 1 skipped (3)\n';
    expect(testsInOutput(vitest)).toMatchObject({ names: ['a.test.js > orders > fails', 'a.test.js > takes 5ms'], failures: ['a.test.js > orders > fails'], flaky: 1, flakyTests: ['a.test.js > takes 5ms'] });
    // Without the line of one of them nobody knows which are missing.
    expect(testsInOutput(vitest.replace(/^ ✓.*\n/m, ''))?.names).toBeUndefined();
    const unittest = 'test_adds (test_a.Orders.test_adds)\nsays what it adds ... ok\ntest_fails (test_a.Orders.test_fails) ... FAIL\ntest_later (test_a.Orders.test_later) ... skipped \'no\'\n\n======\nFAIL: test_fails (test_a.Orders.test_fails)\n------\nRan 3 tests in 0.001s\n\nFAILED (failures=1, skipped=1)\n';
    expect(testsInOutput(unittest)).toMatchObject({ executed: 2, names: ['test_adds (test_a.Orders.test_adds)', 'test_fails (test_a.Orders.test_fails)'], failures: ['test_fails (test_a.Orders.test_fails)'] });
  });

  it.each<[string, string, number, readonly string[] | undefined]>([
    ['a tree of Vitest, without files', ' ✓ a.test.js (1 test) 5ms\n   ✓ races 20ms (retry x1)\n\n      Tests  1 passed (1)\n', 1, undefined],
    ['Playwright', 'Running 2 tests using 1 worker\n\n  1 flaky\n    [unit] › a.spec.js:4:3 › races ─────\n  1 passed (1.8s)\n', 1, ['[unit] > a.spec.js:4:3 > races']],
    ['pytest, without names', '==== 1 passed, 2 rerun in 0.56s ====\n', 1, undefined],
    ['pytest -v', 'test_a.py::test_races RERUN [100%]\ntest_a.py::test_races PASSED [100%]\n==== 1 passed, 1 rerun in 0.56s ====\n', 1, ['test_a.py > test_races']],
    ['nextest', '     Summary [   0.003s] 2 tests run: 2 passed (1 flaky), 0 skipped\n   FLAKY 2/3 [   0.004s] orders tests::races\n', 1, ['orders tests::races']],
    ['Surefire', '[INFO] Tests run: 2, Failures: 0, Errors: 0, Skipped: 0, Flakes: 1\n', 1, undefined],
    ['JUnit XML', '<testsuite><testcase classname="a" name="races"><flakyFailure message="m"/></testcase><testcase classname="a" name="steady"/></testsuite>', 1, ['a > races']],
    ['JUnit XML, rerun', '<testsuite><testcase classname="a" name="races"><rerunFailure message="m"/></testcase></testsuite>', 1, ['a > races']],
    ['Vitest JSON', '{"numTotalTests":1,"testResults":[{"name":"a","status":"passed","assertionResults":[{"title":"races","ancestorTitles":[],"status":"passed","failureMessages":["boom"]}]}]}', 1, ['races']],
    ['Jest JSON', '{"numTotalTests":1,"numRuntimeErrorTestSuites":0,"testResults":[{"name":"a","status":"passed","assertionResults":[{"title":"races","ancestorTitles":[],"status":"passed","failureMessages":[],"invocations":2}]}]}', 1, ['races']],
    ['mocha JSON', '{"stats":{},"passes":[{"title":"races","fullTitle":"races","currentRetry":1}],"failures":[],"pending":[]}', 1, ['races']],
  ])('counts a test that passed when it was tried again: %s', (_, text, flaky, flakyTests) => {
    const found = testsInOutput(text);
    expect([found?.failed, found?.flaky, found?.flakyTests]).toEqual([0, flaky, flakyTests]);
  });

  it('takes no try of a test that failed in the end for one that passed', () => {
    expect(testsInOutput('test_a.py::test_fails RERUN [ 50%]\ntest_a.py::test_fails FAILED [ 50%]\nFAILED test_a.py::test_fails - x\n==== 1 failed, 1 passed, 1 rerun in 0.56s ====\n')).toMatchObject({ failed: 1 });
    expect(testsInOutput('test_a.py::test_fails RERUN [ 50%]\ntest_a.py::test_fails FAILED [ 50%]\nFAILED test_a.py::test_fails - x\n==== 1 failed, 1 passed, 1 rerun in 0.56s ====\n')?.flaky).toBeUndefined();
    expect(testsInOutput('<testsuite><testcase name="a"><rerunFailure message="m"/><failure message="m"/></testcase></testsuite>')?.flaky).toBeUndefined();
  });

  it('adds up several frameworks, and workspaces that use the same one', () => {
    expect(told(`${recorded('vitest.txt')}\n${recorded('node-tap.txt')}`)?.slice(0, 4)).toEqual(['TAP + vitest', 10, 3, 4]);
    expect(told(`${recorded('jest.txt')}\n${recorded('jest.txt')}`)?.slice(0, 3)).toEqual(['jest', 5, 3]);
    expect(told(recorded('gtest.txt') + recorded('gtest.txt'))?.slice(0, 3)).toEqual(['GoogleTest', 8, 4]);
    expect(told(recorded('mocha.txt') + recorded('pytest.txt'))?.slice(0, 3)).toEqual(['mocha + pytest', 9, 4]);
  });

  it.each([
    ['a summary that lists the tests', ' ✓ k.test.js > stable 5ms\n ✓ k.test.js > flaky 0ms\n', 2],
    ['a summary that lists their files', ' ✓ k.test.js (2 tests) 8ms\n', 2],
    ['a summary that lists other tests: those of another run', ' ✓ other.test.js (2 tests) 8ms\n', 4],
    ['a summary that lists nothing', '', 4],
  ])('counts the points of TAP beside %s', (_, list, executed) => {
    const summary = `\n RUN  v4.1.12 /p\n\n${list}\n Test Files  1 passed (1)\n      Tests  2 passed (2)\n`;
    expect(told(`${summary}\nTAP version 13\n1..1\nok 1 - k.test.js # time=15.48ms {\n    1..2\n    ok 1 - stable # time=5.13ms\n    ok 2 - flaky # time=0.38ms\n}\n`)?.[1]).toBe(executed);
    expect(told(`${summary}<testsuites name="vitest tests">\n<testsuite name="k.test.js"><testcase classname="k.test.js" name="stable"/><testcase classname="k.test.js" name="flaky"/></testsuite>\n</testsuites>\n`)?.[1]).toBe(executed);
  });

  it('counts no test twice that a tool reports in two forms', () => {
    expect(told(`${recorded('vitest.json')}\n${recorded('vitest-tap.txt')}`)).toEqual(RECORDED['vitest.json']);
    expect(told(recorded('vitest.txt') + recorded('vitest.json'))).toEqual(RECORDED['vitest.json']);
    expect(told(`npm noise\n${recorded('jest.json')}\n${recorded('jest.txt')}`)).toEqual(RECORDED['jest.json']);
  });

  it('takes no event for a document, where there is one beside it', () => {
    expect(told(recorded('go-json.txt') + recorded('vitest.json'))?.slice(0, 4)).toEqual(['Vitest JSON + go test -json', 7, 3, 3]);
  });

  it('says what a cache told: those tests were not executed', () => {
    const cached = readdirSync(fixtures).filter((name) => testsInOutput(recorded(name))?.cached === true);
    expect(cached.sort()).toEqual(['go-bad.txt', 'go-cached-json.txt', 'go-cached-v.txt', 'go-cached.txt', 'go-json-bad.txt']);
    expect(testsInOutput(recorded('go-cached-v.txt'))?.names).toEqual(['example.com/shop/b > TestHolds', 'example.com/shop/b > TestFails']);
    expect(testsInOutput(recorded('go-cached-json.txt'))?.names).toEqual(['example.com/shop/b > TestHolds', 'example.com/shop/b > TestFails']);
    expect(told('ok  \texample.com/a\t(cached)\tcoverage: 50.0% of statements\n')).toEqual(['go test (packages)', 0, 0, 1, []]);
    const suite = (name: string, time: string): string => `=== RUN   TestSuite\n\nRan 5 of 5 Specs in 0.001 seconds\nSUCCESS! -- 5 Passed | 0 Failed | 0 Pending | 0 Skipped\n--- PASS: TestSuite (0.00s)\nPASS\nok  \texample.com/${name}\t${time}\n`;
    expect(told(suite('a', '(cached)'))).toEqual(['go test -v', 0, 0, 1, []]);
    expect(told(suite('a', '(cached)') + suite('b', '0.1s'))).toEqual(['ginkgo', 5, 0, 0, []]);
  });

  it.each([
    ['a line that a test printed', '✔ looks like one (1.5ms)\n'],
    ['a suite that nobody ended', '▶ looks like a suite\n'],
    ['another run behind it', `${recorded('node-spec-24.txt')}\n`],
  ])('names none of node:test’s spec reporter beside %s, and the counts stay', (_, printed) => {
    const text = recorded('node-spec.txt').replace('✔ of b', `${printed}✔ of b`);
    expect(testsInOutput(text)).toMatchObject({ executed: _ === 'another run behind it' ? 22 : 9, failures: expect.arrayContaining(['fails']) as string[] });
    expect(testsInOutput(text)?.names).toBeUndefined();
  });

  it('names the executed tests where all of them are known', () => {
    expect(testsInOutput(recorded('bun.txt'))?.names).toEqual(['top', 'orders > adds', 'orders > fails', 'orders > throws', 'orders > inner > holds > more']);
    expect(testsInOutput(recorded('bun-broken.txt'))?.names).toBeUndefined();
    expect(testsInOutput(recorded('deno.txt'))?.names).toEqual(['adds', 'fails', 'throws', 'steps', 'prints', 'leaks', 'of b']);
    expect(testsInOutput(recorded('jasmine.txt'))?.names).toBeUndefined();
    expect(testsInOutput(recorded('mocha.txt'))?.names).toEqual(['orders > adds', 'orders > fails', 'orders > inner > holds']);
    expect(testsInOutput(recorded('mocha-hook.txt'))?.names).toEqual(['top', 'orders > adds', 'orders > fails', 'orders > slow', 'orders > after inner', 'orders > inner > holds (odd)', 'hooked > "before all" hook for "never"']);
    expect(testsInOutput(recorded('jest-verbose.txt'))?.names).toEqual(['top', 'orders > adds', 'orders > fails', 'orders > slow', 'orders > after inner', 'orders > inner > holds (odd)', 'hooked > never']);
    expect(testsInOutput(recorded('jest.txt'))?.names).toBeUndefined();
    expect(testsInOutput(recorded('mocha.txt').replace('    ✔ adds', '    ✔ looks like one\n    ✔ adds'))?.names).toBeUndefined();
    expect(testsInOutput(recorded('node-tap.txt'))?.names).toEqual(['top', 'orders > adds', 'orders > fails', 'orders > inner > holds # 1', 'parent > child one', 'parent > child two', 'of b', '/home/dev/js/nt/broken.test.mjs']);
    expect(testsInOutput(recorded('cargo.txt'))?.names).toHaveLength(5);
    expect(testsInOutput(recorded('pytest-v.txt'))?.names).toHaveLength(6);
    expect(testsInOutput(recorded('vitest.txt'))?.names).toBeUndefined();
  });

  test.each([
    '',
    'ok\n',
    '0 tests\nno tests were run\n',
    'Total: 0\nTests: none\n',
    'ok so far\n1..3 is a range\nPASSWORD\n',
    'Ran 0 tests in 0.000s\nand then it worked\n',
    'FAIL\n',
    'FAIL fast!\nnot ok, said the server\n',
    'it took 3 passed in 4 days\n',
    '{"Action":"buy","Package":"milk"}\n',
    '[1,2,3]\n{"a":1}\n<html></html>\n',
    '  2 passed the gate (twice)\n',
    'Tests  0 (0)\n',
    'took care! - A: 1, B: 2, C: 3, D: 4, E: 5\n',
  ])('%j tells of none', (text) => {
    expect(testsInOutput(text)).toBeUndefined();
  });

  it('takes a summary of nothing for one only where nothing of any length stands behind it', () => {
    const nothing = recorded('jest-none.txt');
    expect(told(nothing)?.[1]).toBe(0);
    expect(told(nothing + 'more tests of a runner that nobody knows\n'.repeat(100))).toBeUndefined();
  });

  it('never throws, however it is mangled, and tells sane numbers', () => {
    const sources = Object.keys(RECORDED).map((name) => recorded(name));
    fc.assert(
      fc.property(fc.constantFrom(...sources), fc.constantFrom('', ...sources), fc.array(fc.tuple(fc.nat(), fc.nat(400), fc.string({ unit: 'binary', maxLength: 12 })), { maxLength: 8 }), (source, other, cuts) => {
        const text = cuts.reduce((mangled, [at, length, put]) => mangled.slice(0, at % (mangled.length + 1)) + put + mangled.slice((at % (mangled.length + 1)) + length), source + other);
        const found = testsInOutput(text);
        const results = readTestResults(text);
        if (!('problem' in results)) foundIn(results);
        if (!found) return;
        for (const number of [found.executed, found.failed, found.skipped]) expect(Number.isSafeInteger(number)).toBe(true);
        expect(Math.min(found.executed, found.failed)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 600 },
    );
  });

  test.each([
    ['deep TAP', Array.from({ length: 20_000 }, (_, depth) => `${' '.repeat(Math.min(4 * depth, 2_000))}ok 1 - a {`).join('\n') + '\nTAP version 13\n'],
    ['suites of node:test in each other', `${Array.from({ length: 400 }, (_, depth) => `${'  '.repeat(depth)}▶ suite ${depth}`).join('\n')}\n${Array.from({ length: 100_000 }, (_, index) => `${'  '.repeat(index % 70)}✔ test ${index} (0.1ms)`).join('\n')}\nℹ tests 100000\nℹ pass 100000\nℹ fail 0\n`],
    ['many subtests', `TAP version 13\n${'    ok 1 - a\n'.repeat(300_000)}ok 1 - b\n`],
    ['a long point', `TAP version 13\nok 1 - ${'# '.repeat(500_000)}\n`],
    ['a long directive', `TAP version 13\nok 1 - ${'\\#'.repeat(500_000)}# skip\n`],
    ['huge plans', '1..999999999\n'.repeat(50_000) + 'ok 1\n'],
    ['go events without end', '{"Action":"run","Package":"p","Test":"T"}\n'.repeat(50_000)],
    ['a deep go test', `{"Action":"fail","Package":"p","Test":"${'a/'.repeat(50_000)}"}\n`.repeat(20)],
    ['open braces', `"tool"\n${'{\n'.repeat(100_000)}`],
    ['documents that are none', '{"tool":1}\n'.repeat(100_000)],
    ['open lists', `${'['.repeat(200_000)}\n[\n"SpecReports"\n]`],
    ['deep Playwright suites', `{"config":{},"errors":[],"suites":${'[{"suites":'.repeat(3_000)}[]${'}]'.repeat(3_000)}}`],
    ['an open document', `<testsuites>\n${'<testsuite>\n'.repeat(50_000)}`],
    ['numbers and words', `${'1 failed, '.repeat(100_000)} in 1s`],
    ['spaces before a summary', `${' '.repeat(500_000)}Summary [ 1s]\n Summary [`],
    ['a long package line', `ok  \t${'a'.repeat(500_000)}\t`],
    ['long names', `FAIL  ${'a [ '.repeat(200_000)} ]\n      Tests  1 failed (1)`],
    ['commas', `a! - ${'b: 1, '.repeat(100_000)}`],
    ['a mocha tree', `  0 passing (1ms)\n  9 failing\n${'  1) a\n'.repeat(50_000)}`],
  ])('takes linear time: %s', (_, text) => {
    expect(() => testsInOutput(text)).not.toThrow();
  });
});

describe('tests that were found', () => {
  it('are a part where there were more than are kept', () => {
    const results = Array.from({ length: 200_000 }, () => ({ name: 'a', outcome: 'passed' as const }));
    expect(foundIn({ format: 'X', results }).partial).toBe(true);
  });

  it('have no complete list of names where one of the formats has none', () => {
    const [one, other] = [{ format: 'A', executed: 1, failed: 0, skipped: 0, names: ['a'], failures: [] }, { format: 'B', executed: 2, failed: 1, skipped: 0, failures: ['x'] }];
    expect(addedUp([one, other])).toEqual({ format: 'A + B', executed: 3, failed: 1, skipped: 0, failures: ['x'] });
    expect(addedUp([])).toBeUndefined();
  });
});
