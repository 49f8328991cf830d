/** `casebook new`: makes a work item and prints its path. */
import path from 'node:path';
import { aliasIn } from '../../core/workItem/parse.js';
import type { ScaffoldValues } from '../../core/workItem/scaffold.js';
import { plain } from '../../core/report/untrusted.js';
import { Refusal } from '../../core/refusal.js';
import { isRunId } from '../../core/run/id.js';
import { unnamedTests } from '../../core/prove/sentence.js';
import { endedEvidenceOf, fromRun, writeRunInto } from '../../node/evidence/runEvidence.js';
import { baselineProblem } from '../../node/prove/baseline.js';
import { runFolder } from '../../node/run/folders.js';
import { readRunFile } from '../../node/run/readLedger.js';
import { baselineCommand } from '../../node/run/repetition.js';
import { createWorkItem } from '../../node/workItem/create.js';
import { lessonsApplied } from '../../node/workItem/lessons.js';
import { fromLog, fromResults } from '../../node/workItem/origin.js';
import { workspaceFor, writeJson, type CommonOptions, type Verb } from '../context.js';
import { EXIT } from '../exitCode.js';

interface NewOptions extends CommonOptions {
  readonly title?: string;
  readonly template?: string;
  readonly from?: string;
  readonly test?: string;
  readonly fromLog?: string;
}

/** What the work item starts with; `run` is the one whose evidence goes into it. */
interface Start {
  readonly title?: string;
  readonly template?: string;
  readonly values: ScaffoldValues;
  readonly run?: string;
}

export const verb: Verb = {
  define(command, act) {
    command
      .option('--title <title>', 'what is wrong, in a few words')
      .option('--template <name>', 'bug-fix, flaky-test, connection, resilience, or one of .casebook/templates')
      .option('--from <results>', 'a run that failed (its id), or a file of test results: JUnit XML, TRX, CTRF, TAP, go test -json, JSON of common runners')
      .option('--test <name>', 'the test in the file of --from (default: the only one that failed)')
      .option('--from-log <file>', 'a log, whose first error goes into the work item')
      .action(
        act(async (context, options: NewOptions) => {
          const { workspace, cwd } = await workspaceFor(context, options);
          const start = await startOf(options, workspace.root, cwd);
          const title = options.title ?? start.title;
          if (title === undefined) throw new Refusal('usage', 'A work item needs a title: add `--title "What is wrong"`, or take it from a failure with `--from RUN`, `--from RESULTS` or `--from-log FILE`.');
          const template = options.template ?? start.template;
          const lessons = await lessonsApplied(workspace, { words: title, errors: start.values['errors'] ?? '' }, context.signal);
          const values = { ...start.values, ...(lessons !== undefined && { lessons }) };
          const file = await createWorkItem(workspace, context.templates, { title, values, ...(template !== undefined && { template }) }, new Date(), context.signal);
          if (start.run !== undefined) await writeRunInto({ root: workspace.root, templates: context.templates }, start.run, file, context.signal);
          const full = path.join(workspace.root, file);
          if (options.json) writeJson(context.out, { path: full, workItem: file });
          else context.out.write(`${full}\n`);
          if (start.run !== undefined && !options.json) context.err.write(await nextStep(workspace.root, start.run, file));
          return EXIT.ok;
        }),
      );
  },
};

async function startOf({ from, test, fromLog: log }: NewOptions, root: string, cwd: string): Promise<Start> {
  if (test !== undefined && (from === undefined || isRunId(from))) throw new Refusal('usage', '--test names a test in a file of results: add `--from FILE`.');
  const origin = from === undefined ? undefined : isRunId(from) ? await startOfRun(root, from) : await fromResults(root, path.resolve(cwd, from), test);
  if (log === undefined) return origin ?? { values: {} };
  const logged = await fromLog(root, path.resolve(cwd, log));
  return origin ? { ...origin, values: together(origin.values, logged.values) } : logged;
}

/** What proves a fix later: the run itself if it is a baseline, else one that is. */
async function nextStep(root: string, run: string, workItem: string): Promise<string> {
  const reference = aliasIn(workItem) ?? workItem;
  const file = await readRunFile(runFolder(root, run));
  const problem = baselineProblem(file);
  const unnamed = problem === undefined ? unnamedTests(await endedEvidenceOf(root, run)) : undefined;
  if (unnamed !== undefined) return `Next: before you change anything, measure a baseline. Against run ${run} ${unnamed}\n`;
  return problem === undefined
    ? `Next: find the cause, change it, and let \`casebook verify --wi ${reference}\` say whether the failure is gone.\n`
    : `Next: before you change anything, \`${plain(baselineCommand(root, file, workItem))}\`: ${run} is no baseline, since ${problem}.\n`;
}

async function startOfRun(root: string, id: string): Promise<Start> {
  return { ...(await fromRun(root, id)), run: id };
}

/** Both values where both have one. */
function together(first: ScaffoldValues, second: ScaffoldValues): ScaffoldValues {
  return Object.fromEntries([...new Set([...Object.keys(first), ...Object.keys(second)])].map((name) => [name, [first[name], second[name]].filter((value) => value !== undefined).join('\n\n')]));
}
