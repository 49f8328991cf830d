/** A probe in a process of its own: the extension host patches http and tls, so what it measured would be the editor's. */
import { createInterface } from 'node:readline';
import * as vscode from 'vscode';
import type { MatrixReport } from '../../core/probe/matrix/types.js';
import type { ProbeReport } from '../../core/probe/types.js';
import type { ProbeRecord } from '../../node/probe/probeRecord.js';
import { failureOf } from '../adapters/cli.js';
import { loadEngine } from '../adapters/loadEngine.js';
import type { WorkItemRef } from '../adapters/references.js';
import type { Services } from '../services.js';
import type { WriteOutcome } from './editWorkItem.js';

export interface ProbeRequest {
  /** As `parseTarget` takes it. */
  readonly target: string;
  /** Absolute. */
  readonly cwd: string;
  /** Deadline of each rung, ms. */
  readonly timeoutMs?: number;
  /** No certificate is judged. */
  readonly insecure?: boolean;
  /** Every address, protocol, verification and client, in place of one ladder. */
  readonly matrix?: boolean;
}

export type AnyReport = ProbeReport | MatrixReport;

/** Between asking a process to end and ending it, ms. */
const GRACE_MS = 2_000;

/** Exit codes of verbs that measure which come with a report: nothing wrong was found, or something was. */
const REPORTED: readonly (number | null)[] = [0, 1];

/**
 * @returns of a matrix a ladder's report, too, where the name has no address
 * @throws Refusal with what the process said, if it gave no report
 * @throws vscode.CancellationError
 */
export async function probeInProcess(services: Services, { target, cwd, timeoutMs, insecure = false, matrix = false }: ProbeRequest, token: vscode.CancellationToken, tell: (line: string) => void): Promise<AnyReport> {
  const { durationArgument } = await loadEngine();
  const options = [...(timeoutMs === undefined ? [] : ['--timeout', durationArgument(timeoutMs)]), ...(insecure ? ['--insecure'] : []), ...(matrix ? ['--matrix'] : [])];
  return (await reportInProcess(services, ['probe', '--json', '--cwd', cwd, ...options, '--', target], token, tell)) as AnyReport;
}

/**
 * The report of a verb that measures, with its `--json`.
 * @param tell hears each line of what it says meanwhile
 * @param graceMs so long it has to end when it is cancelled
 * @throws as {@link probeInProcess}
 */
export async function reportInProcess({ cli }: Services, args: readonly string[], token: vscode.CancellationToken, tell: (line: string) => void, graceMs = GRACE_MS): Promise<unknown> {
  const { child, exit } = cli.start(args);
  const lines = child.stderr && createInterface({ input: child.stderr, crlfDelay: Infinity });
  lines?.on('line', (line) => tell(line.trim()));
  const subscription = vscode.Disposable.from({ dispose: () => lines?.close() }, token.onCancellationRequested(() => {
    child.kill();
    // A look-up that hangs inside the system's resolver holds up the end of its process.
    setTimeout(() => child.kill('SIGKILL'), graceMs).unref();
  }));
  try {
    const ended = await exit;
    if (token.isCancellationRequested) throw new vscode.CancellationError();
    if (!REPORTED.includes(ended.code)) throw await failureOf(ended);
    return JSON.parse(ended.stdout);
  } finally {
    subscription.dispose();
  }
}

/** A probe that is in a ledger. */
export interface RecordedProbe {
  readonly id: string;
  /** Undefined if it could not be written into the work item, which is told. */
  readonly outcome: WriteOutcome | undefined;
}

/** Keeps the report in a ledger, and writes it into the work item. @param startedAt ISO 8601, UTC */
export async function recordProbe({ version, writeBack }: Services, { root, workItem }: WorkItemRef, report: AnyReport, startedAt: string, timeoutMs?: number): Promise<RecordedProbe> {
  const engine = await loadEngine();
  const record: ProbeRecord = {
    schema: engine.LEDGER_SCHEMA,
    kind: 'cells' in report ? 'matrix' : 'probe',
    id: engine.newRunId(engine.systemClock.now(), engine.randomBytes),
    target: report.target,
    timeoutMs: timeoutMs ?? engine.DEFAULT_PROBE_TIMEOUT_MS,
    startedAt,
    host: engine.hostInfo(),
    casebook: version,
    report,
    writeBack: { state: 'pending', workItem, at: new Date(engine.systemClock.now()).toISOString() },
  };
  const { id } = await engine.writeNewRecord(root, record);
  return { id, outcome: await writeBack.writeOrOffer({ root, run: id }, workItem) };
}
