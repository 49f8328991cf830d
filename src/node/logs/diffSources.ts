/** Logs to hold against each other: files, and the attempts of runs. */
import path from 'node:path';
import type { ReadLog } from '../../core/evidence/logs/readLog.js';
import { isRunId } from '../../core/run/id.js';
import { isFailure } from '../../core/run/outcome.js';
import { Refusal } from '../../core/refusal.js';
import { readSingleEvidence } from '../evidence/singleEvidence.js';
import { runFolder } from '../run/folders.js';
import { readRun } from '../run/readLedger.js';
import { readLogFile, type ReadOptions } from './readFile.js';

/** Attempts of a run whose logs are read. */
const MAX_ATTEMPTS = 50;

/**
 * The logs that a word names: a file, or of a run the logs of its attempts that passed, or failed.
 * @throws Refusal `usage` if there is none
 */
export async function logsNamed(root: string, cwd: string, name: string, side: 'passing' | 'failing', options: ReadOptions, signal: AbortSignal): Promise<ReadLog[]> {
  if (!isRunId(name)) {
    const read = await readLogFile(cwd, name, options, signal);
    if ('missing' in read) throw new Refusal('usage', `${read.missing} Name a log, or the id of a run.`);
    return [read];
  }
  const folder = runFolder(root, name);
  const other = await readSingleEvidence(folder);
  if (other) throw new Refusal('usage', `${name} is ${other.name}: name a run, or a log.`);
  const { attempts } = await readRun(folder);
  const wanted = attempts.filter(({ outcome }) => (side === 'failing' ? isFailure(outcome) : outcome === 'pass'));
  if (wanted.length === 0) throw new Refusal('usage', `No attempt of run ${name} ${side === 'failing' ? 'failed' : 'passed'}: name another run, or a log.`);
  const logs: ReadLog[] = [];
  for (const { log } of wanted) {
    if (logs.length === MAX_ATTEMPTS) break;
    const read = await readLogFile(folder, log, options, signal);
    // Logs of attempts that passed may have been removed.
    if (!('missing' in read)) logs.push({ ...read, name: path.posix.join(name, log) });
  }
  if (logs.length === 0) throw new Refusal('usage', `The logs of the ${side} attempts of run ${name} are gone: run it again with --keep all.`);
  return logs;
}
