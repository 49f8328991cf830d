/** `casebook logs FILES… | -`: what logs tell, on the terminal and as evidence. `casebook logs diff PASSING FAILING`: what separates them. */
import path from 'node:path';
import { diffLogs } from '../../core/evidence/logs/diff.js';
import { parseMoment, zoneOf } from '../../core/evidence/logs/momentText.js';
import { reportLogs } from '../../core/evidence/logs/report.js';
import { DAY_MS } from '../../core/evidence/logs/stamp.js';
import type { LogWindow } from '../../core/evidence/logs/analysis.js';
import { Refusal } from '../../core/refusal.js';
import { plain } from '../../core/report/untrusted.js';
import { logsNamed } from '../../node/logs/diffSources.js';
import type { ReadOptions } from '../../node/logs/readFile.js';
import { readAll, spanOf } from '../../node/logs/readLogs.js';
import { localZone, recordLogs } from '../../node/logs/recordLogs.js';
import { threadsFor } from '../../node/logs/threads.js';
import { runFolder } from '../../node/run/folders.js';
import { resolveReference } from '../../node/workItem/store.js';
import { assertWritable } from '../../node/workItem/writeBack.js';
import { relativeTo } from '../../node/workspace.js';
import { duration, wholeNumber } from '../arguments.js';
import { workspaceFor, writeJson, type CommonOptions, type Context, type Verb } from '../context.js';
import { EXIT, gravest, type ExitCode } from '../exitCode.js';
import { followLogs } from '../followLogs.js';
import { logDiffLines, logLines } from '../logLines.js';
import { writeBack } from '../writeBack.js';

interface LogsOptions extends CommonOptions {
  readonly wi?: string;
  readonly since?: string;
  readonly until?: string;
  readonly around?: string;
  readonly grep?: string;
  readonly every?: number;
  readonly zone?: string;
  readonly follow?: true;
  readonly for?: number;
  readonly name?: string;
  readonly threads?: number;
}

/** What is looked at on either side of a moment, ms. */
const AROUND_MS = 60_000;

export const verb: Verb = {
  define(command, act) {
    command
      .usage('[options] <files...> | - | diff [options] <passing> <failing>')
      .argument('[files...]', 'logs, gzip too; `-` for standard input; or `diff PASSING FAILING`: two logs, or ids of runs')
      .option('--wi <ref>', 'write it into this work item (path, file name or alias)')
      .option('--since <time>', 'from then on: 2026-11-21T14:02, 14:02:33 (of the first log\'s first day), 15m (ago)')
      .option('--until <time>', 'up to then')
      .option('--around <time>', 'one minute before and behind, and the lines next to it')
      .option('--grep <regex>', 'only records of which a line matches (JavaScript; ignores case)')
      .option('--every <duration>', 'hold what repeats against this period', duration)
      .option('--zone <offset>', 'of stamps that tell none: UTC, +01:00 (default: of this machine)')
      .option('--follow', 'go on with what is appended, and tell what is new or fails; Ctrl-C ends it and sums up')
      .option('--for <duration>', 'with --follow: end after so long', duration)
      .option('--name <text>', 'what standard input is called in the evidence')
      .option('--threads <n>', 'threads that read a large log (default: as many as processors)', wholeNumber)
      .action(act((context, files: readonly string[], options: LogsOptions) => (files[0] === 'diff' ? diff(context, files, options) : logs(context, files, options))));
  },
};

async function logs(context: Context, files: readonly string[], options: LogsOptions): Promise<ExitCode> {
  if (files.length === 0) throw new Refusal('usage', 'Name a log, several, or `-` for standard input; or `casebook logs diff PASSING FAILING`.');
  if (files.filter((name) => name === '-').length > 1) throw new Refusal('usage', 'Standard input (`-`) can be read once.');
  if (options.for !== undefined && options.follow !== true) throw new Refusal('usage', '--for goes with --follow: it says how long to follow.');
  if (options.every === 0) throw new Refusal('usage', '--every 0 is no period: write 100ms, 3s or 2m.');
  const target = options.wi === undefined ? undefined : await targetOf(context, options, options.wi);
  const cwd = options.cwd === undefined ? context.cwd : path.resolve(context.cwd, options.cwd);
  const { read, window, selection } = await readOptions(cwd, files, options, target !== undefined);
  const sources = { cwd, names: files, stream: process.stdin, streamName: options.name ?? 'standard input' };
  const found = options.follow === true ? await following(context, sources, options, read) : await readAll(sources, read, context.signal);
  if (found.logs.length === 0) throw new Refusal('usage', `${found.missing.join(' ')} Nothing was read.`);
  const report = reportLogs(found.logs, { window, selection, missing: found.missing, ...(options.every !== undefined && { everyMs: options.every }) });
  const code = gravest(options.follow === true && context.signal.aborted ? EXIT.cancelled : EXIT.ok, report.signatures.length > 0 || report.missing.length > 0 ? EXIT.found : EXIT.ok);
  const record = target && (await recordLogs(target.root, report, { casebook: context.version, workItem: target.workItem, command: commandOf(files, options) }));
  const ledger = target && record ? { id: record.id, ledger: relativeTo(target.root, runFolder(target.root, record.id)) } : {};
  if (options.json === true && options.follow === true) context.out.write(`${JSON.stringify({ type: 'report', ...ledger, ...report })}\n`);
  else if (options.json === true) writeJson(context.out, { ...ledger, ...report });
  else context.out.write(`${logLines(report)}${record ? plain(`\nRecorded as ${record.id}: ${ledger.ledger ?? ''}\n`) : ''}`);
  return target && record ? gravest(code, await writeBack(context, target.root, record.id, target.workItem)) : code;
}

