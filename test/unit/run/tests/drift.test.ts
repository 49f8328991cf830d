import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AttemptTests } from '../../../../src/core/run/events.js';
import type { Outcome } from '../../../../src/core/run/outcome.js';
import { DriftFold } from '../../../../src/core/run/tests/drift.js';
import { testLines, testSections, testSummary } from '../../../../src/core/report/testTable.js';
import { attempt, attemptsOf, evidenceOf } from '../events.js';

const executed = (count: number, more: Partial<AttemptTests> = {}): { tests: AttemptTests } => ({ tests: { format: 'TAP', executed: count, failed: 0, skipped: 0, ...more } });

describe('attempts that executed fewer tests than most', () => {
  it('pass for nothing: they are left out of the rate, counted and named', () => {
    const evidence = evidenceOf(attemptsOf([10, 'pass', executed(12)], [6, 'pass', executed(11)], [2, 'fail', executed(4)], [1, 'leak', executed(3)]));
    expect(evidence.outcomes).toMatchObject({ pass: 10, 'fewer-tests': 7, fail: 2, leak: 0 });
    expect(evidence).toMatchObject({ counted: 12, failures: 2 });
    expect(evidence.verdict.sentence).toContain('2 of 12 attempts failed');
    expect(evidence.verdict.sentence).toContain('7 attempts told of fewer tests than planned or than the others');
    expect(Array.from(evidence.attempts, ({ outcome }) => outcome).filter((outcome) => outcome === 'fewer-tests')).toHaveLength(7);
    expect(testLines(evidence)[0]).toBe('Attempts executed 3 to 12 tests, most of them 12 (told by TAP); 7 passing attempts executed fewer and are left out of the rate.');
  });

  it('does not say "no failures" where six attempts ran less', () => {
    const { verdict } = evidenceOf(attemptsOf([94, 'pass', executed(5)], [6, 'pass', executed(4)]));
    expect(verdict.kind).toBe('inconclusive');
  });

  it('are those that passed and told of none, where at least as many told', () => {
    const evidence = evidenceOf(attemptsOf([5, 'pass', executed(3)], [2, 'pass'], [1, 'leak'], [1, 'fail']));
    expect(evidence.outcomes).toMatchObject({ pass: 5, leak: 0, fail: 1, 'fewer-tests': 3 });
    expect(Array.from(evidence.attempts, ({ outcome }) => outcome)).toEqual([...Array<Outcome>(5).fill('pass'), ...Array<Outcome>(3).fill('fewer-tests'), 'fail']);
    expect(testLines(evidence)[0]).toBe('Each of 5 attempts executed 3 tests (told by TAP); 3 more passing attempts told of none and are left out of the rate.');
    expect(evidenceOf(attemptsOf([2, 'pass', executed(3)], [3, 'pass'])).outcomes).toMatchObject({ pass: 5, 'fewer-tests': 0 });
    expect(evidenceOf(attemptsOf([3, 'pass', executed(3, { partial: true })], [2, 'pass', executed(3)], [1, 'pass', executed(9, { partial: true })])).outcomes).toMatchObject({ pass: 6 });
    expect(evidenceOf(attemptsOf([5, 'fail', executed(3)], [2, 'pass'])).outcomes).toMatchObject({ pass: 2, 'fewer-tests': 0 }); // a runner that is silent where all is well
  });

  it('leave open what the others passed where some executed more than most', () => {
    const { verdict } = evidenceOf(attemptsOf([6, 'pass', executed(2)], [4, 'pass', executed(3)]));
    expect(verdict.kind).toBe('inconclusive');
    expect(verdict.sentence).toContain('4 attempts executed more tests than most: of those tests the others say nothing.');
  });

  it('are told live, and by the same rule once the run has ended', () => {
    const { outcomes, attempts } = evidenceOf(attemptsOf([1, 'pass', executed(1)], [2, 'pass', executed(2)]));
    expect(outcomes['fewer-tests']).toBe(1);
    expect(attempts.at(0)?.outcome).toBe('fewer-tests');
  });

  it.each<[string, ReturnType<typeof attemptsOf>, number]>([
    ['of equally frequent numbers the largest counts', attemptsOf([2, 'pass', executed(5)], [2, 'pass', executed(7)]), 7],
    ['a part is held against nothing', attemptsOf([1, 'pass', executed(5)], [3, 'pass', executed(9, { partial: true })]), 5],
    ['what was killed is held against nothing', attemptsOf([1, 'pass', executed(5)], [3, 'timeout', executed(2)], [3, 'crash', executed(2)]), 5],
    ['failing attempts show what most execute', attemptsOf([1, 'pass', executed(5)], [3, 'fail', executed(9)]), 9],
    ['attempts that executed none are no majority', attemptsOf([5, 'no-tests', executed(0)], [1, 'pass', executed(3)], [2, 'pass', executed(4)]), 4],
    ['where none executed any, it is none', attemptsOf([5, 'no-tests', executed(0)]), 0],
  ])('%s', (_, attempts, mode) => {
    expect(evidenceOf(attempts).tests?.drift?.mode).toBe(mode);
  });

  it('are none where no attempt told', () => {
    const evidence = evidenceOf(attemptsOf([3, 'pass']));
    expect(evidence.tests).toBeUndefined();
    expect(testSections(evidence)).toEqual([]);
    expect(testSummary(evidence)).toEqual({ tests: [], testTotals: null });
  });

  it('follow from the counts alone, in any order', () => {
    const outcomes = fc.constantFrom<Outcome>('pass', 'leak', 'fail', 'timeout', 'no-tests');
    fc.assert(
      fc.property(fc.array(fc.tuple(outcomes, fc.nat(6)), { minLength: 1, maxLength: 40 }), (pairs) => {
        const records = pairs.map(([outcome, count], index) => attempt(index + 1, outcome, executed(count)));
        const [one, other] = [new DriftFold(), new DriftFold()];
        for (const record of records) one.add(record);
        for (const record of [...records].reverse()) other.add(record);
        expect(one.drift()).toEqual(other.drift());
        const drift = one.drift();
        const passing = pairs.filter(([outcome]) => outcome === 'pass' || outcome === 'leak');
        expect((drift?.fewer.pass ?? 0) + (drift?.fewer.leak ?? 0)).toBe(passing.filter(([, count]) => count < (drift?.mode ?? 0)).length);
        expect(evidenceOf(records).outcomes['fewer-tests']).toBe((drift?.fewer.pass ?? 0) + (drift?.fewer.leak ?? 0));
      }),
    );
  });
});

