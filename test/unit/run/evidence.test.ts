import { describe, expect, test } from 'vitest';
import { ATTEMPTS_PER_GROUP, byCount, endedEvidence, EvidenceFold, MAX_GROUPS, reduce } from '../../../src/core/run/evidence.js';
import { MAX_ATTEMPTS } from '../../../src/core/run/plan.js';
import { attempt, attemptsOf, eventsOf, evidenceOf, LOST, RESET, RUN } from './events.js';

const MIXED = attemptsOf([3, 'pass'], [1, 'fail'], [1, 'crash', { signature: RESET, signal: 'SIGSEGV' }], [1, 'fail'], [1, 'leak', { reason: 'node (pid 7) was left', leftBehind: 2 }], [1, 'infra', { reason: 'spawn ENOENT' }], [1, 'cancelled']);

describe('the fold of a run', () => {
  test('counts outcomes, and keeps apart what counts in the rate', () => {
    const evidence = evidenceOf(MIXED);
    expect(evidence).toMatchObject({ counted: 7, failures: 3, leftBehind: 2, ungrouped: 0, outcomes: { pass: 3, fail: 2, crash: 1, leak: 1, infra: 1, cancelled: 1, timeout: 0 } });
    expect(evidence.verdict.sentence).toContain('3 of 7 attempts failed');
    expect(evidence.remarks).toEqual([
      { outcome: 'leak', reason: 'node (pid 7) was left', count: 1, firstAttempt: 7 },
      { outcome: 'infra', reason: 'spawn ENOENT', count: 1, firstAttempt: 8 },
    ]);
  });

  test('groups failures by signature, in the order of first appearance', () => {
    const { groups, attempts } = evidenceOf(MIXED);
    expect(groups).toEqual([
      { signature: LOST, count: 2, attempts: [4, 6], firstLog: 'logs/0004.log' },
      { signature: RESET, count: 1, attempts: [5], firstLog: 'logs/0005.log' },
    ]);
    expect(Array.from(attempts, ({ group }) => group)).toEqual([undefined, undefined, undefined, 0, 1, 0, undefined, undefined, undefined]);
  });

  test('keeps the attempts in the order in which they ended', () => {
    const { attempts } = evidenceOf([attempt(2, 'pass', { durationMs: 5.5 }), attempt(1, 'fail', { durationMs: 9 })]);
    expect([...attempts]).toEqual([
      { attempt: 2, outcome: 'pass', durationMs: 5.5 },
      { attempt: 1, outcome: 'fail', durationMs: 9, group: 0 },
    ]);
    expect([attempts.length, attempts.at(2), attempts.at(-1)]).toEqual([2, undefined, undefined]);
  });

  test('measures durations of the attempts that count: observed values, by nearest rank', () => {
    const records = [...Array.from({ length: 20 }, (_, index) => attempt(index + 1, 'pass', { durationMs: 100 - index })), attempt(21, 'infra', { durationMs: 1 })];
    expect(evidenceOf(records).durations).toEqual({ minMs: 81, medianMs: 90, p95Ms: 99, maxMs: 100 });
    expect(evidenceOf([attempt(1, 'infra')]).durations).toBeUndefined();
  });

  test('knows a failure without signature, too', () => {
    const { signature, ...unsigned } = attempt(1, 'timeout');
    expect(signature).toBe(LOST);
    expect(evidenceOf([unsigned]).groups).toEqual([{ signature: { id: 'unsigned-timeout', title: 'timeout (no signature was recorded)' }, count: 1, attempts: [1], firstLog: 'logs/0001.log' }]);
  });

  test('goes on to give what it gave: a snapshot does not change with later events', () => {
    const fold = new EvidenceFold();
    const [started, ...rest] = eventsOf(MIXED);
    if (started) fold.add(started);
    const early = fold.evidence();
    for (const event of rest.slice(0, 10)) fold.add(event);
    const middle = fold.evidence();
    const kept = JSON.stringify([middle, [...middle.attempts]]);
    for (const event of rest.slice(10)) fold.add(event);
    expect(JSON.stringify([middle, [...middle.attempts]])).toBe(kept);
    expect([early.attempts.length, middle.attempts.length, fold.evidence().attempts.length]).toEqual([0, 5, 9]);
    expect(early.verdict.kind).toBe('no-data');
  });

  test('knows what is running', () => {
    const fold = new EvidenceFold();
    fold.add({ type: 'run-started', run: RUN });
    fold.add({ type: 'attempt-started', attempt: 1 });
    fold.add({ type: 'attempt-started', attempt: 2 });
    fold.add({ type: 'attempt-finished', record: attempt(1, 'fail') });
    expect(fold.evidence().running).toEqual([2]);
    expect(fold.progress()).toMatchObject({ planned: 100, finished: 1, running: 1, failures: 1 });
    fold.add({ type: 'run-finished', result: { reason: 'interrupted', endedAt: '' } });
    expect(fold.evidence().running).toEqual([]);
  });

  test('does not change when a ledger is read again', () => {
    const twice = [...eventsOf(MIXED), ...eventsOf(MIXED)];
    expect(JSON.stringify(reduce(twice))).toBe(JSON.stringify(evidenceOf(MIXED, { plan: RUN.plan })));
  });

  test('goes on after a resumption', () => {
    const fold = new EvidenceFold();
    for (const event of eventsOf(attemptsOf([2, 'pass']), RUN, { reason: 'interrupted', endedAt: '' })) fold.add(event);
    fold.add({ type: 'run-started', run: RUN });
    expect(fold.evidence()).not.toHaveProperty('result');
    fold.add({ type: 'attempt-finished', record: attempt(3, 'fail') });
    expect(fold.evidence()).toMatchObject({ counted: 3, failures: 1 });
  });

  test('refuses events of two runs, and evidence before the run', () => {
    const fold = new EvidenceFold();
    expect(() => fold.evidence()).toThrow('before the run has started');
    expect(fold.progress()).toMatchObject({ planned: 0, finished: 0 });
    fold.add({ type: 'run-started', run: RUN });
    expect(() => { fold.add({ type: 'run-started', run: { ...RUN, id: '20261121-140234-ffff' } }); }).toThrow('Events of two runs');
  });

  test('sees a stop at the first failure by the result, and without one by the plan', () => {
    expect(evidenceOf(attemptsOf([4, 'pass'], [1, 'fail']), { result: { reason: 'first-failure', endedAt: '' } }).verdict.sentence).toContain('the run stopped there');
    const live = (untilFailure: boolean) => reduce(eventsOf(attemptsOf([4, 'pass'], [1, 'fail']), { ...RUN, plan: { ...RUN.plan, ...(untilFailure && { untilFailures: 1 }) } }).slice(0, -1));
    expect(live(true).verdict.sentence).toContain('the run stopped there');
    expect(live(false).verdict.sentence).toContain('1 of 5 attempts failed');
  });
});

