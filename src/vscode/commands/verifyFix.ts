/** Verify Fix: replays the run before a change on the sources as they are now, as often as a proof takes. */
import * as vscode from 'vscode';
import type { RunSummary } from '../../node/run/readLedger.js';
import type { RunFile } from '../../node/run/records.js';
import { isThere } from '../adapters/documents.js';
import { loadEngine } from '../adapters/loadEngine.js';
import { reply } from '../adapters/notify.js';
import { fileOf, runRefOf, workItemRefOf, type RunRef, type WorkItemRef } from '../adapters/references.js';
import { workspaceRoots } from '../adapters/roots.js';
import { requireTrust } from '../adapters/trust.js';
import { COMMANDS } from '../ids.js';
import { isApproved } from '../runs/approval.js';
import { describeRun } from '../runs/describe.js';
import { refOf, type RunHistory } from '../runs/history.js';
import { startVerify } from '../runs/startRun.js';
import type { Services } from '../services.js';
import { askOne } from './ask.js';
import { askRecipient, givenRecipient, type Recipient } from './askWorkItem.js';
import { mayRunBeside } from './repeatTest.js';

/** Runs in the list. */
const OFFERED = 30;

/**
 * Takes `{ root, run }`, the run before the change, and `{ root, workItem }`, whose newest such run is taken; else it asks. Where the proof of a run goes that no work item has is
 * asked, too, unless `workItem` says it (null: into none). Resolves when the run has begun.
 */
export async function verifyFix(services: Services, argument?: unknown): Promise<RunRef | undefined> {
  await requireTrust(vscode.l10n.t('Verify Fix'));
  const item = await workItemRefOf(argument);
  const baseline = (await runRefOf(argument)) ?? (item ? await newestOf(item.root, item.workItem, services.history) : await pickBaseline(services.history));
  if (!baseline) return undefined;
  const { commandLine, plain, readRunFile, runFolder, trueLines, withLines } = await loadEngine();
  const file = await readRunFile(runFolder(baseline.root, baseline.run));
  const { cwd } = file;
  const recipient = await recipientOf(services, item, baseline.root, file, argument);
  if (!recipient) return undefined;
  const lines = trueLines(baseline.root, file);
  const plan = withLines(file.plan, lines);
  if (!(await mayRunBeside(services.liveRuns, { command: file.command, shell: plan.shell, cwd }))) return undefined;
  // With its secrets: whoever says yes has to see all of what is run.
  if (!(await isApproved(services.memento, { command: lines.command, shell: plan.shell, cwd }, plain(commandLine({ ...file, command: lines.command, plan }))))) return undefined;
  const { workItem } = recipient;
  const { followed } = await startVerify(services.cli, services.liveRuns, { root: baseline.root, cwd, baseline: baseline.run, ...(workItem !== undefined && { workItem }) });
  return followed.ref;
}

/** That of the run before the change, as long as it is there. A proof in another one, because that is the active one, would be of something else: so it is asked. */
async function recipientOf(services: Services, item: WorkItemRef | undefined, root: string, file: RunFile, argument: unknown): Promise<Recipient | undefined> {
  const workItem = item?.workItem ?? (await services.history.workItemOf(root, file));
  if (workItem !== undefined && (await isThere(fileOf({ root, workItem })))) return { workItem };
  return (await givenRecipient(argument, { root, cwd: file.cwd })) ?? askRecipient({ title: vscode.l10n.t('Verify Fix'), step: 1, of: 1 }, root, services);
}

/** @throws Refusal `usage` if the work item has none */
async function newestOf(root: string, workItem: string, history: RunHistory): Promise<RunRef> {
  const { Refusal } = await loadEngine();
  const runs = await history.of(root, workItem);
  // The newest that was made as a baseline, whether or not it is usable: where it is not, the command line refuses it with the reason. Of others the newest that failed.
  const run = runs.find(({ file }) => file.purpose === 'baseline' && file.series === undefined) ?? (await failing(await baselines(runs), history))[0];
  if (!run) throw new Refusal('usage', vscode.l10n.t('{0} has no finished run that failed before the change: repeat the test on the sources without the fix first, with Casebook: Run Test Repeatedly….', workItem), { offer: { title: vscode.l10n.t('Run Test Repeatedly…'), command: COMMANDS.runRepeatedly } });
  return refOf(root, run);
}

async function baselines(runs: readonly RunSummary[]): Promise<RunSummary[]> {
  const { baselineProblem } = await loadEngine();
  return runs.filter(({ file, state }) => state === 'finished' && file.series === undefined && baselineProblem(file) === undefined);
}

async function failing(runs: readonly RunSummary[], history: RunHistory): Promise<RunSummary[]> {
  const found: RunSummary[] = [];
  for (const run of runs.slice(0, OFFERED)) if (await history.evidence(run).then(({ failures }) => failures > 0, () => false)) found.push(run);
  return found;
}

interface Choice extends vscode.QuickPickItem {
  readonly ref: RunRef;
}

async function pickBaseline(history: RunHistory): Promise<RunRef | undefined> {
  const choices: Choice[] = [];
  for (const { path: root } of await workspaceRoots()) {
    for (const run of await failing(await baselines(await history.now(root)), history)) {
      const words = await describeRun(run.file, run.state, await history.evidence(run));
      const workItem = await history.workItemOf(root, run.file);
      choices.push({ label: words.counts, iconPath: new vscode.ThemeIcon(words.icon), description: `${words.state} · ${words.command}`, detail: [words.startedAt, ...(workItem === undefined ? [] : [workItem])].join(' · '), ref: refOf(root, run) });
    }
  }
  if (choices.length > 0) return (await askOne({ title: vscode.l10n.t('Verify Fix'), step: 1, of: 1 }, vscode.l10n.t('Which run before the change?'), choices))?.ref;
  const repeat = vscode.l10n.t('Run Test Repeatedly…');
  const chosen = await reply(vscode.l10n.t('A fix is proven from a run that failed before it, and there is none in this workspace yet.'), repeat);
  if (chosen === repeat) await vscode.commands.executeCommand(COMMANDS.runRepeatedly);
  return undefined;
}
