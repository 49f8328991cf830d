/** `casebook bisect --good REV --bad REV -- cmd…`: finds the commit that brought a failure which comes only now and then. */
import path from 'node:path';
import { InvalidArgumentError, Option } from 'commander';
import { bisectionError, TOTAL_ERROR, type Bisection } from '../../core/prove/bisection.js';
import { bisectBlock, bisectionSentence } from '../../core/report/bisectBlock.js';
import { plain } from '../../core/report/untrusted.js';
import { newRunId } from '../../core/run/id.js';
import { Refusal } from '../../core/refusal.js';
import { placeOf } from '../../core/workItem/place.js';
import { randomBytes, systemClock } from '../../node/ports.js';
import { candidatesBetween } from '../../node/prove/bisect.js';
import { commitOf } from '../../node/prove/repository.js';
import { assertRelative, makeWorktree } from '../../node/prove/worktree.js';
import { runFolder } from '../../node/run/folders.js';
import { resolveReference } from '../../node/workItem/store.js';
import { assertWritable, writeEvidence } from '../../node/workItem/writeBack.js';
import { relativeTo } from '../../node/workspace.js';
import { duration, wholeNumber } from '../arguments.js';
import { workspaceFor, type CommonOptions, type Context, type Verb } from '../context.js';
import { EXIT, type ExitCode } from '../exitCode.js';
import { addAttemptOptions, planOf, type PlanOptions } from '../planOptions.js';
import { Bisecting } from '../series/bisecting.js';
import { controlOf } from '../series/series.js';

interface BisectOptions extends CommonOptions, PlanOptions {
  readonly good: string;
  readonly bad: string;
  readonly rate?: number;
  readonly setup?: string;
  readonly wi?: string;
}

export const verb: Verb = {
  define(command, act) {
    command
      .usage('--good <rev> --bad <rev> [options] -- <command> [args...]')
      .argument('<command...>', 'the command under test, behind --')
      .requiredOption('--good <rev>', 'a commit on which the failure did not come yet')
      .requiredOption('--bad <rev>', 'a commit after it, on which it comes')
      .option('--rate <percent>', 'failure rate at the bad end, such as 5%; by default it is measured', rate)
      .option('--setup <line>', 'shell line that prepares each commit, such as `npm ci`; where it fails, the commit is skipped (CASEBOOK_SOURCE is the top of your checkout)')
      .option('--wi <ref>', 'write the result into this work item (path, file name or alias)');
    command.option('-n, --attempts <n>', 'attempts of each commit (default: sized by the failure rate, so that the result is right with a confidence of 95 %)', wholeNumber);
    // They are refused with a reason: a bisection says itself when a commit is judged.
    command.addOption(new Option('--for <duration>').argParser(duration).hideHelp()).addOption(new Option('--until-failure').hideHelp()).addOption(new Option('--until-failures <n>').argParser(wholeNumber).hideHelp());
    addAttemptOptions(command);
    command
      .addHelpText('after', '\nIt works in a git worktree of its own: your checkout stays as it is. By default each commit is tried so often that the result is right with a confidence of 95 %.\nExit codes: 0 found at 95 % confidence, 1 not found, or less sure, 2 bad usage, 3 could not run, 4 the work item could not be written, 130 cancelled.')
      .action(act(bisect));
  },
};

async function bisect(context: Context, words: string[], options: BisectOptions): Promise<ExitCode> {
  const { workspace, cwd } = await workspaceFor(context, options);
  const { root, config } = workspace;
  const { signal } = context;
  const plan = planOf(options);
  if (plan.untilFailures !== undefined || plan.forMs !== undefined) throw new Refusal('usage', 'A bisection says itself when a commit is judged: leave out --for and --until-….');
  const workItem = options.wi === undefined ? undefined : await resolveReference(workspace, options.wi, cwd);
  if (workItem !== undefined) await assertWritable(path.join(root, workItem));
  const [good, bad] = [await commitOf(options.good, cwd, signal), await commitOf(options.bad, cwd, signal)];
  const candidates = await candidatesBetween(good, bad, cwd, signal);
  const id = newRunId(systemClock.now(), randomBytes);
  const request = { root, id, command: plan.shell ? [words.join(' ')] : words, cwd, plan, purpose: 'repeat' as const, environment: config.environment, workItemFolders: config.workItems.folders, results: config.run.results, casebook: context.version };
  const worktree = await makeWorktree(cwd, bad, signal);
  try {
    assertRelative(request.command, worktree);
    const order = { request, good, bad, candidates, setup: options.setup, attempts: options.attempts, rate: options.rate, control: (run: string) => controlOf(context, { root, id: run }) };
    const json = options.json === true;
    const onEvent = (event: object, run: string): void => {
      if (json) context.out.write(`${JSON.stringify({ run, ...event })}\n`);
    };
    const result = await new Bisecting(order, worktree, onEvent, (line) => context.err.write(`${plain(line)}\n`), signal).run();
    tell(context, id, result, json);
    if (typeof result === 'string') return EXIT.found;
    if (workItem !== undefined) await write(context, root, id, result, workItem);
    return result.found.length === 1 && bisectionError(result) <= TOTAL_ERROR ? EXIT.ok : EXIT.found;
  } finally {
    await worktree.remove();
  }
}

async function write({ err, templates }: Context, root: string, id: string, result: Bisection, workItem: string): Promise<void> {
  const file = path.join(root, workItem);
  const block = bisectBlock(id, result, (run) => relativeTo(path.dirname(file), runFolder(root, run)));
  // What was measured is written even if the verb is cancelled now.
  const places = await writeEvidence({ root, templates }, file, [{ block, place: placeOf(block.kind, { id }) }], new AbortController().signal);
  err.write(`${plain(`Written into ${workItem}: ${places.join('; ')}`)}.\n`);
}

function tell({ out }: Context, id: string, result: Bisection | string, json: boolean): void {
  const sentence = typeof result === 'string' ? result : bisectionSentence(result);
  if (json) {
    out.write(`${JSON.stringify(typeof result === 'string' ? { series: id, found: [], sentence } : { series: id, ...result, sentence, error: bisectionError(result) })}\n`);
    return;
  }
  out.write(`${sentence}\n`);
  if (typeof result !== 'string') for (const { commit, subject } of result.found) out.write(`  ${commit}  ${plain(subject)}\n`);
}

/** `5%`, `5 %` or `0.05` as a fraction. */
function rate(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*(%?)$/.exec(text);
  const value = Number(match?.[1]) / (match?.[2] === '%' ? 100 : 1);
  if (!(value > 0 && value <= 1)) throw new InvalidArgumentError('Write a rate above 0 and up to 100 %: 5%, or 0.05.');
  return value;
}
