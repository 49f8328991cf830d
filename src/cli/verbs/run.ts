/** `casebook run [options] -- cmd…`: repeats a command, says how often it fails, and writes that into a work item. */
import path from 'node:path';
import { RUN_PURPOSES, type RunPurpose } from '../../core/run/plan.js';
import { isRunId, newRunId } from '../../core/run/id.js';
import { Refusal } from '../../core/refusal.js';
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
import type { ExitCode } from '../exitCode.js';
import { addPlanOptions, planOf, type PlanOptions } from '../planOptions.js';
import { announceCollectors, concludeRun } from '../runSession.js';
import { makeSeries } from '../series/make.js';
import { addWarmOptions, withWarm, type WarmOptions } from '../warmOptions.js';

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
    command.action(act(repeat));
  },
};

async function repeat(context: Context, words: string[], options: RunOptions): Promise<ExitCode> {
  const { workspace, cwd } = await workspaceFor(context, options);
  const asked = planOf(options);
  const command = asked.shell ? [words.join(' ')] : words;
  const plan = withWarm(asked, command, options);
  if (options.runId !== undefined && !isRunId(options.runId)) throw new Refusal('usage', `${options.runId} is not the id of a run.`);
  if (options.baseline !== undefined && options.as !== 'verify') throw new Refusal('usage', '--baseline goes with `--as verify`: add that, or leave the baseline out.');
  const workItem = options.wi === undefined ? undefined : await writableWorkItem(workspace, options.wi, cwd);
  const baseline = options.as === 'verify' ? await latestComparable(workspace, { command, cwd, plan }, workItem, options.baseline) : undefined;
  const id = options.runId ?? newRunId(systemClock.now(), randomBytes);
  const control = watchControl(runFolder(workspace.root, id), { lease: options.lease === true }, systemClock);
  const { environment, workItems, run } = workspace.config;
  announceCollectors(context, run.collectors);
  const request: RunRequest = { root: workspace.root, id, command, cwd, plan, purpose: options.as, environment, workItemFolders: workItems.folders, results: run.results, casebook: context.version, ...(workItem !== undefined && { workItem }), ...(baseline !== undefined && { baseline }) };
  const series = await makeSeries(context, request, options);
  if (series !== undefined) return series;
  const crossCheck = options.crossCheck === true ? await coldRun(context, request, options.json === true) : undefined;
  const events = execute({ ...request, ...(crossCheck !== undefined && { crossCheck }) }, context.signal, { ...control, now: context.now, collectors: run.collectors });
  return concludeRun(context, workspace, events, { json: options.json === true, handOver: options.handOver === true });
}

/** The work item's path relative to the root, once it is sure that the evidence can be written there later. */
async function writableWorkItem(workspace: Workspace, reference: string, cwd: string): Promise<string> {
  const workItem = await resolveReference(workspace, reference, cwd);
  await assertWritable(path.join(workspace.root, workItem));
  return workItem;
}
