/** The ledger of a probe, `<root>/.casebook/runs/<id>/run.json`. */
import { mkdir, rmdir } from 'node:fs/promises';
import { isRunId } from '../../core/run/id.js';
import { Refusal } from '../../core/refusal.js';
import { errorCode } from '../errorCode.js';
import { runFolder, runsFolder } from '../run/folders.js';
import { ensureGitignore } from '../run/gitignore.js';
import { asRecord, noteWriteBack, readRunJson, writeRunJson } from '../run/runJson.js';
import { kindOf, type WriteBack } from '../run/schemas.js';
import { systemReason } from '../run/systemReason.js';
import { checkProbeRecord, type ProbeRecord } from './probeRecord.js';

/** As {@link writeRecord}. */
export function writeProbe(root: string, record: ProbeRecord): Promise<string> {
  return writeRecord(root, record);
}

/**
 * Writes the record of evidence that is one record into a new folder, whole or not at all.
 * @returns the folder, absolute
 * @throws Refusal `unable` if it cannot be written
 */
export async function writeRecord(root: string, record: { readonly id: string }): Promise<string> {
  if (!isRunId(record.id)) throw new Error(`Not the id of a run: ${record.id}`);
  const folder = runFolder(root, record.id);
  try {
    await mkdir(runsFolder(root), { recursive: true });
    await ensureGitignore(root);
    if (!(await makeFolder(folder))) throw new Refusal('unable', `There is a run ${record.id} in ${runsFolder(root)} already: try again, which gives it a new id.`);
    try {
      await writeRunJson(folder, record);
    } catch (error) {
      await rmdir(folder); // made above, and empty: a folder without a record would be a run that nobody can read
      throw error;
    }
    return folder;
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('unable', `The ledger cannot be written to ${runsFolder(root)} (${systemReason(error)}): make that folder writable, or work in another one with --cwd.`);
  }
}

/** Whether the folder is new. */
async function makeFolder(folder: string): Promise<boolean> {
  try {
    await mkdir(folder);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

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
