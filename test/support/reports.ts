/** Reports of every kind of evidence, made by the core from what probes, proxies and runs tell. */
import { BUILT_IN } from '../../src/core/fault/builtIn.js';
import type { Observed } from '../../src/core/fault/measure.js';
import { faultVerdict } from '../../src/core/fault/verdict.js';
import type { CellResult, MatrixReport } from '../../src/core/probe/matrix/types.js';
import { matrixOf, type Matrix } from '../../src/core/prove/matrix.js';
import { compareRuns, type Comparison } from '../../src/core/run/compare.js';
import type { RunEvidence } from '../../src/core/run/evidence.js';
import type { FaultReport } from '../../src/core/report/faultBlock.js';
import type { ProbeBlockContext } from '../../src/core/report/probeContext.js';
import { passesBut, RUN_ID, runEvidence, signature, STARTED_AT } from './runEvidence.js';

const HOST = { name: 'build-7', platform: 'linux', release: '6.1', arch: 'x64', node: 'v20.20.0', cpus: 4 };
export const PROBE_CONTEXT: ProbeBlockContext = { id: RUN_ID, startedAt: STARTED_AT, host: HOST, casebook: '0.1.0', timeoutMs: 5_000 };

const RESULT = { reason: 'completed', endedAt: '2026-11-21T14:02:45.340Z' } as const;
export const BEFORE_ID = '20261120-090000-b1c2';

/** `failures` of `n` attempts failed, evenly over the run. */
export function runOf(id: string, failures: number, n: number, title = 'Error: lost order'): RunEvidence {
  return runEvidence({ run: { id }, outcomes: passesBut(n, Object.fromEntries(Array.from({ length: failures }, (_, index) => [Math.floor((index * n) / failures), 'fail' as const]))), signatureAt: () => signature(title), result: RESULT });
}

/** 12 of 60 before, none of 60 after. */
export function comparison(): Comparison {
  return compareRuns(runOf(BEFORE_ID, 12, 60), runOf(RUN_ID, 0, 60));
}

/** It fails under `parallel:2` only. */
export function matrix(): Matrix {
  return matrixOf([{ label: 'isolated', evidence: runOf(BEFORE_ID, 0, 20) }, { label: 'parallel:2', evidence: runOf(RUN_ID, 14, 20) }]);
}

const NO_BYTES = { relayed: 0, withheld: 0, lost: 0, late: 0 };
const CONTROL: Observed = { client: { by: 'casebook', exitCode: null, signal: null }, connections: 1, reconnects: 0, traffic: true, witness: null, detection: null, attempts: [], backoff: null, recovery: null, up: NO_BYTES, down: NO_BYTES };

/** What a client did under an outage of 30 s that it noticed after 4.2 s: it tried five times, and was back 800 ms after the healing. */
export function faultReport(changes: Partial<Observed> = {}, name = 'long-outage'): FaultReport {
  const scenario = BUILT_IN.find(({ name: known }) => known === 'long-outage');
  if (!scenario) throw new Error('There is no scenario long-outage');
  const fault: Observed = { ...CONTROL, connections: 6, reconnects: 5, witness: { atMs: 1_012, type: 'withheld' }, detection: { ms: 4_200, by: 'fin' }, attempts: [4_300, 5_300, 7_300, 11_300, 19_300], backoff: { baseMs: 1_000, factor: 2, capMs: null, constantMs: 0, gaps: 4, residualMs: 3, relativeResidual: 0.01 }, recovery: { ms: 800, asked: true }, ...changes };
  const named = { ...scenario, name };
  return { id: RUN_ID, scenario: named, command: ['node', 'client.mjs'], upstream: '127.0.0.1:5432', seed: 7, startedAt: STARTED_AT, host: HOST, casebook: '0.1.0', control: CONTROL, fault, verdict: faultVerdict(named, CONTROL, fault, false) };
}

function cell(changes: Partial<CellResult>): CellResult {
  return { client: 'node', address: '127.0.0.1:80', protocol: 'http1', verification: 'none', alternative: false, passed: true, class: 'up', totalMs: 2.34, replay: 'curl x', ...changes };
}

/** One client fails at one of two addresses. */
export const PROBE_MATRIX: MatrixReport = {
  target: 'http://localhost/',
  cells: [cell({ httpStatus: 200 }), cell({ address: '[::1]:80', passed: false, class: 'refused', error: { code: 'ECONNREFUSED', syscall: 'connect' } }), cell({ protocol: 'h2c', alternative: true, passed: false, class: 'wrong-protocol' })],
  difference: { outcome: 'fail', rules: [{ where: { address: '[::1]:80' }, cells: 1, classes: ['refused'] }], pair: { pass: 0, fail: 1, differs: ['address'] } },
  environment: [{ clients: ['node'], variables: { NO_PROXY: '<b>*</b>' } }],
  conclusion: 'What fails is everything to [::1]:80 (1: refused).',
};
