/** The ledger of a fault test, `<root>/.casebook/runs/<id>`: run.json, and in logs/ what the client printed and what the proxy saw. */
import { appendFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { actionText } from '../../core/fault/action.js';
import type { WitnessEvent } from '../../core/fault/witness.js';
import { faultBlock } from '../../core/report/faultBlock.js';
import type { EvidenceBlock } from '../../core/report/block.js';
import { shellWord } from '../../core/probe/replay.js';
import { redactWords } from '../../core/evidence/redactWords.js';
import { Refusal } from '../../core/refusal.js';
import { errorCode } from '../errorCode.js';
import { LOGS_FOLDER, runFolder, runsFolder } from '../run/folders.js';
import { ensureGitignore } from '../run/gitignore.js';
import { asRecord, readRunJson, writeRunJson } from '../run/runJson.js';
import { kindOf, type WriteBack } from '../run/schemas.js';
import { systemReason } from '../run/systemReason.js';
import { checkFaultRecord, type FaultRecord } from './faultRecord.js';

/** Makes the folder, with its logs folder; returns it, absolute. @throws Refusal `unable` if it cannot */
export async function makeFaultFolder(root: string, id: string): Promise<string> {
  const folder = runFolder(root, id);
  try {
    await ensureGitignore(root);
    await mkdir(runsFolder(root), { recursive: true });
    // Not where another one of that name is: what both saw would be mixed.
    await mkdir(folder);
    await mkdir(path.join(folder, LOGS_FOLDER));
    return folder;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') throw new Refusal('unable', `There is a run ${id} in ${runsFolder(root)} already, so nothing was started: start it again, which gives it a new id.`);
    throw new Refusal('unable', `The ledger cannot be written to ${runsFolder(root)} (${systemReason(error)}): make that folder writable, or work in another one with --cwd.`);
  }
}

/** Adds what a proxy saw, a JSON document per line. @throws Refusal `unable` if it cannot */
export async function writeWitness(folder: string, name: string, events: readonly WitnessEvent[]): Promise<void> {
  try {
    await appendFile(path.join(folder, LOGS_FOLDER, `${name}.witness.ndjson`), events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  } catch (error) {
    throw new Refusal('unable', `What the proxy saw cannot be written to ${folder} (${systemReason(error)}): make that folder writable, and try again.`);
  }
}

/** Notes whether its block stands in its work item. @throws Refusal as {@link readFault} */
export async function noteFaultWriteBack(folder: string, writeBack: WriteBack): Promise<void> {
  const record = await readFault(folder);
  if (!record) throw new Error(`${folder} holds no fault test`);
  await writeFault(folder, { ...record, writeBack });
}

/** @throws Refusal `unable` if it cannot be written */
export async function writeFault(folder: string, record: FaultRecord): Promise<void> {
  const { scenario } = record;
  const steps = scenario.steps.map(({ atMs, action }) => ({ atMs, action: actionText(action) }));
  try {
    await writeRunJson(folder, { ...record, command: redactWords(record.command), scenario: { ...scenario, steps } });
  } catch (error) {
    throw new Refusal('unable', `The ledger cannot be written to ${folder} (${systemReason(error)}): make that folder writable, and try again.`);
  }
}

/**
 * The record of a fault test; undefined if the folder holds evidence of another kind.
 * @throws Refusal `usage` if there is no such folder, `unable` if its record is damaged or a newer version wrote it
 */
export async function readFault(folder: string): Promise<FaultRecord | undefined> {
  const value = await readRunJson(folder);
  return kindOf(value) === 'fault' ? asRecord(value, folder, checkFaultRecord) : undefined;
}

/** The block that stands in a work item. */
export function blockOfFault(record: FaultRecord): EvidenceBlock {
  const words = ['casebook', 'fault', 'test', record.scenarioName, '--upstream', record.upstream, '--seed', String(record.seed), ...record.options, '--', ...record.command];
  return faultBlock(record, redactWords(words).map(shellWord).join(' '));
}
