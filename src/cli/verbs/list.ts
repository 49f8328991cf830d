/** `casebook list`: work items, open ones first. Exits 0 whatever the files contain. */
import { byUrgency } from '../../core/workItem/order.js';
import { phaseNumber } from '../../core/workItem/phases.js';
import { listWorkItems, type WorkItemEntry } from '../../node/workItem/store.js';
import { workspaceFor, writeJson, type CommonOptions, type Verb } from '../context.js';
import { EXIT } from '../exitCode.js';
import { table } from '../table.js';

interface ListOptions extends CommonOptions {
  readonly all?: true;
}

export const verb: Verb = {
  define(command, act) {
    command.option('--all', 'closed ones, too').action(
      act(async (context, options: ListOptions) => {
        const { workspace } = await workspaceFor(context, options);
        const entries = (await listWorkItems(workspace)).sort(byUrgency);
        if (options.json) {
          writeJson(context.out, { root: workspace.root, items: entries.map(describe) });
          return EXIT.ok;
        }
        const shown = entries.filter((entry) => options.all === true || entry.summary?.phase !== 'Closed');
        for (const { path, problem } of shown) if (problem !== undefined) context.err.write(`${path}: ${problem}\n`);
        context.out.write(table(shown.filter(({ summary }) => summary !== undefined).map(row)));
        const closed = entries.length - shown.length;
        if (entries.length === 0) context.err.write(`No work items in ${workspace.config.workItems.folders.join(', ')} below ${workspace.root}: make one with \`casebook new --title "…"\`.\n`);
        else if (closed > 0) context.err.write(`${closed} closed: see them with --all.\n`);
        return EXIT.ok;
      }),
    );
  },
};

function row({ path, summary }: WorkItemEntry): string[] {
  if (!summary) return [path];
  const phase = summary.phase === 'Closed' ? 'closed' : `${phaseNumber(summary.phase)}/6 ${summary.phase}`;
  return [summary.alias ?? '-', phase, summary.priority ?? '-', summary.title, path];
}

/** One work item in `--json`. */
export function describe({ path, modifiedMs, summary, problem }: WorkItemEntry) {
  return {
    path,
    modified: new Date(modifiedMs).toISOString(),
    ...(problem !== undefined && { problem }),
    ...(summary && {
      alias: summary.alias ?? null,
      title: summary.title,
      status: summary.status.text ?? null,
      phase: summary.phase,
      open: summary.phase !== 'Closed',
      priority: summary.priority ?? null,
      component: summary.component ?? null,
      phases: summary.phases.map(({ phase, state }) => ({ phase, state })),
      evidence: summary.evidence,
    }),
  };
}
