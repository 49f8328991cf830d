import { describe, expect, it } from 'vitest';
import { ProofFold, type Proof } from '../../../src/core/prove/proof.js';
import { durationChange, proofText } from '../../../src/core/prove/sentence.js';
import { targetOf } from '../../../src/core/prove/target.js';
import type { AttemptRecord, AttemptTests } from '../../../src/core/run/events.js';
import { attemptsOf, evidenceOf } from '../run/events.js';

const RACE = { signature: { id: 'race', title: 'Error: the race' } };
const OTHER = { signature: { id: 'other', title: 'Error: another' } };
const { run } = evidenceOf(attemptsOf([1, 'pass']));

const tests = (executed: number, set?: string, failures?: readonly string[]): { tests: AttemptTests } => ({
  tests: { format: 'TAP', executed, failed: failures?.length ?? 0, skipped: 0, ...(set !== undefined && { set }), ...(failures && { failures }) },
});

const SETS = new Map([['both', new Set(['a', 'b'])], ['renamed', new Set(['a2', 'b'])]]);

function prove(before: readonly AttemptRecord[], after: readonly AttemptRecord[]): Proof {
  const fold = new ProofFold(targetOf(run, before), (id) => SETS.get(id));
  for (const record of after) fold.add(record);
  return fold.proof();
}

/** 10 of 20: ten attempts without the failure prove it gone. */
const HALF = attemptsOf([10, 'pass'], [10, 'fail', RACE]);

