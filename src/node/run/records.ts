/** The form of what a ledger holds, checked when it is read: it may be of another version, damaged, or made to harm. */
import * as v from 'valibot';
import { LEDGER_SCHEMA, type AttemptRecord, type RunHeader, type RunResult } from '../../core/run/events.js';
import { OUTCOMES } from '../../core/run/outcome.js';
import { RUN_PURPOSES } from '../../core/run/plan.js';
import { WARM_FRAMEWORKS } from '../../core/run/warm/plan.js';
import { check, duration, git, host, natural, path, runId, short, stamp, writeBack, type Checked, type WriteBack } from './schemas.js';

/** All of `run.json`. */
export interface RunFile extends RunHeader {
  readonly result?: RunResult;
  readonly writeBack?: WriteBack;
}

const positive = v.pipe(natural, v.minValue(1));

const commandText = v.pipe(v.string(), v.maxLength(2 * 1024 * 1024));

const command = v.pipe(v.array(commandText), v.minLength(1), v.maxLength(100_000), v.readonly());

const variables = v.pipe(v.record(short, v.pipe(v.string(), v.maxLength(131_072))), v.readonly());

const expression = v.pipe(v.string(), v.maxLength(2_000));

const plan = v.object({
  attempts: positive,
  forMs: v.exactOptional(duration),
  untilFailures: v.exactOptional(positive),
  timeoutMs: duration,
  graceMs: duration,
  jobs: positive,
  shell: v.boolean(),
  delayMs: v.exactOptional(duration),
  shuffleSeed: v.exactOptional(natural),
  sameSeed: v.exactOptional(v.literal(true)),
  environment: v.exactOptional(variables),
  before: v.exactOptional(commandText),
  after: v.exactOptional(commandText),
  expect: v.exactOptional(expression),
  infra: v.exactOptional(expression),
  keep: v.exactOptional(v.picklist(['failures', 'all'])),
  during: v.exactOptional(v.pipe(v.array(v.object({ name: v.pipe(v.string(), v.regex(/^[\w-]{1,40}$/)), everyMs: duration, command: commandText })), v.maxLength(20), v.readonly())),
  warm: v.exactOptional(v.object({ framework: v.picklist(WARM_FRAMEWORKS) })),
});

const moment = v.object({
  type: v.picklist(['paused', 'continued', 'resumed']),
  at: stamp,
  git: v.exactOptional(git),
});

const result = v.object({
  reason: v.picklist(['completed', 'first-failure', 'enough-failures', 'decided', 'cancelled', 'interrupted', 'error']),
  endedAt: stamp,
  message: v.exactOptional(v.pipe(v.string(), v.maxLength(10_000))),
  attempts: v.exactOptional(natural),
});

const runFile = v.object({
  schema: v.literal(LEDGER_SCHEMA),
  id: runId,
  kind: v.literal('run'),
  purpose: v.picklist(RUN_PURPOSES),
  command,
  cwd: path,
  plan,
  startedAt: stamp,
  host,
  git: v.exactOptional(git),
  environment: variables,
  workItem: v.exactOptional(path),
  baseline: v.exactOptional(runId),
  crossCheck: v.exactOptional(runId),
  series: v.exactOptional(v.object({ kind: v.picklist(['interleave', 'matrix', 'bisect']), id: runId, label: short })),
  runner: v.object({ pid: positive, startTime: v.exactOptional(short) }),
  history: v.exactOptional(v.pipe(v.array(moment), v.maxLength(1_000), v.readonly())),
  activeMs: v.exactOptional(duration),
  casebook: short,
  result: v.exactOptional(result),
  writeBack: v.exactOptional(writeBack),
});

const location = v.object({ file: path, line: positive });

const signature = v.object({
  id: v.pipe(v.string(), v.maxLength(64)),
  title: short,
  location: v.exactOptional(location),
});

const tests = v.object({
  format: short,
  executed: natural,
  failed: natural,
  skipped: natural,
  set: v.exactOptional(v.pipe(v.string(), v.regex(/^[0-9a-f]{12,64}$/))),
  failures: v.exactOptional(v.pipe(v.array(short), v.maxLength(50), v.readonly())),
  flaky: v.exactOptional(natural),
  flakyTests: v.exactOptional(v.pipe(v.array(short), v.maxLength(50), v.readonly())),
  noneFound: v.exactOptional(v.literal(true)),
  cached: v.exactOptional(v.literal(true)),
  missing: v.exactOptional(natural),
  partial: v.exactOptional(v.literal(true)),
});

const collected = v.object({
  name: short,
  // A view opens this path, too.
  file: v.exactOptional(v.pipe(v.string(), v.regex(/^collected\/[\w-]{1,80}\.txt$/))),
  bytes: v.exactOptional(natural),
  problem: v.exactOptional(short),
});

const attemptRecord = v.object({
  schema: v.literal(LEDGER_SCHEMA),
  attempt: positive,
  outcome: v.picklist(OUTCOMES),
  startedAt: stamp,
  durationMs: duration,
  exitCode: v.nullable(v.pipe(v.number(), v.safeInteger())),
  signal: v.nullable(v.pipe(v.string(), v.regex(/^SIG[A-Z0-9]{1,12}$/))),
  // A view opens this path: it may not lead out of the run's folder.
  log: v.pipe(v.string(), v.regex(/^logs\/\d{4,16}\.log$/)),
  outputBytes: natural,
  logTruncated: v.exactOptional(v.literal(true)),
  signature: v.exactOptional(signature),
  expected: v.exactOptional(v.boolean()),
  seed: v.exactOptional(natural),
  tests: v.exactOptional(tests),
  leftBehind: v.exactOptional(natural),
  collected: v.exactOptional(v.pipe(v.array(collected), v.maxLength(50), v.readonly())),
  reason: v.exactOptional(v.pipe(v.string(), v.maxLength(10_000))),
});

export function checkRunFile(value: unknown): Checked<RunFile> {
  return check(runFile, value);
}

export function checkAttemptRecord(value: unknown): Checked<AttemptRecord> {
  return check(attemptRecord, value);
}
