/** Reading ledgers: of runs that go on, that ended, and whose process was killed. */
import { readdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { borneOut, type ReadBack } from '../../core/run/damage.js';
import type { AttemptRecord, RunEvent } from '../../core/run/events.js';
import { isRunId } from '../../core/run/id.js';
import { isFailure } from '../../core/run/outcome.js';
import { Refusal } from '../../core/refusal.js';
import { errorCode } from '../errorCode.js';
import { isAlive } from '../process/identity.js';
import { readAttempts, type LedgerPart } from './attemptLines.js';
import { runsFolder } from './folders.js';
import { checkRunFile, type RunFile } from './records.js';
import { asRecord, readRunJson } from './runJson.js';
import { kindOf } from './schemas.js';
import { systemReason } from './systemReason.js';

/** Whether attempts are still being made; `interrupted` if the process that made them is gone and there is no result. */
export type RunState = 'running' | 'finished' | 'interrupted';

export interface RunSummary {
  /** Absolute path of the run's folder. */
  readonly folder: string;
  readonly file: RunFile;
  readonly state: RunState;
}

export interface StoredRun extends RunSummary, Pick<LedgerPart, 'attempts' | 'problems' | 'position'> {}

/** Folders of runs that are read at the same time. */
const READERS = 16;

/**
 * `run.json` of one run.
 * @throws Refusal `usage` if there is no such run, `unable` if it is damaged or a newer version wrote it
 */
export async function readRunFile(folder: string): Promise<RunFile> {
  return asRecord(await readRunJson(folder), folder, checkRunFile);
}

/**
 * `run.json` and all attempts of one run. What is wrong in the list of attempts comes back as problems.
 * @throws Refusal as {@link readRunFile}
 */
export async function readRun(folder: string): Promise<StoredRun> {
  const file = await readRunFile(folder);
  const state = stateOf(file);
  const { attempts, problems, position, torn } = await readAttempts(folder);
  const run = { folder, file, state, attempts, problems, position };
  if (!torn || state === 'running') return run;
  const line = position.line + 1;
  const message = `Line ${line} of the list of attempts is left out: it has no end, since its writer was killed or the disk was full.`;
  return { ...run, problems: [...problems, { line, message }] };
}

/**
 * A stored run as the events that it emitted, for the fold. Attempts that had not ended when it was killed are not among them. It ends as
 * `damaged` where its list of attempts is.
 */
export function* runEvents({ file, attempts, problems }: Pick<StoredRun, 'file' | 'attempts' | 'problems'>): Generator<RunEvent> {
  yield { type: 'run-started', run: file };
  for (const record of attempts) yield { type: 'attempt-finished', record };
  if (file.result) yield { type: 'run-finished', result: borneOut(file.result, { ...readBack(file, attempts), problems: problems.map(({ message }) => message) }) };
}

function readBack(run: RunFile, attempts: readonly AttemptRecord[]): ReadBack {
  return { run, attempts: new Set(attempts.map(({ attempt }) => attempt)).size, failures: attempts.filter(({ outcome }) => isFailure(outcome)).length };
}

/**
 * The runs of a root, newest first, without their attempts; read only as far as they are asked for.
 * @param onProblem is told of those that cannot be read
 * @throws Refusal `unable` if there is something else than a readable folder in their place
 */
export async function* listRuns(root: string, onProblem: (problem: Refusal) => void = () => undefined): AsyncGenerator<RunSummary> {
  const runs = runsFolder(root);
  const ids = await runIds(runs);
  for (let start = 0; start < ids.length; start += READERS) {
    const read = await Promise.all(ids.slice(start, start + READERS).map((id) => readSummary(path.join(runs, id))));
    for (const run of read) {
      if (run instanceof Refusal) onProblem(run);
      else if (run) yield run;
    }
  }
}

/** Undefined for evidence of another kind. */
async function readSummary(folder: string): Promise<RunSummary | Refusal | undefined> {
  try {
    const value = await readRunJson(folder);
    if ((kindOf(value) ?? 'run') !== 'run') return undefined;
    const file = asRecord(value, folder, checkRunFile);
    return { folder, file, state: stateOf(file) };
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

/** Ids of everything that is recorded, newest first. @throws Refusal `unable` if there is something else than a readable folder in its place */
export async function runIds(runs: string): Promise<string[]> {
  try {
    return (await readdir(runs)).filter(isRunId).sort().reverse();
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT') return [];
    if (code === undefined) throw error;
    throw new Refusal('unable', `The runs in ${runs} cannot be listed (${systemReason(error)}): ${code === 'ENOTDIR' ? 'move what stands in the place of the folder' : 'make it readable'}, and try again.`);
  }
}

/** A run of another machine, or of a container that is gone, counts as interrupted: its process cannot be asked for here. */
function stateOf(file: RunFile): RunState {
  if (file.result) return 'finished';
  return file.host.name === os.hostname() && isAlive(file.runner) ? 'running' : 'interrupted';
}
