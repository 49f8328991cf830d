import { describe, expect, test } from 'vitest';
import { compareRuns } from '../../../src/core/run/compare.js';
import { attemptsOf, evidenceOf, LOST, RESET, RUN, type AttemptGroup } from './events.js';

const AFTER = { run: { id: '20261121-150000-bbbb' } };

function compared(before: readonly AttemptGroup[], after: readonly AttemptGroup[]) {
  return compareRuns(evidenceOf(attemptsOf(...before)), evidenceOf(attemptsOf(...after), AFTER));
}

describe('two runs', () => {
  test('show a lower rate where the test says so', () => {
    const { comparable, pValue, sentence } = compared([[95, 'pass'], [5, 'fail']], [[100, 'pass']]);
    expect([comparable, pValue]).toEqual([true, expect.closeTo(0.0297, 4)]);
    expect(sentence).toBe("Before: 5 of 100 attempts failed (5.0 %); after: 0 of 100 attempts failed (at most 2.95 %). The failure rate after is lower (Fisher's exact test, one-sided: p = 0.0297).");
  });

  test('do not show it where it does not, and then say how many attempts it takes', () => {
    expect(compared([[17, 'pass'], [3, 'fail']], [[20, 'pass']]).sentence).toBe(
      'Before: 3 of 20 attempts failed (15.0 %); after: 0 of 20 attempts failed (at most 13.9 %). This does not show a lower failure rate ' +
        "(Fisher's exact test, one-sided: p = 0.115). The rate before is at least 3.2 %; to see such a failure with 95 % confidence takes 92 attempts.",
    );
    expect(compared([[17, 'pass'], [3, 'fail']], [[15, 'pass'], [5, 'fail']]).sentence).toMatch(/This does not show a lower failure rate .*p = 0\.\d+\)\.$/);
  });

  test('say nothing where the failure was not reproduced before', () => {
    expect(compared([[20, 'pass']], [[20, 'pass']])).toMatchObject({ pValue: 1, sentence: expect.stringContaining('was not reproduced before, so its absence after says nothing') as string });
    expect(compared([[20, 'pass']], [[19, 'pass'], [1, 'fail']]).sentence).toContain('was not reproduced before; the run after shows one');
  });

  test('go by the failure that was expected, where one was', () => {
    const plan = { expect: 'lost' };
    const before = evidenceOf(attemptsOf([90, 'pass'], [10, 'fail', { expected: true }]), { plan });
    const after = evidenceOf(attemptsOf([90, 'pass'], [10, 'fail', { signature: RESET, expected: false }]), { ...AFTER, plan });
    const { pValue, sentence } = compareRuns(before, after);
    // Python 3.11, scipy 1.17: fisher_exact([[0, 100], [10, 90]], 'less')
    expect(pValue).toBeCloseTo(0.000771026, 8);
    expect(sentence).toContain('Before: 10 of 100 attempts showed the expected failure (10.0 %); after: 0 of 100 attempts showed the expected failure (at most 2.95 %).');
    expect(sentence).toMatch(/^New after: 1 failure/);
  });

  test('name what is new before anything else', () => {
    const { sentence, newSignatures, remainingSignatures, goneSignatures } = compared([[90, 'pass'], [8, 'fail'], [2, 'fail', { signature: { id: 'cc', title: 'gone' } }]], [[97, 'pass'], [1, 'fail'], [2, 'fail', { signature: RESET }]]);
    expect(sentence).toMatch(/^New after: 1 failure that the run before did not show, in 2 attempts\. Before: 10 of 100/);
    expect(newSignatures.map(({ signature, count }) => [signature.id, count])).toEqual([[RESET.id, 2]]);
    expect(remainingSignatures).toEqual([{ signature: LOST, before: 8, after: 1 }]);
    expect(goneSignatures.map(({ signature }) => signature.title)).toEqual(['gone']);
  });

  test('never claim that something is fixed or proven', () => {
    for (const [failed, clean] of [[5, 100], [100, 1000], [1, 1], [0, 5]] as const) {
      const { sentence } = compared([[failed, 'fail'], [5, 'pass']], [[clean, 'pass']]);
      expect(sentence).not.toMatch(/fixed|prove|proof|correct/i);
    }
  });
});

describe('two runs are not compared', () => {
  const failing = attemptsOf([9, 'pass'], [1, 'fail']);
  const before = evidenceOf(failing);

  test.each([
    ['that are the same', {}, 'it is the same run'],
    ['of other commands', { run: { ...AFTER.run, command: ['node', 'other.mjs'] } }, 'different commands'],
    ['with and without a shell', { ...AFTER, plan: { shell: true } }, 'different commands'],
    ['in other folders', { run: { ...AFTER.run, cwd: '/home/dev/stock' } }, 'different folders'],
    ['one of them warm', { ...AFTER, plan: { warm: { framework: 'go' as const } } }, 'without `--warm`'],
    ['at other loads', { ...AFTER, plan: { jobs: 4 } }, '`--jobs 1`'],
    ['of which one has a damaged ledger', { ...AFTER, result: { reason: 'damaged', endedAt: '' } as const }, 'the ledger of the run after is damaged'],
    ['of which one stopped at a later failure', { ...AFTER, plan: { untilFailures: 3 }, result: { reason: 'enough-failures', endedAt: '' } as const }, 'the run after stopped at failure 3'],
    ['that expect different failures', { ...AFTER, plan: { expect: 'lost' } }, 'the two runs expect different failures'],
    ['of which one stopped at its first failure', { ...AFTER, result: { reason: 'first-failure', endedAt: '' } as const }, 'the run after stopped at its first failure'],
  ])('%s', (_, more, why) => {
    const comparison = compareRuns(before, evidenceOf(failing, more));
    expect(comparison).toMatchObject({ comparable: false, pValue: null });
    expect(comparison.why).toContain(why);
    expect(comparison.sentence).toBe(`Not compared: ${comparison.why ?? ''}`);
  });

  test('of which one has no data', () => {
    expect(compareRuns(evidenceOf(attemptsOf([3, 'infra'])), evidenceOf(failing, AFTER)).why).toBe('the run before has no attempt that counts. Repeat it.');
  });

  test('but those of the same folder in two checkouts are', () => {
    const git = { commit: 'abc', dirty: false, prefix: 'packages/orders' };
    const there = { ...RUN, cwd: '/home/dev/other/packages/orders', git, id: AFTER.run.id };
    expect(compareRuns(evidenceOf(failing, { run: { git } }), evidenceOf(failing, { run: there })).comparable).toBe(true);
    expect(compareRuns(evidenceOf(failing, { run: { git } }), evidenceOf(failing, { run: { ...there, git: { ...git, prefix: 'packages/stock' } } })).comparable).toBe(false);
  });
});
