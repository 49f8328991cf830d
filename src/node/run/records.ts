/** The form of what a ledger holds, checked when it is read: it may be of another version, damaged, or made to harm. */
import * as v from 'valibot';
import { LEDGER_SCHEMA, type AttemptRecord, type RunHeader, type RunResult } from '../../core/run/events.js';
import { isRunId } from '../../core/run/id.js';
import { OUTCOMES } from '../../core/run/outcome.js';
import { RUN_PURPOSES } from '../../core/run/plan.js';

/** Whether a run's block stands in its work item. */
export interface WriteBack {
  readonly state: 'pending' | 'written';
  /** Path relative to the root, `/` between its parts. */
  readonly workItem: string;
  /** ISO 8601, UTC, ms. */
  readonly at: string;
}

/** All of `run.json`. */
export interface RunFile extends RunHeader {
  readonly result?: RunResult;
  readonly writeBack?: WriteBack;
}

const short = v.pipe(v.string(), v.maxLength(1_000));
const path = v.pipe(v.string(), v.maxLength(32_768));
const stamp = v.pipe(v.string(), v.maxLength(40), v.check((text) => !Number.isNaN(Date.parse(text)), 'is no time'));
const natural = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const positive = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const duration = v.pipe(v.number(), v.finite(), v.minValue(0));

const command = v.pipe(v.array(v.pipe(v.string(), v.maxLength(2 * 1024 * 1024))), v.minLength(1), v.maxLength(100_000), v.readonly());

const plan = v.object({
  attempts: positive,
  untilFailure: v.boolean(),
  timeoutMs: duration,
  graceMs: duration,
  jobs: positive,
  shell: v.boolean(),
});

const host = v.object({ name: short, platform: short, release: short, arch: short, node: short, cpus: natural });

const git = v.object({
  commit: v.pipe(v.string(), v.regex(/^[0-9a-f]{40,64}$/)),
  branch: v.exactOptional(short),
  dirty: v.boolean(),
  diffHash: v.exactOptional(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))),
  prefix: v.exactOptional(path),
});

const result = v.object({
  reason: v.picklist(['completed', 'first-failure', 'decided', 'cancelled', 'interrupted', 'error']),
  endedAt: stamp,
  message: v.exactOptional(v.pipe(v.string(), v.maxLength(10_000))),
  attempts: v.exactOptional(natural),
});

const writeBack = v.object({ state: v.picklist(['pending', 'written']), workItem: path, at: stamp });

const runFile = v.object({
  schema: v.literal(LEDGER_SCHEMA),
  id: v.pipe(v.string(), v.check(isRunId, 'is no id of a run')),
  kind: v.literal('run'),
  purpose: v.picklist(RUN_PURPOSES),
  command,
  cwd: path,
  plan,
  startedAt: stamp,
  host,
  git: v.exactOptional(git),
  environment: v.pipe(v.record(short, v.pipe(v.string(), v.maxLength(131_072))), v.readonly()),
  workItem: v.exactOptional(path),
  baseline: v.exactOptional(v.pipe(v.string(), v.check(isRunId, 'is no id of a run'))),
  runner: v.object({ pid: positive, startTime: v.exactOptional(short) }),
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
  leftBehind: v.exactOptional(natural),
  reason: v.exactOptional(v.pipe(v.string(), v.maxLength(10_000))),
});

/** A value, or what is wrong with it, in a few words. */
export type Checked<T> = { readonly value: T } | { readonly problem: string };

export function checkRunFile(value: unknown): Checked<RunFile> {
  return check(runFile, value);
}

export function checkAttemptRecord(value: unknown): Checked<AttemptRecord> {
  return check(attemptRecord, value);
}

/** The `schema` of a record of any version; undefined if it has none. */
export function schemaOf(value: unknown): number | undefined {
  const parsed = v.safeParse(v.object({ schema: natural }), value);
  return parsed.success ? parsed.output.schema : undefined;
}

/** The `kind` of a folder under `runs`; undefined if it has none. */
export function kindOf(value: unknown): string | undefined {
  const parsed = v.safeParse(v.object({ kind: short }), value);
  return parsed.success ? parsed.output.kind : undefined;
}

function check<T>(schema: v.GenericSchema<unknown, T>, value: unknown): Checked<T> {
  const parsed = v.safeParse(schema, value, { abortEarly: true });
  if (parsed.success) return { value: parsed.output };
  const [issue] = parsed.issues;
  const place = v.getDotPath(issue);
  return { problem: place === null ? issue.message : `${place}: ${issue.message}` };
}
