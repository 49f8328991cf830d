/** The run before a change that a run after it is held against. */
import type { RunPlan } from '../../core/run/plan.js';
import { isRunId } from '../../core/run/id.js';
import { Refusal } from '../../core/refusal.js';
import { readSingleEvidence } from './singleEvidence.js';
import { runFolder } from '../run/folders.js';
import { listRuns, readRunFile } from '../run/readLedger.js';
import { belongingIn } from '../workItem/belongingIn.js';
import type { Workspace } from '../workspace.js';

interface Repetition {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly plan: RunPlan;
}

/**
 * The id of the baseline: the one that was asked for, else the newest finished run of the same command in the same folder and mode, for
 * the same work item, that made all of its attempts (stopping at the first failure biases the rate). A run made as a baseline goes
 * before one that was not. Undefined if there is none.
 * @throws Refusal `usage` if the run that was asked for does not exist
 */
export async function latestComparable(workspace: Workspace, run: Repetition, workItem: string | undefined, asked: string | undefined): Promise<string | undefined> {
  const { root } = workspace;
  if (asked !== undefined) {
    if (!isRunId(asked)) throw new Refusal('usage', `${asked} is not the id of a run: it looks like 20261121-140233-a3f9, and stands in .casebook/runs.`);
    const other = await readSingleEvidence(runFolder(root, asked));
    if (other) throw new Refusal('usage', `${asked} is ${other.name}: name a run to hold this one against.`);
    return (await readRunFile(runFolder(root, asked))).id;
  }
  const belonging = workItem === undefined ? undefined : await belongingIn(workspace, workItem);
  let fallback: string | undefined;
  for await (const { file, state } of listRuns(root)) {
    if (state !== 'finished' || file.result?.reason !== 'completed' || file.purpose === 'verify' || file.plan.untilFailures !== undefined || !sameMode(file, run)) continue;
    if (workItem === undefined ? file.workItem !== undefined : belonging?.has(workItem, file) === false) continue;
    if (file.purpose === 'baseline') return file.id;
    fallback ??= file.id;
  }
  return fallback;
}

function sameMode(a: Repetition, b: Repetition): boolean {
  return a.cwd === b.cwd && a.plan.jobs === b.plan.jobs && a.plan.warm?.framework === b.plan.warm?.framework && a.plan.timeoutMs === b.plan.timeoutMs && a.plan.shell === b.plan.shell && a.command.length === b.command.length && a.command.every((word, index) => word === b.command[index]);
}
