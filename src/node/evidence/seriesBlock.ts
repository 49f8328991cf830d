/** The block of a run that was made together with others. */
import path from 'node:path';
import { parseConditions } from '../../core/prove/conditions.js';
import { matrixOf, type Matrix } from '../../core/prove/matrix.js';
import type { EvidenceBlock } from '../../core/report/block.js';
import { matrixBlock } from '../../core/report/matrixBlock.js';
import { originBlock } from '../../core/report/originBlock.js';
import type { Comparison } from '../../core/run/compare.js';
import { endedEvidence, reduce, type RunEvidence } from '../../core/run/evidence.js';
import { relativeTo } from '../workspace.js';
import { runFolder } from '../run/folders.js';
import { listRuns, readRun, runEvents } from '../run/readLedger.js';

/**
 * What the series shows that the run is a part of; undefined for a run that stands for itself.
 * @param comparison with the run on the other revision, for the one on the working tree
 * @param workItem absolute path: links start from its folder
 */
export async function seriesBlock(root: string, { run }: RunEvidence, comparison: Comparison | undefined, workItem: string): Promise<EvidenceBlock | undefined> {
  const { series } = run;
  const folderOf = (id: string): string => relativeTo(path.dirname(workItem), runFolder(root, id));
  if (series?.kind === 'interleave' && comparison) return originBlock(comparison, folderOf(run.id));
  const matrix = await matrixOfSeries(root, { run });
  return matrix && series && matrixBlock(series.id, matrix, folderOf(series.id));
}

/** The conditions that the run is one of, held against each other; undefined for a run that is no part of a matrix. */
export async function matrixOfSeries(root: string, { run: { series } }: Pick<RunEvidence, 'run'>): Promise<Matrix | undefined> {
  if (series?.kind !== 'matrix') return undefined;
  const parts = await partsOf(root, series.id);
  const conditions = parseConditions(parts.map(({ label }) => label).join(','));
  if (typeof conditions === 'string') return undefined;
  return matrixOf(conditions.flatMap(({ label }) => parts.filter((part) => part.label === label)));
}

/** The runs of a series as they lie beside each other. */
async function partsOf(root: string, series: string): Promise<{ label: string; evidence: RunEvidence }[]> {
  const parts: { label: string; evidence: RunEvidence }[] = [];
  for await (const { file, folder } of listRuns(root)) {
    if (file.series?.id === series) parts.push({ label: file.series.label, evidence: endedEvidence(reduce(runEvents(await readRun(folder)))) });
  }
  return parts;
}
