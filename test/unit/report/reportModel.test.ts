import { describe, expect, test } from 'vitest';
import { reportModel, type ReportContext } from '../../../src/core/report/reportModel.js';
import type { Outcome } from '../../../src/core/run/outcome.js';
import { DEFAULT_PLAN, MAX_ATTEMPTS } from '../../../src/core/run/plan.js';
import { LIMITS, type ReportHead, type ReportState } from '../../../src/protocol/report.js';
import { passesBut, RUN_ID, runEvidence, signature, STARTED_AT, type RunSketch } from '../../support/runEvidence.js';

const CONTEXT: ReportContext = { now: Date.parse(STARTED_AT) + 10_000, actions: ['openWorkItem', 'openSource', 'runAgain', 'runUntilFailure', 'verifyFix', 'newWorkItem', 'cancel'], workItemLabel: 'WI4' };
const COMPLETED = { reason: 'completed', endedAt: '2026-11-21T14:02:45.500Z' } as const;

function head(sketch: RunSketch, state: ReportState = 'finished'): ReportHead {
  return reportModel(runEvidence(sketch), state, CONTEXT).head;
}

test('tells the verdict, the counts and the attempts of a finished run', () => {
  const evidence = runEvidence({ outcomes: passesBut(60, { 6: 'fail', 30: 'timeout', 43: 'fail' }), signatureAt: (index) => signature(index === 30 ? 'timed out' : 'boom'), run: { workItem: 'WIs/WI4_lost.md' }, result: COMPLETED });
  const { run, head: shown, attempts } = reportModel(evidence, 'finished', CONTEXT);
  expect(run).toBe(RUN_ID);
  expect(shown).toMatchObject({
    state: 'finished',
    verdict: { kind: 'flaky', headline: '3 of 60 attempts failed: failure rate 5.0 % (95 % CI 1.0 % – 13.9 %).', rate: 0.05, biased: false },
    planned: 60,
    finished: 60,
    outcomes: { pass: 57, fail: 2, timeout: 1 },
    command: 'node --test test/orders.test.mjs',
    workItem: { label: 'WI4', path: 'WIs/WI4_lost.md' },
    elapsedMs: 12_500,
    git: { branch: 'main', dirty: false },
    ending: 'All planned attempts were made.',
  });
  expect(attempts.outcome).toBe(`${'p'.repeat(6)}f${'p'.repeat(23)}t${'p'.repeat(12)}f${'p'.repeat(16)}`);
  expect(attempts.attempt.slice(0, 3)).toEqual([1, 2, 3]);
  expect(attempts.ms.slice(0, 3)).toEqual([100, 137, 124]);
  expect([attempts.group[5], attempts.group[6], attempts.group[30], attempts.group[43]]).toEqual([-1, 0, 1, 0]);
});

describe('failures by message', () => {
  test('stand with the most frequent first, each under the index that the attempts name', () => {
    const { groups } = head({ outcomes: ['fail', 'fail', 'fail'], signatureAt: (index) => (index === 0 ? { ...signature('rare'), location: { file: 'a.ts', line: 3 } } : signature('frequent')) });
    expect(groups).toEqual([
      { index: 1, title: 'frequent', count: 2, attempts: [2, 3] },
      { index: 0, title: 'rare', count: 1, attempts: [1], location: 'a.ts:3' },
    ]);
  });

  test('that find no place in the list are counted', () => {
    const outcomes = Array.from({ length: LIMITS.groups + 7 }, (): Outcome => 'fail');
    const { groups, failuresNotListed } = head({ outcomes, signatureAt: (index) => signature(`message ${index}`) });
    expect(groups.length).toBe(LIMITS.groups);
    expect(failuresNotListed).toBe(7);
  });

  test('tell where they stand in the run, and where the log of the first leaves a passing one', () => {
    const evidence = runEvidence({ outcomes: [...Array.from({ length: 5 }, (): Outcome => 'fail'), ...passesBut(40, {})], result: COMPLETED });
    const divergence = { failingAttempt: 1, passingAttempt: 6, failing: { line: 3, text: '\u001b[31mboom\u202e' }, passing: { line: 3, text: 'ok' } };
    const { groups } = reportModel({ ...evidence, groups: evidence.groups.map((group) => ({ ...group, divergence })) }, 'finished', CONTEXT).head;
    expect(groups[0]).toMatchObject({ position: 'early in the run', divergence: 'the log of attempt 1 leaves that of passing attempt 6 at line 3: “boom” instead of “ok” (line 3)' });
  });

  test('are one line of plain text each, whatever the test printed', () => {
    const { groups } = head({ outcomes: ['fail'], signatureAt: () => signature('\u001b[31mAssertion\u001b[0m\n\u202epassword=hunter2 x') });
    expect(groups[0]?.title).toBe('Assertion password=‹secret:value› x');
  });
});

