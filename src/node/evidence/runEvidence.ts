/** From a recorded run or probe to the blocks that stand in a work item, and the write-back of these. */
import path from 'node:path';
import { compareRuns, type Comparison } from '../../core/run/compare.js';
import { endedEvidence, reduce, type RunEvidence } from '../../core/run/evidence.js';
import { failingBeyond } from '../../core/run/failing/failedInRun.js';
import { crossCheck, type CrossCheck } from '../../core/run/warm/crossCheck.js';
import { proofText } from '../../core/prove/sentence.js';
import { proofBlock } from '../../core/report/proofBlock.js';
import { errorsBlock, runBlock } from '../../core/report/runBlock.js';
import { fenced, inlineCode } from '../../core/report/untrusted.js';
import { advised, Refusal } from '../../core/refusal.js';
import { isRunId } from '../../core/run/id.js';
import type { ScaffoldValues } from '../../core/workItem/scaffold.js';
import { placeOf } from '../../core/workItem/place.js';
import { proofOf } from '../prove/proofOf.js';
import { runFolder } from '../run/folders.js';
import { recordWriteBack } from '../run/ledger.js';
import { readRun, readRunFile, runEvents } from '../run/readLedger.js';
import { duringOf } from '../run/samples.js';
import { repetition } from '../run/repetition.js';
import type { WriteBack } from '../run/schemas.js';
import { writeEvidence, type PlacedBlock, type TemplateHome } from '../workItem/writeBack.js';
import { belongingIn } from '../workItem/belongingIn.js';
import { relativeTo, type Workspace } from '../workspace.js';
import { withDivergences } from './divergences.js';
import { failureExcerpts } from './excerpts.js';
import { seriesBlock } from './seriesBlock.js';
import { readSingleEvidence } from './singleEvidence.js';
import { withTestSets } from './withTestSets.js';

/**
 * The blocks of a recorded run or probe, with their places.
 * @param workItem path relative to the root: links in the blocks start from its folder
 * @param anyPlace what belongs under shell code that has changed goes among the other evidence, instead of being refused
 * @throws Refusal `usage` if there is no such run, `unable` if its ledger cannot be read
 */
export async function blocksOfRun(root: string, id: string, workItem: string, anyPlace = false): Promise<PlacedBlock[]> {
  const folder = runFolder(root, id);
  const single = await readSingleEvidence(folder);
  if (single) {
    const { block, fence } = single;
    const place = placeOf(block.kind, { id });
    return [{ block, place: fence ? { fence, ...(anyPlace && { otherwise: place }) } : place }];
  }
  const evidence = await withDivergences(folder, await evidenceOf(root, id));
  const { purpose } = evidence.run;
  const during = await duringOf(folder, evidence.run);
  const comparison = await comparisonOf(root, evidence);
  const check = await crossCheckOf(root, evidence);
  const context = { runFolder: relativeTo(path.dirname(path.join(root, workItem)), folder), ...(comparison && { comparison }), ...(check && { crossCheck: check }), during };
  const proof = comparison?.comparable === true ? await proofOf(root, id) : undefined;
  const ofSeries = await seriesBlock(root, evidence, comparison, path.join(root, workItem));
  if (ofSeries) return [{ block: ofSeries, place: placeOf(ofSeries.kind, { id: ofSeries.id }) }];
  const blocks = [comparison && proof ? proofBlock(proof, comparison, context.runFolder) : runBlock(evidence, context)];
  // After a change the failures stand with the results; before it they are the error messages of the problem.
  if (purpose !== 'verify') blocks.push(...[errorsBlock(evidence, await failureExcerpts(folder, evidence), context)].filter((block) => block !== undefined));
  return blocks.map((block) => ({ block, place: placeOf(block.kind, { id: block.id, purpose }) }));
}

/** What a run shows against its baseline, in sentences: for one that verifies a change first whether that is proven. Undefined if it has none. @throws Refusal as {@link blocksOfRun} */
export async function judgementOf(root: string, evidence: RunEvidence): Promise<string | undefined> {
  const comparison = await comparisonOf(root, evidence);
  const proof = comparison?.comparable === true ? await proofOf(root, evidence.run.id) : undefined;
  return comparison && [...(proof ? [proofText(proof, undefined).headline] : []), comparison.sentence].join(' ');
}

/** The run held against its baseline; undefined if it has none. @throws Refusal as {@link blocksOfRun} */
export async function comparisonOf(root: string, evidence: RunEvidence): Promise<Comparison | undefined> {
  const { baseline } = evidence.run;
  return baseline === undefined ? undefined : compareRuns(await evidenceOf(root, baseline), evidence);
}

