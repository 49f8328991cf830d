/** `casebook new`: makes a work item and prints its path. */
import path from 'node:path';
import type { ScaffoldValues } from '../../core/workItem/scaffold.js';
import { Refusal } from '../../core/refusal.js';
import { fromRun, writeRunInto } from '../../node/evidence/runEvidence.js';
import { createWorkItem } from '../../node/workItem/create.js';
import { workspaceFor, writeJson, type CommonOptions, type Verb } from '../context.js';
import { EXIT } from '../exitCode.js';

interface NewOptions extends CommonOptions {
  readonly title?: string;
  readonly template?: string;
  readonly from?: string;
}

export const verb: Verb = {
  define(command, act) {
    command
      .option('--title <title>', 'what is wrong, in a few words')
      .option('--template <name>', 'bug-fix, flaky-test, connection, resilience, or one of .casebook/templates')
      .option('--from <run>', 'a run that failed: its command, its failures and its evidence go into the work item')
      .action(
        act(async (context, options: NewOptions) => {
          const { workspace } = await workspaceFor(context, options);
          const origin = options.from === undefined ? undefined : await fromRun(workspace.root, options.from);
          const title = options.title ?? origin?.title;
          if (title === undefined) throw new Refusal('usage', 'A work item needs a title: add `--title "What is wrong"`, or `--from RUN` to take it from a failure.');
          const values: ScaffoldValues = origin?.values ?? {};
          const template = options.template ?? origin?.template;
          const file = await createWorkItem(workspace, context.templates, { title, values, ...(template !== undefined && { template }) }, new Date(), context.signal);
          if (origin) await writeRunInto(workspace.root, origin.id, file, context.signal);
          const full = path.join(workspace.root, file);
          if (options.json) writeJson(context.out, { path: full, workItem: file });
          else context.out.write(`${full}\n`);
          return EXIT.ok;
        }),
      );
  },
};
