/** Runs the command of a recorded run again, as it was run. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { loadEngine } from '../adapters/loadEngine.js';
import { runRefOf, type RunRef } from '../adapters/references.js';
import { requireTrust } from '../adapters/trust.js';
import { isApproved } from '../runs/approval.js';
import { workItemOf } from '../runs/history.js';
import { startRun } from '../runs/startRun.js';
import type { Services } from '../services.js';

/** @param change what is different this time */
export async function runAgain(services: Services, argument: unknown, change: { readonly untilFailure?: boolean } = {}): Promise<RunRef | undefined> {
  await requireTrust('Run Again');
  const ref = await runRefOf(argument);
  if (!ref) return undefined;
  const { clean, commandLine, durationArgument, readRunFile, runFolder } = await loadEngine();
  const file = await readRunFile(runFolder(ref.root, ref.run));
  const { command, cwd, plan, purpose, baseline } = file;
  if (!(await isApproved(services.memento, { command, shell: plan.shell, cwd }, clean(commandLine(file))))) return undefined;
  const workItem = workItemOf(file);
  const { followed } = await startRun(services.cli, services.liveRuns, {
    root: ref.root,
    cwd,
    command,
    shell: plan.shell,
    attempts: plan.attempts,
    untilFailure: change.untilFailure ?? plan.untilFailures !== undefined,
    timeout: durationArgument(plan.timeoutMs),
    jobs: plan.jobs,
    purpose,
    ...(baseline !== undefined && { baseline }),
    ...(workItem !== undefined && (await exists(path.join(ref.root, workItem))) && { workItem }),
  });
  return followed.ref;
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(() => true, () => false);
}
