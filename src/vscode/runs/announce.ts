/** What the user hears of runs that were started in the editor: progress that can be cancelled, and the verdict. */
import * as vscode from 'vscode';
import type { RunEvidence } from '../../core/run/evidence.js';
import { refusalOf } from '../adapters/guard.js';
import { loadEngine } from '../adapters/loadEngine.js';
import { commandLink, inert, type Notifications } from '../adapters/notify.js';
import type { RunRef, WorkItemRef } from '../adapters/references.js';
import { COMMANDS } from '../ids.js';
import type { FollowedRun } from './followedRun.js';
import type { WriteOutcome } from './editWorkItem.js';
import { sentenceOf } from './writeBack.js';

/** Characters of a command in a title. */
const MAX_COMMAND = 60;

/** Shows a notification until the run has ended. Cancelling it cancels the run; closing it only hides it. Who wants none has it in the status bar. */
export async function showProgress({ progress: location }: Notifications, run: FollowedRun, cancel: (run: FollowedRun) => Promise<void>): Promise<void> {
  const running = vscode.l10n.t('Running {0}', inert(await shortCommand(run)));
  const title = location === vscode.ProgressLocation.Window ? running : `${running} (${commandLink(vscode.l10n.t('show report'), COMMANDS.showRunReport, run.ref)})`;
  await vscode.window.withProgress({ location, title, cancellable: true }, async (progress, token) => {
    let shown = 0;
    let cancelling = false;
    const show = (): void => {
      const { finished, planned, failures } = run.progress();
      const increment = planned === 0 ? 0 : ((finished - shown) / planned) * 100;
      shown = finished;
      progress.report({ increment, message: cancelling ? vscode.l10n.t('cancelling…') : vscode.l10n.t('{0} of {1}, {2} failed', finished, planned, failures) });
    };
    show();
    const subscription = vscode.Disposable.from(
      run.onDidChange(show),
      token.onCancellationRequested(() => {
        cancelling = true;
        show();
        void cancel(run);
      }),
    );
    try {
      await run.ended;
    } catch {
      // Told by whoever started the run.
    } finally {
      subscription.dispose();
    }
  });
}

/** Ends a run that has a ledger: its attempts are ended with all of their processes, and what was measured is kept. */
export async function cancelRun(run: FollowedRun): Promise<void> {
  const { requestCancel } = await loadEngine();
  await requestCancel(run.folder);
}

/** @param outcome of the write-back; undefined if there was none, or what stood in its way was told already */
export async function tellVerdict(notify: Notifications, ref: RunRef, evidence: RunEvidence, outcome: WriteOutcome | undefined): Promise<void> {
  const { result, run, failures } = evidence;
  const report = vscode.l10n.t('Show Report');
  const open = vscode.l10n.t('Open Work Item');
  const message = [...(await verdictWords(ref, evidence)), ...(outcome && run.workItem !== undefined ? [sentenceOf(outcome, run.workItem)] : [])].join(' ');
  const actions = [report, ...(run.workItem === undefined ? [] : [open])];
  const chosen = await (failures > 0 || result?.reason === 'error' ? notify.warning(message, ...actions) : notify.info(message, ...actions));
  if (chosen === report) await vscode.commands.executeCommand(COMMANDS.showRunReport, ref);
  if (chosen === open && run.workItem !== undefined) {
    const target: WorkItemRef = { root: ref.root, workItem: run.workItem };
    await vscode.commands.executeCommand(COMMANDS.openWorkItem, target);
  }
}

/** What a run shows, in a few sentences. */
export async function verdictWords(ref: RunRef, evidence: RunEvidence): Promise<string[]> {
  const { verdict, result, run } = evidence;
  const judged = run.purpose === 'verify' ? await judgement(ref, evidence) : undefined;
  return [judged ?? verdict.headline, ...verdict.remarks.slice(0, 2), result?.message].filter((part) => part !== undefined);
}

/** What a run that verifies a change shows: whether the failure is proven gone. Undefined if its baseline cannot be read any more. */
async function judgement({ root }: RunRef, evidence: RunEvidence): Promise<string | undefined> {
  const { judgementOf } = await loadEngine();
  try {
    return await judgementOf(root, evidence);
  } catch (error) {
    if ((await refusalOf(error)) === undefined) throw error;
    return undefined;
  }
}

/** A run's command, short enough for a title. */
async function shortCommand(run: FollowedRun): Promise<string> {
  const { bounded, clean, commandLine } = await loadEngine();
  return run.file ? bounded(clean(commandLine(run.file)).replace(/\s+/g, ' '), MAX_COMMAND) : vscode.l10n.t('a test');
}
