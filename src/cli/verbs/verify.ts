/** `casebook verify`: replays the run before a change on the sources as they are now, and says whether the failure is proven gone. */
import path from 'node:path';
import { ProofFold } from '../../core/prove/proof.js';
import { proofText } from '../../core/prove/sentence.js';
import { targetOf } from '../../core/prove/target.js';
import { counted, percent } from '../../core/report/format.js';
import { plain } from '../../core/report/untrusted.js';
import { commandLine } from '../../core/run/commandLine.js';
import { isRunId, newRunId } from '../../core/run/id.js';
import { planProblem } from '../../core/run/plan.js';
import { Refusal } from '../../core/refusal.js';
import { randomBytes, systemClock } from '../../node/ports.js';
import { baselineFor } from '../../node/prove/baseline.js';
import { replayPlan } from '../../node/prove/replay.js';
import { trueLines, withLines } from '../../node/run/replayable.js';
import { testSetsOf } from '../../node/prove/testSets.js';
import { watchControl } from '../../node/run/control.js';
import { execute } from '../../node/run/execute.js';
import { runFolder } from '../../node/run/folders.js';
import { resolveReference } from '../../node/workItem/store.js';
import { assertWritable } from '../../node/workItem/writeBack.js';
import { assignment, wholeNumber } from '../arguments.js';
import { workspaceFor, type CommonOptions, type Context, type Verb } from '../context.js';
import { EXIT, type ExitCode } from '../exitCode.js';
import { concludeProof, provingOptions, tellProof } from '../proving.js';
import { announceCollectors } from '../runSession.js';

interface VerifyOptions extends CommonOptions {
  readonly wi?: string;
  readonly baseline?: string;
  readonly attempts?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly runId?: string;
  readonly lease?: true;
  readonly handOver?: true;
}

export const verb: Verb = {
  define(command, act) {
    command
      .option('--wi <ref>', 'the work item: its newest baseline is replayed, and the evidence written into it')
      .option('--baseline <run>', 'the run before the change (default: the newest one made with `run --as baseline`, else the newest that the work item holds)')
      .option('-n, --attempts <n>', 'attempts to make (default: as many as the proof takes); fewer prove nothing', wholeNumber)
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
  const baseline = await baselineFor(workspace, workItem, options.baseline);
  const { file } = baseline;
  const id = options.runId ?? newRunId(systemClock.now(), randomBytes);
  const target = targetOf(file, baseline.attempts);
  const fold = new ProofFold(target, testSetsOf(runFolder(root, id)));
  const { needed, rate } = fold.proof();
  if (needed === undefined) {
    tellProof(context, fold.proof(), undefined, null, options.json === true);
    // Whoever named the run waits for its ledger, and reads only why there is none.
    const { headline, remarks } = proofText(fold.proof(), undefined);
    if (options.runId !== undefined) context.err.write(`casebook: ${plain([headline, ...remarks].join(' '))}\n`);
    return EXIT.found;
  }
  const lines = trueLines(root, file);
  const plan = await replayPlan(file, options.attempts ?? needed, options.env ?? {});
  const problem = planProblem(plan);
  if (problem !== undefined) throw new Refusal('usage', problem);
  if (options.baseline === undefined && file.purpose !== 'baseline') context.err.write('No run was made with `--as baseline`: the newest one that would do is taken.\n');
  context.err.write(plain(`Baseline ${file.id}: ${target.failures} of ${counted(target.n, 'attempt')} failed, a rate of at least ${percent(rate)}. ${counted(needed, 'attempt')} without that failure prove it gone. Up to ${plan.attempts} of: ${commandLine(file)}\n`));
  announceCollectors(context, config.run.collectors);
  const control = watchControl(runFolder(root, id), { lease: options.lease === true }, systemClock);
  const events = execute(
    { root, id, command: lines.command, cwd: file.cwd, plan: withLines(plan, lines), purpose: 'verify', baseline: file.id, environment: config.environment, workItemFolders: config.workItems.folders, results: config.run.results, casebook: context.version, ...(workItem !== undefined && { workItem }) },
    context.signal,
    { ...control, ...provingOptions(fold, control), now: context.now, collectors: config.run.collectors },
  );
  return concludeProof(context, { root, id, workItem }, events, fold, { json: options.json === true, handOver: options.handOver === true });
}
