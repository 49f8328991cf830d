/** `casebook renumber REF`: gives a work item another number, and rewrites the references that certainly mean it. */
import { plain } from '../../core/report/untrusted.js';
import { Refusal } from '../../core/refusal.js';
import { renumber } from '../../node/workItem/renumber.js';
import { resolveReference } from '../../node/workItem/store.js';
import { wholeNumber } from '../arguments.js';
import { workspaceFor, writeJson, type CommonOptions, type Verb } from '../context.js';
import { EXIT } from '../exitCode.js';

interface RenumberOptions extends CommonOptions {
  readonly to?: number;
  readonly dryRun?: true;
}

export const verb: Verb = {
  define(command, act) {
    command
      .argument('<ref>', 'path or file name of a work item')
      .option('--to <n>', 'the new number (default: the next free one over folders and branches)', wholeNumber)
      .option('--dry-run', 'only say what would be done')
      .action(
        act(async (context, reference: string, options: RenumberOptions) => {
          const { workspace, cwd } = await workspaceFor(context, options);
          if (options.to !== undefined && options.to < 1) throw new Refusal('usage', 'A number is at least 1.');
          const result = await renumber(workspace, await resolveReference(workspace, reference, cwd), options.to, options.dryRun === true, context.signal);
          if (options.json) {
            writeJson(context.out, { ...result, dryRun: options.dryRun === true });
            return EXIT.ok;
          }
          const lines = [`${result.from} -> ${result.to}`, ...result.files.map(({ path, edits }) => `  ${path}: ${edits} rewritten`)];
          context.out.write(plain(`${lines.join('\n')}\n`));
          for (const { path, line, reason } of result.doubtful) context.err.write(plain(`${path}:${line} left as it is (${reason}): look at it yourself.\n`));
          return EXIT.ok;
        }),
      );
  },
};
