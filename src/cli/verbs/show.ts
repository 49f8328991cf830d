/** `casebook show [REF]`: one work item in short, the active one without REF; or the report of a run. Exits 0 whatever the file contains. */
import path from 'node:path';
import { plain } from '../../core/report/untrusted.js';
import { Refusal } from '../../core/refusal.js';
import { isRunId } from '../../core/run/id.js';
import { listRuns, type RunSummary } from '../../node/run/readLedger.js';
import { activeWorkItem, setActive, type ActiveWorkItem } from '../../node/workItem/active.js';
import { belongingIn } from '../../node/workItem/belongingIn.js';
import { readEntry, resolveReference, type WorkItemEntry } from '../../node/workItem/store.js';
import type { Workspace } from '../../node/workspace.js';
import { workspaceFor, writeJson, type CommonOptions, type Context, type Verb } from '../context.js';
import { EXIT } from '../exitCode.js';
import type { ExportOptions } from '../exportReport.js';
import { showRun } from '../showRun.js';
import { showSection } from '../showSection.js';
import { describe } from './list.js';

interface ShowOptions extends CommonOptions, ExportOptions {
  readonly activate?: true;
  readonly deactivate?: true;
  readonly section?: string;
}

export const verb: Verb = {
  define(command, act) {
    command
      .argument('[ref]', 'path, file name or alias of a work item (default: the active one); or the id of a run, probe, fault test, wait, snapshot, recorded command, analysis or difference of logs')
      .option('--activate', 'make it the active one, which commits belong to (.casebook/active); a branch that names a work item goes before it')
      .option('--deactivate', 'let no work item be the active one')
      .option('--section <path>', 'only that section: headings from the top, as "Phase 1 › Debug Information"; with --json its lists, tables and code')
      .option('--html <file>', 'of a run: write its report, with its plots, as one HTML file that needs nothing else (- for standard output)')
      .option('--svg <file>', 'of a run: write its plots as one SVG file (- for standard output)')
      .action(
        act(async (context, reference: string | undefined, options: ShowOptions) => {
          const { workspace, cwd } = await workspaceFor(context, options);
          if (reference !== undefined && isRunId(reference)) {
            if (options.activate ?? options.deactivate ?? options.section) throw new Refusal('usage', `${reference} is the id of a run: --activate, --deactivate and --section are for work items.`);
            await showRun(context, workspace.root, cwd, reference, options);
            return EXIT.ok;
          }
          if (options.html !== undefined || options.svg !== undefined) throw new Refusal('usage', 'A work item has no report: name a run, as in `casebook show 20261121-140233-a3f9 --html report.html`. Runs stand in .casebook/runs.');
          const asked = reference === undefined ? undefined : await resolveReference(workspace, reference, cwd);
          await choose(workspace, asked, options);
          if (options.deactivate && asked === undefined) return EXIT.ok;
          const active = await activeWorkItem(workspace, context.signal);
          const file = asked ?? active?.path;
          if (file === undefined) throw new Refusal('usage', 'No work item is active: name one, or make one active with `casebook show REF --activate`.');
          if (options.activate && active?.path !== file) context.err.write(`The branch names another work item${active === undefined ? '' : `, ${active.path}`}, which goes before ${file} as long as it is checked out.\n`);
          if (options.section !== undefined) {
            await showSection(context.out, workspace.root, file, options.section, options.json === true);
            return EXIT.ok;
          }
          const entry = readEntry(workspace, file);
          const by = active?.path === file ? active.by : undefined;
          const runs = await runsOf(context, workspace, file);
          if (options.json) writeJson(context.out, { ...describe(entry, Date.now()), active: by ?? null, runs: runs?.map(({ file: { id, purpose }, state }) => ({ id, purpose, state })) ?? null });
          else tell(context, workspace.root, entry, runs ?? [], by);
          return EXIT.ok;
        }),
      );
  },
};

async function choose(workspace: Workspace, file: string | undefined, { activate, deactivate }: ShowOptions): Promise<void> {
  if (activate && deactivate) throw new Refusal('usage', '--activate and --deactivate are opposites: give one of them.');
  if (activate && file === undefined) throw new Refusal('usage', '--activate needs the work item: `casebook show REF --activate`.');
  if (activate ?? deactivate) await setActive(workspace, activate ? file : undefined);
}

/** Newest first. Where the runs cannot be listed, the reason is told, and the work item is shown without them. */
async function runsOf({ err }: Context, workspace: Workspace, file: string): Promise<RunSummary[] | undefined> {
  const runs: RunSummary[] = [];
  try {
    for await (const run of listRuns(workspace.root)) runs.push(run);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    err.write(`Its runs are not told: ${plain(error.message)}\n`);
    return undefined;
  }
  if (runs.length === 0) return runs;
  const belonging = await belongingIn(workspace, file);
  return runs.filter((run) => belonging.has(file, run.file));
}

function tell({ out, err }: Context, root: string, entry: WorkItemEntry, runs: readonly RunSummary[], by: ActiveWorkItem['by'] | undefined): void {
  const { summary, problem } = entry;
  if (!summary) {
    err.write(`${problem ?? 'It cannot be read.'}\n`);
    return;
  }
  const [latest] = runs;
  const lines = [
    `${summary.alias === undefined ? '' : `${summary.alias}: `}${summary.title}`,
    path.join(root, entry.path),
    `Status: ${summary.status.text ?? '(none)'}${summary.phase === 'Closed' ? ' (closed)' : ''}`,
    ...summary.phases.map(({ phase, state }, index) => `  ${MARKS[state]} ${index + 1} ${phase}${phase === summary.phase ? '  <- here' : ''}${state === 'filled' ? '' : ` (${state})`}`),
    `Evidence blocks: ${summary.evidence}`,
    ...(latest === undefined ? [] : [`Runs: ${runs.length}, the latest ${latest.file.id} (${latest.state})`]),
    ...(by === undefined ? [] : [`The active work item, by ${by === 'branch' ? 'the name of the branch' : 'choice'}`]),
  ];
  out.write(`${lines.map(plain).join('\n')}\n`);
}

const MARKS = { filled: '[x]', empty: '[ ]', missing: '[!]' } as const;
