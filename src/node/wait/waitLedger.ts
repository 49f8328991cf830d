/** The ledger of a wait, `<root>/.casebook/runs/<id>/run.json`. */
import { asRecord, readRunJson } from '../run/runJson.js';
import { kindOf } from '../run/schemas.js';
import { checkWaitRecord, type WaitRecord } from './waitRecord.js';

/**
 * The record of a wait; undefined if the folder holds evidence of another kind.
 * @throws Refusal `usage` if there is no such folder, `unable` if its record is damaged or a newer version wrote it
 */
export async function readWait(folder: string): Promise<WaitRecord | undefined> {
  const value = await readRunJson(folder);
  return kindOf(value) === 'wait' ? asRecord(value, folder, checkWaitRecord) : undefined;
}
