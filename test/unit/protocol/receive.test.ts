import { expect, test } from 'vitest';
import { ReportFeed } from '../../../src/core/report/reportFeed.js';
import { reportModel } from '../../../src/core/report/reportModel.js';
import type { Outcome } from '../../../src/core/run/outcome.js';
import { receive } from '../../../src/protocol/receive.js';
import type { ReportModel } from '../../../src/protocol/report.js';
import type { ToPanel } from '../../../src/protocol/toPanel.js';
import { runEvidence } from '../../support/runEvidence.js';

const CONTEXT = { now: 0, actions: [] };
const OUTCOMES = Array.from({ length: 50 }, (_, index): Outcome => (index % 9 === 4 ? 'fail' : 'pass'));
const after = (finished: number) => runEvidence({ outcomes: OUTCOMES.slice(0, finished) });

function received(model: ReportModel | undefined, message: ToPanel): ReportModel | 'refresh' {
  if (message.type !== 'report' && message.type !== 'progress') throw new Error('A feed has a report for every evidence');
  return receive(model, message);
}

test('a panel that was told by increments has what one has that is told everything at the end', () => {
  const feed = new ReportFeed();
  let model: ReportModel | undefined;
  for (const finished of [0, 1, 1, 7, 30, 50]) {
    const next = received(model, feed.next(after(finished), 'running', CONTEXT));
    if (next === 'refresh') throw new Error('An increment did not fit');
    model = next;
  }
  expect(model).toEqual(reportModel(after(50), 'running', CONTEXT));
});

test('the model that was there before an increment stays as it was', () => {
  const feed = new ReportFeed();
  const before = received(undefined, feed.next(after(3), 'running', CONTEXT)) as ReportModel;
  const copy = structuredClone(before);
  received(before, feed.next(after(9), 'running', CONTEXT));
  expect(before).toEqual(copy);
});

test('an increment that does not continue what the panel has asks for the whole report', () => {
  const feed = new ReportFeed();
  const first = received(undefined, feed.next(after(3), 'running', CONTEXT)) as ReportModel;
  feed.next(after(5), 'running', CONTEXT);
  const late = feed.next(after(9), 'running', CONTEXT);
  expect(received(undefined, late)).toBe('refresh');
  expect(received(first, late)).toBe('refresh');
  expect(received({ ...first, run: '20261121-140233-ffff' }, late)).toBe('refresh');
});
