import { describe, expect, test } from 'vitest';
import { endedEvidence, reduce } from '../../../src/core/run/evidence.js';
import { dependenceOf, durationDriftOf } from '../../../src/core/run/independence.js';
import { positionsOf } from '../../../src/core/run/position.js';
import { inStartOrder } from '../../../src/core/run/startOrder.js';
import { attempt, attemptsOf, eventsOf, evidenceOf, LOST, RESET, type AttemptGroup } from './events.js';

/** One attempt per letter: `p` passes, `f` and `g` fail in two ways. */
function sequence(letters: string, duration: (index: number) => number = () => 20) {
  const records = Array.from(letters, (letter, index) =>
    attempt(index + 1, letter === 'p' ? 'pass' : 'fail', { durationMs: duration(index), ...(letter === 'p' ? {} : { signature: letter === 'f' ? LOST : RESET }) }),
  );
  return evidenceOf(records);
}

function ordered(letters: string, duration?: (index: number) => number) {
  return inStartOrder(sequence(letters, duration).attempts, false);
}

describe('the order of attempts', () => {
  test('is that of their starts, whatever ended first', () => {
    const records = attemptsOf([3, 'pass'], [1, 'infra'], [2, 'fail'], [1, 'cancelled']);
    const shuffled = [5, 0, 3, 2, 6, 1, 4].map((index) => records[index]).filter((record) => record !== undefined);
    expect(inStartOrder(evidenceOf(shuffled).attempts, false).map(({ attempt: number }) => number)).toEqual([1, 2, 3, 5, 6]);
  });

  test('leaves out the failure that ended the run', () => {
    expect(inStartOrder(evidenceOf(attemptsOf([2, 'pass'], [1, 'fail'], [1, 'pass'], [1, 'fail'], [1, 'pass'])).attempts, true).map(({ attempt: number }) => number)).toEqual([1, 2, 3, 4, 6]);
    expect(inStartOrder(evidenceOf(attemptsOf([2, 'pass'])).attempts, true)).toHaveLength(2);
  });
});

describe('failures', () => {
  test('in a streak are found', () => {
    expect(dependenceOf(ordered(`${'p'.repeat(40)}fff${'p'.repeat(57)}`))).toEqual({ kind: 'streaks', p: expect.closeTo(0.000618429, 8) as number });
  });

  test('that take turns with passes are found', () => {
    expect(dependenceOf(ordered('pf'.repeat(12)))).toMatchObject({ kind: 'alternation' });
  });

  test.each([['scattered', 'ppfppppfpppppppfpppppp'], ['of which there is one', `${'p'.repeat(99)}f`], ['of which there are none', 'ppppp'], ['without a pass', 'fffff'], ['of which two stand together by chance', 'pppppffpppfpppppppfppfppp']])('%s are not', (_, letters) => {
    expect(dependenceOf(ordered(letters))).toBeUndefined();
  });

  test('are not called a streak because the run stopped at the last of them', () => {
    const evidence = evidenceOf(attemptsOf([60, 'pass'], [2, 'fail']), { plan: { attempts: 100, untilFailures: 2 }, result: { reason: 'enough-failures', endedAt: '' } });
    expect(evidence.verdict.sentence).toContain('the run stopped at failure 2');
    expect(evidence.verdict.sentence).not.toContain('streaks');
  });

  test('that came in a streak stand in the verdict of a run that ended, not before', () => {
    const groups: AttemptGroup[] = [[40, 'pass'], [5, 'fail'], [55, 'pass']];
    const live = reduce(eventsOf(attemptsOf(...groups)).slice(0, -1));
    expect(live.verdict.sentence).not.toContain('streaks');
    expect(live.groups[0]?.position).toBeUndefined();
    for (const ended of [evidenceOf(attemptsOf(...groups)), endedEvidence(live)]) {
      expect(ended.verdict.sentence).toContain('Failures come in streaks');
      expect(ended.groups[0]?.position?.kind).toBe('random');
    }
  });
});

describe('durations', () => {
  test('that rise are found, with where they began and ended', () => {
    expect(durationDriftOf(ordered('p'.repeat(40), (index) => 100 + 5 * index))).toEqual({ kind: 'slower', fromMs: 120, toMs: 270, rho: 1, p: 0 });
  });

  test('that fall are found', () => {
    expect(durationDriftOf(ordered('p'.repeat(40), (index) => 300 - 5 * index))?.kind).toBe('faster');
  });

  test.each([
    ['rise by less than a fifth', 400, (index: number) => 1000 + index / 10],
    ['are too few', 19, (index: number) => 100 * (index + 1)],
    ['go up and down', 40, (index: number) => 100 + (index % 4) * 100],
    ['are all equal', 40, () => 20],
  ])('that %s are not', (_, count, duration) => {
    expect(durationDriftOf(ordered('p'.repeat(count), duration))).toBeUndefined();
  });

  test('of failures do not count', () => {
    expect(durationDriftOf(ordered(`${'p'.repeat(30)}${'f'.repeat(30)}`, (index) => (index < 30 ? 20 : 5000)))).toBeUndefined();
  });
});

describe('the position of failures in a run', () => {
  const kinds = (letters: string): (string | undefined)[] => sequence(letters).groups.map(({ position }) => position?.kind);

  test('is early, late or random, for each kind of failure', () => {
    expect(kinds(`fffpff${'p'.repeat(60)}gpggppgg`)).toEqual(['early', 'late']);
    expect(kinds('ppfppppfpppppppfppppppfpppppppfppp')).toEqual(['random']);
  });

  test('is not told of fewer than five, or where nothing else happened', () => {
    expect(kinds(`ffff${'p'.repeat(60)}`)).toEqual([undefined]);
    expect(kinds(`fffff${'p'.repeat(60)}`)).toEqual(['early']);
    expect(kinds('fffffffpppp')).toEqual([undefined]);
  });

  test('goes by starts, with the number of the p-value', () => {
    // 5 of 65, ranks 1 … 5: mean 165, deviation √(5·60·66/12) = 40.62; P(Z ≥ (165 − 15 − ½)/40.62)
    expect(positionsOf(ordered(`fffff${'p'.repeat(60)}`)).get(0)).toEqual({ kind: 'early', p: expect.closeTo(0.000116418, 8) as number });
  });
});
