/** The proof that two ledgers hold. */
import { ProofFold, type Proof } from '../../core/prove/proof.js';
import { targetOf } from '../../core/prove/target.js';
import { runFolder } from '../run/folders.js';
import { readRun } from '../run/readLedger.js';
import { testSetsOf } from './testSets.js';

/**
 * What the run, made to verify a change, proves against its baseline; undefined for any other run.
 * @throws Refusal `usage` if there is no such run, `unable` if its ledger cannot be read
 */
export async function proofOf(root: string, id: string): Promise<Proof | undefined> {
  const folder = runFolder(root, id);
  const after = await readRun(folder);
  if (after.file.purpose !== 'verify' || after.file.baseline === undefined) return undefined;
  const before = await readRun(runFolder(root, after.file.baseline));
  const fold = new ProofFold(targetOf(before.file, before.attempts), testSetsOf(folder));
  for (const record of after.attempts) fold.add(record);
  return fold.proof();
}