async function targetOf(context: Context, options: LogsOptions, wi: string): Promise<{ root: string; workItem: string }> {
  const { workspace, cwd } = await workspaceFor(context, options);
  const workItem = await resolveReference(workspace, wi, cwd);
  await assertWritable(path.join(workspace.root, workItem));
  return { root: workspace.root, workItem };
}

async function following(context: Context, sources: Parameters<typeof readAll>[0], options: LogsOptions, read: ReadOptions): Promise<Awaited<ReturnType<typeof readAll>>> {
  const time = options.for === undefined ? [] : [AbortSignal.timeout(options.for)];
  const signal = AbortSignal.any([context.signal, ...time]);
  // What is waited for on standard input ends with it.
  signal.addEventListener('abort', () => void sources.stream.destroy(), { once: true });
  return followLogs(context, { ...sources, json: options.json === true, all: options.grep !== undefined }, read, signal);
}

async function diff(context: Context, files: readonly string[], options: LogsOptions): Promise<ExitCode> {
  const [, passing = '', failing = ''] = files;
  if (files.length !== 3) throw new Refusal('usage', `\`logs diff\` holds two logs, or runs, against each other, and ${files.length - 1} ${files.length === 2 ? 'was' : 'were'} named: write \`casebook logs diff PASSING FAILING\`, or ./diff for a log of that name.`);
  const misplaced = (['wi', 'follow', 'for', 'name', 'every', 'around'] as const).find((name) => options[name] !== undefined);
  if (misplaced !== undefined) throw new Refusal('usage', `--${misplaced} does not go with \`logs diff\`.`);
  const { workspace, cwd } = await workspaceFor(context, options);
  const { read } = await readOptions(cwd, [passing, failing], options, false);
  const reading = { ...read, numbers: true as const };
  const passed = await logsNamed(workspace.root, cwd, passing, 'passing', reading, context.signal);
  const failed = await logsNamed(workspace.root, cwd, failing, 'failing', reading, context.signal);
  const found = diffLogs(passed, failed);
  if (options.json === true) writeJson(context.out, found);
  else context.out.write(logDiffLines(found));
  return found.onlyFailing.length + found.onlyPassing.length + found.moreOften.length + found.numbers.length > 0 ? EXIT.found : EXIT.ok;
}

/** How the logs are to be read. @throws Refusal `usage` for times, zones and expressions that are none */
async function readOptions(cwd: string, files: readonly string[], options: LogsOptions, hash: boolean): Promise<{ read: ReadOptions; window: LogWindow; selection: string[] }> {
  const now = Date.now();
  const zone = options.zone === undefined ? localZone(now) : zoneOf(options.zone);
  if (zone === undefined) throw new Refusal('usage', `--zone ${options.zone ?? ''} is no offset: write UTC, +01:00 or -0500.`);
  const selection: string[] = [];
  let span: Awaited<ReturnType<typeof spanOf>>;
  const moment = async (name: 'since' | 'until' | 'around'): Promise<number | undefined> => {
    const text = options[name];
    if (text === undefined) return undefined;
    span ??= await spanOf(cwd, files[0] ?? '', zone);
    const at = momentIn(text, name === 'since' ? span && { ...span, last: span.first } : span, now, zone);
    if (at === undefined) throw new Refusal('usage', `--${name} ${text} is no time: write 2026-11-21T14:02:33, 14:02:33 or 15m.`);
    selection.push(`--${name} ${new Date(at).toISOString()}`);
    return at;
  };
  const [since, until, around] = [await moment('since'), await moment('until'), await moment('around')];
  if (since !== undefined && until !== undefined && since >= until) throw new Refusal('usage', '--since is not before --until: nothing lies between them.');
  const grep = options.grep === undefined ? undefined : expression(options.grep);
  if (grep) selection.push(`--grep ${options.grep ?? ''}`);
  const window: LogWindow = {
    ...(since !== undefined ? { since } : around !== undefined && { since: around - AROUND_MS }),
    ...(until !== undefined ? { until } : around !== undefined && { until: around + AROUND_MS }),
    ...(around !== undefined && { around }),
  };
  return { read: { zone, hash, workers: threadsFor(options.threads), ...(Object.keys(window).length > 0 && { window }), ...(grep && { grep }) }, window, selection };
}

/** A time of day is of the first day, or of the next one where only there it lies in the log: that may go on over midnight. */
function momentIn(text: string, span: { readonly first: number; readonly last: number } | undefined, now: number, zone: number): number | undefined {
  const at = parseMoment(text, { now, zone, day: span?.first ?? now });
  if (at === undefined || !span || at >= span.first) return at;
  const next = parseMoment(text, { now, zone, day: span.first + DAY_MS });
  return next !== undefined && next <= span.last ? next : at;
}

function expression(text: string): RegExp {
  try {
    return new RegExp(text, 'im');
  } catch (error) {
    throw new Refusal('usage', `--grep ${text} is no regular expression (${error instanceof Error ? error.message : String(error)}).`);
  }
}

/** The words of the command line, from what was understood. */
function commandOf(files: readonly string[], { since, until, around, grep, every, zone, follow }: LogsOptions): string[] {
  const option = (name: string, value: string | undefined): string[] => (value === undefined ? [] : [`--${name}`, value]);
  return ['logs', ...option('since', since), ...option('until', until), ...option('around', around), ...option('grep', grep), ...option('every', every === undefined ? undefined : `${every}ms`), ...option('zone', zone), ...(follow ? ['--follow'] : []), ...files];
}
