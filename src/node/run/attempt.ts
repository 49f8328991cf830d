/** Makes one attempt: starts the command, keeps its output, ends what it leaves, and says how it ended. */
import path from 'node:path';
import { LEDGER_SCHEMA, type AttemptRecord, type AttemptTests } from '../../core/run/events.js';
import { attemptLogPath } from '../../core/run/logPath.js';
import { isFailure, type Outcome } from '../../core/run/outcome.js';
import { plannedAttempts } from '../../core/run/plan.js';
import { attemptSeed } from '../../core/run/seed.js';
import { signatureOf } from '../../core/run/signature.js';
import { sha256 } from '../ports.js';
import { startCommand } from '../process/start.js';
import type { StartFailure } from '../process/startProblem.js';
import { ATTEMPT_VARIABLE, ATTEMPTS_VARIABLE, RUN_VARIABLE, SEED_VARIABLE } from '../process/tag.js';
import type { AttemptContext, Environment } from './attemptContext.js';
import { AttemptLog } from './attemptLog.js';
import type { MatchPlace } from './expressions.js';
import { follow, type Ending } from './follow.js';
import { gracedSignal, runHook, type Hook } from './hooks.js';

export type { AttemptContext } from './attemptContext.js';

export interface AttemptEnd {
  readonly record: AttemptRecord;
  /** The command could not be started. */
  readonly startFailure?: StartFailure;
  /** The log could not be written. */
  readonly logError?: NodeJS.ErrnoException;
}

/**
 * Makes attempt number `attempt` (1-based). When the signal is aborted, its processes are ended and its outcome is `cancelled`.
 *
 * `crash` means that a signal that we did not send ended the process that we started. A shell that reports its child's crash as exit code
 * 128 + n counts as `fail`: any program may exit with such a code, so it is never certain.
 */
export async function runAttempt(context: AttemptContext, attempt: number, signal: AbortSignal): Promise<AttemptEnd> {
  const { clock, plan } = context;
  const env = tagged(context, attempt);
  const startedAt = new Date(clock.now()).toISOString();
  const hook = { attempt, env, graceMs: plan.graceMs };
  let log: AttemptLog | undefined;
  let ending: Ending | StartFailure | undefined;
  if (plan.before !== undefined) {
    log = new AttemptLog(path.join(context.folder, attemptLogPath(attempt)));
    ending = unready(await runHook(context, { ...hook, name: 'before', line: plan.before, timeoutMs: plan.timeoutMs }, log, signal));
  }
  const made = ending ? undefined : await makeAttempt(context, attempt, env, log, signal);
  log ??= made?.log ?? new AttemptLog(path.join(context.folder, attemptLogPath(attempt)));
  ending ??= made?.ending;
  if (!ending) throw new Error('An attempt that did not end');
  const record = await recordOf(context, { attempt, startedAt, durationMs: made?.durationMs ?? 0, stalled: made?.stalled ?? false }, 'problem' in ending ? notStarted(ending) : ending, log, signal);
  const afterwards = plan.after === undefined ? undefined : await cleanUp(context, { ...hook, name: 'after', line: plan.after, timeoutMs: plan.timeoutMs }, log, signal);
  const logError = log.close();
  return {
    record: afterwards === undefined ? record : { ...record, reason: record.reason === undefined ? afterwards : `${record.reason} ${afterwards}` },
    ...('problem' in ending ? { startFailure: ending } : {}),
    ...(logError ? { logError } : {}),
  };
}

/** It cleans up also where the run is being ended, but not for long then. */
async function cleanUp(context: AttemptContext, hook: Hook, log: AttemptLog, signal: AbortSignal): Promise<string | undefined> {
  const graced = gracedSignal(signal, hook.graceMs, context.now);
  try {
    const problem = await runHook(context, hook, log, graced.signal);
    return problem === 'aborted' ? 'The command of --after was ended with the run.' : problem;
  } finally {
    graced.close();
  }
}

