/** Steering runs from the tree: cancel, pause, resume, and writing their evidence. Each for all that are selected. */
import * as vscode from 'vscode';
import { loadEngine } from '../adapters/loadEngine.js';
import { requireTrust } from '../adapters/trust.js';
import type { RunRef } from '../adapters/references.js';
import { cancelRun } from '../runs/announce.js';
import { resumeRun } from '../runs/resumeRun.js';
import type { Services } from '../services.js';

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

/** For runs whose evidence does not stand in their work items yet. */
export async function writeEvidenceOf({ writeBack }: Services, runs: readonly RunRef[]): Promise<void> {
  const { workItemOf } = await loadEngine();
  for (const ref of runs) {
    const workItem = await workItemOf(ref.root, ref.run);
    if (workItem !== undefined) await writeBack.writeOrOffer(ref, workItem, { anyPlace: true });
  }
}
