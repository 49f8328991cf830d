/** `run.json`, the head of every kind of evidence: read, checked and written in one way. */
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { LEDGER_SCHEMA } from '../../core/run/events.js';
import { Refusal } from '../../core/refusal.js';
import { errorCode } from '../errorCode.js';
import { replaceFile } from '../files/replaceFile.js';
import { RUN_FILE } from './folders.js';
import { schemaOf, type Checked, type WriteBack } from './schemas.js';
import { systemReason } from './systemReason.js';

/** A larger file is not read, bytes: a command line of 2 MiB, escaped, fits. */
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * What stands in the `run.json` of the folder, of whatever kind it is.
 * @throws Refusal `usage` if there is none, `unable` if it cannot be read or is no JSON
 */
export async function readRunJson(folder: string): Promise<unknown> {
  let text: string;
  try {
    const file = path.join(folder, RUN_FILE);
    if ((await stat(file)).size > MAX_BYTES) throw damaged(folder, 'it is too large');
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new Refusal('usage', `There is no run in ${folder}: name one of the folders in .casebook/runs.`);
    throw damaged(folder, systemReason(error));
  }
  try {
    return JSON.parse(text);
  } catch {
    throw damaged(folder, 'it is no JSON');
  }
}

/**
 * The value as a record of the kind that `checks` knows.
 * @throws Refusal `unable` if it is none, or a newer version wrote it
 */
export function asRecord<T>(value: unknown, folder: string, checks: (value: unknown) => Checked<T>): T {
  if ((schemaOf(value) ?? 0) > LEDGER_SCHEMA) throw new Refusal('unable', `${path.join(folder, RUN_FILE)} was written by a newer version of Casebook: update Casebook to read it.`);
  const checked = checks(value);
  if ('problem' in checked) throw damaged(folder, checked.problem);
  return checked.value;
}

/** Writes it whole, or leaves what is there. Rejects with what the system says. */
export async function writeRunJson(folder: string, record: object): Promise<void> {
  await replaceFile(path.join(folder, RUN_FILE), `${JSON.stringify(record, undefined, 2)}\n`);
}

/**
 * Notes whether the block stands in its work item.
 * @param record what stands in the file now
 * @throws Refusal `unable`
 */
export async function noteWriteBack(folder: string, record: object, writeBack: WriteBack): Promise<void> {
  try {
    await writeRunJson(folder, { ...record, writeBack });
  } catch (error) {
    throw new Refusal('unable', `The state of the write-back cannot be noted in ${folder} (${systemReason(error)}).`);
  }
}

/** Of what kind the evidence is may not be known here. */
function damaged(folder: string, what: string): Refusal {
  return new Refusal('unable', `${path.join(folder, RUN_FILE)} cannot be read (${what}): restore it from a copy, or measure again. What lies beside it is untouched.`);
}
