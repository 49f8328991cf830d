/** A probe in a process of its own: the extension host patches http and tls, so what it measured would be the editor's. */
import * as vscode from 'vscode';
import type { ProbeReport } from '../../core/probe/types.js';
import { failureOf } from '../adapters/cli.js';
import { loadEngine } from '../adapters/loadEngine.js';
import type { WorkItemRef } from '../adapters/references.js';
import type { Services } from '../services.js';
import type { WriteOutcome } from './writeBack.js';

/** Exit codes of `casebook probe` that come with a report: nothing wrong was found, or something was. */
const REPORTED: readonly (number | null)[] = [0, 1];

/**
 * @throws Refusal with what the process said, if it gave no report
 * @throws vscode.CancellationError
 */
export async function probeInProcess({ cli }: Services, target: string, cwd: string, token: vscode.CancellationToken): Promise<ProbeReport> {
  const { child, exit } = cli.start(['probe', '--json', '--cwd', cwd, '--', target]);
  const subscription = token.onCancellationRequested(() => child.kill());
  try {
    const ended = await exit;
    if (token.isCancellationRequested) throw new vscode.CancellationError();
    if (!REPORTED.includes(ended.code)) throw await failureOf(ended);
    return JSON.parse(ended.stdout) as ProbeReport;
  } finally {
    subscription.dispose();
  }
}

/** Keeps the report in a ledger, and writes it into the work item; undefined if that could not be done, which is told. */
export async function recordProbe({ version, writeBack }: Services, { root, workItem }: WorkItemRef, report: ProbeReport, startedAt: string): Promise<WriteOutcome | undefined> {
  const engine = await loadEngine();
  const id = engine.newRunId(engine.systemClock.now(), engine.randomBytes);
  await engine.writeProbe(root, {
    schema: engine.LEDGER_SCHEMA,
    kind: 'probe',
    id,
    target: report.target,
    timeoutMs: engine.DEFAULT_PROBE_TIMEOUT_MS,
    startedAt,
    host: engine.hostInfo(),
    casebook: version,
    report,
    writeBack: { state: 'pending', workItem, at: new Date(engine.systemClock.now()).toISOString() },
  });
  return writeBack.writeOrOffer({ root, run: id }, workItem);
}