/** The command was not started, since what has to come before it did not succeed. */
function unready(problem: string | undefined): Ending | undefined {
  if (problem === undefined) return undefined;
  const nothing = { exitCode: null, signal: null, leftBehind: 0, helpedMs: 0 };
  return problem === 'aborted' ? { ...nothing, outcome: 'cancelled' } : { ...nothing, outcome: 'infra', reason: problem };
}

interface Made {
  readonly ending: Ending | StartFailure;
  readonly log: AttemptLog;
  readonly durationMs: number;
  /** Whether this process stood still for a part of it that matters. */
  readonly stalled: boolean;
}

/** @param open the log, where it is open already */
async function makeAttempt(context: AttemptContext, attempt: number, env: Environment, open: AttemptLog | undefined, signal: AbortSignal): Promise<Made> {
  const { clock, stalls } = context;
  const pipe = await context.pipes.take();
  const start = clock.monotonic();
  const stalledBefore = stalls.totalMs();
  const started = await startCommand({ ...context, env, shell: context.plan.shell, pipe });
  // The command is running already while its log is made: what it prints waits in the pipe.
  const log = open ?? new AttemptLog(path.join(context.folder, attemptLogPath(attempt)));
  context.pipes.prepare();
  const ending = 'problem' in started ? started : await follow(started, context, attempt, env, log, signal);
  const spent = clock.monotonic() - start - ('helpedMs' in ending ? ending.helpedMs : 0);
  const durationMs = Math.max(0, Math.round(spent * 1000) / 1000);
  return { ending, log, durationMs, stalled: stalls.totalMs() - stalledBefore > durationMs * STALLED_SHARE };
}

interface Measured {
  readonly attempt: number;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly stalled: boolean;
}

async function recordOf(context: AttemptContext, measured: Measured, ending: Ending, log: AttemptLog, signal: AbortSignal): Promise<AttemptRecord> {
  const { attempt, startedAt, durationMs, stalled } = measured;
  const { plan, cwd, folder } = context;
  const { exitCode, signal: signalName, collected = [] } = ending;
  const { outputBytes, truncated, tail, range } = log.endOutput();
  const logPath = attemptLogPath(attempt);
  const told = ending.outcome === 'infra' || ending.outcome === 'cancelled' ? undefined : await context.tests.read({ attempt, tail, outputBytes, log: path.join(folder, logPath), logTruncated: truncated }, signal);
  const withWhatTold = withTests(ending.outcome, told);
  const matched = isFailure(withWhatTold) && !signal.aborted ? await matchesOf(context, { file: path.join(folder, logPath), ...range }) : {};
  const outcome = matched.infra === true ? 'infra' : withWhatTold;
  const signature = signatureOf(tail, { cwd, sha256, outcome, exitCode, signal: signalName, timeoutMs: plan.timeoutMs });
  const said = [ending.reason, toldReason(ending.outcome, withWhatTold, exitCode, told)].filter((part) => part !== undefined).join(' ') || undefined;
  const reason = reasonOf({ reason: said, outcome: ending.outcome, cached: told?.cached === true, stalled }, matched);
  return {
    schema: LEDGER_SCHEMA,
    attempt,
    outcome,
    startedAt,
    durationMs,
    exitCode,
    signal: signalName,
    log: logPath,
    outputBytes,
    ...(plan.shuffleSeed === undefined ? {} : { seed: attemptSeed(plan.shuffleSeed, plan.sameSeed === true ? 1 : attempt) }),
    ...(truncated ? { logTruncated: true } : {}),
    ...(signature ? { signature } : {}),
    ...(told ? { tests: told } : {}),
    ...(isFailure(outcome) && matched.expect !== undefined ? { expected: matched.expect } : {}),
    ...(ending.leftBehind > 0 ? { leftBehind: ending.leftBehind } : {}),
    ...(collected.length > 0 ? { collected } : {}),
    ...(reason === undefined ? {} : { reason }),
  };
}

interface Matches {
  readonly infra?: boolean;
  readonly expect?: boolean;
  /** Options whose expression took too long. */
  readonly undecided?: readonly string[];
}

