/** `casebook pause RUN`: starts no further attempt until `casebook resume`. */
import { requestPause } from '../../node/run/control.js';
import { workspaceFor, writeJson, type CommonOptions, type Context, type Verb } from '../context.js';
import { EXIT, type ExitCode } from '../exitCode.js';
import { goingOn } from '../runReference.js';

export const verb: Verb = {
  define(command, act) {
    command.argument('<run>', 'its id').action(act(pause));
  },
};

async function pause(context: Context, id: string, options: CommonOptions): Promise<ExitCode> {
  const { workspace } = await workspaceFor(context, options);
  const { folder } = await goingOn(workspace.root, id);
  await requestPause(folder);
  if (options.json === true) writeJson(context.out, { id, state: 'paused' });
  else context.out.write(`Run ${id} is paused: attempts that run come to their end, and no further one starts until \`casebook resume ${id}\`.\n`);
  return EXIT.ok;
}
