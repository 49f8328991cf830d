import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstLogError } from '../../../../src/core/run/formats/firstLogError.js';
import { findTest, fullNameOf, readTestResults } from '../../../../src/core/run/formats/read.js';
import type { TestResults } from '../../../../src/core/run/formats/types.js';

function read(text: string): TestResults {
  const results = readTestResults(text);
  if ('problem' in results) throw new Error(results.problem);
  return results;
}

function problem(text: string): string {
  const results = readTestResults(text);
  return 'problem' in results ? results.problem : '';
}

const JUNIT = `<?xml version="1.0" encoding="UTF-8"?>
<testsuites><testsuite name="orders" file="test/orders.test.ts">
<testcase classname="orders" name="lists" time="0.1"/>
<testcase classname="orders" name="adds &lt;one&gt; &#x26; more" line="12"><failure message="expected 1 to be 2" type="AssertionError"><![CDATA[at test/orders.test.ts:14:3 <&>]]></failure><failure message="second">more</failure></testcase>
<testcase classname="orders" name="skips"><skipped/></testcase>
<testcase classname="orders" name="wobbles"><flakyFailure message="timing">once</flakyFailure></testcase>
<testcase classname="other" name="adds &lt;one&gt; &#x26; more"><error type="OSError">gone</error></testcase>
</testsuite></testsuites>`;

const TRX = `\ufeff<?xml version="1.0"?><TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010"><Results>
<UnitTestResult testId="1" testName="Shop.OrderTests.Adds(x: 1)" outcome="Failed"><Output><StdOut>noise</StdOut><ErrorInfo><Message>Assert.Equal() Failure</Message><StackTrace>at Shop.OrderTests.Adds() in /src/OrderTests.cs:line 9</StackTrace></ErrorInfo></Output></UnitTestResult>
<UnitTestResult testId="2" testName="Shop.OrderTests.Lists" outcome="Passed"/></Results>
<TestDefinitions><UnitTest id="1" name="Adds"><TestMethod className="Shop.OrderTests, Shop" name="Adds"/></UnitTest></TestDefinitions></TestRun>`;

const CTRF = JSON.stringify({ results: { tool: { name: 'jest' }, summary: {}, tests: [{ name: 'adds', status: 'failed', message: 'boom', trace: 'at a.ts:1', suite: ['orders', 'inner'], filePath: 'a.ts', line: 3 }, { name: 'b', status: 'passed', flaky: true }, null, 7] } });

const VITEST = JSON.stringify({ numTotalTests: 2, testResults: [{ name: '/w/test/a.test.ts', status: 'failed', assertionResults: [{ ancestorTitles: ['orders'], title: 'adds (1+1)', status: 'failed', failureMessages: ['\u001b[31mAssertionError: expected 1\u001b[0m\n    at a.test.ts:3:1'], location: { line: 3 } }, { ancestorTitles: [], title: 'b', status: 'passed' }] }, { name: '/w/test/broken.test.ts', status: 'failed', message: 'SyntaxError: x', assertionResults: [] }] });

