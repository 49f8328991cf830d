import { describe, expect, it } from 'vitest';
import { parseConditions } from '../../../src/core/prove/conditions.js';
import { holm, matrixOf } from '../../../src/core/prove/matrix.js';
import { failureOrigin } from '../../../src/core/prove/preExisting.js';
import { turnOrder } from '../../../src/core/prove/turns.js';
import { attemptsOf, evidenceOf, RUN } from '../run/events.js';

const part = (label: string, failures: number, n: number) => ({ label, evidence: evidenceOf(attemptsOf([n - failures, 'pass'], [failures, 'fail'])) });

describe('parseConditions', () => {
  it('sorts by size, and adds what the others are held against', () => {
    expect((parseConditions('parallel:8, loaded,parallel:2,shuffled') as readonly { label: string }[]).map(({ label }) => label)).toEqual(['isolated', 'shuffled', 'loaded', 'parallel:2', 'parallel:8']);
  });

  it.each(['', 'parallel:1', 'parallel:257', 'parallel', 'Isolated', 'loaded;x'])('does not understand %j', (text) => {
    expect(parseConditions(`loaded,${text}`)).toMatch(/is no condition/);
  });
});

describe('series with an expected failure', () => {
  const side = (expected: number, others: number, n: number, id = 'a') => {
    const records = attemptsOf([n - expected - others, 'pass'], [expected + others, 'fail']).map((record) => ({ ...record, ...(record.outcome === 'fail' && { signature: { id, title: id } }) }));
    let left = expected;
    return evidenceOf(records.map((record) => (record.outcome === 'fail' ? { ...record, expected: left-- > 0 } : record)), { plan: { ...RUN.plan, attempts: n, expect: 'deadlock' } });
  };

  it('counts only that one, under each condition', () => {
    const { separates, sentence } = matrixOf([{ label: 'isolated', evidence: side(0, 2, 40) }, { label: 'loaded', evidence: side(0, 30, 40) }, { label: 'parallel:4', evidence: side(20, 0, 40) }]);
    expect(separates).toBe('parallel:4');
    expect(sentence).toContain('parallel:4: 20 of 40 attempts (50.0 %), against isolated 0 of 40');
    expect(matrixOf([{ label: 'isolated', evidence: side(0, 2, 40) }, { label: 'loaded', evidence: side(0, 3, 40) }]).sentence).toBe('The expected failure came under none of the 2 conditions, but 5 attempts failed in another way.');
  });

  it('counts only that one before and after a change, whatever it looks like', () => {
    expect(failureOrigin(side(0, 20, 40), side(12, 0, 40))).toMatchObject({ kind: 'new', sentence: expect.stringContaining('0 of 40 attempts without it, 12 of 40 with it') as string });
    expect(failureOrigin(side(10, 0, 40, 'a'), side(12, 0, 40, 'b')).kind).toBe('pre-existing');
    expect(failureOrigin(side(0, 3, 40), side(0, 4, 40))).toMatchObject({ kind: 'not-seen', sentence: 'Neither shows the expected failure: 0 of 40 attempts without it, 0 of 40 with it. In another way than expected failed 3 attempts without it and 4 with it.' });
  });
});

describe('failureOrigin', () => {
  const before = (failures: number) => part('', failures, 30).evidence;

  it('says of a failure that both sides show on which side it comes more often, or that no difference is shown', () => {
    // fisher.test(matrix(c(28, 2, 10, 20), 2), alternative = "greater") in R: 1.346e-06.
    expect(failureOrigin(before(28), before(10)).sentence).toContain('28 of 30 attempts against 10 of 30. It fails less often with it (Fisher\'s exact test, two-sided: p < 0.0001).');
    expect(failureOrigin(before(10), before(28)).sentence).toContain('It fails more often with it (Fisher\'s exact test, two-sided: p < 0.0001).');
    expect(failureOrigin(before(10), before(11)).sentence).toContain('A difference in how often is not shown (Fisher\'s exact test, two-sided: p = 1');
  });
});

describe('matrixOf', () => {
  it('names the smallest condition that separates, not the one that fails most', () => {
    const { separates, sentence } = matrixOf([part('isolated', 0, 40), part('loaded', 1, 40), part('parallel:2', 12, 40), part('parallel:4', 30, 40)]);
    expect(separates).toBe('parallel:2');
    expect(sentence).toMatch(/^The smallest condition .* is parallel:2: 12 of 40 .* corrected for 3 comparisons .* So does parallel:4\.$/);
  });

  it('does not take for a difference what is one only before the correction', () => {
    // One-sided p of 0/20 against 5/20 is .0236: enough alone, not as one of three.
    expect(matrixOf([part('isolated', 0, 20), part('loaded', 5, 20)]).separates).toBe('loaded');
    const three = matrixOf([part('isolated', 0, 20), part('shuffled', 0, 20), part('loaded', 5, 20), part('parallel:2', 0, 20)]);
    expect(three.separates).toBeUndefined();
    expect(three.sentence).toContain('No condition is shown');
  });
});

describe('holm', () => {
  it('corrects as R does: p.adjust(c(.01, .04, .03, .005), "holm")', () => {
    expect(holm([0.01, 0.04, 0.03, 0.005]).map((p) => Number(p.toFixed(6)))).toEqual([0.03, 0.06, 0.06, 0.02]);
  });
});

describe('turnOrder', () => {
  it('gives each part one turn in each round, in orders that differ and follow from the seed', () => {
    const order = turnOrder(3, 50, 7);
    const rounds = Array.from({ length: 50 }, (_, round) => order.slice(3 * round, 3 * round + 3));
    for (const round of rounds) expect([...round].sort()).toEqual([0, 1, 2]);
    expect(new Set(rounds.map(String)).size).toBe(6);
    expect(turnOrder(3, 50, 7)).toEqual(order);
    expect(turnOrder(3, 50, 8)).not.toEqual(order);
  });
});
