/** Executes a command once, and keeps in a ledger what it showed. */
import path from 'node:path';
import type { CommandReport } from '../../core/command/types.js';
import { redactWords } from '../../core/evidence/redactWords.js';
import { Refusal } from '../../core/refusal.js';
import { LEDGER_SCHEMA } from '../../core/run/events.js';
import type { FenceRef } from '../../core/workItem/shellFences.js';
import { gitState } from '../git.js';
import { alsoSecretIn } from '../redaction/setUp.js';
import { hostInfo } from '../host.js';
import { systemClock } from '../ports.js';
import { writeNewRecord } from '../run/newRecord.js';
import { relativeTo } from '../workspace.js';
import type { CommandRecord } from './commandRecord.js';
import { runOnce, type OnceRequest } from './runOnce.js';

interface RecordRequest extends OnceRequest {
  /** Absolute: where `.casebook` lies, or is made. */
  readonly root: string;
  /** Path relative to the root of the work item that it is for: pending there until it is written. Not where it was cancelled. */
  readonly workItem?: string;
  /** The shell code of the work item that it is. */
  readonly fence?: FenceRef;
  /** Folders of work items, relative to the root: their changes are no changes of the sources. */
  readonly workItemFolders: readonly string[];
  /** Version of Casebook. */
  readonly casebook: string;
}

/**
 * When it resolves, the ledger is complete.
 * @throws Refusal `unable` if the command cannot be started, or the ledger cannot be written
 */
export async function recordCommand(request: RecordRequest, signal: AbortSignal, now: AbortSignal): Promise<CommandRecord> {
  const { root, id, command, shell, cwd, timeoutMs, workItem, fence, workItemFolders, casebook } = request;
  const git = await gitState(cwd, workItemFolders.map((folder) => path.resolve(root, folder)), signal);
  signal.throwIfAborted();
  const startedAt = new Date(systemClock.now()).toISOString();
  const shown = redactWords(command);
  alsoSecretIn(command);
  const ended = await runOnce(request, signal, now);
  if ('problem' in ended) throw new Refusal('unable', ended.problem);
  const report: CommandReport = { command: shown, shell, folder: relativeTo(root, cwd), timeoutMs, ...(git && { git }), ...(fence && { fence }), ...ended };
  const pending = workItem !== undefined && ended.outcome !== 'cancelled';
  const record: CommandRecord = { schema: LEDGER_SCHEMA, kind: 'command', id, startedAt, host: hostInfo(), casebook, report, ...(pending && { writeBack: { state: 'pending', workItem, at: startedAt } }) };
  return writeNewRecord(root, record);
}
