/** Reports of what is recorded: of a run with all that belongs to it, or of evidence of another kind. */
import { commandDocument } from '../../core/report/documents/command.js';
import { comparisonDocument, comparisonSection } from '../../core/report/documents/comparison.js';
import { conditionsSection } from '../../core/report/documents/conditions.js';
import { faultDocument } from '../../core/report/documents/fault.js';
import { Links, type LinkedDocument, type LinkTarget } from '../../core/report/documents/links.js';
import { logDiffDocument } from '../../core/report/documents/logDiff.js';
import { logDocument, snapshotDocument, waitDocument } from '../../core/report/documents/plain.js';
import { probeDocument } from '../../core/report/documents/probe.js';
import { exportedDocument, exportedRun, type ExportedReport } from '../../core/report/export/exported.js';
import { reportModel } from '../../core/report/reportModel.js';
import { inEnglish, type Say } from '../../core/report/say.js';
import { endedEvidence, reduce, type RunEvidence } from '../../core/run/evidence.js';
import { Refusal } from '../../core/refusal.js';
import type { ReportDocument, ReportLinks, ReportSection } from '../../protocol/document.js';
import { readCommand } from '../command/commandRecord.js';
import { readFault } from '../fault/faultLedger.js';
import { readLogDiff, readLogs } from '../logs/logRecord.js';
import { readProbe } from '../probe/probeLedger.js';
import type { Proof } from '../../core/prove/proof.js';
import { proofOf } from '../prove/proofOf.js';
import { runFolder } from '../run/folders.js';
import { readRun, runEvents } from '../run/readLedger.js';
import { readSnapshot } from '../snapshot/snapshotRecord.js';
import { readWait } from '../wait/waitLedger.js';
import { compareRecorded } from './comparison.js';
import { withDivergences } from './divergences.js';
import { comparisonOf } from './runEvidence.js';
import { matrixOfSeries } from './seriesBlock.js';
import { withTestSets } from './withTestSets.js';

/**
 * The report of evidence that is no run of attempts; undefined for a run.
 * @param say how its own words are said; what was measured stays as it is
 * @throws Refusal `usage` if there is no such folder, `unable` if its record is damaged or a newer version wrote it
 */
export async function documentOf(root: string, id: string, say: Say = inEnglish): Promise<LinkedDocument<ReportDocument> | undefined> {
  const folder = runFolder(root, id);
  const probe = await readProbe(folder);
  if (probe) return unlinked(probeDocument(probe.report, probe, say));
  const fault = await readFault(folder);
  if (fault) return faultDocument(fault, say);
  const wait = await readWait(folder);
  if (wait) return unlinked(waitDocument(wait.report, wait, say));
  const shot = await readSnapshot(folder);
  if (shot) return unlinked(snapshotDocument(shot.snapshot, shot, say));
  const logs = await readLogs(folder);
  if (logs) return unlinked(logDocument(logs.report, logs, say));
  const diff = await readLogDiff(folder);
  if (diff) return unlinked(logDiffDocument(diff.report, diff, say));
  const command = await readCommand(folder);
  return command && unlinked(commandDocument(command.report, command, say));
}

/** The report of two runs held against each other. @param say how its own words are said @throws Refusal as `compareRecorded` */
export async function comparisonReport(root: string, before: string, after: string, say: Say = inEnglish): Promise<LinkedDocument<ReportDocument>> {
  return comparisonDocument(await compareRecorded(root, before, after), say);
}

export interface RunSections {
  /** What it proves, for one that verifies a fix. */
  readonly proof?: Proof;
  readonly sections: readonly ReportSection[];
  readonly links: ReportLinks;
  readonly targets: readonly LinkTarget[];
}

/**
 * What a run that has ended shows together with others: against its baseline, and among the conditions of its series. Where another run cannot be read any more, that is
 * said in its place: what this one measured stands without it.
 */
export async function sectionsOf(root: string, evidence: RunEvidence, say: Say = inEnglish): Promise<RunSections> {
  const links = new Links();
  const sections: ReportSection[] = [];
  let proof: Proof | undefined;
  try {
    const comparison = await comparisonOf(root, evidence);
    if (comparison?.comparable === true) proof = await proofOf(root, evidence.run.id);
    if (comparison) sections.push(comparisonSection(comparison, links, proof, say));
    const matrix = await matrixOfSeries(root, evidence);
    if (matrix) sections.push(conditionsSection(matrix, links, say));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    sections.push({ heading: say('Before and after'), paragraphs: [error.message] });
  }
  return { sections, links: links.labels, targets: links.targets, ...(proof && { proof }) };
}

/**
 * The report of any recorded evidence, for an export.
 * @param now ms since the Unix epoch
 * @throws Refusal `usage` if there is no such run, `unable` if its ledger cannot be read
 */
export async function exportedReport(root: string, id: string, now: number): Promise<ExportedReport> {
  const document = await documentOf(root, id);
  if (document) return exportedDocument(document.report);
  const folder = runFolder(root, id);
  const run = await readRun(folder);
  const known = withTestSets(folder, reduce(runEvents(run)));
  if (run.state === 'running') return exportedRun(reportModel(known, run.state, { now, actions: [] }));
  const evidence = await withDivergences(folder, endedEvidence(known));
  return exportedRun(reportModel(evidence, run.state, { now, actions: [], ...(await sectionsOf(root, evidence)) }));
}

function unlinked(report: ReportDocument): LinkedDocument<ReportDocument> {
  return { report, targets: [] };
}