describe('a file of test results', () => {
  it('is JUnit XML: several failures of a case, errors, flaky ones, entities, CDATA', () => {
    const { format, results } = read(JUNIT);
    expect(format).toBe('JUnit XML');
    expect(results.map(({ outcome }) => outcome)).toEqual(['passed', 'failed', 'other', 'flaky', 'failed']);
    expect(results[1]).toEqual({ name: 'adds <one> & more', group: 'orders', outcome: 'failed', message: 'expected 1 to be 2', details: 'at test/orders.test.ts:14:3 <&>more', file: 'test/orders.test.ts', line: 12 });
    expect(results[4]).toMatchObject({ group: 'other', message: 'OSError', details: 'gone' });
  });

  it('is TRX: class from the definitions, message and stack, no output', () => {
    const { format, results, repeat } = read(TRX);
    expect(format).toBe('TRX');
    expect(results).toEqual([{ name: 'Adds(x: 1)', group: 'Shop.OrderTests', outcome: 'failed', message: 'Assert.Equal() Failure', details: 'Assert.Equal() Failure\nat Shop.OrderTests.Adds() in /src/OrderTests.cs:line 9' }, { name: 'Shop.OrderTests.Lists', outcome: 'passed' }]);
    const [test] = results;
    expect(test && repeat?.(test)).toEqual(['dotnet', 'test', '--filter', 'FullyQualifiedName=Shop.OrderTests.Adds']);
  });

  it('is CTRF', () => {
    expect(read(CTRF)).toMatchObject({ format: 'CTRF', results: [{ name: 'adds', group: 'orders > inner', outcome: 'failed', message: 'boom', file: 'a.ts', line: 3 }, { outcome: 'flaky' }] });
  });

  it('is the JSON of Vitest or Jest, with files that could not be loaded', () => {
    const { format, results, repeat } = read(VITEST);
    expect(format).toBe('Vitest JSON');
    expect(results[0]).toEqual({ name: 'adds (1+1)', group: 'orders', outcome: 'failed', message: 'AssertionError: expected 1', details: 'AssertionError: expected 1\n    at a.test.ts:3:1', file: '/w/test/a.test.ts', line: 3 });
    expect(results[2]).toMatchObject({ name: '/w/test/broken.test.ts', outcome: 'failed', message: 'SyntaxError: x' });
    expect(results[0] && repeat?.(results[0])).toEqual(['npx', 'vitest', 'run', '/w/test/a.test.ts', '-t', '^orders adds \\(1\\+1\\)$']);
    expect(read(VITEST.replace('{', '{"numRuntimeErrorTestSuites":0,')).format).toBe('Jest JSON');
  });

  it.each([
    ['<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><testsuites>&x;</testsuites>', /neither JUnit|DOCTYPE/],
    [`<testsuites><!DOCTYPE a [<!ENTITY x "y">]></testsuites>`, /DOCTYPE/],
    ['<testsuites><testsuite>', /unclosed tag: testsuite, by the rules of XML/],
    ['<testsuite></other>', /unexpected close tag/],
    ['<testsuite><testcase name="a', /unclosed tag/],
    ['<testsuite/><testsuite/>', /only one root/],
    ['<testsuite a=1/>', /unquoted attribute value/],
    [`<testsuite>${'&x;'.repeat(20_000)}</testsuite>`, /against the rules of XML in more than 10000 places/],
    [`<testsuite ${Array.from({ length: 2_000 }, (_, index) => `a${index}="1"`).join(' ')}/>`, /more than 1000 attributes/],
    ['<testsuite>'.repeat(300), /deep/],
    ['<html></html>', /neither JUnit XML nor TRX/],
    ['{"a":1}', /is JSON, but in no known format: .*CTRF/],
    ['{', /no valid JSON/],
    ['TAP version 13', /no known format/],
    ['', /no known format/],
  ])('%j is refused in a sentence', (text, message) => {
    expect(problem(text)).toMatch(message);
  });

  it('never expands what a document defines, and leaves unknown entities as they are', () => {
    expect(read('<testsuite><testcase name="&x; &#0; &#xD800; &amp;lt;"/></testsuite>').results[0]?.name).toBe('&x; &#0; &#xD800; &lt;');
  });

  it('reads what tools write against the rules where it leaves no doubt: control characters and references to them, text behind the document, an attribute twice', () => {
    const { results } = read('\ufeff<testsuite><testcase classname="a" name="\u001b[31mred\u0000 &#27;[0m\ud800" name="again"><failure>a ]]> b</failure></testcase></testsuite>\nDone.\n');
    expect(results).toMatchObject([{ group: 'a', outcome: 'failed', details: 'a ]]> b' }]);
    expect(read('<testsuite><testcase name="\u001b[31mred\u0000 &#27;[0m\ud800"/></testsuite>').results[0]?.name).toBe('\ufffd[31mred\ufffd \u001b[0m\ufffd');
  });

  it('never throws on content, however it is mangled', () => {
    const sources = [JUNIT, TRX, CTRF, VITEST];
    fc.assert(
      fc.property(fc.constantFrom(...sources), fc.array(fc.tuple(fc.nat(), fc.nat(40), fc.string({ unit: 'binary', maxLength: 8 })), { maxLength: 6 }), (source, cuts) => {
        const text = cuts.reduce((mangled, [at, length, put]) => mangled.slice(0, at % (mangled.length + 1)) + put + mangled.slice((at % (mangled.length + 1)) + length), source);
        const results = readTestResults(text);
        if (!('problem' in results)) for (const test of results.results) results.repeat?.(test);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['an attribute that never ends', `<testsuite><testcase name="${'a'.repeat(2_000_000)}`],
    ['a million open tags', '<testsuite '.repeat(200_000)],
    ['white space in a tag', `<testsuite${' '.repeat(2_000_000)}`],
    ['a prologue without end', `<?xml ${'<'.repeat(2_000_000)}`],
    ['attributes without values', `<testsuite${' a'.repeat(1_000_000)}`],
  ])('takes linear time: %s', (_, text) => {
    expect(problem(text)).not.toBe('');
  });
});

describe('one test of them', () => {
  const results = read(JUNIT);
  const found = (name?: string) => {
    const answer = findTest(results, name);
    return 'test' in answer ? fullNameOf(answer.test) : `${answer.problem} ${answer.candidates.length}`;
  };

  it('is found by its full name in any spelling, by its own, by a part that only one has', () => {
    expect(found('orders > adds <one> & more')).toBe('orders > adds <one> & more');
    expect(found('other.adds <one> & more')).toBe('other > adds <one> & more');
    expect(found('wobbles')).toBe('orders > wobbles');
    expect(found('WOBB')).toBe('orders > wobbles');
  });

  it('is told apart from those that did not fail, do not exist or are several', () => {
    expect(found('adds <one> & more')).toBe('ambiguous 2');
    expect(found('lists')).toBe('not-failed 3');
    expect(found('nope')).toBe('not-found 3');
    expect(found()).toBe('several-failed 3');
    expect(findTest(read(TRX), undefined)).toMatchObject({ test: { name: 'Adds(x: 1)' } });
    expect(findTest(read('<testsuite/>'), undefined)).toMatchObject({ problem: 'none-failed' });
  });
});

describe('the first error of a log', () => {
  it.each([
    ['ok\n2025-12-27T20:51:31-05:00\tERROR\taudit-store\nFailed to write\n{\n  "attempt": 1\n}\n\nnext', 2, 'audit-store', 'Failed to write\n{'],
    ['I1031 20:27:49.843424 fine\nE1031 20:29:50.574176 WebSocket read error: i/o timeout\n', 2, 'WebSocket read error: i/o timeout', ''],
    ['crit: Aspire.Hosting.Dcp[0]\n  Watch task ended\n', 1, 'crit: Aspire.Hosting.Dcp[0]', 'Watch task'],
    ['{"level":"info","msg":"errors: 0"}\n{"level":"error","msg":"x"}', 2, '{"level":"error","msg":"x"}', ''],
    ['0 errors, no failures\nTypeError: a is not a function\n    at b.js:1:1', 2, 'TypeError: a is not a function', 'at b.js'],
  ])('is found in %j', (text, line, title, inside) => {
    expect(firstLogError(text)).toMatchObject({ line, title, excerpt: expect.stringContaining(inside) as string });
  });

  it('is none where nothing reads like one', () => {
    expect(firstLogError('all good\n0 errors\n')).toBeUndefined();
  });
});
