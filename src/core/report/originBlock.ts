/** Two sources whose attempts alternated, as a block of a work item. */
import { failureOrigin } from '../prove/preExisting.js';
import type { Comparison } from '../run/compare.js';
import type { EvidenceBlock } from './block.js';
import { comparisonSections } from './runComparison.js';
import { provenance, sources } from './runProvenance.js';
import { inlineCode } from './untrusted.js';

/**
 * Whether the failure was there before, both runs beside each other, and from which sources.
 * @param runFolder path from the work item's folder to the folder of the run on the working tree
 */
export function originBlock(comparison: Comparison, runFolder: string): EvidenceBlock {
  const { before, after } = comparison;
  const sections = [
    `**${failureOrigin(before, after).sentence}** Attempts alternated, so that whatever drifts on the machine meets both.`,
    ...comparisonSections(comparison, runFolder),
    `Before: ${inlineCode(before.run.series?.label ?? '')}, ${sources(before.run.git)}; after: the working tree, ${sources(after.run.git)}.`,
    provenance(after.run, runFolder),
  ];
  return { kind: 'compare', id: after.run.id, body: sections.join('\n\n') };
}
