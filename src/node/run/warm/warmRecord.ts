/** The record of an attempt that was a repetition inside a process. */
import path from 'node:path';
import { LEDGER_SCHEMA, type AttemptRecord } from '../../../core/run/events.js';
import { attemptLogPath } from '../../../core/run/logPath.js';
import { isFailure, type Outcome } from '../../../core/run/outcome.js';
import { signatureOf } from '../../../core/run/signature.js';
import type { FoundTests } from '../../../core/run/tests/found.js';
import { sha256 } from '../../ports.js';
import type { ExitStatus } from '../../process/start.js';
import { matchesOf, matchRemarks, type AttemptContext, type AttemptEnd } from '../attempt.js';
import { AttemptLog } from '../attemptLog.js';
import type { LaunchFailure } from './launcher.js';
import type { RepetitionEnd } from './warmProcess.js';

export interface WarmAttempt {
  readonly attempt: number;
  readonly logPath: string;
  readonly log: AttemptLog;
  /** Monotonic ms, and ms since 1970, at which it was asked for. */
  readonly start: number;
  readonly startedAt: number;
}

/** An attempt that is asked for now; its log is made at once. */
export function askedFor({ clock, folder }: AttemptContext, attempt: number): WarmAttempt {
  const logPath = attemptLogPath(attempt);
  return { attempt, logPath, log: new AttemptLog(path.join(folder, logPath)), start: clock.monotonic(), startedAt: clock.now() };
}

interface Details {
  /** A repetition before it in the same process failed. */
  readonly failedBefore: boolean;
  readonly remarks: readonly string[];
  readonly seed?: number;
}

interface Ending {
  readonly outcome: Outcome;
  readonly durationMs: number;
  readonly exit?: ExitStatus;
  readonly tests?: FoundTests;
  readonly leftBehind?: number;
  readonly reasons: readonly string[];
  readonly seed?: number;
}

/** Of a repetition that was made, whatever became of it. A repetition has no exit code of its own: there is one where the process ended in it. */
export function recordOf(context: AttemptContext, made: WarmAttempt, end: Exclude<RepetitionEnd, { kind: 'gone' | 'problem' }>, { failedBefore, remarks, seed }: Details): Promise<AttemptEnd> {
  const told = seed === undefined ? {} : { seed };
  const waited = context.clock.monotonic() - made.start;
  if (end.kind === 'over') {
    const { outcome, reason, exit } = outcomeOf(end, failedBefore);
    return write(context, made, { ...told, outcome, durationMs: end.durationMs, ...(exit && { exit }), ...(end.tests && { tests: end.tests }), leftBehind: end.leftBehind ?? 0, reasons: [...remarks, ...(reason === undefined ? [] : [reason])] });
  }
  const anew = end.kind === 'cancelled' ? [] : [NEW_PROCESS];
  if (end.kind !== 'died') return write(context, made, { ...told, outcome: end.kind, durationMs: waited, exit: end.exit, leftBehind: end.leftBehind, reasons: [...remarks, ...anew] });
  const { outcome, reason } = deathOf(end);
  return write(context, made, { ...told, outcome, durationMs: waited, exit: end.exit, ...(end.tests && { tests: end.tests }), reasons: [...remarks, ...(reason === undefined ? anew : [reason])] });
}

const NEW_PROCESS = 'The process of the repetitions ended with it: the next ones ran in a new one.';

/** The run was ended while the process was being prepared. */
export function cancelledEnd(context: AttemptContext, made: WarmAttempt): Promise<AttemptEnd> {
  return write(context, made, { outcome: 'cancelled', durationMs: context.clock.monotonic() - made.start, reasons: [] });
}

/** No repetition could be made. */
export async function infraEnd(context: AttemptContext, made: WarmAttempt, failure: LaunchFailure): Promise<AttemptEnd> {
  if (failure.output !== undefined) made.log.write(Buffer.from(failure.output));
  const end = await write(context, made, { outcome: 'infra', durationMs: context.clock.monotonic() - made.start, reasons: [failure.problem] });
  return { ...end, startFailure: failure };
}

function outcomeOf({ failed, tests, exit, leftBehind = 0 }: Extract<RepetitionEnd, { kind: 'over' }>, failedBefore: boolean): { outcome: Outcome; reason?: string; exit?: ExitStatus } {
  if (failed === true || (tests?.failed ?? 0) > 0) return { outcome: 'fail' };
  if (exit?.signal) return { outcome: 'crash', exit, reason: 'The process ended by a signal behind its last repetition.' };
  if (exit?.exitCode && !failedBefore) return { outcome: 'fail', exit, reason: `The process ended with exit code ${exit.exitCode} though no repetition in it failed; it is told of the last one.` };
  if (tests?.executed === 0) return { outcome: 'no-tests' };
  return leftBehind > 0 ? { outcome: 'leak', reason: `The process of the repetitions left ${leftBehind} ${leftBehind === 1 ? 'process' : 'processes'} running; it is told of its last one.` } : { outcome: 'pass' };
}

/** The process ended where no end was due. */
function deathOf({ exit, begun, complete, tests }: Extract<RepetitionEnd, { kind: 'died' }>): { outcome: Outcome; reason?: string } {
  if (exit.signal !== null) return { outcome: 'crash' };
  if (exit.exitCode !== 0) return { outcome: 'fail' };
  if (!begun && complete && (tests?.executed ?? 0) === 0) return { outcome: 'no-tests', reason: 'It ended without a test.' };
  return { outcome: 'fail', reason: 'The process ended with exit code 0 in the middle of the repetition: what was left of its tests did not run.' };
}

async function write(context: AttemptContext, made: WarmAttempt, ending: Ending): Promise<AttemptEnd> {
  const { durationMs, exit, tests, leftBehind = 0, seed } = ending;
  const { outputBytes, truncated, tail, range } = made.log.endOutput();
  const matched = isFailure(ending.outcome) ? await matchesOf(context, { file: path.join(context.folder, made.logPath), ...range }) : {};
  const outcome = matched.infra === true ? 'infra' : ending.outcome;
  const reasons = [...ending.reasons, ...matchRemarks(matched)];
  const logError = made.log.close();
  const { exitCode, signal } = exit ?? { exitCode: null, signal: null };
  const signature = signatureOf(tail, { cwd: context.cwd, sha256, outcome, exitCode, signal, timeoutMs: context.plan.timeoutMs });
  const record: AttemptRecord = {
    schema: LEDGER_SCHEMA,
    attempt: made.attempt,
    outcome,
    startedAt: new Date(made.startedAt).toISOString(),
    durationMs: Math.round(durationMs * 1000) / 1000,
    exitCode,
    signal,
    log: made.logPath,
    outputBytes,
    ...(seed === undefined ? {} : { seed }),
    ...(truncated ? { logTruncated: true } : {}),
    ...(signature ? { signature } : {}),
    ...(tests ? { tests: await context.tests.recorded(tests) } : {}),
    ...(isFailure(outcome) && matched.expect !== undefined ? { expected: matched.expect } : {}),
    ...(leftBehind > 0 ? { leftBehind } : {}),
    ...(reasons.length === 0 ? {} : { reason: reasons.join(' ') }),
  };
  return { record, ...(logError ? { logError } : {}) };
}
