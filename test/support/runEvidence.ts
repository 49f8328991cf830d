/** Evidence for tests of what is made from it: folded by the real fold from generated events. */
import type { AttemptRecord, AttemptTests, FailureSignature, RunEvent, RunHeader, RunResult } from '../../src/core/run/events.js';
import { reduce, type RunEvidence } from '../../src/core/run/evidence.js';
import { attemptLogPath } from '../../src/core/run/logPath.js';
import { isFailure, type Outcome } from '../../src/core/run/outcome.js';
import { DEFAULT_PLAN } from '../../src/core/run/plan.js';

export const RUN_ID = '20261121-140233-a3f9';
export const STARTED_AT = '2026-11-21T14:02:33.000Z';

export function signature(title: string, id = title): FailureSignature {
  return { id, title };
}

function runHeader(changes: Partial<RunHeader> = {}): RunHeader {
  return {
    schema: 1,
    id: RUN_ID,
    kind: 'run',
    purpose: 'repeat',
    command: ['node', '--test', 'test/orders.test.mjs'],
    cwd: '/home/sam/orders',
    plan: DEFAULT_PLAN,
    startedAt: STARTED_AT,
    host: { name: 'build-7', platform: 'linux', release: '6.1', arch: 'x64', node: 'v20.20.0', cpus: 4 },
    git: { commit: '3f1c0e2b9a8d7c6b5a4f3e2d1c0b9a8f7e6d5c4b', branch: 'main', dirty: false },
    environment: {},
    runner: { pid: 4711 },
    casebook: '0.1.0',
    ...changes,
  };
}

export interface RunSketch {
  readonly run?: Partial<RunHeader>;
  readonly outcomes: readonly Outcome[];
  /** The failure of the attempt at an index; every failure is the same one if it is absent. */
  readonly signatureAt?: (index: number) => FailureSignature;
  readonly reason?: string;
  /** What the attempt at an index says of its tests. */
  readonly testsAt?: (index: number) => AttemptTests | undefined;
  /** Attempts that have started and not ended. */
  readonly underWay?: number;
  readonly result?: RunResult;
}

/** A run that is planned for as many attempts as it has outcomes, unless it says otherwise. Durations follow from the index. */
export function runEvidence({ run, outcomes, signatureAt = () => signature('Error: boom'), reason, testsAt = () => undefined, underWay = 0, result }: RunSketch): RunEvidence {
  const header = runHeader({ plan: { ...DEFAULT_PLAN, attempts: Math.max(1, outcomes.length) }, ...run });
  const records = outcomes.map(
    (outcome, index): AttemptRecord => {
      const tests = testsAt(index);
      return {
        schema: 1,
        attempt: index + 1,
        outcome,
        startedAt: STARTED_AT,
        durationMs: 100 + ((index * 37) % 50),
        exitCode: outcome === 'pass' ? 0 : 1,
        signal: null,
        log: attemptLogPath(index + 1),
        outputBytes: 0,
        ...(isFailure(outcome) ? { signature: signatureAt(index) } : {}),
        ...(reason !== undefined && (outcome === 'infra' || outcome === 'leak') ? { reason } : {}),
        ...(tests && { tests }),
      };
    },
  );
  return reduce([
    { type: 'run-started', run: header },
    ...records.map((record): RunEvent => ({ type: 'attempt-finished', record })),
    ...Array.from({ length: underWay }, (_, index): RunEvent => ({ type: 'attempt-started', attempt: outcomes.length + index + 1 })),
    ...(result ? [{ type: 'run-finished', result } as const] : []),
  ]);
}

/** `n` attempts that pass, but for those at the given indices. */
export function passesBut(n: number, others: Readonly<Record<number, Outcome>>): Outcome[] {
  return Array.from({ length: n }, (_, index) => others[index] ?? 'pass');
}
