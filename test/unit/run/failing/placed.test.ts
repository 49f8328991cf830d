import { describe, expect, test } from 'vitest';
import { failureHover } from '../../../../src/core/run/failing/hover.js';
import { ago, failureText } from '../../../../src/core/run/failing/lensText.js';
import { placedFailures, type DocumentState } from '../../../../src/core/run/failing/placed.js';
import type { FileResult, RunFailure, WholeRun } from '../../../../src/core/run/failing/seen.js';
import { clopperPearson } from '../../../../src/core/run/statistics/interval.js';

const LINES = `import { test } from 'vitest';

test('adds', () => {
  expect(1 + 1).toBe(3);
});

test('subtracts', () => {
  expect(1 - 1).toBe(1);
});`.split('\n');

const MINUTE = 60_000;

function whole(failures: number, counted: number, change: Partial<WholeRun> = {}): WholeRun {
  return { counted, failures, kind: failures === counted ? 'consistently-failing' : 'flaky', rate: failures / counted, ...clopperPearson(failures, counted), headline: `${failures} of ${counted} attempts failed.`, stopped: false, ...change };
}

function run(count: number, of: WholeRun, change: Partial<RunFailure> = {}): RunFailure {
  return { source: 'run', file: '/w/a.test.ts', line: 4, seenAt: 10 * MINUTE, root: '/w', run: 'r', count, title: 'expected 2 to be 3', firstLog: 'logs/0001.log', whole: of, ...change };
}

function result(outcome: FileResult['outcome'], minute: number, change: Partial<FileResult> = {}): FileResult {
  return { source: 'file', file: '/w/a.test.ts', name: 'adds', outcome, seenAt: minute * MINUTE, root: '/w', results: '/w/out/results.xml', ...change };
}

function shown(seen: readonly (RunFailure | FileResult)[], change: Partial<DocumentState> = {}): string[] {
  return placedFailures(seen, { lines: LINES, changedAt: 0, lineNow: (line) => line, ...change }).map((failure) => `${failure.line + 1}: ${failureText(failure, undefined, 22 * MINUTE)}`);
}

function hoverOf(seen: readonly (RunFailure | FileResult)[]): string {
  return placedFailures(seen, { lines: LINES, changedAt: 0, lineNow: (line) => line }).map((failure) => failureHover(failure, undefined, 22 * MINUTE)).join();
}

describe('a run', () => {
  test('tells each failing test by its own number where the results name all of them', () => {
    const of = whole(8, 8);
    const named = (count: number, name: string): RunFailure => {
      const { line, ...nowhere } = run(count, of, { name, byName: true });
      expect(line).toBe(4);
      return nowhere;
    };
    // Each attempt is told by one failure: those of `subtracts` by that of `adds` whenever both failed.
    const both = [run(8, of), named(8, 'adds'), named(4, 'subtracts')];
    expect(shown(both)).toEqual(['3: ✗ 8 of 8 · consistently failing (63.1–100 %)', '7: ✗ 4 of 8 · flaky 50 % (15.7–84.3)']);
    const hidden = [run(4, of), run(4, of, { line: 8 }), named(8, 'adds')];
    expect(shown(hidden)).toEqual(['3: ✗ 8 of 8 · consistently failing (63.1–100 %)', '7: ✗ 4 of 8 · flaky 50 % (15.7–84.3)']);
  });

  test('names its work item, and says so when the file has changed', () => {
    const texts = placedFailures([run(3, whole(3, 100))], { lines: LINES, changedAt: 20 * MINUTE, lineNow: (line) => line }).map((failure) => failureText(failure, 'WI4', 0));
    expect(texts).toEqual(['✗ 3 of 100 · flaky 3 % (0.6–8.5) · WI4 · stale']);
  });

  test('says how often a test failed, with the rate and its interval, at the line where the test begins', () => {
    expect(shown([run(3, whole(3, 100))])).toEqual(['3: ✗ 3 of 100 · flaky 3 % (0.6–8.5)']);
    expect(shown([run(5, whole(5, 5))])).toEqual(['3: ✗ 5 of 5 · consistently failing (47.8–100 %)']);
  });

  test('its mark stands where it failed, most often', () => {
    const at = (seen: readonly RunFailure[]): number[] => placedFailures(seen, { lines: LINES, changedAt: 0, lineNow: (line) => line }).map((failure) => failure.at + 1);
    expect(at([run(3, whole(3, 100))])).toEqual([4]);
    expect(at([run(1, whole(3, 100), { line: 3 }), run(2, whole(3, 100))])).toEqual([4]);
    expect(at([run(2, whole(3, 100)), run(1, whole(3, 100), { line: 3 })])).toEqual([4]);
  });

  test('one attempt says no rate, and a stop at a failure none of a part', () => {
    expect(shown([run(1, whole(1, 1))])).toEqual(['3: ✗ 1 of 1']);
    expect(shown([run(1, whole(2, 9, { stopped: true }))])).toEqual(['3: ✗ 1 of 9 · flaky']);
    expect(shown([run(1, whole(1, 1, { kind: 'inconclusive', stopped: true }))])).toEqual(['3: ✗ 1 of 1']);
    expect(shown([run(1, whole(1, 3, { rate: null, low: 0.0084, high: 0.842, stopped: true }))])).toEqual(['3: ✗ 1 of 3 · flaky (0.8–84.2 %)']);
  });

  test('ways to fail in one test are one, and each test has its own', () => {
    const of = whole(3, 10);
    expect(shown([run(1, of), run(1, of, { line: 3 }), run(1, of, { line: 8 })])).toEqual(['3: ✗ 2 of 10 · flaky 20 % (2.5–55.6)', '7: ✗ 1 of 10 · flaky 10 % (0.3–44.5)']);
  });

  test('is stale when the file has changed since, and keeps its line', () => {
    const moved = ['// new', ...LINES];
    expect(shown([run(3, whole(3, 100))], { lines: moved, changedAt: Infinity, lineNow: (line) => line + 1 })).toEqual(['4: ✗ 3 of 100 · flaky 3 % (0.6–8.5) · stale']);
    expect(shown([run(3, whole(3, 100), { name: 'adds' })], { lines: ['// new', '', '', '', '', ...LINES], changedAt: Infinity, lineNow: () => undefined })).toEqual(['8: ✗ 3 of 100 · flaky 3 % (0.6–8.5) · stale']);
  });
});

