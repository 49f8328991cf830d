/** Log evidence into a ledger, from where `writeRunInto` takes it into a work item, now or later. */
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { LogDiffReport } from '../../core/evidence/logs/diffReport.js';
import { reportOfText, type LogText } from '../../core/evidence/logs/ofText.js';
import type { LogReport } from '../../core/evidence/logs/types.js';
import { redactWords } from '../../core/evidence/redactWords.js';
import { LEDGER_SCHEMA } from '../../core/run/events.js';
import { isRunId, newRunId } from '../../core/run/id.js';
import { Refusal } from '../../core/refusal.js';
import { parse } from '../../core/workItem/parse.js';
import { hostInfo } from '../host.js';
import { randomBytes, sha256, systemClock } from '../ports.js';
import { runFolder } from '../run/folders.js';
import { writeNewRecord } from '../run/newRecord.js';
import type { WriteBack } from '../run/schemas.js';
import { readText } from '../workItem/readText.js';
import { localZone } from './localClock.js';
import { readLogDiff, readLogs, type LogDiffRecordFile, type LogRecordFile } from './logRecord.js';

interface Recording {
  /** Version of Casebook. */
  readonly casebook: string;
  /** Path relative to the root of the work item that it is for; it is pending there until it is written. */
  readonly workItem?: string;
  /** Words of the command line behind `casebook`, where it came from there. */
  readonly command?: readonly string[];
}

/**
 * Records what logs tell.
 * @returns the record, whose `id` names its folder
 * @throws Refusal `unable` if the ledger cannot be written
 */
export function recordLogs(root: string, report: LogReport, recording: Recording): Promise<LogRecordFile> {
  return recorded(root, { ...headOf(recording), kind: 'log', report }, readLogs);
}

/** The same of what separates two sides of logs. */
export function recordLogDiff(root: string, report: LogDiffReport, recording: Recording): Promise<LogDiffRecordFile> {
  return recorded(root, { ...headOf(recording), kind: 'log-diff', report }, readLogDiff);
}

/** A command line may hold a secret, in an expression or the name of a file. */
function headOf({ casebook, workItem, command }: Recording): Pick<LogRecordFile, 'schema' | 'id' | 'startedAt' | 'host' | 'casebook' | 'command' | 'writeBack'> {
  const now = systemClock.now();
  const startedAt = new Date(now).toISOString();
  return {
    schema: LEDGER_SCHEMA, id: newRunId(now, randomBytes), startedAt, host: hostInfo(), casebook,
    ...(command && { command: redactWords(command) }),
    ...(workItem !== undefined && { writeBack: { state: 'pending', workItem, at: startedAt } }),
  };
}

interface Kept {
  readonly id: string;
  readonly startedAt: string;
  readonly writeBack?: WriteBack;
}

/** Who asks the same of the same logs again gets the same evidence: one that the work item holds already, and that tells exactly this, is that, and is written again in its place. */
async function recorded<R extends Kept>(root: string, record: R, read: (folder: string) => Promise<R | undefined>): Promise<R> {
  const workItem = record.writeBack?.workItem;
  const before = workItem === undefined ? undefined : await standing(root, workItem, record, read);
  return before ?? writeNewRecord(root, record);
}

async function standing<R extends Kept>(root: string, workItem: string, record: R, read: (folder: string) => Promise<R | undefined>): Promise<R | undefined> {
  const told: unknown = JSON.parse(JSON.stringify({ ...record, id: '', startedAt: '', writeBack: undefined }));
  try {
    const { item } = parse(readText(path.join(root, workItem)));
    for (const { kind, id } of item.evidence) {
      if (kind !== 'log' || !isRunId(id)) continue;
      const known = await read(runFolder(root, id)).catch((error: unknown) => {
        if (error instanceof Refusal) return undefined; // its ledger is gone or damaged: `check` says so
        throw error;
      });
      if (known && isDeepStrictEqual(JSON.parse(JSON.stringify({ ...known, id: '', startedAt: '', writeBack: undefined })), told)) return known;
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error; // the work item cannot be read any more: that is said where it is written
  }
  return undefined;
}

/**
 * Records what a text tells that was taken from an editor: a selection, the clipboard, the output of a terminal.
 * Write it into its work item with `writeRunInto(home, record.id, workItem, signal)`.
 * @throws Refusal `unable` if the ledger cannot be written
 */
export function recordLogText(root: string, text: Omit<LogText, 'zone' | 'takenAt'>, recording: Recording): Promise<LogRecordFile> {
  const takenAt = systemClock.now();
  return recordLogs(root, reportOfText({ ...text, zone: localZone(takenAt), takenAt }, sha256), recording);
}
