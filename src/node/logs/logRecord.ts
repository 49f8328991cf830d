/** What the ledgers of logs, and of what separates two, hold, checked when they are read: they may be of another machine. */
import * as v from 'valibot';
import type { LogDiffReport } from '../../core/evidence/logs/diffReport.js';
import type { LogReport } from '../../core/evidence/logs/types.js';
import type { LogBlockContext } from '../../core/report/logOrigin.js';
import { LEDGER_SCHEMA } from '../../core/run/events.js';
import { asRecord, readRunJson } from '../run/runJson.js';
import { check, duration, host, kindOf, natural, path, runId, short, stamp, writeBack, type Checked, type WriteBack } from '../run/schemas.js';

/** All of the `run.json` of logs. */
export interface LogRecordFile extends LogBlockContext {
  readonly schema: typeof LEDGER_SCHEMA;
  readonly kind: 'log';
  readonly report: LogReport;
  readonly writeBack?: WriteBack;
}

/** All of the `run.json` of what separates two sides of logs. */
export interface LogDiffRecordFile extends LogBlockContext {
  readonly schema: typeof LEDGER_SCHEMA;
  readonly kind: 'log-diff';
  readonly report: LogDiffReport;
  readonly writeBack?: WriteBack;
}

const text = v.pipe(v.string(), v.maxLength(20_000));
const number = v.pipe(v.number(), v.finite());
/** ISO 8601, or counted from a start that is not told. */
const moment = v.union([stamp, v.pipe(v.string(), v.regex(/^boot \+ -?\d{1,12}\.\d{3} s$/))]);

const list = <T>(of: v.GenericSchema<unknown, T>, max = 1_000): v.GenericSchema<unknown, readonly T[]> => v.pipe(v.array(of), v.maxLength(max), v.readonly());

const severity = v.picklist(['failure', 'warning', 'other']);
const place = { file: natural, line: natural };

const file = v.object({
  name: path,
  bytes: natural,
  lines: natural,
  records: natural,
  sha256: v.exactOptional(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))),
  formats: list(short, 10),
  first: v.nullable(moment),
  last: v.nullable(moment),
  resolutionMs: v.nullable(duration),
  notes: list(text, 100),
});

const template = v.object({ ...place, template: text, severity, count: natural, first: v.nullable(moment), last: v.nullable(moment), isNew: v.boolean(), vanished: v.boolean(), rate: short });

const interval = v.object({
  ...place, template: text, count: natural, expected: natural, windowMs: duration, periodMs: duration, madMs: duration, averageMs: duration,
  missed: natural, merged: natural, driftMs: v.nullable(number), resolutionMs: duration, stated: v.boolean(),
});

const backoff = v.object({
  ...place, template: text, from: moment, to: moment, attempts: natural, lastLine: v.exactOptional(natural), episodes: v.exactOptional(natural),
  firstGapMs: v.exactOptional(duration), lastGapMs: v.exactOptional(duration), gaps: natural, baseMs: number, factor: number, capMs: v.nullable(number),
  constantMs: number, residualMs: number, relativeResidual: number, announcedMs: list(duration), beyondAnnouncedMs: v.nullable(number),
});

const report = v.object({
  files: list(file),
  span: v.nullable(v.object({ from: moment, to: moment, ms: duration })),
  selection: list(text, 100),
  records: natural,
  templates: list(template),
  moreTemplates: natural,
  intervals: list(interval),
  backoffs: list(backoff),
  gaps: list(v.object({ ...place, template: v.nullable(text), from: moment, to: moment, ms: duration, allowedMs: duration, open: v.boolean() })),
  signatures: list(v.object({ ...place, id: short, title: short, count: natural, first: v.nullable(moment), last: v.nullable(moment) })),
  otherFailures: natural,
  paces: list(v.object({ ...place, what: short, count: natural, windowMs: duration, averageMs: duration, period: v.nullable(v.object({ name: short, ms: duration, line: natural, expected: natural })) })),
  timeline: list(v.object({ ...place, at: moment, what: short, text })),
  excerpt: list(v.object({ ...place, text })),
  excerptFocus: v.exactOptional(natural),
  missing: list(text),
});

const spot = { log: path, line: natural };
const some = v.pipe(v.number(), v.finite(), v.minValue(0));
const difference = v.object({ template: text, severity, passingLogs: natural, failingLogs: natural, passingCount: some, failingCount: some, ...spot, at: v.nullable(moment) });
const digits = v.pipe(v.string(), v.regex(/^\d{1,4}$/));
const value = { template: text, place: natural, ...spot };
const divergence = v.object({ ...spot, at: v.nullable(moment), afterMs: v.nullable(number), template: text, text, logs: natural });
const untold = v.exactOptional(natural);
const excerpt = v.exactOptional(v.object({
  log: path,
  records: list(v.object({ line: natural, text })),
  focus: v.exactOptional(natural),
  since: v.exactOptional(text),
  by: v.exactOptional(v.picklist(['time', 'line'])),
  ended: v.exactOptional(v.literal(true)),
}));

const diffReport = v.object({
  passing: list(path),
  failing: list(path),
  onlyFailing: list(difference),
  onlyPassing: list(difference),
  moreOften: list(difference),
  numbers: list(v.object({ ...value, name: text, passing: list(digits, 10), failing: list(digits, 10) })),
  words: list(v.object({ ...value, passing: list(short, 10), failing: list(short, 10) })),
  same: natural,
  divergences: list(divergence),
  absences: list(divergence),
  more: v.exactOptional(v.object({ onlyFailing: untold, onlyPassing: untold, moreOften: untold, numbers: untold, words: untold, divergences: untold, absences: untold })),
  passingFiles: list(file),
  failingFiles: list(file),
  selection: list(text, 100),
  excerpts: v.object({ passing: excerpt, failing: excerpt }),
  missing: list(text),
});

const head = { schema: v.literal(LEDGER_SCHEMA), id: runId, startedAt: stamp, host, casebook: short, command: v.exactOptional(list(path)), writeBack: v.exactOptional(writeBack) };
const record = v.object({ ...head, kind: v.literal('log'), report });
const diffRecord = v.object({ ...head, kind: v.literal('log-diff'), report: diffReport });

/** The record, or what is wrong with it, in a few words. */
function checkLogRecord(value: unknown): Checked<LogRecordFile> {
  return check<LogRecordFile>(record, value);
}

/**
 * The record of logs; undefined if the folder holds evidence of another kind.
 * @throws Refusal `usage` if there is no such folder, `unable` if its record is damaged or a newer version wrote it
 */
export async function readLogs(folder: string): Promise<LogRecordFile | undefined> {
  const value = await readRunJson(folder);
  return kindOf(value) === 'log' ? asRecord(value, folder, checkLogRecord) : undefined;
}

function checkLogDiffRecord(value: unknown): Checked<LogDiffRecordFile> {
  return check<LogDiffRecordFile>(diffRecord, value);
}

/** The record of what separates two sides of logs; else as {@link readLogs}. */
export async function readLogDiff(folder: string): Promise<LogDiffRecordFile | undefined> {
  const value = await readRunJson(folder);
  return kindOf(value) === 'log-diff' ? asRecord(value, folder, checkLogDiffRecord) : undefined;
}