describe('a file of results', () => {
  test('is one observation without a rate, found by the test’s name', () => {
    expect(shown([result('failed', 20)])).toEqual(['3: ✗ failed in results.xml, 2 min ago']);
    expect(shown([result('flaky', 20, { name: 'x > subtracts' })])).toEqual(['7: ✗ failed, then passed in results.xml, 2 min ago']);
    expect(shown([result('failed', 20)], { changedAt: 21 * MINUTE })).toEqual(['3: ✗ failed in results.xml, 2 min ago · stale']);
    expect(shown([result('passed', 20)])).toEqual([]);
    expect(shown([result('failed', 20, { name: 'unheard of' })])).toEqual([]);
  });

  test('the newest counts', () => {
    expect(shown([result('failed', 19), result('passed', 20)])).toEqual([]);
    expect(shown([result('passed', 19), result('failed', 20)])).toEqual(['3: ✗ failed in results.xml, 2 min ago']);
  });
});

describe('a run and a file of results', () => {
  test('a later pass ends a test that always failed, not one that is flaky', () => {
    expect(shown([run(5, whole(5, 5)), result('passed', 20)])).toEqual([]);
    expect(shown([run(5, whole(5, 5)), result('passed', 9)])).toHaveLength(1);
    expect(shown([run(3, whole(3, 100)), result('passed', 20)])).toEqual(['3: ✗ 3 of 100 · flaky 3 % (0.6–8.5)']);
    expect(hoverOf([run(3, whole(3, 100)), result('passed', 20)])).toContain('a single pass does not tell a fixed test from a flaky one');
  });

  test('the run’s numbers stand for both, unless they are stale and the file is newer', () => {
    expect(shown([run(3, whole(3, 100)), result('failed', 20)])).toEqual(['3: ✗ 3 of 100 · flaky 3 % (0.6–8.5)']);
    expect(shown([run(3, whole(3, 100)), result('failed', 20)], { changedAt: 15 * MINUTE })).toEqual(['3: ✗ failed in results.xml, 2 min ago', '3: ✗ 3 of 100 · flaky 3 % (0.6–8.5) · stale']);
  });
});

test('a hover says the verdict and the failure’s words, which open nothing and hold no secret', () => {
  const hover = hoverOf([result('failed', 20, { message: '```\n[x](command:rm)\n# heading\npassword=hunter22' })]);
  expect(hover).toMatch(/^\*\*Failed in `results\.xml`, 2 min ago\.\*\* One observation/);
  expect(hover).toContain('````text\n```\n[x](command:rm)');
  expect(hover).not.toContain('hunter22');
});

test('times are told as people do', () => {
  expect([-5, 0, 59_999, 60_000, 59 * MINUTE, 60 * MINUTE, 47 * 60 * MINUTE, 48 * 60 * MINUTE].map(ago)).toEqual(['just now', 'just now', 'just now', '1 min ago', '59 min ago', '1 h ago', '47 h ago', '2 days ago']);
});
