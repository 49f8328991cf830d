import { expect, test } from 'vitest';
import { ReportFeed } from '../../../src/core/report/reportFeed.js';
import { LIMITS } from '../../../src/protocol/report.js';
import { passesBut, runEvidence } from '../../support/runEvidence.js';
import { attemptsOf, evidenceOf } from '../run/events.js';

const CONTEXT = { now: 0, actions: [] };
const after = (finished: number) => runEvidence({ outcomes: passesBut(finished, {}) });

test('a run of 10,000 attempts is sent once; what follows is as small as what is new', () => {
  const feed = new ReportFeed();
  const whole = feed.next(after(10_000), 'running', CONTEXT);
  const tick = feed.next(after(10_003), 'running', CONTEXT);
  expect(tick).toMatchObject({ type: 'progress', from: 10_000, attempts: { attempt: [10_001, 10_002, 10_003] } });
  expect(JSON.stringify(whole).length).toBeGreaterThan(100_000);
  expect(JSON.stringify(tick).length).toBeLessThan(2_500);
});

test('after a reset, and where the ledger was read anew and holds fewer attempts, everything is sent', () => {
  const feed = new ReportFeed();
  feed.next(after(5), 'running', CONTEXT);
  feed.reset();
  expect(feed.next(after(6), 'running', CONTEXT).type).toBe('report');
  expect(feed.next(after(2), 'running', CONTEXT)).toMatchObject({ type: 'report', attempts: { attempt: [1, 2] } });
});

test('attempts beyond the limit are counted, and not sent', () => {
  const feed = new ReportFeed();
  const whole = feed.next(after(LIMITS.attempts + 5), 'running', CONTEXT);
  const tick = feed.next(after(LIMITS.attempts + 6), 'running', CONTEXT);
  if (whole.type !== 'report' || tick.type !== 'progress') throw new Error('Expected a report and an increment');
  expect(whole.attempts.outcome.length).toBe(LIMITS.attempts);
  expect(tick).toMatchObject({ from: LIMITS.attempts, head: { finished: LIMITS.attempts + 6 }, attempts: { outcome: '' } });
});

test('when another number of tests becomes the usual one, everything is sent: outcomes of earlier attempts change with it', () => {
  const feed = new ReportFeed();
  const executed = (count: number) => ({ tests: { format: 'TAP', executed: count, failed: 0, skipped: 0 } });
  feed.next(evidenceOf(attemptsOf([1, 'pass', executed(2)])), 'running', CONTEXT);
  expect(feed.next(evidenceOf(attemptsOf([2, 'pass', executed(2)])), 'running', CONTEXT).type).toBe('progress');
  expect(feed.next(evidenceOf(attemptsOf([2, 'pass', executed(2)], [2, 'pass', executed(3)])), 'running', CONTEXT)).toMatchObject({ type: 'report', head: { outcomes: { pass: 2, 'fewer-tests': 2 } } });
});
