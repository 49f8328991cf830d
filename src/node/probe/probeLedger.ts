/** The ledger of a probe, `<root>/.casebook/runs/<id>/run.json`. */
import { Refusal } from '../../core/refusal.js';
import { asRecord, noteWriteBack, readRunJson } from '../run/runJson.js';
import { kindOf, type WriteBack } from '../run/schemas.js';
import { checkProbeRecord, type ProbeRecord } from './probeRecord.js';

/**
 * The record of a probe; undefined if the folder holds evidence of another kind.
 * @throws Refusal `usage` if there is no such folder, `unable` if its record is damaged or a newer version wrote it
 */
export async function readProbe(folder: string): Promise<ProbeRecord | undefined> {
  const value = await readRunJson(folder);
  const kind = kindOf(value);
  return kind === 'probe' || kind === 'matrix' ? asRecord(value, folder, checkProbeRecord) : undefined;
}

/**
 * Notes whether the probe's block stands in its work item.
 * @throws Refusal as {@link readProbe}, `usage` also for evidence of another kind
 */
export async function recordProbeWriteBack(folder: string, writeBack: WriteBack): Promise<void> {
  const record = await readProbe(folder);
  if (!record) throw new Refusal('usage', `${folder} does not hold a probe.`);
  await noteWriteBack(folder, record, writeBack);
}
