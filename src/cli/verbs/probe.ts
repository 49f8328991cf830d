/** `casebook probe TARGET`: exits 1 if any rung broke, or the target said that it is unhealthy. */
import path from 'node:path';
import { holds, probeReport } from '../../core/probe/ladder.js';
import { DEFAULT_PROBE_TIMEOUT_MS, probeTimeoutProblem } from '../../core/probe/limits.js';
import { parseTarget } from '../../core/probe/target.js';
import type { ProbeReport, ProbeResult } from '../../core/probe/types.js';
import { durationArgument } from '../../core/report/format.js';
import { plain } from '../../core/report/untrusted.js';
import { Refusal } from '../../core/refusal.js';
import { LEDGER_SCHEMA } from '../../core/run/events.js';
import { newRunId } from '../../core/run/id.js';
import { randomBytes, systemClock } from '../../node/ports.js';
import { hostInfo } from '../../node/host.js';
import { writeProbe } from '../../node/probe/probeLedger.js';
import { probeTarget } from '../../node/probe/probeTarget.js';
import { resolveReference } from '../../node/workItem/store.js';
import { assertWritable } from '../../node/workItem/writeBack.js';
import { duration } from '../arguments.js';
import { workspaceFor, writeJson, type CommonOptions, type Context, type Verb } from '../context.js';
import { EXIT, gravest, type ExitCode } from '../exitCode.js';
import { writeBack } from '../writeBack.js';

interface ProbeOptions extends CommonOptions {
  readonly timeout: number;
  readonly wi?: string;
}

export const verb: Verb = {
  define(command, act) {
    command
      .argument('<target>', 'http://HOST:PORT/PATH, HOST:PORT, or :PORT for this machine')
      .addOption(command.createOption('--timeout <duration>', 'deadline of each rung').argParser(duration).default(DEFAULT_PROBE_TIMEOUT_MS, durationArgument(DEFAULT_PROBE_TIMEOUT_MS)))
      .option('--wi <ref>', 'write the evidence into this work item (path, file name or alias)')
      .action(act(probe));
  },
};

async function probe(context: Context, text: string, options: ProbeOptions): Promise<ExitCode> {
  const target = parseTarget(text);
  if ('problem' in target) throw new Refusal('usage', target.problem);
  const problem = probeTimeoutProblem(options.timeout);
  if (problem !== undefined) throw new Refusal('usage', problem);
  const { workspace, cwd } = await workspaceFor(context, options);
  const workItem = options.wi === undefined ? undefined : await resolveReference(workspace, options.wi, cwd);
  if (workItem !== undefined) await assertWritable(path.join(workspace.root, workItem));
  const startedAt = new Date(systemClock.now()).toISOString();
  const results: ProbeResult[] = [];
  for await (const result of probeTarget(target, { timeoutMs: options.timeout }, context.signal)) {
    results.push(result);
    if (options.json !== true) context.out.write(`${rung(result)}\n`);
  }
  const report = probeReport(target, results, options.timeout);
  tell(context, report, options.json === true);
  const measured = results.every(holds) && results.length > 0 ? EXIT.ok : EXIT.found;
  if (workItem === undefined) return measured;
  const id = newRunId(systemClock.now(), randomBytes);
  const waiting = { state: 'pending' as const, workItem, at: new Date(systemClock.now()).toISOString() };
  await writeProbe(workspace.root, { schema: LEDGER_SCHEMA, kind: 'probe', id, target: target.text, timeoutMs: options.timeout, startedAt, host: hostInfo(), casebook: context.version, report, writeBack: waiting });
  return gravest(measured, await writeBack(context, workspace.root, id, workItem));
}

function rung({ probe: name, address, class: answer, phases, error, httpStatus }: ProbeResult): string {
  const status = httpStatus === undefined ? '' : `  HTTP ${httpStatus}`;
  const why = error === undefined ? '' : `  (${[error.code, error.syscall, error.reason].filter((part) => part !== undefined).map(plain).join(', ')})`;
  const total = Object.values(phases).reduce((sum, ms) => Math.max(sum, ms), 0);
  return `${name.padEnd(6)} ${plain(address).padEnd(22)} ${answer.padEnd(16)} ${total.toFixed(1)} ms${status}${why}`;
}

function tell({ out }: Context, report: ProbeReport, json: boolean): void {
  if (json) writeJson(out, report);
  else out.write(`${report.conclusion}\n`);
}
