/** `casebook list`: work items, open ones first. Exits 0 whatever the files contain. */
import path from 'node:path';
import { Refusal } from '../../core/refusal.js';
import { stageNamed, STAGES } from '../../core/workItem/gate.js';
import { byStage } from '../../core/workItem/order.js';
import { phaseNumber } from '../../core/workItem/phases.js';
import { readText } from '../../node/workItem/readText.js';
import { listWorkItems, type WorkItemEntry } from '../../node/workItem/store.js';
import { workspaceFor, type CommonOptions, type Verb } from '../context.js';
import { EXIT } from '../exitCode.js';
import { table } from '../table.js';

interface ListOptions extends CommonOptions {
  readonly all?: true;
  readonly phase?: string;
  readonly status?: string;
  readonly priority?: string;
  readonly component?: string;
  readonly grep?: string;
}

/** An open work item whose file was not changed for so long is marked. ms. */
const STALE_MS = 5 * 24 * 3_600_000;

export const verb: Verb = {
  define(command, act) {
    command
      .option('--all', 'closed ones, too')
      .option('--phase <phase>', `only those in a phase, by name or number; ${STAGES.at(-1) ?? ''} for closed ones`)
      .option('--status <text>', 'only those whose status holds the text')
      .option('--priority <text>', 'only those whose priority holds the text')
      .option('--component <text>', 'only those whose component holds the text')
      .option('--grep <text>', 'only those that hold the text anywhere; case does not matter')
      .action(
        act(async (context, options: ListOptions) => {
          const { workspace } = await workspaceFor(context, options);
          const wanted = filterOf(options, workspace.root);
          const all = await listWorkItems(workspace);
          const entries = all.filter(wanted).sort(byStage);
          const now = Date.now();
          if (options.json) {
            context.out.write(document(workspace.root, entries.map((entry) => JSON.stringify(describe(entry, now)))));
            return EXIT.ok;
          }
          const closedToo = options.all === true || (options.phase !== undefined && stageNamed(options.phase) === 'Closed');
          const shown = entries.filter((entry) => closedToo || entry.summary?.phase !== 'Closed');
          for (const { path: file, problem } of shown) if (problem !== undefined) context.err.write(`${file}: ${problem}\n`);
          context.out.write(table(shown.filter(({ summary }) => summary !== undefined).map((entry) => row(entry, now))));
          const closed = entries.length - shown.length;
          if (all.length === 0) context.err.write(`No work items in ${workspace.config.workItems.folders.join(', ')} below ${workspace.root}: make one with \`casebook new --title "…"\`.\n`);
          else if (closed > 0) context.err.write(`${closed} closed: see them with --all.\n`);
          else if (entries.length === 0) context.err.write('No work item is like that.\n');
          return EXIT.ok;
        }),
      );
  },
};

/** One line per work item: for thousands of them, indenting each field takes longer than finding them. */
function document(root: string, items: readonly string[]): string {
  return `{\n  "root": ${JSON.stringify(root)},\n  "items": [${items.map((item) => `\n    ${item}`).join(',')}${items.length > 0 ? '\n  ' : ''}]\n}\n`;
}

/** What cannot be read passes no filter. @throws Refusal `usage` for a phase that there is not */
function filterOf({ phase, status, priority, component, grep }: ListOptions, root: string): (entry: WorkItemEntry) => boolean {
  const stage = phase === undefined ? undefined : stageNamed(phase);
  if (phase !== undefined && stage === undefined) throw new Refusal('usage', `There is no phase ${JSON.stringify(phase)}: choose one of ${STAGES.join(', ')}, or a number from 1 to 6.`);
  const filtered = [phase, status, priority, component, grep].some((filter) => filter !== undefined);
  return ({ path: file, summary }) => {
    if (!summary) return !filtered;
    return (
      (stage === undefined || summary.phase === stage) &&
      holds(summary.status.text, status) &&
      holds(summary.priority, priority) &&
      holds(summary.component, component) &&
      (grep === undefined || holds(`${file}\n${readText(path.join(root, file))}`, grep))
    );
  };
}

function holds(text: string | undefined, part: string | undefined): boolean {
  return part === undefined || (text ?? '').toLowerCase().includes(part.toLowerCase());
}

function row({ path: file, summary, modifiedMs }: WorkItemEntry, now: number): string[] {
  if (!summary) return [file];
  const phase = summary.phase === 'Closed' ? 'closed' : `${phaseNumber(summary.phase)}/6 ${summary.phase}`;
  const stale = isStale(summary, modifiedMs, now) ? ` (no update for ${Math.floor((now - modifiedMs) / 86_400_000)} days)` : '';
  return [summary.alias ?? '-', `${phase}${stale}`, summary.priority ?? '-', summary.title, file];
}

function isStale(summary: NonNullable<WorkItemEntry['summary']>, modifiedMs: number, now: number): boolean {
  return summary.phase !== 'Closed' && now - modifiedMs >= STALE_MS;
}

/** One work item in `--json`. @param now wall time in ms since the Unix epoch */
export function describe({ path: file, modifiedMs, summary, problem }: WorkItemEntry, now: number) {
  return {
    path: file,
    modified: new Date(modifiedMs).toISOString(),
    ...(problem !== undefined && { problem }),
    ...(summary && {
      alias: summary.alias ?? null,
      title: summary.title,
      status: summary.status.text ?? null,
      phase: summary.phase,
      open: summary.phase !== 'Closed',
      stale: isStale(summary, modifiedMs, now),
      priority: summary.priority ?? null,
      component: summary.component ?? null,
      created: summary.created ?? null,
      phases: summary.phases.map(({ phase, state }) => ({ phase, state })),
      evidence: summary.evidence,
    }),
  };
}
