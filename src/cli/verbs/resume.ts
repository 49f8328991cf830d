/** `casebook resume RUN`: a paused run goes on; one that was killed or cancelled is taken up again from its ledger. */
import path from 'node:path';
import { requestContinue, watchControl } from '../../node/run/control.js';
import { proofFoldOf } from '../../node/prove/proofOf.js';
import { resume } from '../../node/run/resume.js';
import { systemClock } from '../../node/ports.js';
import { assertWritable } from '../../node/workItem/writeBack.js';
import { assignment } from '../arguments.js';
import { workspaceFor, writeJson, type CommonOptions, type Context, type Verb } from '../context.js';
import { EXIT, type ExitCode } from '../exitCode.js';
import { concludeProof, provingOptions } from '../proving.js';
import { runNamed } from '../runReference.js';
import { announceCollectors, concludeRun } from '../runSession.js';

interface ResumeOptions extends CommonOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly changedSources?: true;
  readonly lease?: true;
  readonly handOver?: true;
}

export const verb: Verb = {
  define(command, act) {
    command
      .argument('<run>', 'its id')
      .option('--env <name=value>', 'give a variable of the run again whose value the ledger holds masked (repeatable)', assignment)
      .option('--changed-sources', 'go on although the sources are not those that the run began with; the evidence says so');
    // For the editor, as with `run`.
    command.addOption(command.createOption('--lease').hideHelp()).addOption(command.createOption('--hand-over').hideHelp());
    command.action(act(takeUp));
  },
};

async function takeUp(context: Context, id: string, options: ResumeOptions): Promise<ExitCode> {
  const { workspace } = await workspaceFor(context, options);
  const { root, config } = workspace;
  const { folder, file, state } = await runNamed(root, id);
  if (state === 'running' && (await requestContinue(folder))) {
    if (options.json === true) writeJson(context.out, { id, state: 'running' });
    else context.out.write(`Run ${id} goes on, in process ${file.runner.pid}.\n`);
    return EXIT.ok;
  }
  if (file.workItem !== undefined) await assertWritable(path.join(root, file.workItem));
  announceCollectors(context, config.run.collectors);
  const control = watchControl(folder, { lease: options.lease === true }, systemClock);
  const fold = await proofFoldOf(root, file);
  const events = resume(
    { root, id, environment: options.env ?? {}, changedSources: options.changedSources === true, workItemFolders: config.workItems.folders.map((name) => path.resolve(root, name)), results: config.run.results },
    context.signal,
    { ...control, ...(fold && provingOptions(fold, control)), now: context.now, collectors: config.run.collectors },
  );
  const telling = { json: options.json === true, handOver: options.handOver === true };
  return fold === undefined ? concludeRun(context, workspace, events, telling) : concludeProof(context, { root, id, workItem: file.workItem }, events, fold, telling);
}
