/** `casebook run [options] -- cmd…`: repeats a command, says how often it fails, and writes that into a work item. */
import path from 'node:path';
import { runSummary } from '../../core/report/runSummary.js';
import { testLines } from '../../core/report/testTable.js';
import { RUN_PURPOSES, type RunPurpose } from '../../core/run/plan.js';
import { isRunId, newRunId } from '../../core/run/id.js';
import { EvidenceFold, type RunEvidence } from '../../core/run/evidence.js';
import type { EndReason } from '../../core/run/events.js';
import type { CrossCheck } from '../../core/run/warm/crossCheck.js';
import { Refusal } from '../../core/refusal.js';
import { plain } from '../../core/report/untrusted.js';
import { withDivergences } from '../../node/evidence/divergences.js';
import { comparisonOf, crossCheckOf, markPending } from '../../node/evidence/runEvidence.js';
import { withTestSets } from '../../node/evidence/withTestSets.js';
import { latestComparable } from '../../node/evidence/baseline.js';
import { randomBytes, systemClock } from '../../node/ports.js';
import { watchControl } from '../../node/run/control.js';
import { execute } from '../../node/run/execute.js';
import { runFolder } from '../../node/run/folders.js';
import type { RunRequest } from '../../node/run/header.js';
import { resolveReference } from '../../node/workItem/store.js';
import { assertWritable } from '../../node/workItem/writeBack.js';
import type { Workspace } from '../../node/workspace.js';
import { oneOf } from '../arguments.js';
import { coldRun } from '../coldRun.js';
import { workspaceFor, type CommonOptions, type Context, type Verb } from '../context.js';
import { EXIT, gravest, type ExitCode } from '../exitCode.js';
import { addPlanOptions, planOf, type PlanOptions } from '../planOptions.js';
import { failureLines } from '../failureLines.js';
import { progressOn, type Progress } from '../progress.js';
import { addWarmOptions, withWarm, type WarmOptions } from '../warmOptions.js';
import { makeSeries } from '../series/make.js';
import { writeBack } from '../writeBack.js';

interface RunOptions extends CommonOptions, PlanOptions, WarmOptions {
  readonly as: RunPurpose;
  readonly baseline?: string;
  readonly wi?: string;
  readonly interleave?: string;
  readonly matrix?: string;
  readonly setup?: string;
  readonly runId?: string;
  readonly lease?: true;
  readonly handOver?: true;
}

export const verb: Verb = {
  define(command, act) {
    command.usage('[options] -- <command> [args...]').argument('<command...>', 'the command under test, behind --');
    addPlanOptions(command);
    addWarmOptions(command);
    command
      .option('--as <purpose>', RUN_PURPOSES.join(', '), oneOf(RUN_PURPOSES), 'repeat' as RunPurpose)
      .option('--baseline <run>', 'with --as verify: the run before the change (default: the last one of the same command for the work item)')
      .option('--wi <ref>', 'write the evidence into this work item (path, file name or alias)')
      .option('--interleave <rev>', 'alternate with a git worktree of that revision: was it failing before the change?')
      .option('--setup <line>', 'with --interleave: shell line that prepares the worktree (CASEBOOK_SOURCE is the top of your checkout)')
      .option('--matrix <conditions>', 'repeat under each of: isolated, shuffled, loaded, parallel:N (separated by commas)');
    // For the editor, which starts runs in a process of their own and follows their ledger.
    command.addOption(command.createOption('--run-id <id>').hideHelp()).addOption(command.createOption('--lease').hideHelp()).addOption(command.createOption('--hand-over').hideHelp());
    command.addHelpText('after', '\nExit codes: 0 no attempt failed, 1 some failed, 2 bad usage, 3 could not run, 4 the work item could not be written (the evidence is kept), 130 cancelled.');
    command.action(act(run));
  },
};

