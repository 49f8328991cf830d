/** Evidence that is no run of attempts: its ledger is one record, whole when it appears, and its block follows from that. */
import { commandBlock } from '../../core/report/commandBlock.js';
import { logBlock } from '../../core/report/logBlock.js';
import { logDiffBlock } from '../../core/report/logDiffBlock.js';
import { probeBlock } from '../../core/report/probeBlock.js';
import { snapshotBlock } from '../../core/report/snapshotBlock.js';
import { waitBlock } from '../../core/report/waitBlock.js';
import type { EvidenceBlock } from '../../core/report/block.js';
import type { FenceRef } from '../../core/workItem/shellFences.js';
import { readCommand } from '../command/commandRecord.js';
import { blockOfFault, noteFaultWriteBack, readFault } from '../fault/faultLedger.js';
import { readLogDiff, readLogs } from '../logs/logRecord.js';
import { readProbe, recordProbeWriteBack } from '../probe/probeLedger.js';
import { noteWriteBack } from '../run/runJson.js';
import type { WriteBack } from '../run/schemas.js';
import { readSnapshot } from '../snapshot/snapshotRecord.js';
import { readWait } from '../wait/waitLedger.js';

export interface SingleEvidence {
  /** What it is, as in `… is a probe`. */
  readonly name: string;
  readonly block: EvidenceBlock;
  /** Path relative to the root of the work item that it was made for. */
  readonly workItem: string | undefined;
  /** The shell code in that work item under which it belongs. */
  readonly fence?: FenceRef;
  /** Notes whether its block stands in its work item. @throws Refusal `unable` */
  note(writeBack: WriteBack): Promise<void>;
}

/**
 * Undefined for a run of attempts.
 * @throws Refusal `usage` if there is no such folder, `unable` if its record is damaged or a newer version wrote it
 */
export async function readSingleEvidence(folder: string): Promise<SingleEvidence | undefined> {
  const probe = await readProbe(folder);
  if (probe) return { name: 'a probe', block: probeBlock(probe.report, probe), workItem: probe.writeBack?.workItem, note: (writeBack) => recordProbeWriteBack(folder, writeBack) };
  const fault = await readFault(folder);
  if (fault) return { name: 'a fault test', block: blockOfFault(fault), workItem: fault.workItem, note: (writeBack) => noteFaultWriteBack(folder, writeBack) };
  const wait = await readWait(folder);
  if (wait) return { name: 'a wait', block: waitBlock(wait.report, wait), workItem: wait.writeBack?.workItem, note: (writeBack) => noteWriteBack(folder, wait, writeBack) };
  const shot = await readSnapshot(folder);
  if (shot) return { name: 'a snapshot', block: snapshotBlock(shot.snapshot, shot), workItem: shot.writeBack?.workItem, note: (writeBack) => noteWriteBack(folder, shot, writeBack) };
  const logs = await readLogs(folder);
  if (logs) return { name: 'an analysis of logs', block: logBlock(logs.report, logs), workItem: logs.writeBack?.workItem, note: (writeBack) => noteWriteBack(folder, logs, writeBack) };
  const diff = await readLogDiff(folder);
  if (diff) return { name: 'a difference of logs', block: logDiffBlock(diff.report, diff), workItem: diff.writeBack?.workItem, note: (writeBack) => noteWriteBack(folder, diff, writeBack) };
  const command = await readCommand(folder);
  if (command) {
    const { fence } = command.report;
    return { name: 'a recorded command', block: commandBlock(command.report, command), workItem: command.writeBack?.workItem, ...(fence && { fence }), note: (writeBack) => noteWriteBack(folder, command, writeBack) };
  }
  return undefined;
}
