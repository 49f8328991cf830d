/** A run that verifies a fix, held against the one before it, as a block of a work item. */
import { durationChange, proofText } from '../prove/sentence.js';
import type { Proof } from '../prove/proof.js';
import type { Comparison } from '../run/compare.js';
import type { EvidenceBlock } from './block.js';
import { comparisonSections } from './runComparison.js';
import { provenance, sources } from './runProvenance.js';

/**
 * Whether the fix is proven, both runs beside each other, what became of each failure, how durations changed, and from which sources.
 * @param runFolder path from the work item's folder to the folder of the run after
 */
export function proofBlock(proof: Proof, comparison: Comparison, runFolder: string): EvidenceBlock {
  const { before, after } = comparison;
  const { headline, remarks } = proofText(proof, after.run);
  const change = durationChange(proof);
  const sections = [
    [`**${headline}**`, ...remarks].join(' '),
    ...comparisonSections(comparison, runFolder),
    ...(change === undefined ? [] : [change.sentence]),
    `Sources before: ${sources(before.run.git)}; after: ${sources(after.run.git)}.`,
    provenance(after.run, runFolder),
  ];
  return { kind: 'compare', id: after.run.id, body: sections.join('\n\n') };
}

/**
 * Two runs held against each other.
 * @param runFolder path from the work item's folder to the folder of the run after
 */
export function comparisonBlock(comparison: Comparison, runFolder: string): EvidenceBlock {
  const { before, after } = comparison;
  const sections = [
    ...comparisonSections(comparison, runFolder),
    `Sources before: ${sources(before.run.git)}; after: ${sources(after.run.git)}.`,
    provenance(after.run, runFolder),
  ];
  return { kind: 'compare', id: `${after.run.id}/against-${before.run.id}`, body: sections.join('\n\n') };
}
