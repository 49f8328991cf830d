/** `casebook wait TARGET`: until it answers as its clients need it. Exits 1 if it does not in time, else as the command that follows. */
import path from 'node:path';
import { probeTimeoutProblem } from '../../core/probe/limits.js';
import { parseTarget } from '../../core/probe/target.js';
import type { ProbeResult } from '../../core/probe/types.js';
import { durationArgument } from '../../core/report/format.js';
import { plain } from '../../core/report/untrusted.js';
import { Refusal } from '../../core/refusal.js';
import { LEDGER_SCHEMA } from '../../core/run/events.js';
import { newRunId } from '../../core/run/id.js';
import { parseCondition, targetFor, type Condition } from '../../core/wait/condition.js';
import type { WaitReport } from '../../core/wait/timeline.js';
import { hostInfo } from '../../node/host.js';
import { randomBytes, systemClock } from '../../node/ports.js';
import { readTrust } from '../../node/probe/trust.js';
import { writeNewRecord } from '../../node/run/newRecord.js';
import { waitFor } from '../../node/wait/wait.js';
import type { WaitRecord } from '../../node/wait/waitRecord.js';
import { resolveReference } from '../../node/workItem/store.js';
import { assertWritable } from '../../node/workItem/writeBack.js';
import type { Workspace } from '../../node/workspace.js';
import { duration, wholeNumber } from '../arguments.js';
import { workspaceFor, writeJson, type CommonOptions, type Context, type Verb } from '../context.js';
import { EXIT, gravest, type ExitCode } from '../exitCode.js';
import { passOn } from '../passOn.js';
import { waitLines } from '../waitLines.js';
import { writeBack } from '../writeBack.js';

interface WaitOptions extends CommonOptions {
  readonly for?: Condition;
  readonly successes: number;
  readonly timeout: number;
  readonly interval: number;
  readonly backoff?: true;
  readonly insteadOf?: number;
  readonly wi?: string;
  readonly ca?: string;
  readonly insecure?: true;
}

const DEFAULTS = { successes: 3, timeoutMs: 60_000, intervalMs: 100 } as const;

export const verb: Verb = {
  define(command, act) {
    command
      .usage('[options] <target> [-- <command>...]')
      .argument('<target>', 'http://HOST:PORT/PATH, HOST:PORT, :PORT, grpc://…, process:NAME, file:PATH: as for `casebook probe`')
      .argument('[command...]', 'after --: started when the target is ready; its exit code is passed on')
      .addOption(command.createOption('--for <what>', 'up, tcp, tls, http:2xx, http:200 (default: up, every rung of its ladder)').argParser(condition))
      .addOption(command.createOption('--successes <n>', 'in a row').argParser(wholeNumber).default(DEFAULTS.successes))
      .addOption(command.createOption('--timeout <duration>', 'of the whole wait').argParser(duration).default(DEFAULTS.timeoutMs, durationArgument(DEFAULTS.timeoutMs)))
      .addOption(command.createOption('--interval <duration>', 'between polls').argParser(duration).default(DEFAULTS.intervalMs, durationArgument(DEFAULTS.intervalMs)))
      .option('--backoff', 'double the interval with each failure in a row, up to 5 s')
      .addOption(command.createOption('--instead-of <duration>', 'the fixed sleep that stood here: say how far off it was').argParser(duration))
      .option('--ca <file>', 'trust the certificates of this PEM file, in place of the built-in ones')
      .option('--insecure', 'judge no certificate')
      .option('--wi <ref>', 'write the evidence into this work item (path, file name or alias)')
      .action(act(wait));
  },
};

function condition(text: string): Condition {
  const parsed = parseCondition(text);
  if ('problem' in parsed) throw new Refusal('usage', parsed.problem);
  return parsed;
}

async function wait(context: Context, text: string, words: readonly string[], options: WaitOptions): Promise<ExitCode> {
  checkNumbers(options);
  const wanted = options.for ?? { kind: 'up', text: 'up' };
  const parsed = parseTarget(text);
  const target = 'problem' in parsed ? parsed : targetFor(parsed, wanted);
  if ('problem' in target) throw new Refusal('usage', target.problem);
  const { workspace, cwd } = await workspaceFor(context, options);
  const trust = await readTrust({ insecure: options.insecure === true, caFile: options.ca, cwd });
  const workItem = options.wi === undefined ? undefined : await resolveReference(workspace, options.wi, cwd);
  if (workItem !== undefined) await assertWritable(path.join(workspace.root, workItem));
  const startedAt = new Date(systemClock.now()).toISOString();
  const plan = { target, condition: wanted, successes: options.successes, timeoutMs: options.timeout, intervalMs: options.interval, backoff: options.backoff === true, trust, cwd, environment: context.env };
  const quiet = options.json === true;
  const report = await waitFor(plan, context.signal, progress(context));
  if (quiet) writeJson(context.out, report);
  // What the command prints is the result of the whole, where there is one.
  else (words.length > 0 ? context.err : context.out).write(waitLines(report, options.insteadOf));
  const written = workItem === undefined ? EXIT.ok : await keep(context, workspace, workItem, { startedAt, timeoutMs: options.timeout, report });
  if (!report.ready) return gravest(EXIT.found, written);
  if (written !== EXIT.ok || words.length === 0) return written;
  return passOn(words, cwd, context, quiet);
}

function checkNumbers({ successes, timeout, interval }: WaitOptions): void {
  if (successes < 1 || successes > 10_000) throw new Refusal('usage', 'Wait for at least 1 success in a row, and at most 10000: try --successes 3.');
  for (const ms of [timeout, Math.max(1, interval)]) {
    const problem = probeTimeoutProblem(ms);
    if (problem !== undefined) throw new Refusal('usage', 'The timeout and the interval must be at least 1 ms and at most 24 days: try --timeout 60s --interval 100ms.');
  }
}

/** One line for each change of the answer, not for each poll. */
function progress({ err }: Context): (ok: boolean, last: ProbeResult | undefined, elapsedMs: number) => void {
  let said = '';
  return (ok, last, elapsedMs) => {
    const now = ok ? 'answers as wanted' : last === undefined ? 'no answer' : `${last.probe} ${last.address} ${last.class}${last.httpStatus === undefined ? '' : ` (HTTP ${last.httpStatus})`}`;
    if (now !== said) err.write(plain(`${(elapsedMs / 1000).toFixed(2).padStart(7)} s  ${now}`) + '\n');
    said = now;
  };
}

async function keep(context: Context, workspace: Workspace, workItem: string, measured: { readonly startedAt: string; readonly timeoutMs: number; readonly report: WaitReport }): Promise<ExitCode> {
  const now = systemClock.now();
  const waiting = { state: 'pending' as const, workItem, at: new Date(now).toISOString() };
  const record: WaitRecord = { schema: LEDGER_SCHEMA, kind: 'wait', id: newRunId(now, randomBytes), host: hostInfo(), casebook: context.version, ...measured, writeBack: waiting };
  const { id } = await writeNewRecord(workspace.root, record);
  return writeBack(context, workspace.root, id, workItem);
}