describe('a proof', () => {
  it('needs what DESIGN 5.6 says: 92 attempts after 3 of 20, 10 after 10 of 20', () => {
    expect(prove(attemptsOf([17, 'pass'], [3, 'fail', RACE]), []).needed).toBe(92);
    expect(prove(HALF, attemptsOf([9, 'pass']))).toMatchObject({ kind: 'not-enough', needed: 10 });
    expect(prove(HALF, attemptsOf([10, 'pass'])).kind).toBe('proven');
  });

  it('is never one after a single attempt in which the test did not run, whatever else passed', () => {
    for (const outcome of ['no-tests', 'fewer-tests'] as const) {
      expect(prove(HALF, attemptsOf([1, outcome], [99, 'pass']))).toMatchObject({ kind: 'not-executed' });
    }
  });

  it('counts no attempt that could not be started, was cancelled, or failed in another way that was known', () => {
    const before = attemptsOf([10, 'pass'], [10, 'fail', { ...RACE, expected: true }], [2, 'fail', { ...OTHER, expected: false }]);
    const left = prove(before, attemptsOf([3, 'infra'], [1, 'cancelled'], [2, 'fail', { ...OTHER, expected: false }], [9, 'pass']));
    expect(left).toMatchObject({ kind: 'not-enough', n: 9, failures: 0, leftOut: 4, otherFailures: 2, newFailures: [] });
    expect(left.target).toMatchObject({ failures: 10, n: 20 });
  });

  it('says of several failures that are proven gone together what it carries of the rarest', () => {
    const said = (before: readonly AttemptRecord[], passes: number): string => proofText(prove(before, attemptsOf([passes, 'pass', tests(2, 'both')])), run).remarks.join(' ');
    const apart = attemptsOf([10, 'pass', tests(2, 'both')], [9, 'fail', { ...RACE, ...tests(2, 'both', ['a']) }], [1, 'fail', { ...OTHER, ...tests(2, 'both', ['b']) }]);
    // The lower end of the interval of 1 of 20 is 0.13 %: 1 − 0.99873^10.
    expect(said(apart, 10)).toContain('That is of 2 failures together. The rarest came in 1 of 20 attempts, a rate of at least 0.1 %: as frequent as that, it would have shown with a probability of 1.26 % only.');
    expect(said(apart, 3_000)).not.toContain('together');
    // One failure, however often; and one test that fails in two ways is told by its ways.
    expect(said(attemptsOf([10, 'pass', tests(2, 'both')], [10, 'fail', { ...RACE, ...tests(2, 'both', ['a']) }]), 10)).not.toContain('together');
    expect(said(attemptsOf([10, 'pass', tests(2, 'both')], [8, 'fail', { ...RACE, ...tests(2, 'both', ['a']) }], [2, 'fail', { ...OTHER, ...tests(2, 'both', ['a']) }]), 10)).toContain('The rarest came in 2 of 20 attempts');
  });

  it('takes a failure for new by its signature, and by the test that it is in', () => {
    expect(prove(HALF, attemptsOf([10, 'pass'], [1, 'fail', OTHER]))).toMatchObject({ kind: 'new-failure', newFailures: [{ signature: OTHER.signature, count: 1 }] });
    const before = attemptsOf([10, 'pass', tests(2, 'both')], [10, 'fail', { ...RACE, ...tests(2, 'both', ['a']) }]);
    expect(prove(before, attemptsOf([9, 'pass', tests(2, 'both')], [1, 'fail', { ...RACE, ...tests(2, 'both', ['b']) }]))).toMatchObject({ failures: 0, newFailures: [{ count: 1 }] });
    // The test that failed before fails with another message: it still fails, and the message is new.
    expect(prove(before, attemptsOf([1, 'fail', { ...OTHER, ...tests(2, 'both', ['a']) }]))).toMatchObject({ failures: 1, newFailures: [{ count: 1 }] });
  });

  it('takes no failure for another test’s where one side did not name all of its own', () => {
    const cut = (...failures: readonly string[]): { tests: AttemptTests } => ({ tests: { ...tests(90, 'both', failures).tests, failed: 80 } });
    const whole = { ...RACE, ...tests(90, 'both', ['a']) };
    const before = attemptsOf([10, 'pass', tests(90, 'both')], [10, 'fail', whole]);
    expect(prove(before, attemptsOf([1, 'fail', { ...RACE, ...cut('b') }]))).toMatchObject({ kind: 'still-failing', failures: 1, newFailures: [] });
    expect(prove(attemptsOf([10, 'pass', tests(90, 'both')], [10, 'fail', { ...RACE, ...cut('b') }]), attemptsOf([1, 'fail', whole]))).toMatchObject({ kind: 'still-failing', failures: 1, newFailures: [] });
    // Nor is a message that was not there before any the less new.
    expect(prove(before, attemptsOf([1, 'fail', { ...OTHER, ...cut('b') }]))).toMatchObject({ kind: 'new-failure', failures: 0 });
  });

  it('says how it knows that the test ran: by name, or not at all', () => {
    const named = attemptsOf([10, 'pass', tests(2, 'both')], [10, 'fail', { ...RACE, ...tests(2, 'both', ['a']) }]);
    expect(prove(named, attemptsOf([10, 'pass', tests(2, 'both')]))).toMatchObject({ kind: 'proven', known: 'name' });
    expect(prove(named, attemptsOf([10, 'pass', tests(2, 'renamed')]))).toMatchObject({ kind: 'not-executed', notExecuted: { why: 'absent' } });
    expect(prove(named, attemptsOf([10, 'pass', tests(1)]))).toMatchObject({ kind: 'not-executed', notExecuted: { why: 'fewer', firstAttempt: 1, count: 10 } });
    expect(prove(named, attemptsOf([10, 'pass']))).toMatchObject({ kind: 'not-executed', notExecuted: { why: 'untold' } });
    expect(prove(HALF, attemptsOf([10, 'pass']))).toMatchObject({ kind: 'proven', known: 'nothing' });
    expect(proofText(prove(HALF, attemptsOf([10, 'pass'])), run).remarks).toContain('The output does not tell which tests were executed: that the test which failed was among them is taken from the exit code.');
  });

  it('takes no number of tests for a proof where the test that failed has a name, and says how the runner is made to name the others', () => {
    const counts = (more: Partial<AttemptTests> = {}) => ({ tests: { format: 'vitest', executed: 2, failed: 0, skipped: 0, ...more } });
    const before = attemptsOf([10, 'pass', counts()], [10, 'fail', { ...RACE, ...counts({ failed: 1, failures: ['a.test.js > a'] }) }]);
    const after = prove(before, attemptsOf([10, 'pass', counts()]));
    expect(after).toMatchObject({ kind: 'not-executed', n: 0, notExecuted: { why: 'unnamed', firstAttempt: 1, format: 'vitest' } });
    const { headline, remarks } = proofText(after, run);
    expect(headline).toBe('Not proven: attempt 1 passed, but its output does not name the tests that it executed: their number does not tell whether the one that failed before was among them.');
    expect(remarks[0]).toContain('(with Vitest `--reporter=verbose`), measure the baseline with that command');
    // A list that cannot be read any more names nothing.
    expect(prove(before, attemptsOf([1, 'pass', counts({ set: 'gone' })]))).toMatchObject({ notExecuted: { why: 'unnamed' } });
    // The command selects the one test: no other can have been executed.
    const one = counts({ executed: 1 });
    const selecting = { ...run, command: ['npx', 'vitest', 'run', 'a.test.js', '-t', '^a$'] };
    const fold = new ProofFold(targetOf(selecting, attemptsOf([10, 'pass', one], [10, 'fail', { ...RACE, ...counts({ executed: 1, failed: 1, failures: ['a.test.js > a'] }) }])), () => undefined);
    for (const record of attemptsOf([10, 'pass', one])) fold.add(record);
    expect(fold.proof()).toMatchObject({ kind: 'proven', known: 'selected' });
  });

  it('is none where more tests are skipped than before, and the one that failed has no name', () => {
    const counts = (skipped: number) => ({ tests: { format: 'dotnet test', executed: 2, failed: 0, skipped } });
    const before = attemptsOf([10, 'pass', counts(1)], [10, 'fail', { ...RACE, ...counts(0) }]);
    expect(prove(before, attemptsOf([10, 'pass', counts(1)]))).toMatchObject({ kind: 'proven', known: 'count' });
    expect(prove(before, attemptsOf([9, 'pass', counts(1)], [1, 'pass', counts(2)]))).toMatchObject({ kind: 'not-executed', notExecuted: { why: 'skipped', firstAttempt: 10 } });
  });

  it('counts for a failure what passed only since the test was tried again, and says of other tests that they were', () => {
    const named = attemptsOf([10, 'pass', tests(2, 'both')], [10, 'fail', { ...RACE, ...tests(2, 'both', ['a']) }]);
    const retried = (flaky: number, ...flakyTests: string[]) => ({ tests: { ...tests(2, 'both').tests, flaky, flakyTests } });
    const hidden = prove(named, attemptsOf([9, 'pass', tests(2, 'both')], [1, 'pass', retried(1, 'a')]));
    expect(hidden).toMatchObject({ kind: 'still-failing', failures: 1, hidden: 1, n: 10, retriedTests: ['a'] });
    expect(proofText(hidden, run).headline).toContain('1 of 10 attempts showed the failure, hidden in 1 of them since the test passed when it was tried again');
    const other = prove(named, attemptsOf([8, 'pass', tests(2, 'both')], [2, 'pass', retried(1, 'b')]));
    expect(other).toMatchObject({ kind: 'proven', retried: 2 });
    expect(proofText(other, run).remarks).toContain('Warning: 2 attempts passed only because a test was tried again.');
    // One of two is not named: it may be the one.
    expect(prove(named, attemptsOf([9, 'pass', tests(2, 'both')], [1, 'pass', retried(2, 'b')]))).toMatchObject({ kind: 'not-executed', notExecuted: { why: 'retried' } });
    expect(prove(HALF, attemptsOf([10, 'pass', retried(1, 'b')]))).toMatchObject({ kind: 'not-executed', notExecuted: { why: 'retried' } });
  });

  it('says how many attempts leaked, before and after', () => {
    const after = prove(attemptsOf([8, 'pass'], [2, 'leak'], [10, 'fail', RACE]), attemptsOf([7, 'pass'], [3, 'leak']));
    expect(after).toMatchObject({ kind: 'proven', leaks: 3, target: { leaks: 2 } });
    expect(proofText(after, run).remarks).toContain('Warning: 3 attempts passed but left processes behind or held the output open (leak); before, 2 of 20 did.');
  });

  it('goes on after a failure that is still there, to tell how often it comes, and ends at a new one', () => {
    const hopeless = (...after: Parameters<typeof attemptsOf>) => {
      const fold = new ProofFold(targetOf(run, attemptsOf([90, 'pass'], [10, 'fail', RACE])), () => undefined);
      for (const record of attemptsOf(...after)) fold.add(record);
      return fold.isHopeless();
    };
    expect(hopeless([3, 'pass'], [1, 'fail', RACE])).toBe(false);
    expect(hopeless([3, 'pass'], [1, 'fail', OTHER])).toBe(true);
  });

  it('refuses early, and what comes after changes nothing', () => {
    const fold = new ProofFold(targetOf(run, HALF), () => undefined);
    const hopeless = attemptsOf([3, 'fail', RACE]).map((record) => {
      fold.add(record);
      return fold.isHopeless();
    });
    expect(hopeless).toEqual([false, true, true]);
    for (const record of attemptsOf([1000, 'pass'])) fold.add(record);
    expect(fold.proof()).toMatchObject({ kind: 'still-failing', refused: true });
    expect(proofText(fold.proof(), run)).toMatchObject({ headline: expect.stringMatching(/^Not proven, still failing: 3 of 1003 attempts showed the failure \(failure rate roughly 0\.3 %, 95 % CI /) as string });
  });

  it('is none after a single failure, whatever number of attempts passes: it says how rare the failure is now', () => {
    const after = prove(HALF, attemptsOf([500, 'pass'], [1, 'fail', RACE], [500, 'pass']));
    expect(after).toMatchObject({ kind: 'still-failing', refused: false, failures: 1, n: 1001 });
    const { headline, remarks } = proofText(after, run);
    expect(headline).toMatch(/^Not proven, still failing: 1 of 1001 attempts showed the failure \(failure rate 0\.1 %, 95 % CI 0\.003 % – 0\.6 %\); before, 10 of 20 did, a rate of at least 27\.2 %\.$/);
    expect(remarks[0]).toMatch(/^It is rarer than before, but not gone \(Fisher's exact test, one-sided, as a description: p < 0\.0001\)\./);
    expect(proofText(prove(HALF, attemptsOf([1, 'fail', RACE], [4, 'pass'])), run).remarks[0]).toMatch(/^That it is rarer than before is not shown either \(Fisher's exact test, one-sided: p = 0\.245\)\./);
  });

  it('says still failing before all else, and beside it what else came', () => {
    const after = prove(HALF, attemptsOf([1, 'fail', RACE], [2, 'fail', OTHER], [1, 'no-tests'], [7, 'pass']));
    expect(after.kind).toBe('still-failing');
    expect(proofText(after, run).remarks).toContain('Beside it, 1 new failure, which the run before did not show, came in 2 attempts, and attempt 4 passed without executing the test as before.');
  });

  it('has another attempt made in place of one that says nothing, and of no other', () => {
    const before = attemptsOf([10, 'pass'], [10, 'fail', { ...RACE, expected: true }], [2, 'fail', { ...OTHER, expected: false }]);
    const fold = new ProofFold(targetOf(run, before), () => undefined);
    const saysNothing = attemptsOf([1, 'infra'], [1, 'fail', { ...OTHER, expected: false }], [1, 'fail', { ...RACE, expected: true }], [1, 'fail', { signature: { id: 'x', title: 'x' }, expected: false }], [1, 'pass'], [1, 'no-tests']).map((record) => fold.saysNothing(record));
    expect(saysNothing).toEqual([true, true, false, false, false, false]);
  });
});

describe('the change of durations', () => {
  it('is told with both medians, and only where a rank sum test shows it', () => {
    const of = (durations: readonly number[]) => ({ ...prove(HALF, []), durations, target: { ...targetOf(run, HALF), durations: [10, 11, 12, 13, 14, 15] } });
    expect(durationChange(of([20, 21, 22, 23, 24, 25]))).toMatchObject({ beforeMs: 12.5, afterMs: 22.5, sentence: expect.stringContaining('it takes longer now') as string });
    expect(durationChange(of([1, 2, 3, 4, 5]))?.sentence).toContain('it is faster now');
    expect(durationChange(of([10, 11, 12, 13, 14]))?.sentence).toContain('no difference shown');
    expect(durationChange(of([1, 2, 3, 4]))).toBeUndefined();
  });
});

it('holds no attempt against a baseline that shows nothing', () => {
  expect(prove(attemptsOf([50, 'pass']), attemptsOf([50, 'pass']))).toMatchObject({ kind: 'not-provable', rate: 0 });
});
