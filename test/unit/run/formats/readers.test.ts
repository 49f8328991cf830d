import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fullNameOf, readTestResults } from '../../../../src/core/run/formats/read.js';
import type { TestResult, TestResults } from '../../../../src/core/run/formats/types.js';

const fixtures = new URL('../../../fixtures/results/', import.meta.url);

function read(text: string): TestResults {
  const results = readTestResults(text);
  if ('problem' in results) throw new Error(results.problem);
  return results;
}

const recorded = (name: string): TestResults => read(readFileSync(new URL(name, fixtures), 'utf8'));

function failed({ results }: TestResults): TestResult | undefined {
  return results.find(({ outcome }) => outcome === 'failed');
}

describe('a failed test in a file of results has its message, its place, and how to repeat it', () => {
  it.each<[string, string, Partial<TestResult>]>([
    ['node-tap.txt', 'TAP', { name: 'fails', group: 'orders', message: 'Expected values to be strictly equal:', file: '/home/dev/js/nt/a.test.mjs', line: 4 }],
    ['vitest-tap.txt', 'TAP', { name: 'fails', group: 'a.test.mjs > orders', file: '/home/dev/js/vt/a.test.mjs', line: 2 }],
    ['mocha-tap.txt', 'TAP', { name: 'orders fails' }],
    ['go-json.txt', 'go test -json', { name: 'TestFails', group: 'example.com/shop/a', message: 'expected 1, got 2', file: 'a_test.go', line: 9 }],
    ['cargo-json.txt', 'libtest JSON', { name: 'tests::fails', message: 'assertion `left == right` failed' }],
    ['pw.json', 'Playwright JSON', { name: 'fails', group: '[unit] > a.spec.js > orders', message: 'Error: expect(received).toBe(expected) // Object.is equality', file: 'a.spec.js', line: 4 }],
    ['mocha.json', 'mocha JSON', { name: 'fails', group: 'orders', message: 'Expected values to be strictly equal:', file: '/home/dev/js/mocha/a.js' }],
    ['gtest.json', 'GoogleTest JSON', { name: 'Orders.Fails', message: 'Expected equality of these values:', file: 't.cc', line: 3 }],
  ])('%s', (name, format, wanted) => {
    const results = recorded(name);
    expect(results.format).toBe(format);
    expect(failed(results)).toMatchObject(wanted);
  });

  it('is repeated by the words of its own tool', () => {
    const go = recorded('go-json.txt');
    const sub = go.results.find(({ name }) => name === 'TestTable/two_words');
    expect(sub && go.repeat?.(sub)).toEqual(['go', 'test', '-v', '-count=1', 'example.com/shop/a', '-run', '^TestTable$/^two_words$']);
    const playwright = recorded('pw.json');
    const test = failed(playwright);
    expect(test && playwright.repeat?.(test)).toEqual(['npx', 'playwright', 'test', 'a.spec.js:4']);
  });
});

describe('JUnit XML', () => {
  const outcomes = (inside: string): string[] => read(`<testsuite name="s"><testcase name="a">${inside}</testcase></testsuite>`).results.map(({ outcome }) => outcome);

  it('has no failure in a test that is to do, and one in a test that was also skipped', () => {
    expect(outcomes('<skipped type="todo" message="true"/><failure message="m"/>')).toEqual(['other']);
    expect(outcomes('<failure message="m"/><skipped type="todo"/>')).toEqual(['other']);
    expect(outcomes('<skipped message="later"/><error message="in its teardown"/>')).toEqual(['failed']);
    expect(outcomes('<failure message="m"/><skipped message="later"/>')).toEqual(['failed']);
    expect(outcomes('<skipped/>')).toEqual(['other']);
  });
});

describe('TAP', () => {
  it('keeps what a failed point says, as it stands in its block', () => {
    expect(failed(recorded('node-tap.txt'))?.details).toContain("error: |-\n  Expected values to be strictly equal:\n  \n  1 !== 2\n");
  });

  const names = (text: string): string[] => read(text).results.map((result) => `${result.outcome} ${fullNameOf(result)}`);

  it.each<[string, string, string[]]>([
    ['a parent that failed by itself', 'TAP version 13\n# Subtest: a\n    ok 1 - b\n    1..1\nnot ok 1 - a\n1..1\n', ['passed a > b', 'failed a']],
    ['subtests in braces, deep', '1..1\nok 1 - a {\n    ok 1 - b {\n        ok 1 - c\n        not ok 2 - d # TODO later\n    }\n    ok 2 - e\n}\nok 2 - f\n', ['passed a > b > c', 'other a > b > d', 'passed a > e', 'passed f']],
    ['braces that are never closed', '1..1\nok 1 - a {\n    not ok 1 - b\n', ['failed a > b']],
    ['points inside YAML', '1..1\nnot ok 1 - a\n  ---\n  output: |\n    ok 7 - no\n  ...\nok 2 - b\n', ['failed a', 'passed b']],
    ['escapes and a directive', '1..1\nok 1 - a \\# b # SKIP why\nok 2 - c # skipping is not a directive\n', ['other a # b', 'other c']],
    ['no description', '1..2\nok 1\nnot ok 2\n', ['passed ', 'failed ']],
    ['a plan that names more', '1..3\nok 1 - a\n', ['passed a']],
    ['a bail-out', '1..5\nok 1 - a\nBail out! no store\n', ['passed a', 'failed Bail out! no store']],
    ['several documents', 'TAP version 14\n1..1\nok 1 - a\nTAP version 14\n1..1\nok 1 - a\n', ['passed a', 'passed a']],
    ['nothing', 'TAP version 13\n1..0 # no tests\n', []],
  ])('with %s', (_, text, wanted) => {
    expect(names(text)).toEqual(wanted);
  });
});

