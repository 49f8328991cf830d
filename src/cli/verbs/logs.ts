/** `casebook logs FILES… | -`: what logs tell, on the terminal and as evidence. `casebook logs diff PASSING FAILING`: what separates them. */
import path from 'node:path';
import { reportLogs } from '../../core/evidence/logs/report.js';
import { Refusal } from '../../core/refusal.js';
import { plain } from '../../core/report/untrusted.js';
import type { ReadOptions } from '../../node/logs/readFile.js';
import { readAll } from '../../node/logs/readLogs.js';
import { recordLogs } from '../../node/logs/recordLogs.js';
import { startLimit } from '../../node/limit.js';
import { runFolder } from '../../node/run/folders.js';
import { relativeTo } from '../../node/workspace.js';
import { duration, wholeNumber } from '../arguments.js';
import { workspaceFor, writeJson, type Context, type Verb } from '../context.js';
import { diffOfLogs } from '../diffOfLogs.js';
import { EXIT, gravest, type ExitCode } from '../exitCode.js';
import { followLogs } from '../followLogs.js';
import { logLines } from '../logLines.js';
import { commandOf, readOptions, targetOf, type LogsOptions } from '../logsOptions.js';
import { writeBack } from '../writeBack.js';

/** What a timer can wait, ms: 24 days. */
const LONGEST = 2 ** 31 - 1;

export const verb: Verb = {
  define(command, act) {
    command
      .usage('[options] <files...> | - | diff [options] <passing> <failing>')
      .argument('[files...]', 'logs, gzip too; `-` for standard input; or `diff PASSING FAILING`: two logs, or ids of runs')
      .option('--wi <ref>', 'write it into this work item (path, file name or alias)')
      .option('--since <time>', 'from then on: 2026-11-21T14:02, 14:02:33 (of the first log\'s first day; with diff, of each side\'s), 15m (ago)')
      .option('--until <time>', 'up to then')
      .option('--around <time>', 'one minute before and behind, and the lines next to it')
      .option('--grep <regex>', 'only records of which a line matches (JavaScript; ignores case)')
      .option('--every <duration>', 'hold what repeats against this period', duration)
      .option('--zone <offset>', 'of stamps that tell none: UTC, +01:00 (default: of this machine)')
      .option('--follow', 'go on with what is appended, and tell what is new or fails; Ctrl-C ends it and sums up')
      .option('--for <duration>', 'with --follow: end after so long', duration)
      .option('--name <text>', 'what standard input is called in the evidence')
      .option('--threads <n>', 'threads that read a large log (default: as many as processors)', wholeNumber)
      // For the editor, which writes the evidence itself, and may keep it for no work item.
      .addOption(command.createOption('--hand-over').hideHelp())
      .addHelpText('after', '\n`diff` takes --wi, --since, --until, --grep, --zone and --json.\nExit codes: 0 nothing failed, or nothing separates the two; 1 something did, or something that was asked for is missing; 2 bad usage, or nothing could be read; 3 the ledger or the work item cannot be written; 4 the block was edited by hand, or the work item kept changing.')
      .action(act((context, files: readonly string[], options: LogsOptions) => (files[0] === 'diff' ? diffOfLogs(context, files.slice(1), options) : logs(context, files, options))));
  },
};

async function logs(context: Context, files: readonly string[], options: LogsOptions): Promise<ExitCode> {
  if (files.length === 0) throw new Refusal('usage', 'Name a log, several, or `-` for standard input; or `casebook logs diff PASSING FAILING`.');
  if (files.filter((name) => name === '-').length > 1) throw new Refusal('usage', 'Standard input (`-`) can be read once.');
  if (options.for !== undefined && options.follow !== true) throw new Refusal('usage', '--for goes with --follow: it says how long to follow.');
  if (options.every === 0) throw new Refusal('usage', '--every 0 is no period: write 100ms, 3s or 2m.');
  const handOver = options.handOver === true;
  const target: { readonly root: string; readonly workItem?: string } | undefined = options.wi !== undefined ? await targetOf(context, options, options.wi) : handOver ? { root: (await workspaceFor(context, options)).workspace.root } : undefined;
  const cwd = options.cwd === undefined ? context.cwd : path.resolve(context.cwd, options.cwd);
  const { read, window, selection } = await readOptions(cwd, files, options, target !== undefined, context.signal);
  const sources = { cwd, names: files, stream: process.stdin, streamName: options.name ?? 'standard input' };
  const found = options.follow === true ? await following(context, sources, options, read) : await readAll(sources, read, context.signal);
  if (found.logs.length === 0) throw new Refusal('usage', `${found.missing.join(' ')} Nothing was read.`);
  const report = reportLogs(found.logs, { window, selection, missing: found.missing, ...(options.every !== undefined && { everyMs: options.every }) });
  const code = gravest(options.follow === true && context.signal.aborted ? EXIT.cancelled : EXIT.ok, report.signatures.length > 0 || report.missing.length > 0 ? EXIT.found : EXIT.ok);
  const record = target && (await recordLogs(target.root, report, { casebook: context.version, ...(target.workItem !== undefined && { workItem: target.workItem }), command: commandOf(files, options) }));
  const ledger = target && record ? { id: record.id, ledger: relativeTo(target.root, runFolder(target.root, record.id)) } : {};
  if (options.json === true && options.follow === true) context.out.write(`${JSON.stringify({ type: 'report', ...ledger, ...report })}\n`);
  else if (options.json === true) writeJson(context.out, { ...ledger, ...report });
  else context.out.write(`${logLines(report)}${record ? plain(`\nRecorded as ${record.id}: ${ledger.ledger ?? ''}\n`) : ''}`);
  return target?.workItem !== undefined && record && !handOver ? gravest(code, await writeBack(context, target.root, record.id, target.workItem)) : code;
}

async function following(context: Context, sources: Parameters<typeof readAll>[0], options: LogsOptions, read: ReadOptions): Promise<Awaited<ReturnType<typeof readAll>>> {
  const limit = options.for === undefined ? undefined : startLimit(Math.min(options.for, LONGEST), context.signal);
  const signal = limit?.signal ?? context.signal;
  // What is waited for on standard input ends with it.
  signal.addEventListener('abort', () => void sources.stream.destroy(), { once: true });
  try {
    return await followLogs(context, { ...sources, json: options.json === true, all: options.grep !== undefined }, read, signal);
  } finally {
    limit?.end();
  }
}
