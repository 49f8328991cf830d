/** `casebook logs diff PASSING FAILING`: what separates two logs, or the attempts of runs, on the terminal and as evidence. */
import { diffLogs } from '../core/evidence/logs/diff.js';
import { diffReport, separates } from '../core/evidence/logs/diffReport.js';
import { Refusal } from '../core/refusal.js';
import { plain } from '../core/report/untrusted.js';
import { diffExcerpts } from '../node/logs/diffExcerpts.js';
import { readSource, sourceNamed, type LogSource } from '../node/logs/diffSources.js';
import { recordLogDiff } from '../node/logs/recordLogs.js';
import { runFolder } from '../node/run/folders.js';
import { relativeTo } from '../node/workspace.js';
import { workspaceFor, writeJson, type Context } from './context.js';
import { EXIT, gravest, type ExitCode } from './exitCode.js';
import { logDiffLines } from './logDiffLines.js';
import { commandOf, readOptions, targetOf, type LogsOptions } from './logsOptions.js';
import { writeBack } from './writeBack.js';

/** @param names of both sides, as they were written */
export async function diffOfLogs(context: Context, names: readonly string[], options: LogsOptions): Promise<ExitCode> {
  const [passing = '', failing = ''] = names;
  if (names.length !== 2) throw new Refusal('usage', `\`logs diff\` holds two logs, or runs, against each other, and ${names.length} ${names.length === 1 ? 'was' : 'were'} named: write \`casebook logs diff PASSING FAILING\`, or ./diff for a log of that name.`);
  const misplaced = (['follow', 'for', 'name', 'every', 'around'] as const).filter((name) => options[name] !== undefined).map((name) => `--${name}`);
  if (misplaced.length > 0) throw new Refusal('usage', `${misplaced.join(' and ')} ${misplaced.length === 1 ? 'does' : 'do'} not go with \`logs diff\`, which reads both logs to their ends.`);
  const { workspace, cwd } = await workspaceFor(context, options);
  const { root } = workspace;
  const target = options.wi === undefined ? undefined : await targetOf(context, options, options.wi);
  const sources = { passing: await sourceNamed(root, cwd, passing, 'passing'), failing: await sourceNamed(root, cwd, failing, 'failing') };
  // A time of day is of the first day of each side's own log: the two may be of different days.
  const askedOf = ({ folder, files }: LogSource): ReturnType<typeof readOptions> => readOptions(folder, files, options, target !== undefined, context.signal);
  const asked = { passing: await askedOf(sources.passing), failing: await askedOf(sources.failing) };
  const reading = { passing: asked.passing.read, failing: asked.failing.read };
  const read = { passing: await readSource(sources.passing, { ...reading.passing, numbers: true }, context.signal), failing: await readSource(sources.failing, { ...reading.failing, numbers: true }, context.signal) };
  const found = diffLogs(read.passing.logs, read.failing.logs);
  const { excerpts, missing } = await diffExcerpts(found.parting, read, reading, context.signal);
  const selection = [...new Set([...asked.passing.selection, ...asked.failing.selection])];
  const report = diffReport(found, { passing: read.passing.logs, failing: read.failing.logs, selection, missing: [...read.passing.missing, ...read.failing.missing, ...missing] }, excerpts);
  const code = separates(report) || report.missing.length > 0 ? EXIT.found : EXIT.ok;
  const record = target && (await recordLogDiff(target.root, report, { casebook: context.version, workItem: target.workItem, command: commandOf(['diff', passing, failing], options) }));
  const ledger = target && record ? { id: record.id, ledger: relativeTo(target.root, runFolder(target.root, record.id)) } : {};
  if (options.json === true) writeJson(context.out, { ...ledger, ...report });
  else context.out.write(`${logDiffLines(report)}${record ? plain(`\nRecorded as ${record.id}: ${ledger.ledger ?? ''}\n`) : ''}`);
  return target && record ? gravest(code, await writeBack(context, target.root, record.id, target.workItem)) : code;
}
