/** Evidence that is one record, into a new ledger `<root>/.casebook/runs/<id>/run.json`. */
import { mkdir, rmdir } from 'node:fs/promises';
import { isRunId, newRunId } from '../../core/run/id.js';
import { advised, Refusal } from '../../core/refusal.js';
import { errorCode } from '../errorCode.js';
import { randomBytes, systemClock } from '../ports.js';
import { runFolder, runsFolder } from './folders.js';
import { ensureGitignore } from './gitignore.js';
import { writeRunJson } from './runJson.js';
import { systemReason } from './systemReason.js';

/**
 * Writes the record into a new folder, whole or not at all. Who measured at the same moment may have taken its name: what was measured is not lost for that.
 * @returns the record, with another id if there was a folder of that name
 * @throws Refusal `unable` if it cannot be written
 */
export async function writeNewRecord<R extends { readonly id: string }>(root: string, record: R): Promise<R> {
  let named = record;
  while (!(await written(root, named))) named = { ...named, id: newRunId(systemClock.now(), randomBytes) };
  return named;
}

/** False, and nothing is done, if there is a folder of that name. */
async function written(root: string, record: { readonly id: string }): Promise<boolean> {
  if (!isRunId(record.id)) throw new Error(`Not the id of a run: ${record.id}`);
  const folder = runFolder(root, record.id);
  try {
    await mkdir(runsFolder(root), { recursive: true });
    await ensureGitignore(root);
    if (!(await madeFolder(folder))) return false;
    try {
      await writeRunJson(folder, record);
    } catch (error) {
      await rmdir(folder); // made above, and empty: a folder without a record would be a run that nobody can read
      throw error;
    }
    return true;
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw advised('unable', `The ledger cannot be written to ${runsFolder(root)} (${systemReason(error)})`, { terminal: 'make that folder writable, or work in another one with --cwd', editor: 'make that folder writable' });
  }
}

/** Whether the folder is new. */
async function madeFolder(folder: string): Promise<boolean> {
  try {
    await mkdir(folder);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}
