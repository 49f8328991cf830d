/** `casebook verify`: replays the run before a change on the sources as they are now, and says whether the failure is proven gone. */
import path from 'node:path';
import { ProofFold, type Proof } from '../../core/prove/proof.js';
import { durationChange, fisherOf, proofText } from '../../core/prove/sentence.js';
import { proofSummary } from '../../core/prove/summary.js';
import { targetOf } from '../../core/prove/target.js';
import { counted, percent, pValue } from '../../core/report/format.js';
import { plain } from '../../core/report/untrusted.js';
import { commandLine } from '../../core/run/commandLine.js';
import type { EndReason, RunHeader } from '../../core/run/events.js';
import { isRunId, newRunId } from '../../core/run/id.js';
import { planProblem } from '../../core/run/plan.js';
import { Refusal } from '../../core/refusal.js';
import { markPending } from '../../node/evidence/runEvidence.js';
import { randomBytes, systemClock } from '../../node/ports.js';
import { baselineFor } from '../../node/prove/baseline.js';
import { replayPlan } from '../../node/prove/replay.js';
import { testSetsOf } from '../../node/prove/testSets.js';
import { watchControl } from '../../node/run/control.js';
import { execute } from '../../node/run/execute.js';
import { runFolder } from '../../node/run/folders.js';
import { resolveReference } from '../../node/workItem/store.js';
import { assertWritable } from '../../node/workItem/writeBack.js';
import { assignment, wholeNumber } from '../arguments.js';
import { workspaceFor, type CommonOptions, type Context, type Verb } from '../context.js';
import { EXIT, gravest, type ExitCode } from '../exitCode.js';
import { follow } from '../follow.js';
import { announceCollectors } from '../runSession.js';
import { writeBack } from '../writeBack.js';

interface VerifyOptions extends CommonOptions {
  readonly wi?: string;
  readonly baseline?: string;
  readonly attempts?: number;
  readonly maxAttempts?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly runId?: string;
  readonly lease?: true;
  readonly handOver?: true;
}

export const verb: Verb = {
  define(command, act) {
    command
      .option('--wi <ref>', 'the work item: its newest baseline is replayed, and the evidence written into it')
      .option('--baseline <run>', 'the run before the change (default: the newest one made with `run --as baseline`)')
      .option('-n, --attempts <n>', 'attempts without the failure that are asked for; fewer than the proof takes prove nothing', wholeNumber)
      .option('--max-attempts <n>', 'after a failure, go on for so many attempts until the sequential test decides', wholeNumber)
      .option('--env <name=value>', 'a variable of the baseline that its ledger holds masked (repeatable)', assignment)
      .addOption(command.createOption('--run-id <id>').hideHelp())
      .addOption(command.createOption('--lease').hideHelp())
      .addOption(command.createOption('--hand-over').hideHelp())
      .addHelpText('after', '\nExit codes: 0 the fix is proven at 95 % confidence, 1 still failing, a new failure, or not enough to say, 2 bad usage or no usable baseline, 3 could not run, 4 the work item could not be written (the evidence is kept), 130 cancelled.')
      .action(act(verify));
  },
};

async function verify(context: Context, options: VerifyOptions): Promise<ExitCode> {
  const { workspace, cwd } = await workspaceFor(context, options);
  const { root, config } = workspace;
  if (options.runId !== undefined && !isRunId(options.runId)) throw new Refusal('usage', `${options.runId} is not the id of a run.`);
  const workItem = options.wi === undefined ? undefined : await resolveReference(workspace, options.wi, cwd);
  if (workItem !== undefined) await assertWritable(path.join(root, workItem));
  const baseline = await baselineFor(root, workItem, options.baseline);
  const { file } = baseline;
  const id = options.runId ?? newRunId(systemClock.now(), randomBytes);
  const target = targetOf(file, baseline.attempts);
  const fold = new ProofFold(target, testSetsOf(runFolder(root, id)), options.attempts);
  const { needed, rate } = fold.proof();
  if (needed === undefined) {
    tell(context, fold.proof(), undefined, null, options.json === true);
    // Whoever named the run waits for its ledger, and reads only why there is none.
    if (options.runId !== undefined) context.err.write(`casebook: ${plain(proofText(fold.proof(), undefined).headline)}\n`);
    return EXIT.found;
  }
  const plan = await replayPlan(file, Math.max(1, options.maxAttempts ?? options.attempts ?? needed), options.env ?? {});
  const problem = planProblem({ ...plan, attempts: options.maxAttempts ?? options.attempts ?? needed });
  if (problem !== undefined) throw new Refusal('usage', problem);
  context.err.write(plain(`Baseline ${file.id}: ${target.failures} of ${counted(target.n, 'attempt')} failed, a rate of at least ${percent(rate)}. ${counted(needed, 'attempt')} without that failure prove it gone. Up to ${plan.attempts} of: ${commandLine(file)}\n`));
  announceCollectors(context, config.run.collectors);
  const control = watchControl(runFolder(root, id), { lease: options.lease === true }, systemClock);
  const events = execute(
    { root, id, command: file.command, cwd: file.cwd, plan, purpose: 'verify', baseline: file.id, environment: config.environment, workItemFolders: config.workItems.folders, results: config.run.results, casebook: context.version, ...(workItem !== undefined && { workItem }) },
    context.signal,
    { ...control, now: context.now, collectors: config.run.collectors, shouldStop: () => control.shouldStop() ?? (fold.isDecided() ? 'decided' : undefined), onRecord: (record) => fold.add(record) },
  );
  const { run, result } = await follow(context, events, options.json === true);
  const lost = result?.ledgerLost === true;
  if (result?.message !== undefined) context.err.write(`casebook: ${plain(result.message)}\n`);
  tell(context, fold.proof(), run, lost ? null : runFolder(root, id), options.json === true);
  // Cancelled before anything was measured: that needs no block.
  const nothing = result?.reason === 'cancelled' && fold.proof().n === 0;
  const written = workItem === undefined || lost || nothing ? EXIT.ok : options.handOver === true ? await handOver(root, id, workItem) : await writeBack(context, root, id, workItem);
  return gravest(written, (result && ENDS[result.reason]) ?? EXIT.ok, fold.proof().kind === 'proven' ? EXIT.ok : EXIT.found);
}

const ENDS: Partial<Record<EndReason, ExitCode>> = { cancelled: EXIT.cancelled, interrupted: EXIT.cancelled, error: EXIT.unable };

async function handOver(root: string, id: string, workItem: string): Promise<ExitCode> {
  await markPending(root, id, workItem);
  return EXIT.ok;
}

function tell({ out, cwd }: Context, proof: Proof, run: RunHeader | undefined, ledger: string | null, json: boolean): void {
  if (json) {
    out.write(`${JSON.stringify(proofSummary(proof, run, ledger))}\n`);
    return;
  }
  const { headline, remarks } = proofText(proof, run);
  out.write(`${[headline, ...remarks].join(' ')}\n`);
  for (const { signature, count, firstAttempt } of proof.newFailures) out.write(`  new: ${count} x ${plain(signature.title)} (first in attempt ${firstAttempt})\n`);
  const p = fisherOf(proof);
  if (p !== null) out.write(`Fisher's exact test, one-sided, as a description: ${pValue(p)}.\n`);
  const change = durationChange(proof);
  if (change !== undefined) out.write(`${change.sentence}\n`);
  if (ledger !== null) out.write(`Ledger: ${path.relative(cwd, ledger)}\n`);
}
