/** `casebook cancel RUN`: ends a run from another terminal, as Ctrl-C does in its own. */
import { setTimeout as delay } from 'node:timers/promises';
import { counted } from '../../core/report/format.js';
import { requestCancel } from '../../node/run/control.js';
import { workspaceFor, writeJson, type CommonOptions, type Context, type Verb } from '../context.js';
import { EXIT, type ExitCode } from '../exitCode.js';
import { goingOn, runNamed } from '../runReference.js';

/** Between two looks at whether it has ended. ms. */
const LOOK_MS = 200;

export const verb: Verb = {
  define(command, act) {
    command.argument('<run>', 'its id').action(act(cancel));
  },
};

/** Waits for the end, which takes as long as the run's grace for its attempts. */
async function cancel(context: Context, id: string, options: CommonOptions): Promise<ExitCode> {
  const { workspace } = await workspaceFor(context, options);
  const { folder } = await goingOn(workspace.root, id);
  await requestCancel(folder);
  let run = await runNamed(workspace.root, id);
  while (run.state === 'running') {
    await delay(LOOK_MS, undefined, { signal: context.signal });
    run = await runNamed(workspace.root, id);
  }
  const reason = run.file.result?.reason ?? 'interrupted';
  if (options.json === true) writeJson(context.out, { id, state: run.state, reason, n: run.attempts.length });
  else context.out.write(`Run ${id} has ended (${reason}) after ${counted(run.attempts.length, 'attempt')}; \`casebook resume ${id}\` takes it up again.\n`);
  return EXIT.ok;
}
