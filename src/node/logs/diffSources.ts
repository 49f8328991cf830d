/** Logs to hold against each other: files, and the attempts of runs. */
import { access } from 'node:fs/promises';
import path from 'node:path';
import type { ReadLog } from '../../core/evidence/logs/readLog.js';
import { counted } from '../../core/report/format.js';
import { isRunId } from '../../core/run/id.js';
import { isFailure } from '../../core/run/outcome.js';
import { Refusal } from '../../core/refusal.js';
import { readSingleEvidence } from '../evidence/singleEvidence.js';
import { runFolder } from '../run/folders.js';
import { readRun } from '../run/readLedger.js';
import { readLogFile, type ReadOptions } from './readFile.js';

/** Attempts of a run whose logs are read. */
const MAX_ATTEMPTS = 50;

/** The logs that a word names: a file, or of a run the logs of its attempts that passed, or failed. */
export interface LogSource {
  /** The files are named from there. */
  readonly folder: string;
  readonly files: readonly string[];
  /** The run, and which of its attempts; absent for a file. */
  readonly run?: { readonly id: string; readonly side: 'passing' | 'failing' };
  /** What of it is not to be had: sentences. */
  readonly missing: readonly string[];
}

/** Logs that were read, with the file of each. */
export interface ReadSource {
  readonly logs: readonly ReadLog[];
  /** Absolute. */
  readonly files: readonly string[];
  readonly missing: readonly string[];
}

/** @throws Refusal `usage` if there is no such run, or it has no such attempts; `unable` if it cannot be read */
export async function sourceNamed(root: string, cwd: string, name: string, side: 'passing' | 'failing'): Promise<LogSource> {
  if (!isRunId(name)) return { folder: cwd, files: [name], missing: [] };
  const folder = runFolder(root, name);
  const other = await readSingleEvidence(folder);
  if (other) throw new Refusal('usage', `${name} is ${other.name}: name a run, or a log.`);
  const { attempts, state } = await readRun(folder);
  const wanted = attempts.filter(({ outcome }) => (side === 'failing' ? isFailure(outcome) : outcome === 'pass'));
  if (wanted.length === 0) throw new Refusal('usage', `No attempt of run ${name} ${side === 'failing' ? 'failed' : 'passed'}: name another run, or a log.`);
  const files: string[] = [];
  let gone = 0;
  for (const { log } of wanted) {
    // Logs of attempts that passed may have been removed.
    if (await access(path.join(folder, log)).then(() => true, () => false)) files.push(log);
    else gone += 1;
  }
  if (files.length === 0) throw new Refusal('usage', `The logs of the ${side} attempts of run ${name} are gone: run it again with --keep all.`);
  const missing = [
    ...(gone > 0 ? [`The logs of ${gone} of ${counted(wanted.length, `${side} attempt`)} of run ${name} were not kept, or are gone.`] : []),
    ...(files.length > MAX_ATTEMPTS ? [`Of ${files.length} logs of ${side} attempts of run ${name} the first ${MAX_ATTEMPTS} were read.`] : []),
    ...(state === 'running' ? [`Run ${name} still goes on: attempts that had not ended are not in it.`] : []),
  ];
  return { folder, files: files.slice(0, MAX_ATTEMPTS), run: { id: name, side }, missing };
}

/** @throws Refusal `usage` if a file cannot be read or is empty, or none of a run can be read; an error of the signal's */
export async function readSource({ folder, files, run, missing }: LogSource, options: ReadOptions, signal: AbortSignal): Promise<ReadSource> {
  const logs: ReadLog[] = [];
  const found: string[] = [];
  const unread: string[] = [];
  for (const file of files) {
    const read = await readLogFile(folder, file, options, signal);
    if ('missing' in read) unread.push(run ? `${run.id}/${read.missing}` : read.missing);
    else {
      logs.push(run ? { ...read, name: path.posix.join(run.id, file) } : read);
      found.push(path.resolve(folder, file));
    }
  }
  const [first] = logs;
  if (!first) throw new Refusal('usage', `${unread.slice(0, 3).join(' ')} Name a log, or the id of a run.`);
  // A command may print nothing; but a file of nothing is the wrong one, or what wrote it had not begun.
  if (!run && first.data.records === 0) throw new Refusal('usage', `${first.name} is empty: there is nothing in it to hold against the other. Name another log, or the id of a run.`);
  return { logs, files: found, missing: [...missing, ...unread.slice(0, 10)] };
}
