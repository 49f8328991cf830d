/** What the command line does with a run that it makes: shows it, says what it showed, and writes that into the work item. */
import path from 'node:path';
import type { Collector } from '../core/run/collector.js';
import type { EndReason, RunEvent } from '../core/run/events.js';
import type { RunEvidence } from '../core/run/evidence.js';
import type { CrossCheck } from '../core/run/warm/crossCheck.js';
import { unnamedTests } from '../core/prove/sentence.js';
import { listed } from '../core/report/format.js';
import { runSummary } from '../core/report/runSummary.js';
import { remarkText } from '../core/report/remarkText.js';
import { testLines } from '../core/report/testTable.js';
import { plain } from '../core/report/untrusted.js';
import { Refusal } from '../core/refusal.js';
import { withDivergences } from '../node/evidence/divergences.js';
import { crossCheckOf, judgementOf, markPending } from '../node/evidence/runEvidence.js';
import { withTestSets } from '../node/evidence/withTestSets.js';
import { runFolder } from '../node/run/folders.js';
import { duringOf } from '../node/run/samples.js';
import type { Workspace } from '../node/workspace.js';
import type { Context } from './context.js';
import { EXIT, gravest, type ExitCode } from './exitCode.js';
import { failureLines } from './failureLines.js';
import { follow } from './follow.js';
import { writeBack } from './writeBack.js';

interface Telling {
  readonly json: boolean;
  /** The evidence is the editor's to write. */
  readonly handOver: boolean;
}

/** Follows the run to its end and concludes it. @returns the exit code of DESIGN 5.4 */
export async function concludeRun(context: Context, workspace: Workspace, events: AsyncIterable<RunEvent>, { json, handOver }: Telling): Promise<ExitCode> {
  const measured = await follow(context, events, json);
  const evidence = withTestSets(runFolder(workspace.root, measured.run.id), measured);
  const check = await crossCheckOf(workspace.root, evidence);
  await tell(context, workspace, evidence, check, json);
  return gravest(await record(context, workspace, evidence, handOver), check?.differs === true ? EXIT.found : EXIT.ok, outcomeOf(evidence));
}

/** What runs beside the command, by the workspace's own configuration, is told once. */
export function announceCollectors({ err }: Context, collectors: readonly Collector[]): void {
  if (collectors.length > 0) err.write(`On the first failure is collected, as the configuration says: ${plain(listed(collectors.map(({ name }) => name)))}.\n`);
}

async function record(context: Context, { root }: Workspace, evidence: RunEvidence, handOver: boolean): Promise<ExitCode> {
  const { id, workItem } = evidence.run;
  // Nothing was measured: that needs no block.
  const nothing = evidence.result?.reason === 'cancelled' && evidence.outcomes.cancelled === evidence.attempts.length;
  if (workItem === undefined || ledgerLost(evidence) || nothing) return EXIT.ok;
  if (!handOver) return writeBack(context, root, id, workItem);
  await markPending(root, id, workItem);
  return EXIT.ok;
}

async function tell({ out, err, cwd }: Context, { root }: Workspace, measured: RunEvidence, check: CrossCheck | undefined, json: boolean): Promise<void> {
  const ledger = runFolder(root, measured.run.id);
  const lost = ledgerLost(measured);
  const evidence = lost ? measured : await withDivergences(ledger, measured);
  const { run, verdict, groups, result, collected } = evidence;
  const during = await duringOf(ledger, run);
  if (json) {
    out.write(`${JSON.stringify({ ...runSummary(evidence, lost ? null : ledger, during), ...(check && { crossCheck: check }) })}\n`);
    return;
  }
  const shown = (file: string): string => path.relative(cwd, path.join(ledger, file));
  if (result?.message !== undefined) err.write(`casebook: ${plain(result.message)}\n`);
  out.write(`${verdict.sentence}\n`);
  for (const line of failureLines(groups, (log) => (lost ? undefined : shown(log)))) out.write(`${line}\n`);
  for (const remark of evidence.remarks) out.write(`Noticed: ${remarkText(remark, plain(remark.reason))}\n`);
  if (check) out.write(`${check.sentence}\n`);
  for (const text of testLines(evidence)) out.write(`${text}\n`);
  for (const { sentence } of during) out.write(`${plain(sentence)}\n`);
  if (lost) return;
  for (const { name, file, problem } of collected?.items ?? []) out.write(`Collected ${plain(name)}: ${file === undefined ? 'nothing' : shown(file)}${problem === undefined ? '' : ` (${plain(problem)})`}\n`);
  const sentence = await comparisonSentence(root, evidence);
  if (sentence !== undefined) out.write(`${sentence}\n`);
  out.write(`Ledger: ${path.relative(cwd, ledger)}\n`);
  const unnamed = run.purpose === 'baseline' ? unnamedTests(evidence) : undefined;
  if (unnamed !== undefined) err.write(`casebook: Against this baseline ${unnamed}\n`);
  if (evidence.failures > 0 && run.workItem === undefined && run.purpose !== 'verify') err.write(`Next: \`casebook new --from ${run.id}\` makes a work item of it.\n`);
}

/** Somebody removed the run's folder while it went on: then there is nothing to point at, and nothing to write from. */
function ledgerLost({ result }: RunEvidence): boolean {
  return result?.ledgerLost === true;
}

/** A baseline that cannot be read keeps nobody from the result. */
async function comparisonSentence(root: string, evidence: RunEvidence): Promise<string | undefined> {
  try {
    return await judgementOf(root, evidence);
  } catch (error) {
    if (error instanceof Refusal) return `Not compared: ${error.message}`;
    throw error;
  }
}

const ENDS: Partial<Record<EndReason, ExitCode>> = { cancelled: EXIT.cancelled, interrupted: EXIT.cancelled, error: EXIT.unable };

function outcomeOf({ failures, counted, result }: RunEvidence): ExitCode {
  const end = (result && ENDS[result.reason]) ?? EXIT.ok;
  const measured = failures > 0 ? EXIT.found : counted === 0 ? EXIT.unable : EXIT.ok;
  return gravest(end, measured);
}
