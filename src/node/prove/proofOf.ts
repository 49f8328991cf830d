/** The proof that two ledgers hold. */
import { withEarlier } from '../../core/prove/earlier.js';
import { ProofFold, type Proof } from '../../core/prove/proof.js';
import { targetOf } from '../../core/prove/target.js';
import type { RunHeader } from '../../core/run/events.js';
import { runFolder } from '../run/folders.js';
import { readRun } from '../run/readLedger.js';
import { earlierFailures } from './earlierFailures.js';
import { testSetsOf } from './testSets.js';

/**
 * The fold that judges a run which was made to verify a change, before any of its attempts; undefined for any other run.
 * @throws Refusal `usage` if its baseline is gone, `unable` if the ledger of that cannot be read
 */
export async function proofFoldOf(root: string, { id, purpose, baseline }: Pick<RunHeader, 'id' | 'purpose' | 'baseline'>): Promise<ProofFold | undefined> {
  if (purpose !== 'verify' || baseline === undefined) return undefined;
  const before = await readRun(runFolder(root, baseline));
  return new ProofFold(targetOf(before.file, before.attempts), testSetsOf(runFolder(root, id)));
}

/**
 * What the run, made to verify a change, proves against its baseline; undefined for any other run.
 * @throws Refusal `usage` if there is no such run, `unable` if its ledger cannot be read
 */
export async function proofOf(root: string, id: string): Promise<Proof | undefined> {
  const { file, attempts } = await readRun(runFolder(root, id));
  const fold = await proofFoldOf(root, file);
  for (const record of attempts) fold?.add(record);
  return fold && withEarlier(fold.proof(), await earlierFailures(root, file));
}
