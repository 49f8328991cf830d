/** Log evidence into a ledger, from where `writeRunInto` takes it into a work item, now or later. */
import { reportOfText, type LogText } from '../../core/evidence/logs/ofText.js';
import type { LogReport } from '../../core/evidence/logs/types.js';
import { LEDGER_SCHEMA } from '../../core/run/events.js';
import { newRunId } from '../../core/run/id.js';
import { hostInfo } from '../host.js';
import { randomBytes, sha256, systemClock } from '../ports.js';
import { writeNewRecord } from '../run/newRecord.js';
import type { LogRecordFile } from './logRecord.js';

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
export async function recordLogs(root: string, report: LogReport, { casebook, workItem, command }: Recording): Promise<LogRecordFile> {
  const now = systemClock.now();
  const startedAt = new Date(now).toISOString();
  const record: LogRecordFile = {
    schema: LEDGER_SCHEMA, kind: 'log', id: newRunId(now, randomBytes), startedAt, host: hostInfo(), casebook,
    ...(command && { command }), report,
    ...(workItem !== undefined && { writeBack: { state: 'pending', workItem, at: startedAt } }),
  };
  return writeNewRecord(root, record);
}

/** Minutes that this machine's clock is ahead of UTC at a moment: what stamps without a zone are read in. */
export function localZone(at: number): number {
  return -new Date(at).getTimezoneOffset();
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
