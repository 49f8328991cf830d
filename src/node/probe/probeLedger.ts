/** The ledger of a probe, `<root>/.casebook/runs/<id>/run.json`. */
import { mkdir, readFile, rmdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { LEDGER_SCHEMA } from '../../core/run/events.js';
import { isRunId } from '../../core/run/id.js';
import { Refusal } from '../../core/refusal.js';
import { errorCode } from '../errorCode.js';
import { replaceFile } from '../files/replaceFile.js';
import { RUN_FILE, runFolder, runsFolder } from '../run/folders.js';
import { ensureGitignore } from '../run/gitignore.js';
import { kindOf, schemaOf, type WriteBack } from '../run/records.js';
import { systemReason } from '../run/systemReason.js';
import { checkProbeRecord, type ProbeRecord } from './probeRecord.js';

/** Bytes. A larger file is not read; the record of a run, whose kind may be asked for here, fits. */
const MAX_RECORD_BYTES = 16 * 1024 * 1024;

/**
 * Writes a probe's record into a new folder, whole or not at all.
 * @returns the folder, absolute
 * @throws Refusal `unable` if it cannot be written
 */
export async function writeProbe(root: string, record: ProbeRecord): Promise<string> {
  if (!isRunId(record.id)) throw new Error(`Not the id of a run: ${record.id}`);
  const folder = runFolder(root, record.id);
  try {
    await mkdir(runsFolder(root), { recursive: true });
    await ensureGitignore(root);
    if (!(await makeFolder(folder))) throw new Refusal('unable', `There is a run ${record.id} in ${runsFolder(root)} already: probe again, which gives it a new id.`);
    try {
      await replaceFile(path.join(folder, RUN_FILE), serialised(record));
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
  const file = path.join(folder, RUN_FILE);
  const value = await readJson(file);
  if (kindOf(value) !== 'probe') return undefined;
  if ((schemaOf(value) ?? 0) > LEDGER_SCHEMA) throw new Refusal('unable', `${file} was written by a newer version of Casebook: update Casebook to read it.`);
  const checked = checkProbeRecord(value);
  if ('problem' in checked) throw damaged(file, checked.problem);
  return checked.value;
}

/**
 * Notes whether the probe's block stands in its work item.
 * @throws Refusal as {@link readProbe}, `usage` also for evidence of another kind
 */
export async function recordProbeWriteBack(folder: string, writeBack: WriteBack): Promise<void> {
  const record = await readProbe(folder);
  if (!record) throw new Refusal('usage', `${folder} does not hold a probe.`);
  try {
    await replaceFile(path.join(folder, RUN_FILE), serialised({ ...record, writeBack }));
  } catch (error) {
    throw new Refusal('unable', `The state of the write-back cannot be noted in ${folder} (${systemReason(error)}).`);
  }
}

async function readJson(file: string): Promise<unknown> {
  let text: string;
  try {
    if ((await stat(file)).size > MAX_RECORD_BYTES) throw damaged(file, 'it is too large');
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new Refusal('usage', `There is no run in ${path.dirname(file)}: name one of the folders in .casebook/runs.`);
    throw damaged(file, systemReason(error));
  }
  try {
    return JSON.parse(text);
  } catch {
    throw damaged(file, 'it is no JSON');
  }
}

function damaged(file: string, what: string): Refusal {
  return new Refusal('unable', `${file} cannot be read (${what}): restore it from a copy, or probe again.`);
}

function serialised(record: ProbeRecord): string {
  return `${JSON.stringify(record, undefined, 2)}\n`;
}