async function run(context: Context, words: string[], options: RunOptions): Promise<ExitCode> {
  const { workspace, cwd } = await workspaceFor(context, options);
  const asked = planOf(options);
  const command = asked.shell ? [words.join(' ')] : words;
  const plan = withWarm(asked, command, options);
  if (options.runId !== undefined && !isRunId(options.runId)) throw new Refusal('usage', `${options.runId} is not the id of a run.`);
  if (options.baseline !== undefined && options.as !== 'verify') throw new Refusal('usage', '--baseline goes with `--as verify`: add that, or leave the baseline out.');
  const workItem = options.wi === undefined ? undefined : await writableWorkItem(workspace, options.wi, cwd);
  const baseline = options.as === 'verify' ? await latestComparable(workspace.root, { command, cwd, plan }, workItem, options.baseline) : undefined;
  const id = options.runId ?? newRunId(systemClock.now(), randomBytes);
  const shouldStop = watchControl(runFolder(workspace.root, id), { lease: options.lease === true }, systemClock);
  const { environment, workItems, run: { results } } = workspace.config;
  const request: RunRequest = { root: workspace.root, id, command, cwd, plan, purpose: options.as, environment, workItemFolders: workItems.folders, results, casebook: context.version, ...(workItem !== undefined && { workItem }), ...(baseline !== undefined && { baseline }) };
  const series = await makeSeries(context, request, options);
  if (series !== undefined) return series;
  const crossCheck = options.crossCheck === true ? await coldRun(context, request, options.json === true) : undefined;
  const events = execute({ ...request, ...(crossCheck !== undefined && { crossCheck }) }, context.signal, { shouldStop });
  const evidence = withTestSets(runFolder(workspace.root, id), await follow(context, events, options.json === true));
  const check = await crossCheckOf(workspace.root, evidence);
  await tell(context, workspace, evidence, check, options.json === true);
  const written = workItem === undefined || ledgerLost(evidence) ? EXIT.ok : await record(context, workspace, id, workItem, options);
  return gravest(written, check?.differs === true ? EXIT.found : EXIT.ok, outcomeOf(evidence));
}

/** The work item's path relative to the root, once it is sure that the evidence can be written there later. */
async function writableWorkItem(workspace: Workspace, reference: string, cwd: string): Promise<string> {
  const workItem = await resolveReference(workspace, reference, cwd);
  await assertWritable(path.join(workspace.root, workItem));
  return workItem;
}

/** Folds the events to their end, and shows them on the way. */
async function follow(context: Context, events: ReturnType<typeof execute>, json: boolean): Promise<RunEvidence> {
  const fold = new EvidenceFold();
  const progress: Progress | undefined = json ? undefined : progressOn(context.err, fold, () => systemClock.monotonic());
  for await (const event of events) {
    fold.add(event);
    if (json) context.out.write(`${JSON.stringify(event)}\n`);
    progress?.show(event);
  }
  progress?.end();
  return fold.evidence();
}

async function record(context: Context, { root }: Workspace, id: string, workItem: string, { handOver }: RunOptions): Promise<ExitCode> {
  if (handOver !== true) return writeBack(context, root, id, workItem);
  await markPending(root, id, workItem);
  return EXIT.ok;
}

async function tell({ out, err, cwd }: Context, { root }: Workspace, measured: RunEvidence, check: CrossCheck | undefined, json: boolean): Promise<void> {
  const ledger = runFolder(root, measured.run.id);
  const evidence = ledgerLost(measured) ? measured : await withDivergences(ledger, measured);
  const { verdict, groups, result } = evidence;
  if (json) {
    out.write(`${JSON.stringify({ ...runSummary(evidence, ledgerLost(evidence) ? null : ledger), ...(check && { crossCheck: check }) })}\n`);
    return;
  }
  if (result?.message !== undefined) err.write(`casebook: ${plain(result.message)}\n`);
  out.write(`${verdict.sentence}\n`);
  const lost = ledgerLost(evidence);
  for (const line of failureLines(groups, (log) => (lost ? undefined : path.relative(cwd, path.join(ledger, log))))) out.write(`${line}\n`);
  if (check) out.write(`${check.sentence}\n`);
  for (const text of testLines(evidence)) out.write(`${text}\n`);
  if (lost) return;
  const sentence = await comparisonSentence(root, evidence);
  if (sentence !== undefined) out.write(`${sentence}\n`);
  out.write(`Ledger: ${path.relative(cwd, ledger)}\n`);
}

/** Somebody removed the run's folder while it went on: then there is nothing to point at, and nothing to write from. */
function ledgerLost({ result }: RunEvidence): boolean {
  return result?.ledgerLost === true;
}

/** A baseline that cannot be read keeps nobody from the result. */
async function comparisonSentence(root: string, evidence: RunEvidence): Promise<string | undefined> {
  try {
    return (await comparisonOf(root, evidence))?.sentence;
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
