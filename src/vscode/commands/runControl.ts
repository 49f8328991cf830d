/** Steering runs from the tree: cancel, pause, resume, and writing their evidence. Each for all that are selected. */
import * as vscode from 'vscode';
import { isThere, showFile } from '../adapters/documents.js';
import { loadEngine } from '../adapters/loadEngine.js';
import { requireTrust } from '../adapters/trust.js';
import { fileOf, type RunRef } from '../adapters/references.js';
import { cancelRun } from '../runs/announce.js';
import { resumeRun } from '../runs/resumeRun.js';
import type { Services } from '../services.js';
import { askRecipient } from './askWorkItem.js';

export async function cancelRuns({ liveRuns }: Services, runs: readonly RunRef[]): Promise<void> {
  for (const { run } of runs) {
    const live = liveRuns.get(run);
    if (live) await cancelRun(live.followed);
  }
}

/** Attempts that run come to their end, and no further one starts. */
export async function pauseRuns({ liveRuns }: Services, runs: readonly RunRef[]): Promise<void> {
  const { requestPause } = await loadEngine();
  for (const { run } of runs) {
    const live = liveRuns.get(run);
    if (live) await requestPause(live.followed.folder);
  }
}

/** A paused run goes on; one that was interrupted or cancelled is taken up again from its ledger, in a process of its own. */
export async function resumeRuns(services: Services, runs: readonly RunRef[]): Promise<void> {
  await requireTrust(vscode.l10n.t('Resume Run'));
  const { isAlive, requestContinue } = await loadEngine();
  for (const ref of runs) {
    const followed = services.liveRuns.get(ref.run)?.followed;
    if (followed?.file && isAlive(followed.file.runner)) {
      await requestContinue(followed.folder);
      continue;
    }
    // Its process is gone, which whoever follows it is about to see: the same run cannot be followed twice.
    followed?.poke();
    await followed?.ended.catch(() => undefined);
    await resumeRun(services, ref);
  }
}

/** For runs whose evidence does not stand in their work items yet. Those that have none, or whose work item is gone, go into the one that is chosen, once for all of a folder. */
export async function writeEvidenceOf(services: Services, runs: readonly RunRef[]): Promise<void> {
  const { openWorkspace, workItemOf } = await loadEngine();
  const chosen = new Map<string, string>();
  for (const ref of runs) {
    const { root } = ref;
    const own = await workItemOf(await openWorkspace(root), ref.run);
    let workItem = own !== undefined && (await isThere(fileOf({ root, workItem: own }))) ? own : chosen.get(root);
    if (workItem === undefined) {
      const title = vscode.l10n.t('Write Evidence into Work Item');
      await requireTrust(title); // it may be a new one
      workItem = (await askRecipient({ title, step: 1, of: 1 }, root, services))?.workItem;
      if (workItem === undefined) return;
      chosen.set(root, workItem);
    }
    await services.writeBack.writeOrOffer(ref, workItem, { anyPlace: true });
  }
  for (const [root, workItem] of chosen) await showFile(fileOf({ root, workItem }));
}
