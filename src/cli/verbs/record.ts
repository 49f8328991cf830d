/**
 * `casebook record [options] -- cmd…`: runs a command once, and files what it printed and how it ended. `--wi REF --block LINE` runs the shell code of a work
 * item there, and files its evidence under it. A command that fails is not run again: how often it fails, `casebook run` measures.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { CommandReport } from '../../core/command/types.js';
import { durationArgument } from '../../core/report/format.js';
import { commandHeadline, commandRemarks } from '../../core/report/commandSentences.js';
import { plain } from '../../core/report/untrusted.js';
import { Refusal } from '../../core/refusal.js';
import { isRunId, newRunId } from '../../core/run/id.js';
import { MAX_TIMER_MS } from '../../core/run/plan.js';
import type { FenceRef } from '../../core/workItem/shellFences.js';
import { recordCommand } from '../../node/command/recordCommand.js';
import { randomBytes, systemClock } from '../../node/ports.js';
import { runFolder } from '../../node/run/folders.js';
import { resolveReference } from '../../node/workItem/store.js';
import { readText } from '../../node/workItem/readText.js';
import { assertWritable } from '../../node/workItem/writeBack.js';
import { relativeTo, type Workspace } from '../../node/workspace.js';
import { duration, wholeNumber } from '../arguments.js';
import { fenceArgument, fenceInLine } from '../shellFence.js';
import { workspaceFor, writeJson, type CommonOptions, type Context, type Verb } from '../context.js';
import { EXIT, gravest, type ExitCode } from '../exitCode.js';
import { writeBack } from '../writeBack.js';

interface RecordOptions extends CommonOptions {
  readonly wi?: string;
  readonly block?: number;
  readonly shell?: true;
  readonly timeout: number;
  readonly fence?: FenceRef;
  readonly runId?: string;
  readonly handOver?: true;
}

const DEFAULT_TIMEOUT_MS = 300_000;

export const verb: Verb = {
  define(command, act) {
    command
      .usage('[options] -- <command> [args...] | --wi <ref> --block <line>')
      .argument('[command...]', 'behind --: what is run, once')
      .option('--wi <ref>', 'file it in this work item (path, file name or alias)')
      .option('--block <line>', 'with --wi: run the shell code in that line of it, and file the evidence under it, in place of an earlier one', wholeNumber)
      .option('--shell', 'hand the command to the shell as one line')
      .addOption(command.createOption('--timeout <duration>', 'end it when it takes longer').argParser(duration).default(DEFAULT_TIMEOUT_MS, durationArgument(DEFAULT_TIMEOUT_MS)))
      // For the editor, which knows the shell code of unsaved text and writes the evidence itself.
      .addOption(command.createOption('--fence <ref>').argParser(fenceArgument).hideHelp())
      .addOption(command.createOption('--run-id <id>').hideHelp())
      .addOption(command.createOption('--hand-over').hideHelp())
      .addHelpText('after', '\nWhat it prints goes to standard output, line by line and without secrets; with --json it is kept only.\n\nExit codes: 0 it exited with 0, 1 it failed or timed out, 2 bad usage, 3 it could not be started, 4 the work item could not be written (the evidence is kept), 130 cancelled.')
      .action(act(record));
  },
};

interface Asked {
  readonly command: readonly string[];
  readonly shell: boolean;
  readonly fence?: FenceRef;
}

async function record(context: Context, words: readonly string[], options: RecordOptions): Promise<ExitCode> {
  if (options.timeout <= 0 || options.timeout > MAX_TIMER_MS) throw new Refusal('usage', 'The timeout must be longer than nothing and at most 24 days: try `--timeout 5m`.');
  if (options.runId !== undefined && !isRunId(options.runId)) throw new Refusal('usage', `${options.runId} is not the id of a run.`);
  const { workspace, cwd } = await workspaceFor(context, options);
  const workItem = options.wi === undefined ? undefined : await resolveReference(workspace, options.wi, cwd);
  if (workItem !== undefined) await assertWritable(path.join(workspace.root, workItem));
  if (options.runId !== undefined && existsSync(runFolder(workspace.root, options.runId))) throw new Refusal('unable', `There is a run ${options.runId} already, so nothing was run: start it again, which gives it a new id.`);
  const asked = askedFor(workspace, words, options, workItem);
  const quiet = options.json === true;
  const { workItems } = workspace.config;
  const { id, report } = await recordCommand(
    { root: workspace.root, id: options.runId ?? newRunId(systemClock.now(), randomBytes), cwd, ...asked, environment: context.env, timeoutMs: options.timeout, workItemFolders: workItems.folders, casebook: context.version, ...(workItem !== undefined && { workItem }), ...(quiet ? {} : { onText: (text: string) => context.out.write(text) }) },
    context.signal,
    context.now,
  );
  const ledger = relativeTo(workspace.root, runFolder(workspace.root, id));
  if (quiet) writeJson(context.out, { id, ledger, ...report });
  else context.err.write(`${plain([commandHeadline(report), ...commandRemarks(report)].join(' '))}\n${plain(`Recorded as ${id}: ${ledger}`)}\n`);
  const code = codeOf(report);
  if (workItem === undefined || options.handOver === true) return code;
  if (code !== EXIT.cancelled) return gravest(code, await writeBack(context, workspace.root, id, workItem));
  context.err.write(`What was cancelled is not filed: \`casebook writeback ${id} --wi REF\` does that, if it is wanted.\n`);
  return code;
}

function codeOf({ outcome }: CommandReport): ExitCode {
  if (outcome === 'cancelled') return EXIT.cancelled;
  return outcome === 'pass' || outcome === 'leak' ? EXIT.ok : EXIT.found;
}

/** @throws Refusal `usage` if it is not clear what is to be run */
function askedFor({ root }: Workspace, words: readonly string[], { block, fence, ...options }: RecordOptions, workItem: string | undefined): Asked {
  const shell = options.shell === true;
  if (block === undefined) {
    if (words.length === 0) throw new Refusal('usage', 'Name the command behind --, as in `casebook record -- npm test`, or the shell code of a work item, as in `casebook record --wi WI1 --block 12`.');
    return { command: shell ? [words.join(' ')] : words, shell, ...(fence && { fence }) };
  }
  if (workItem === undefined) throw new Refusal('usage', '--block names a line of a work item: name that with --wi.');
  if (words.length > 0 || shell) throw new Refusal('usage', 'With --block the shell code there is run: leave out the command, and --shell.');
  const found = fenceInLine(readText(path.join(root, workItem)), block, workItem);
  return { command: [found.shell, '-c', found.script], shell: false, fence: found.fence };
}
