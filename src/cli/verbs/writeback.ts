/**
 * `casebook writeback RUN`: writes a recorded run or probe into a work item, now or again. The evidence of shell code that has changed since goes among the
 * other evidence.
 */
import { plain } from '../../core/report/untrusted.js';
import { isRunId } from '../../core/run/id.js';
import { Refusal } from '../../core/refusal.js';
import { workItemOf, writeRunInto } from '../../node/evidence/runEvidence.js';
import { resolveReference } from '../../node/workItem/store.js';
import { workspaceFor, writeJson, type CommonOptions, type Verb } from '../context.js';
import { EXIT } from '../exitCode.js';

interface WritebackOptions extends CommonOptions {
  readonly wi?: string;
}

export const verb: Verb = {
  define(command, act) {
    command
      .argument('<run>', 'id of a run or a probe, as in .casebook/runs')
      .option('--wi <ref>', 'the work item (default: the one that the run was made for)')
      .action(
        act(async (context, id: string, options: WritebackOptions) => {
          const { workspace, cwd } = await workspaceFor(context, options);
          const { root } = workspace;
          if (!isRunId(id)) throw new Refusal('usage', `${id} is not the id of a run: it looks like 20261121-140233-a3f9, and stands in .casebook/runs.`);
          const reference = options.wi ?? (await workItemOf(workspace, id));
          if (reference === undefined) throw new Refusal('usage', `Run ${id} was made for no work item: name one with --wi.`);
          const workItem = await resolveReference(workspace, reference, options.wi === undefined ? root : cwd);
          const places = await writeRunInto({ root, templates: context.templates }, id, workItem, context.signal, true);
          if (options.json) writeJson(context.out, { run: id, workItem, places });
          else if (places.length === 0) context.out.write(`${plain(`Nothing was written into ${workItem}: the evidence of a later run of the same shell code stands there`)}.\n`);
          else context.out.write(`${plain(`Written into ${workItem}: ${places.join('; ')}`)}.\n`);
          return EXIT.ok;
        }),
      );
  },
};