/** A warm run held against its cold one; undefined if it has none, or that cannot be read any more: what the warm one measured stands without it. */
export async function crossCheckOf(root: string, evidence: RunEvidence): Promise<CrossCheck | undefined> {
  const { crossCheck: cold } = evidence.run;
  if (cold === undefined) return undefined;
  try {
    return crossCheck(await evidenceOf(root, cold), evidence);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** What a recorded run tells. @throws Refusal as {@link blocksOfRun} */
async function evidenceOf(root: string, id: string): Promise<RunEvidence> {
  const folder = runFolder(root, id);
  return withTestSets(folder, reduce(runEvents(await readRun(folder))));
}

/** What a run that has ended tells. @throws Refusal as {@link blocksOfRun}; `unable` while it still goes on */
export async function endedEvidenceOf(root: string, id: string): Promise<RunEvidence> {
  await assertEnded(root, id);
  return endedEvidence(await evidenceOf(root, id));
}

/** The work item that has the evidence of a run or probe, or is to have it, relative to the root. @throws Refusal as {@link blocksOfRun} */
export async function workItemOf(workspace: Workspace, id: string): Promise<string | undefined> {
  const folder = runFolder(workspace.root, id);
  const single = await readSingleEvidence(folder);
  const { workItem, writeBack, series } = single ? { workItem: single.workItem } : await readRunFile(folder);
  return (await belongingIn(workspace)).workItemOf({ id, ...(workItem !== undefined && { workItem }), ...(writeBack && { writeBack }), ...(series && { series }) });
}

/**
 * Writes a recorded run or probe into a work item, and notes that in its ledger.
 * @param anyPlace as in {@link blocksOfRun}
 * @returns where its blocks stand now, as paths of headings; nothing if the evidence of a later run stands in their place
 * @throws Refusal as {@link blocksOfRun} and `writeEvidence`; `conflict` while the run still goes on
 */
export async function writeRunInto(home: TemplateHome, id: string, workItem: string, signal: AbortSignal, anyPlace = false): Promise<string[]> {
  const { root } = home;
  await assertEnded(root, id);
  const places = await writeEvidence(home, path.join(root, workItem), await blocksOfRun(root, id, workItem, anyPlace), signal);
  await markWritten(root, id, workItem);
  return places;
}

async function assertEnded(root: string, id: string): Promise<void> {
  const folder = runFolder(root, id);
  if (await readSingleEvidence(folder)) return;
  if ((await readRun(folder)).state === 'running') throw new Refusal('unable', `Run ${id} still goes on: it writes its own evidence when it ends, or cancel it first.`);
}

export function markWritten(root: string, id: string, workItem: string): Promise<void> {
  return mark(root, id, { state: 'written', workItem, at: new Date().toISOString() });
}

/** The evidence waits in the ledger: the next editor, or `casebook writeback`, writes it. */
export function markPending(root: string, id: string, workItem: string): Promise<void> {
  return mark(root, id, { state: 'pending', workItem, at: new Date().toISOString() });
}

async function mark(root: string, id: string, writeBack: WriteBack): Promise<void> {
  const folder = runFolder(root, id);
  const single = await readSingleEvidence(folder);
  if (single) await single.note(writeBack);
  else await recordWriteBack(folder, writeBack);
}

/** Failing tests that a new work item names. */
const NAMED_TESTS = 3;

/** What a new work item takes from the run that showed the failure. */
export interface Origin {
  readonly id: string;
  readonly title: string;
  readonly template?: string;
  readonly values: ScaffoldValues;
}

/** @throws Refusal `usage` if there is no such run, or it is a probe; `unable` while it still goes on */
export async function fromRun(root: string, id: string): Promise<Origin> {
  if (!isRunId(id)) throw new Refusal('usage', `${id} is not the id of a run: it looks like 20261121-140233-a3f9, and stands in .casebook/runs.`);
  const single = await readSingleEvidence(runFolder(root, id));
  if (single) throw advised('usage', `${id} is ${single.name}`, { terminal: `make the work item with --title, and write the evidence into it with \`casebook writeback ${id} --wi REF\``, editor: 'make the work item with Casebook: New Work Item, and write the evidence into it in a terminal, with `casebook writeback`' });
  await assertEnded(root, id);
  const evidence = await evidenceOf(root, id);
  const { run, groups, verdict, failedTests } = evidence;
  const location = groups[0]?.signature.location;
  return {
    id,
    title: groups[0]?.signature.title ?? `${run.command.join(' ')}: ${verdict.kind}`,
    ...(verdict.kind === 'flaky' && { template: 'flaky-test' }),
    values: {
      ...(failedTests.length > 0 && { test: listedTests(evidence) }),
      ...(location && { location: inlineCode(`${relativeTo(root, path.resolve(run.cwd, location.file))}:${location.line}`, 500) }),
      frequency: `${verdict.headline} Run ${inlineCode(id)}.`,
      reproduction: fenced(repetition(root, run), 'sh'),
    },
  };
}

/** Most failures first. */
function listedTests(evidence: RunEvidence): string {
  const names = evidence.failedTests.slice(0, NAMED_TESTS).map(({ name }) => inlineCode(name, 300));
  const { more, atLeast } = failingBeyond(evidence, names.length);
  return more > 0 ? `${names.join(', ')} and ${atLeast ? 'at least ' : ''}${more} more` : names.join(', ');
}