test('a run that was bounded by its time has no number of attempts, and ends when its time is up', () => {
  const plan = { ...DEFAULT_PLAN, attempts: MAX_ATTEMPTS, forMs: 60_000 };
  const live = head({ outcomes: passesBut(20, {}), run: { plan } }, 'running');
  expect(live).toMatchObject({ planned: 0, elapsedMs: 10_000, remainingMs: 50_000 });
  expect(head({ outcomes: passesBut(20, {}), run: { plan }, result: COMPLETED })).toMatchObject({ planned: 0, ending: 'The time of the run was up.', verdict: { kind: 'passing' } });
});

test('a work item can be made of failures that have none, and a fix of failures be verified', () => {
  const actions = (outcomes: RunSketch['outcomes'], workItem?: string): readonly string[] => head({ outcomes, result: COMPLETED, run: { ...(workItem !== undefined && { workItem }) } }).actions;
  expect(actions(passesBut(20, { 3: 'fail' }))).toEqual(['openSource', 'runAgain', 'runUntilFailure', 'verifyFix', 'newWorkItem']);
  expect(actions(passesBut(20, { 3: 'fail' }), 'a.md')).toEqual(['openWorkItem', 'openSource', 'runAgain', 'runUntilFailure', 'verifyFix']);
  expect(actions(passesBut(20, {}))).toEqual(['openSource', 'runAgain', 'runUntilFailure']);
});

describe('a run that goes on', () => {
  const running = (sketch: RunSketch): ReportHead => head({ ...sketch, run: { plan: { ...DEFAULT_PLAN, attempts: 100 }, workItem: 'a.md' } }, 'running');

  test('tells how long it will take, and can only be cancelled', () => {
    expect(running({ outcomes: passesBut(40, {}), underWay: 2 })).toMatchObject({ elapsedMs: 10_000, remainingMs: 15_000, running: 2, actions: ['openWorkItem', 'openSource', 'cancel'] });
  });

  test('does not guess before the first attempt has ended', () => {
    const shown = running({ outcomes: [] });
    expect(shown).not.toHaveProperty('remainingMs');
    expect(shown.verdict).toMatchObject({ kind: 'no-data', rate: null });
  });
});

test('a run whose process was killed is judged as an interrupted one, and nobody claims to know how long it took', () => {
  const shown = head({ outcomes: passesBut(12, {}), run: { plan: { ...DEFAULT_PLAN, attempts: 40 } } }, 'interrupted');
  expect(shown.verdict.remarks).toContain('The run was interrupted after 12 of 40 attempts.');
  expect(shown.ending).toBe('Whatever made the run is gone; the ledger holds 12 attempts.');
  expect(shown).not.toHaveProperty('elapsedMs');
});

test('a rate that a stop at the first failure has biased is marked as such', () => {
  const shown = head({ outcomes: passesBut(12, { 11: 'fail' }), run: { plan: { ...DEFAULT_PLAN, untilFailures: 1 } }, result: { ...COMPLETED, reason: 'first-failure' } });
  expect(shown.verdict.biased).toBe(true);
  expect(shown.ending).toBe('The first failure ended the run.');
});

test('an action is offered where it makes sense only', () => {
  expect(head({ outcomes: ['pass'] }).actions).toEqual(['openSource', 'runAgain', 'runUntilFailure']);
});

test('a command is shown as it could be typed, without its secrets', () => {
  expect(head({ outcomes: [], run: { command: ['node', 'my test.mjs', '--password=hunter2'] } }).command).toBe("node 'my test.mjs' --password=‹secret:value›");
  expect(head({ outcomes: [], run: { command: ['npm test | tee log'], plan: { ...DEFAULT_PLAN, shell: true } } }).command).toBe('npm test | tee log');
});

test('a message of the runner stands with the end that it explains', () => {
  expect(head({ outcomes: [], result: { ...COMPLETED, reason: 'error', message: 'The disk is full.' } }).ending).toBe('An error ended the run. The disk is full.');
});
