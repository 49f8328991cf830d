import { describe, expect, test } from 'vitest';
import { correlate, type Sample } from '../../../src/core/run/during.js';
import type { Outcome } from '../../../src/core/run/outcome.js';

const at = (ms: number) => new Date(Date.UTC(2026, 0, 1) + ms).toISOString();
const attempt = (start: number, end: number, outcome: Outcome) => ({ startedAt: at(start), durationMs: end - start, outcome });
const sample = (start: number, end: number, exitCode: number | null, sampler = 's'): Sample => ({ schema: 1, sampler, at: at(start), durationMs: end - start, exitCode, line: `at ${start}` });

describe('samples', () => {
  test('belong to every attempt that ran while they were asked', () => {
    const [finding] = correlate(['s'], [sample(0, 10, 0), sample(95, 105, 1), sample(250, 260, 0)], [attempt(0, 100, 'fail'), attempt(100, 200, 'pass'), attempt(210, 300, 'pass')]);
    expect(finding).toMatchObject({ failing: { sampled: 1, okThroughout: 0, unsampled: 0 }, passing: { sampled: 2, okThroughout: 1, unsampled: 0 }, firstTrouble: { exitCode: 1, line: 'at 95' } });
    expect(finding?.sentence).toBe('s: ok throughout 0 of 1 failing attempt and 1 of 2 passing attempts.');
  });

  test('tell when what is asked for was there while attempts failed', () => {
    const [finding] = correlate(['s'], [sample(10, 11, 0), sample(60, 61, 0)], [attempt(0, 50, 'timeout'), attempt(50, 100, 'crash')]);
    expect(finding?.sentence).toBe('s: ok throughout 2 of 2 failing attempts. What it asks for was there while attempts failed.');
  });

  test('tell when they failed in every failing attempt and in no other', () => {
    const [finding] = correlate(['s'], [sample(10, 11, null), sample(60, 61, 0)], [attempt(0, 50, 'fail'), attempt(50, 100, 'pass')]);
    expect(finding?.sentence).toContain('It failed in every failing attempt, and in no passing one.');
  });

  test('name the trouble of a failing attempt before that of a passing one', () => {
    const [finding] = correlate(['s'], [sample(10, 11, 2), sample(60, 61, 3)], [attempt(0, 50, 'pass'), attempt(50, 100, 'fail')]);
    expect(finding?.firstTrouble).toMatchObject({ exitCode: 3 });
  });

  test('say so where attempts were too short, and leave out what is left out of the rate', () => {
    expect(correlate(['s'], [sample(500, 501, 0)], [attempt(0, 5, 'fail'), attempt(5, 10, 'pass')])[0]?.sentence).toBe('s: no answer falls into an attempt: they were too short to be sampled, or its command did not answer.');
    expect(correlate(['s'], [sample(1, 2, 0)], [attempt(0, 5, 'pass'), attempt(5, 10, 'pass')])[0]?.sentence).toBe('s: ok throughout 1 of 1 passing attempt. 1 attempt was too short to be sampled.');
    expect(correlate(['s'], [sample(1, 2, 0)], [attempt(0, 5, 'infra'), attempt(0, 5, 'cancelled')])[0]).toMatchObject({ failing: { sampled: 0 }, passing: { sampled: 0 } });
  });

  test('of other samplers do not count, and parallel attempts each count', () => {
    const findings = correlate(['a', 'b'], [sample(10, 11, 1, 'a'), sample(10, 11, 0, 'b')], [attempt(0, 50, 'fail'), attempt(5, 40, 'fail')]);
    expect(findings.map(({ failing }) => failing)).toEqual([{ sampled: 2, okThroughout: 0, unsampled: 0 }, { sampled: 2, okThroughout: 2, unsampled: 0 }]);
  });
});
