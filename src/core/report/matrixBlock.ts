/** Runs under several conditions as one block of a work item. */
import type { Matrix } from '../prove/matrix.js';
import { byCount, soughtFailures } from '../run/evidence.js';
import type { EvidenceBlock } from './block.js';
import { boundPercent, percent, pValue } from './format.js';
import { besideRun, linkTo } from './runLinks.js';
import { provenance } from './runProvenance.js';
import { inlineCode } from './untrusted.js';

/** Failures that are listed. */
const MAX_LISTED = 10;

/**
 * The condition that separates, a table of all, and the failures of each.
 * @param id of the series
 * @param runFolder path from the work item's folder to the folder of the first run
 */
export function matrixBlock(id: string, { rows, sentence }: Matrix, runFolder: string): EvidenceBlock {
  const table = ['| Condition | Attempts that count | Failed | Failure rate | 95 % interval | Against the first, corrected |', '|---|---:|---:|---|---|---|'];
  for (const { label, evidence, pValue: p } of rows) {
    const { run, counted, verdict } = evidence;
    const failures = soughtFailures(evidence);
    const rate = counted === 0 || verdict.high === null ? 'no data' : failures === 0 ? `at most ${boundPercent(verdict.high)}` : percent(failures / counted);
    const interval = failures === 0 || verdict.low === null || verdict.high === null ? '' : `${percent(verdict.low)} – ${percent(verdict.high)}`;
    table.push(`| ${linkTo(label, besideRun(runFolder, run.id))} | ${counted} | ${failures} | ${rate} | ${interval} | ${p === null ? '' : pValue(p)} |`);
  }
  const failures = rows.flatMap(({ label, evidence }) => byCount(evidence.groups).map(({ signature, count }) => `- ${label}: ${count} × ${inlineCode(signature.title)}`));
  const more = failures.length > MAX_LISTED ? [`- and ${failures.length - MAX_LISTED} more`] : [];
  const [first] = rows;
  const sections = [
    `**${sentence}** Rounds of attempts under each condition followed each other in a random order.`,
    table.join('\n'),
    ...(failures.length === 0 ? [] : ['Failures by condition:', [...failures.slice(0, MAX_LISTED), ...more].join('\n')]),
    ...(first ? [provenance(first.evidence.run, runFolder)] : []),
  ];
  return { kind: 'matrix', id, body: sections.join('\n\n') };
}