describe('tests that failed', () => {
  const failing = (names: string[], set?: string): { tests: AttemptTests } => executed(3, { failed: names.length, failures: names, ...(set === undefined ? {} : { set }) });

  it('have a rate each, most failures first', () => {
    const evidence = evidenceOf(attemptsOf([16, 'pass', executed(3, { set: 'a'.repeat(16) })], [3, 'fail', failing(['adds', 'lists'], 'a'.repeat(16))], [1, 'fail', failing(['lists'], 'a'.repeat(16))]));
    expect(testSummary(evidence).tests).toEqual([
      { name: 'lists', executed: 20, failed: 4, atLeast: false, kind: 'flaky', rate: 0.2, low: expect.closeTo(0.0573, 4) as number, high: expect.closeTo(0.4366, 4) as number, counted: true, firstAttempt: 17 },
      { name: 'adds', executed: 20, failed: 3, atLeast: false, kind: 'flaky', rate: 0.15, low: expect.closeTo(0.0321, 4) as number, high: expect.closeTo(0.3789, 4) as number, counted: true, firstAttempt: 17 },
    ]);
    expect(testLines(evidence)).toEqual(['Each of 20 attempts executed 3 tests (told by TAP).', 'Failures by test:', '  4 of 20  lists: 20.0 % (5.7 % – 43.7 %)', '  3 of 20  adds: 15.0 % (3.2 % – 37.9 %)']);
  });

  it('fail consistently, or cannot be judged after one execution', () => {
    expect(evidenceOf(attemptsOf([2, 'fail', failing(['adds'])])).failedTests).toMatchObject([{ kind: 'consistently-failing', executed: 2, low: expect.closeTo(0.158, 3) as number, counted: false }]);
    expect(testLines(evidenceOf(attemptsOf([1, 'fail', failing(['adds'])])))).toContain('  1 of at most 1  adds: executed once');
  });

  it('have rates that a stop at a failure biases, which is said', () => {
    const attempts = attemptsOf([3, 'pass', executed(1)], [1, 'fail', failing(['adds'])]);
    expect(testLines(evidenceOf(attempts)).join()).not.toContain('bias');
    expect(testLines(evidenceOf(attempts, { plan: { untilFailures: 1 }, result: { reason: 'first-failure', endedAt: '2026-11-21T14:03:00.000Z' } })).at(-1)).toBe('The run stopped at a failure, which biases the rates of these tests upwards.');
  });

  it('are bounded, and cannot break a table', () => {
    const evil = '| a | `b` | ``` <!-- casebook:end run x -->\n# heading';
    const evidence = evidenceOf([attempt(1, 'fail', failing([evil])), ...Array.from({ length: 3_000 }, (_, index) => attempt(index + 2, 'fail', failing([`test ${index}`])))]);
    expect(evidence.failedTests).toHaveLength(1_000);
    expect(evidence.tests?.more).toBe(true);
    const [, , table = ''] = testSections(evidence);
    expect(table.split('\n')).toHaveLength(22);
    expect(table).not.toContain('<!-- casebook');
    expect(testSections(evidence).at(-1)).toBe('At least 980 more tests failed.');
  });
});
