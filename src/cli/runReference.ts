/** The run that an argument names. */
import { Refusal } from '../core/refusal.js';
import { isRunId } from '../core/run/id.js';
import { runFolder } from '../node/run/folders.js';
import { readRun, type StoredRun } from '../node/run/readLedger.js';

/** @throws Refusal `usage` if it is no id of a run that is here, `unable` if that cannot be read */
export async function runNamed(root: string, id: string): Promise<StoredRun> {
  if (!isRunId(id)) throw new Refusal('usage', `${id} is not the id of a run: it looks like 20261121-140233-a3f9, and stands in .casebook/runs.`);
  return readRun(runFolder(root, id));
}

/** The same, if attempts are being made in it. @throws Refusal `usage` also if it has ended */
export async function goingOn(root: string, id: string): Promise<StoredRun> {
  const run = await runNamed(root, id);
  if (run.state === 'running') return run;
  throw new Refusal('usage', run.state === 'interrupted' ? `The process that made run ${id} is gone: take it up again with \`casebook resume ${id}\`.` : `Run ${id} has ended (${run.file.result?.reason ?? 'completed'}): there is nothing to steer.`);
}
