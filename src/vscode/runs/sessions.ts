/** What happens with a run from its beginning to its write-back, while this editor follows it. */
import * as vscode from 'vscode';
import { cancelRun, showProgress, tellVerdict } from './announce.js';
import type { EndedRun, LiveRun } from './liveRuns.js';
import type { Ledgers } from './pending.js';

/** Wires the end of each followed run to its write-back, and tells of those that an editor started. */
export function followSessions({ guard, notify, history, liveRuns, writeBack }: Ledgers): vscode.Disposable {
  return vscode.Disposable.from(
    liveRuns.onDidBegin(({ followed, leased }: LiveRun) => {
      history.changed();
      if (leased) guard.background(showProgress(notify, followed, cancelRun));
    }),
    liveRuns.onDidEnd((ended) => {
      history.changed();
      guard.background(finish(ended));
    }),
    writeBack.onDidChange(() => history.changed()),
  );

  async function finish({ followed, leased }: EndedRun): Promise<void> {
    const { file, ref } = followed;
    const evidence = followed.evidence();
    if (!file || !evidence) return;
    // A run in a terminal writes its own evidence; what it could not write is pending.
    const ours = file.workItem !== undefined && (leased ? file.writeBack?.state !== 'written' : file.writeBack?.state === 'pending');
    const outcome = ours && vscode.workspace.isTrusted ? await writeBack.writeOrOffer(ref, file.workItem, false) : undefined;
    if (leased) await tellVerdict(notify, ref, evidence, outcome);
  }
}