/** What the plan's expressions say of a failure. */
export async function matchesOf({ plan, expressions }: AttemptContext, place: MatchPlace): Promise<Matches> {
  const infra = plan.infra === undefined ? false : await expressions.matches(plan.infra, place);
  if (infra === true) return { infra };
  const expect = plan.expect === undefined ? undefined : await expressions.matches(plan.expect, place);
  const undecided = [...(infra === undefined ? ['--infra'] : []), ...(plan.expect !== undefined && expect === undefined ? ['--expect'] : [])];
  return { ...(expect === undefined ? {} : { expect }), undecided };
}

/**
 * Exit code 0 says that no test failed, unless its tests say otherwise (in a pipe without `pipefail` it is another program's); where none was executed it says
 * nothing. Another exit code is a failure of the command, unless its runner says that this is all that was wrong: a filter that selects nothing is no failing test.
 */
function withTests(outcome: Outcome, tests: AttemptTests | undefined): Outcome {
  const passed = outcome === 'pass' || outcome === 'leak';
  if (passed && (tests?.failed ?? 0) > 0) return 'fail';
  if (!tests || tests.partial === true) return outcome;
  if (tests.executed > 0) return passed && tests.missing !== undefined ? 'fewer-tests' : outcome;
  return passed || (outcome === 'fail' && tests.noneFound === true) ? 'no-tests' : outcome;
}

/** Why the tests tell another outcome than the end of the process. */
function toldReason(ended: Outcome, outcome: Outcome, exitCode: number | null, tests: AttemptTests | undefined): string | undefined {
  if (ended === outcome || !tests) return undefined;
  if (outcome === 'no-tests') return ended === 'fail' ? `It exited with ${exitCode ?? 'no code'}, since its runner found no test to run.` : undefined;
  if (outcome === 'fewer-tests') return `It exited with 0, although its TAP plan names ${tests.missing === 1 ? '1 test more' : `${tests.missing ?? 0} tests more`} than it told.`;
  return `It exited with 0, although ${tests.failed === 1 ? '1 test' : `${tests.failed} tests`} failed in it (told by ${tests.format}).`;
}

/** What there is to say of the matches, in sentences. */
export function matchRemarks({ infra, undecided = [] }: Matches): readonly string[] {
  return [...(infra === true ? ['Its output matches --infra.'] : []), ...undecided.map((option) => `Whether its output matches ${option} could not be told in time: simplify the expression.`)];
}

interface Remarkable {
  readonly reason: string | undefined;
  readonly outcome: Outcome;
  readonly cached: boolean;
  readonly stalled: boolean;
}

/** Nobody can tell when a child ended while its parent stood still: its duration is then told as what it is, a bound. */
function reasonOf({ reason, outcome, cached, stalled }: Remarkable, matches: Matches): string | undefined {
  const sentences = [
    ...(reason === undefined ? [] : [reason]),
    ...(cached ? [FROM_CACHE] : []),
    ...matchRemarks(matches),
    ...(stalled && outcome !== 'infra' && outcome !== 'cancelled' ? [STALLED] : []),
  ];
  return sentences.length === 0 ? undefined : sentences.join(' ');
}

const FROM_CACHE = 'Go repeated results from its cache instead of executing the tests: go test -count=1 executes them.';

const STALLED = 'Casebook stood still during it (stopped, or without a free processor): its duration is an upper bound.';

/** The share of a duration that Casebook may have stood still before that is told. */
const STALLED_SHARE = 0.1;

function notStarted(failure: StartFailure): Ending {
  return { outcome: 'infra', exitCode: null, signal: null, leftBehind: 0, helpedMs: 0, reason: failure.problem };
}

/** What the command finds in its environment. */
export function tagged({ environment, run, plan }: AttemptContext, attempt: number): Environment {
  const planned = plannedAttempts(plan);
  return {
    ...environment,
    ...plan.environment,
    [RUN_VARIABLE]: run,
    [ATTEMPT_VARIABLE]: String(attempt),
    // Where there is no such number, that of a run around this one must not stand in for it.
    [ATTEMPTS_VARIABLE]: planned === undefined ? undefined : String(planned),
    [SEED_VARIABLE]: plan.shuffleSeed === undefined ? undefined : String(attemptSeed(plan.shuffleSeed, plan.sameSeed === true ? 1 : attempt)),
  };
}