describe('a run of 100,000 attempts', () => {
  test('stays small', () => {
    const fold = new EvidenceFold();
    fold.add({ type: 'run-started', run: { ...RUN, plan: { ...RUN.plan, attempts: 100_000 } } });
    for (let number = 1; number <= 100_000; number++) fold.add({ type: 'attempt-finished', record: attempt(number, number % 2 === 0 ? 'pass' : 'fail', { signature: { id: `id${number}`, title: 'x' } }) });
    const evidence = fold.evidence();
    expect(evidence.groups).toHaveLength(MAX_GROUPS);
    expect(evidence.ungrouped).toBe(50_000 - MAX_GROUPS);
    expect(evidence.failures).toBe(50_000);
    expect(evidence.attempts.at(99_999)).toEqual({ attempt: 100_000, outcome: 'pass', durationMs: 20 });
  });

  test('names the first attempts of a group only', () => {
    const [group] = evidenceOf(attemptsOf([1000, 'fail'])).groups;
    expect(group).toMatchObject({ count: 1000, attempts: Array.from({ length: ATTEMPTS_PER_GROUP }, (_, index) => index + 1) });
  });
});

test('a run without a result that goes on no more was interrupted', () => {
  const live = reduce(eventsOf(attemptsOf([30, 'pass'])).slice(0, -1));
  expect(live.verdict.remarks[0]).toBe('The run has not ended: 30 of 100 attempts so far.');
  expect(endedEvidence(live).verdict.remarks[0]).toBe('The run was interrupted after 30 of 100 attempts.');
  const whole = evidenceOf(MIXED);
  expect(endedEvidence(whole)).toBe(whole);
});

test('groups by count keep their order where counts are equal', () => {
  const group = (id: string, count: number) => ({ signature: { id, title: id }, count, attempts: [], firstLog: '' });
  expect(byCount([group('a', 1), group('b', 3), group('c', 1), group('d', 3)]).map(({ signature }) => signature.id)).toEqual(['b', 'd', 'a', 'c']);
});

test('a plan that expects a failure tells others apart, by attempt and by signature', () => {
  const records = attemptsOf([7, 'pass'], [2, 'fail', { expected: true }], [1, 'fail', { signature: RESET, expected: false }]);
  const evidence = evidenceOf(records, { plan: { expect: 'expected 0' } });
  expect(evidence).toMatchObject({ failures: 3, otherFailures: 1, counted: 10 });
  expect(evidence.groups.map(({ signature, count, others }) => [signature.id, count, others])).toEqual([[LOST.id, 2, 0], [RESET.id, 1, 1]]);
  expect(evidence.verdict).toMatchObject({ rate: 0.2, headline: expect.stringContaining('2 of 10 attempts showed the expected failure') as string });
  expect(evidenceOf(attemptsOf([3, 'fail'])).otherFailures).toBeUndefined();
});

test('a plan that names infrastructure says so of what it leaves out', () => {
  expect(evidenceOf(attemptsOf([3, 'pass'], [1, 'fail'], [1, 'infra']), { plan: { infra: 'ECONNREFUSED' } }).verdict.sentence).toContain('1 attempt could not be started or failed as --infra describes');
});

test('a run that was bounded by time only has no number to fall short of', () => {
  const evidence = evidenceOf(attemptsOf([30, 'pass']), { plan: { attempts: MAX_ATTEMPTS, forMs: 60_000 } });
  expect(evidence.verdict).toMatchObject({ kind: 'passing', remarks: ['Passing.'] });
  const both = evidenceOf(attemptsOf([30, 'pass']), { plan: { attempts: 100, forMs: 60_000 } });
  expect(both.verdict).toMatchObject({ kind: 'passing', remarks: ['Passing.'] });
});
