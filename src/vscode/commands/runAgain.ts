/** Runs the command of a recorded run again, as it was run. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { loadEngine } from '../adapters/loadEngine.js';
import { runRefOf, type RunRef } from '../adapters/references.js';
import { requireTrust } from '../adapters/trust.js';
import { commandOfRun, isApproved } from '../runs/approval.js';
import { startRun } from '../runs/startRun.js';
import type { Services } from '../services.js';
import { mayRunBeside } from './repeatTest.js';

/** @param change what is different this time */
export async function runAgain(services: Services, argument: unknown, change: { readonly untilFailure?: boolean } = {}): Promise<RunRef | undefined> {
  await requireTrust(vscode.l10n.t('Run Again'));
  const ref = await runRefOf(argument);
  if (!ref) return undefined;
  const { commandLine, plain, isMasked, readRunFile, Refusal, runFolder, trueLines, withLines } = await loadEngine();
  const file = await readRunFile(runFolder(ref.root, ref.run));
  const { cwd, purpose, baseline } = file;
  const lines = trueLines(ref.root, file);
  const { command } = lines;
  const plan = withLines(file.plan, lines);
  // With its secrets: whoever says yes has to see all of what is run.
  if (!(await isApproved(services.memento, commandOfRun({ command, cwd, plan }), plain(commandLine({ ...file, command, plan }))))) return undefined;
  // The ledger of the other has the lines without their secrets, too.
  if (!(await mayRunBeside(services.liveRuns, { command: file.command, shell: plan.shell, cwd }))) return undefined;
  const secret = Object.entries(plan.environment ?? {}).find(([, value]) => isMasked(value));
  if (secret) throw new Refusal('usage', vscode.l10n.t('This run set {0} to a secret, which its ledger does not hold: run it in a terminal, with `--env {0}=…`.', secret[0]));
  const workItem = await services.history.workItemOf(ref.root, file);
  const { followed } = await startRun(services.cli, services.liveRuns, {
    root: ref.root,
    cwd,
    command,
    plan: change.untilFailure === true ? { ...plan, untilFailures: 1 } : plan,
    purpose,
    ...(baseline !== undefined && { baseline }),
    ...(workItem !== undefined && (await exists(path.join(ref.root, workItem))) && { workItem }),
  });
  return followed.ref;
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(() => true, () => false);
}
