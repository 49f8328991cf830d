import { describe, expect, test } from 'vitest';
import type { AttemptTests } from '../../../../src/core/run/events.js';
import { failingBeyond } from '../../../../src/core/run/failing/failedInRun.js';
import { testVerdicts } from '../../../../src/core/run/tests/perTest.js';
import { reportModel } from '../../../../src/core/report/reportModel.js';
import { testLines, testSections, testSummary } from '../../../../src/core/report/testTable.js';
import { testsSection } from '../../../../src/core/report/testsReport.js';
import { runEvidence, STARTED_AT } from '../../../support/runEvidence.js';

const NAMES = Array.from({ length: 80 }, (_, index) => `t${index}`);
const SET = 'a'.repeat(16);

/** 80 of 100 tests failed; the record names 50 of them, from one on. */
const cutAt = (from: number): AttemptTests => ({ format: 'TAP', executed: 100, failed: 80, skipped: 0, set: SET, failures: [...NAMES, ...NAMES].slice(from, from + 50) });

const runOf = (attempts: readonly AttemptTests[]) => runEvidence({ outcomes: attempts.map(({ failed }) => (failed > 0 ? 'fail' : 'pass')), testsAt: (index) => attempts[index] });

describe('attempts that name only some of their failing tests', () => {
  const rotated = runOf([0, 20, 40, 60].map((from) => cutAt(from)));

  test('say nothing of one that they do not name: its failures are a lower bound, without a rate or a kind', () => {
    expect(rotated.failedTests).toHaveLength(80);
    for (const { failed, executed, atLeast, kind, rate } of rotated.failedTests) expect({ executed, atLeast, kind, rate, below: failed < 4 }).toEqual({ executed: 4, atLeast: true, kind: 'inconclusive', rate: null, below: true });
    expect(testSummary(rotated).tests[0]).toMatchObject({ failed: 3, executed: 4, atLeast: true, rate: null });
  });

  test('leave an interval from the fewest failures that are possible to the most', () => {
    expect(rotated.failedTests.find(({ name }) => name === 't0')).toMatchObject({ failed: 3, low: expect.closeTo(0.194, 3) as number, high: 1 });
  });

  test('leave the counts of those that each of them names as they are', () => {
    expect(runOf([cutAt(0), cutAt(0)]).failedTests).toHaveLength(50);
    for (const verdict of runOf([cutAt(0), cutAt(0)]).failedTests) expect(verdict).toMatchObject({ failed: 2, executed: 2, atLeast: false, kind: 'consistently-failing', rate: 1 });
    const [first] = runOf([cutAt(0), { format: 'TAP', executed: 100, failed: 0, skipped: 0, set: SET }]).failedTests;
    expect(first).toMatchObject({ failed: 1, executed: 2, atLeast: false, kind: 'flaky', rate: 0.5 });
  });

  test('make no failure unknown of a test that they did not execute', () => {
    const { tests } = runOf([cutAt(0), { format: 'TAP', executed: 1, failed: 1, skipped: 0, set: 'other', failures: ['alone'] }]);
    const sets = new Map([[SET, new Set(NAMES)], ['other', new Set(['alone'])]]);
    const verdicts = tests && testVerdicts(tests, (id) => sets.get(id));
    expect(verdicts?.find(({ name }) => name === 'alone')).toMatchObject({ failed: 1, executed: 1, atLeast: false, counted: true });
  });

  test('count so, too, where what told of them was cut', () => {
    const told: AttemptTests = { format: 'TAP', executed: 9, failed: 1, skipped: 0, failures: ['a'] };
    expect(runOf([told, { ...told, failures: ['b'], partial: true }]).failedTests).toMatchObject([{ name: 'a', failed: 1, atLeast: true, rate: null }, { name: 'b', atLeast: false, rate: 0.5 }]);
  });

  test('are told in a terminal, in a block and in a report as what they are', () => {
    expect(testLines(rotated)).toContain('  at least 3 of 4  t0: no estimate (19.4 % – 100 %)');
    expect(testLines(rotated).at(-1)).toBe('  and at least 60 more tests');
    const [, , table, more] = testSections(rotated);
    expect(table).toContain('| `t0` | at least 3 of 4 | no estimate (19.4 % – 100 %) |');
    expect(more).toBe('At least 60 more tests failed.');
    const shown = reported(rotated);
    expect(shown.figure).toMatchObject({ rows: expect.arrayContaining([expect.objectContaining({ label: 't0', rate: null, high: 1, words: 'at least 3 of 4' })]) as unknown });
    expect(shown.table?.rows[0]?.slice(1, 3)).toEqual([{ text: 'at least 3 of 4', mark: 'bad' }, { text: 'no estimate' }]);
    expect(testLines(runOf(['t0', 't1'].map((name) => ({ format: 'TAP', executed: 9, failed: 2, skipped: 0, failures: [name] }))))).toContain('  at least 1 of at most 2  t0: no estimate (1.3 % – 100 %)');
  });

  test('leave failing tests that nobody named, and no number of them is too low', () => {
    const one = runOf([cutAt(0)]);
    expect(one.tests?.more).toBe(true);
    expect(failingBeyond(one, 20)).toEqual({ more: 60, atLeast: true });
    expect(testSections(one).at(-1)).toBe('At least 60 more tests failed.');
    expect(testLines(one).at(-1)).toBe('  and at least 60 more tests');
    expect(reported(one).paragraphs).toContain('At least 30 more tests failed and are not listed here.');
  });
});

function reported(evidence: ReturnType<typeof runOf>) {
  const { tests } = reportModel(evidence, 'finished', { now: Date.parse(STARTED_AT), actions: [] }).head;
  if (!tests) throw new Error('the report has no tests');
  return testsSection(tests);
}

describe('what stands around tests, and is listed only where it failed by itself', () => {
  const SETS = new Map([['whole', new Set(['a.test.mjs > orders > adds', 'p > TestA/sub', 'keeps'])], ['died', new Set(['a.test.mjs', 'p', 'p > TestA', 'b.test.mjs', 'keeps', 'alone'])]]);
  const failures = ['a.test.mjs', 'p', 'p > TestA', 'b.test.mjs', 'alone'];
  const told = (set: string, failed: readonly string[]): AttemptTests => ({ format: 'TAP', executed: 3, failed: failed.length, skipped: 0, set, failures: failed });
  const { tests } = runOf([told('whole', []), told('died', failures), told('whole', []), told('whole', [])]);
  const of = (name: string) => (tests && testVerdicts(tests, (id) => SETS.get(id)))?.find((verdict) => verdict.name === name);

  test.each(['a.test.mjs', 'p', 'p > TestA'])('%s was executed where its tests were', (name) => {
    expect(of(name)).toMatchObject({ failed: 1, executed: 4, counted: true, kind: 'flaky', rate: 0.25 });
  });

  test('may have been executed everywhere, if it is a file that its tests do not name', () => {
    expect(of('b.test.mjs')).toMatchObject({ failed: 1, executed: 4, counted: false });
  });

  test('is told from a test that other attempts did not execute', () => {
    expect(of('alone')).toMatchObject({ failed: 1, executed: 1, counted: true });
  });
});