describe('events, one per line', () => {
  it('of go: a test that never ended failed, and so did a package without a failed test; repetitions count each', () => {
    const { results } = read(['{"Action":"run","Package":"p","Test":"A"}', '{"Action":"pass","Package":"p","Test":"A"}', '{"Action":"run","Package":"p","Test":"A"}', '{"Action":"output","Package":"p","Test":"A","Output":"panic: boom\\n"}', '{"Action":"output","Package":"q","Output":"exit status 2\\n"}', '{"Action":"fail","Package":"q"}', 'noise', '{"Action":'].join('\n'));
    expect(results).toMatchObject([{ name: 'A', outcome: 'passed' }, { name: 'A', outcome: 'failed', message: 'panic: boom' }, { name: 'q', outcome: 'failed', message: 'exit status 2' }]);
  });

  it('of nextest: a test that passed when it was tried again is flaky; one that never ended failed', () => {
    const event = (name: string, what: string): string => JSON.stringify({ type: 'test', event: what, name });
    const { results } = read(['{"type":"suite","event":"started","test_count":3}', event('orders::bin$a', 'started'), event('orders::bin$a', 'failed'), event('orders::bin$a#2', 'ok'), event('orders::bin$b', 'started'), event('orders::bin$b', 'ok'), event('orders::bin$c', 'started')].join('\n'));
    expect(results.map((result) => [fullNameOf(result), result.outcome])).toEqual([['orders::bin > a', 'flaky'], ['orders::bin > b', 'passed'], ['orders::bin > c', 'failed']]);
  });

  it('of pytest: phases are one test, an expected failure passed, what cannot be collected failed', () => {
    const report = (nodeid: string, when: string, outcome: string, more: object = {}): string => JSON.stringify({ $report_type: 'TestReport', nodeid, when, outcome, location: ['t.py', 3, 'x'], ...more });
    const { format, results } = read(
      [
        '{"$report_type":"SessionStart","pytest_version":"8"}',
        '{"$report_type":"CollectReport","nodeid":"broken.py","outcome":"failed","longrepr":"SyntaxError: no"}',
        report('t.py::a', 'setup', 'passed'), report('t.py::a', 'call', 'passed'), report('t.py::a', 'teardown', 'failed', { longrepr: { reprcrash: { message: 'gone', lineno: 9 } } }),
        report('t.py::b', 'setup', 'skipped'), report('t.py::b', 'teardown', 'passed'),
        report('t.py::c', 'setup', 'passed'), report('t.py::c', 'call', 'skipped', { wasxfail: 'reason' }),
      ].join('\n'),
    );
    expect(format).toBe('pytest report log');
    expect(results.map((result) => [fullNameOf(result), result.outcome, result.line])).toEqual([['broken.py', 'failed', undefined], ['t.py > a', 'failed', 9], ['t.py > b', 'other', 4], ['t.py > c', 'passed', 4]]);
  });
});

it('a report of ginkgo names suite, containers and spec; set-up counts only where it failed', () => {
  const spec = (text: string, state: string, more: object = {}): object => ({ ContainerHierarchyTexts: ['stock', 'empty'], LeafNodeType: 'It', LeafNodeText: text, State: state, NumAttempts: 1, ...more });
  const suite = {
    SuitePath: '/src/orders',
    SuiteDescription: 'Orders',
    SpecReports: [
      spec('counts', 'passed'),
      spec('wobbles', 'passed', { NumAttempts: 2 }),
      spec('refuses', 'failed', { Failure: { Message: 'Expected 1 to equal 2', Location: { FileName: '/src/orders/a_test.go', LineNumber: 17, FullStackTrace: 'main.go:1' } } }),
      spec('later', 'pending'),
      spec('', 'passed', { LeafNodeType: 'BeforeSuite', ContainerHierarchyTexts: null }),
      spec('', 'panicked', { LeafNodeType: 'AfterSuite', ContainerHierarchyTexts: null }),
    ],
  };
  const { format, results } = read(JSON.stringify([suite]));
  expect(format).toBe('ginkgo JSON');
  expect(results.map((result) => [fullNameOf(result), result.outcome])).toEqual([['Orders > stock > empty > counts', 'passed'], ['Orders > stock > empty > wobbles', 'flaky'], ['Orders > stock > empty > refuses', 'failed'], ['Orders > stock > empty > later', 'other'], ['Orders > [AfterSuite]', 'failed']]);
  expect(failed({ format, results })).toMatchObject({ message: 'Expected 1 to equal 2', file: '/src/orders/a_test.go', line: 17 });
});
