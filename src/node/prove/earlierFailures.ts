/** What earlier verifications of the same sources showed, read from their ledgers. */
import { isEarlierVerification } from '../../core/prove/earlier.js';
import { ProofFold, type EarlierFailures } from '../../core/prove/proof.js';
import { targetOf } from '../../core/prove/target.js';
import type { RunHeader } from '../../core/run/events.js';
import { runFolder } from '../run/folders.js';
import { listRuns, readRun } from '../run/readLedger.js';
import { testSetsOf } from './testSets.js';

/**
 * Verifications before `run` against the same baseline and of the same sources; undefined where none showed the failure.
 * Reads `run.json` of all runs, and the attempts of those only.
 * @throws Refusal as `readRun`
 */
export async function earlierFailures(root: string, run: RunHeader): Promise<EarlierFailures | undefined> {
  const { baseline } = run;
  if (run.purpose !== 'verify' || baseline === undefined || run.git === undefined) return undefined;
  const folders: string[] = [];
  for await (const { file, folder } of listRuns(root)) if (isEarlierVerification(file, run)) folders.push(folder);
  if (folders.length === 0) return undefined;
  const before = await readRun(runFolder(root, baseline));
  const sum = { runs: 0, n: 0, failures: 0 };
  for (const folder of folders) {
    const { attempts } = await readRun(folder);
    const fold = new ProofFold(targetOf(before.file, before.attempts), testSetsOf(folder));
    for (const record of attempts) fold.add(record);
    const { n, failures } = fold.proof();
    if (failures === 0) continue;
    sum.runs += 1;
    sum.n += n;
    sum.failures += failures;
  }
  return sum.runs === 0 ? undefined : sum;
}
