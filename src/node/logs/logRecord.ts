/** What the ledger of logs holds, checked when it is read: it may be of another machine. */
import * as v from 'valibot';
import type { LogReport } from '../../core/evidence/logs/types.js';
import type { LogBlockContext } from '../../core/report/logBlock.js';
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

const text = v.pipe(v.string(), v.maxLength(20_000));
const number = v.pipe(v.number(), v.finite());
/** ISO 8601, or counted from a start that is not told. */
const moment = v.union([stamp, v.pipe(v.string(), v.regex(/^boot \+ -?\d{1,12}\.\d{3} s$/))]);

const list = <T>(of: v.GenericSchema<unknown, T>, max = 1_000): v.GenericSchema<unknown, readonly T[]> => v.pipe(v.array(of), v.maxLength(max), v.readonly());

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

const template = v.object({ ...place, template: text, severity: v.picklist(['failure', 'warning', 'other']), count: natural, first: v.nullable(moment), last: v.nullable(moment), isNew: v.boolean(), vanished: v.boolean(), rate: short });

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

const record = v.object({ schema: v.literal(LEDGER_SCHEMA), id: runId, kind: v.literal('log'), startedAt: stamp, host, casebook: short, command: v.exactOptional(list(path)), report, writeBack: v.exactOptional(writeBack) });

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
