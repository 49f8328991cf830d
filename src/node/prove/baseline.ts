/** The run before a change that a proof starts from. */
import { borneOut } from '../../core/run/damage.js';
import { isFailure } from '../../core/run/outcome.js';
import { isRunId } from '../../core/run/id.js';
import { advised, Refusal } from '../../core/refusal.js';
import { readSingleEvidence } from '../evidence/singleEvidence.js';
import { runFolder } from '../run/folders.js';
import { listRuns, readRun, type StoredRun } from '../run/readLedger.js';
import type { RunFile } from '../run/records.js';
import { baselineCommand } from '../run/repetition.js';
import { belongingIn } from '../workItem/belongingIn.js';
import type { Workspace } from '../workspace.js';

/**
 * The baseline that was asked for, else the newest run made as one (`--as baseline`) for the work item, which is refused if it is not usable: whoever made one and
 * cannot use it has to hear why, and not meet another run in its place. Without any such, the newest usable run at all that is no verification. A fix is proven from a run that made all of its attempts, ended, and is whole: anything else is refused.
 * @param workItem path relative to the root; undefined takes the baselines of all
 * @throws Refusal `usage` with the reason and what to do
 */
export async function baselineFor(workspace: Workspace, workItem: string | undefined, asked: string | undefined): Promise<StoredRun> {
  const { root } = workspace;
  if (asked !== undefined) {
    if (!isRunId(asked)) throw new Refusal('usage', `${asked} is not the id of a run: it looks like 20261121-140233-a3f9, and stands in .casebook/runs.`);
    const other = await readSingleEvidence(runFolder(root, asked));
    if (other) throw new Refusal('usage', `${asked} is ${other.name}: name a run that was made before the change.`);
    return usable(root, await readRun(runFolder(root, asked)), workItem);
  }
  const belonging = workItem === undefined ? undefined : await belongingIn(workspace, workItem);
  let fallback: string | undefined;
  let latest: RunFile | undefined;
  for await (const { file, state, folder } of listRuns(root)) {
    if (workItem !== undefined && belonging?.has(workItem, file) === false) continue;
    if (workItem !== undefined) latest ??= file;
    if (file.series !== undefined) continue;
    if (file.purpose === 'baseline') return usable(root, await readRun(folder), workItem, true);
    if (state === 'finished' && baselineProblem(file) === undefined) fallback ??= folder;
  }
  if (fallback !== undefined) return usable(root, await readRun(fallback), workItem);
  const whose = workItem === undefined ? '' : ` for ${workItem}`;
  throw advised('usage', `There is no finished run before the change${whose} to hold this one against`, { terminal: `on the sources without the fix, make one with \`${baselineCommand(root, latest, workItem)}\``, editor: IN_EDITOR });
}

const IN_EDITOR = 'on the sources without the fix, make one with Casebook: Run Test Repeatedly…';

/** @param another whether an earlier run can be named instead */
function usable(root: string, stored: StoredRun, workItem: string | undefined, another = false): StoredRun {
  const { file, attempts, problems, state } = stored;
  if (state === 'running') throw advised('usage', `Run ${file.id} still goes on`, otherwise('wait for its end, or cancel it and make another baseline', 'wait for its end, or cancel it and make another one'));
  const problem = state === 'interrupted' ? 'it was interrupted' : (baselineProblem(file) ?? damage());
  if (problem !== undefined) throw advised('usage', `Run ${file.id} is no baseline, since ${problem}`, otherwise(`on the sources without the fix, make one with \`${baselineCommand(root, file, workItem ?? file.workItem)}\``, IN_EDITOR));
  return stored;

  function otherwise(terminal: string, editor: string): { readonly terminal: string; readonly editor: string } {
    return another ? { terminal: `${terminal}. Or name an earlier run with --baseline RUN`, editor: `${editor}. Or choose an earlier run with Casebook: Verify Fix` } : { terminal, editor };
  }

  function damage(): string | undefined {
    if (!file.result) return undefined;
    const readBack = { run: file, attempts: new Set(attempts.map(({ attempt }) => attempt)).size, failures: attempts.filter(({ outcome }) => isFailure(outcome)).length, problems: problems.map(({ message }) => message) };
    return borneOut(file.result, readBack).reason === 'damaged' ? 'its ledger is damaged, and what is missing may have failed' : undefined;
  }
}

/** Why a run that has ended is no baseline for a proof, as the end of a sentence; undefined if it can be one. */
export function baselineProblem({ plan, result, purpose }: Pick<RunFile, 'plan' | 'result' | 'purpose'>): string | undefined {
  if (purpose === 'verify') return 'it verifies a change itself';
  if (plan.untilFailures !== undefined) return 'it was to stop at a failure, which biases its rate';
  if (result?.reason !== 'completed') return `it did not make all of its attempts (${result?.reason ?? 'no result'})`;
  return undefined;
}
