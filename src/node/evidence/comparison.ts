/** Two recorded runs held against each other, and the block of that. */
import path from 'node:path';
import { compareRuns, type Comparison } from '../../core/run/compare.js';
import { isRunId } from '../../core/run/id.js';
import { comparisonBlock } from '../../core/report/proofBlock.js';
import { Refusal } from '../../core/refusal.js';
import { placeOf } from '../../core/workItem/place.js';
import { readSingleEvidence } from './singleEvidence.js';
import { runFolder } from '../run/folders.js';
import { writeEvidence, type TemplateHome } from '../workItem/writeBack.js';
import { relativeTo } from '../workspace.js';
import { endedEvidenceOf } from './runEvidence.js';

/**
 * Compares a run made before a change with one made after it.
 * @throws Refusal `usage` if one does not exist, is no run or still goes on, or if the two cannot be compared; `unable` if a ledger cannot be read
 */
export async function compareRecorded(root: string, before: string, after: string): Promise<Comparison> {
  for (const id of [before, after]) {
    if (!isRunId(id)) throw new Refusal('usage', `${id} is not the id of a run: it looks like 20261121-140233-a3f9, and stands in .casebook/runs.`);
    const other = await readSingleEvidence(runFolder(root, id));
    if (other) throw new Refusal('usage', `${id} is ${other.name}: name two runs.`);
  }
  const comparison = compareRuns(await endedEvidenceOf(root, before), await endedEvidenceOf(root, after));
  if (!comparison.comparable) throw new Refusal('usage', `The runs cannot be compared: ${comparison.why ?? ''}`);
  return comparison;
}

/**
 * Writes the comparison into a work item.
 * @param workItem path relative to the root
 * @returns where it stands now, as paths of headings
 * @throws Refusal as `writeEvidence`
 */
export async function writeComparison(home: TemplateHome, comparison: Comparison, workItem: string, signal: AbortSignal): Promise<string[]> {
  const { root } = home;
  const file = path.join(root, workItem);
  const block = comparisonBlock(comparison, relativeTo(path.dirname(file), runFolder(root, comparison.after.run.id)));
  return writeEvidence(home, file, [{ block, place: placeOf(block.kind, { id: block.id }) }], signal);
}
