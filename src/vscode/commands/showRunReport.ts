/** Show Run Report: of the run that it was called with, else of a recent one that the user picks. */
import * as vscode from 'vscode';
import { refusalOf } from '../adapters/guard.js';
import { info } from '../adapters/notify.js';
import { runRefOf, type RunRef } from '../adapters/references.js';
import { workspaceRoots } from '../adapters/roots.js';
import { COMMANDS } from '../ids.js';
import { describeRun } from '../runs/describe.js';
import { refOf, workItemOf, type RunHistory } from '../runs/history.js';
import type { Services } from '../services.js';
import type { RunReports } from '../views/runReports.js';
import { askOne } from './ask.js';

/** Runs in the list; of each the attempts are read. */
const OFFERED = 30;

export async function showRunReport(services: Services, reports: RunReports, argument?: unknown): Promise<void> {
  const ref = (await runRefOf(argument)) ?? (await pickRun(services.history));
  if (ref) await reports.show(ref);
}

interface Choice extends vscode.QuickPickItem {
  readonly ref: RunRef;
}

async function pickRun(history: RunHistory): Promise<RunRef | undefined> {
  const choices: Choice[] = [];
  for (const { path } of await workspaceRoots()) {
    for (const run of (await history.recent(path)).slice(0, OFFERED)) choices.push(...(await choiceOf(path, run, history)));
  }
  choices.sort((a, b) => (a.ref.run < b.ref.run ? 1 : -1));
  if (choices.length > 0) return (await askOne({ title: 'Show Run Report', step: 1, of: 1 }, 'Which run?', choices))?.ref;
  const chosen = await info('There are no runs in this workspace yet.', 'Run Test Repeatedly…');
  if (chosen !== undefined) await vscode.commands.executeCommand(COMMANDS.runRepeatedly);
  return undefined;
}

/** None for a run whose ledger cannot be read. */
async function choiceOf(root: string, run: Awaited<ReturnType<RunHistory['recent']>>[number], history: RunHistory): Promise<Choice[]> {
  try {
    const words = await describeRun(run.file, run.state, await history.evidence(run));
    const workItem = workItemOf(run.file);
    const detail = [words.startedAt, ...(workItem === undefined ? [] : [workItem])].join(' · ');
    return [{ label: words.counts, iconPath: new vscode.ThemeIcon(words.icon), description: `${words.state} · ${words.command}`, detail, ref: refOf(root, run) }];
  } catch (error) {
    if ((await refusalOf(error)) === undefined) throw error;
    return [];
  }
}
