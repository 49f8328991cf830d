import { expect, test } from 'vitest';
import { placesOfRun, wholeRun } from '../../../../src/core/run/failing/fromRun.js';
import { DEFAULT_PLAN } from '../../../../src/core/run/plan.js';
import { runEvidence } from '../../../support/runEvidence.js';

const place = { id: 'a', title: 'Error: boom', location: { file: 'tests/a.test.ts', line: 4 } };

test('a run that was to make all of its attempts has a rate', () => {
  expect(wholeRun(runEvidence({ outcomes: ['pass', 'fail', 'pass', 'pass'] }))).toMatchObject({ counted: 4, failures: 1, kind: 'flaky', rate: 0.25, stopped: false });
});

test('one that stopped at the first failure has bounds, and no rate', () => {
  const stopped = wholeRun(runEvidence({ outcomes: ['pass', 'pass', 'fail'], run: { plan: { ...DEFAULT_PLAN, untilFailures: 1 } } }));
  expect(stopped).toMatchObject({ counted: 3, failures: 1, kind: 'flaky', rate: null, stopped: true });
  expect(stopped.low).toBeLessThan(stopped.high ?? 0);
});

test('each way to fail has its place, where it has one', () => {
  const evidence = runEvidence({ outcomes: ['fail', 'fail', 'pass'], signatureAt: (index) => (index === 0 ? place : { id: 'b', title: 'lost' }) });
  expect(placesOfRun(evidence)).toEqual([{ files: ['tests/a.test.ts'], line: 4, count: 1, title: 'Error: boom', firstLog: 'logs/0001.log' }]);
});

test('several failing tests are told each by its name, in the files that their failures name, where they are counted one by one', () => {
  const evidence = runEvidence({ outcomes: ['fail', 'fail'], signatureAt: () => place });
  const failing = (name: string, failed: number, change: object = {}) => ({ name, executed: 2, failed, atLeast: false, counted: true, kind: 'flaky', rate: failed / 2, low: 0, high: 1, firstAttempt: 1, attempts: failed === 2 ? [1, 2] : [1], ...change }) as const;
  const [, ...named] = placesOfRun({ ...evidence, failedTests: [failing('comes and goes', 1), failing('always', 2), failing('unsure', 1, { counted: false })] });
  expect(named.map(({ files, name, count, line, byName }) => ({ files, name, count, line, byName }))).toEqual([
    { files: ['tests/a.test.ts'], name: 'always', count: 2, line: undefined, byName: true },
    { files: ['tests/a.test.ts'], name: 'comes and goes', count: 1, line: undefined, byName: true },
  ]);
  expect(placesOfRun({ ...evidence, failedTests: [failing('always', 2)] })).toHaveLength(1);
});
