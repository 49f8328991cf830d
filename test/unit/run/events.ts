/** Makes runs for tests: headers, attempts and their events. */
import type { AttemptRecord, FailureSignature, RunEvent, RunHeader, RunResult } from '../../../src/core/run/events.js';
import { reduce, type RunEvidence } from '../../../src/core/run/evidence.js';
import { attemptLogPath } from '../../../src/core/run/logPath.js';
import { isFailure, type Outcome } from '../../../src/core/run/outcome.js';
import { DEFAULT_PLAN, type RunPlan } from '../../../src/core/run/plan.js';

export const RUN: RunHeader = {
  schema: 1,
  id: '20261121-140233-a3f9',
  kind: 'run',
  purpose: 'repeat',
  command: ['node', 'test/stock.mjs'],
  cwd: '/home/dev/orders',
  plan: DEFAULT_PLAN,
  startedAt: '2026-11-21T14:02:33.000Z',
  host: { name: 'box', platform: 'linux', release: '6.1.0', arch: 'x64', node: 'v20.20.2', cpus: 2 },
  git: { commit: '0123456789abcdef0123456789abcdef01234567', branch: 'main', dirty: false },
  environment: {},
  runner: { pid: 4242 },
  casebook: '0.1.0',
};

export const LOST: FailureSignature = { id: 'aaaaaaaaaaaa', title: 'AssertionError: expected 0 to be 3', location: { file: 'test/stock.mjs', line: 12 } };
export const RESET: FailureSignature = { id: 'bbbbbbbbbbbb', title: 'Error: read ECONNRESET' };

export function attempt(number: number, outcome: Outcome, more: Partial<AttemptRecord> = {}): AttemptRecord {
  return {
    schema: 1,
    attempt: number,
    outcome,
    startedAt: '2026-11-21T14:02:34.000Z',
    durationMs: 20,
    exitCode: outcome === 'pass' ? 0 : 1,
    signal: null,
    log: attemptLogPath(number),
    outputBytes: 100,
    ...(isFailure(outcome) ? { signature: LOST } : {}),
    ...more,
  };
}

/** A run's events: one attempt per outcome, and its end. */
export function eventsOf(attempts: readonly AttemptRecord[], run: RunHeader = RUN, result: RunResult = { reason: 'completed', endedAt: '2026-11-21T14:03:00.000Z' }): RunEvent[] {
  return [
    { type: 'run-started', run },
    ...attempts.flatMap((record): RunEvent[] => [{ type: 'attempt-started', attempt: record.attempt }, { type: 'attempt-finished', record }]),
    { type: 'run-finished', result },
  ];
}

/** So many attempts with that outcome. */
export type AttemptGroup = readonly [count: number, outcome: Outcome, more?: Partial<AttemptRecord>];

/** Attempts numbered from 1: `attemptsOf([97, 'pass'], [3, 'fail'])`. */
export function attemptsOf(...groups: AttemptGroup[]): AttemptRecord[] {
  const records: AttemptRecord[] = [];
  for (const [count, outcome, more] of groups) for (let made = 0; made < count; made++) records.push(attempt(records.length + 1, outcome, more));
  return records;
}

export function evidenceOf(attempts: readonly AttemptRecord[], more: { run?: Partial<RunHeader>; plan?: Partial<RunPlan>; result?: RunResult } = {}): RunEvidence {
  const run = { ...RUN, ...more.run, plan: { ...DEFAULT_PLAN, attempts: attempts.length, ...more.plan } };
  return reduce(eventsOf(attempts, run, more.result));
}
