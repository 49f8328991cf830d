/** What happens with a run from its beginning to its write-back, while this editor follows it. */
import * as vscode from 'vscode';
import { loadEngine } from '../adapters/loadEngine.js';
import { cancelRun, showProgress, tellVerdict } from './announce.js';
import type { FollowedRun } from './followedRun.js';
import type { EndedRun, LiveRun } from './liveRuns.js';
import type { Ledgers } from './pending.js';

/** Wires the end of each followed run to its write-back, and tells of those that an editor started. */
export function followSessions({ guard, notify, history, liveRuns, writeBack }: Ledgers): vscode.Disposable {
  return vscode.Disposable.from(
    liveRuns.onDidBegin(({ followed, leased }: LiveRun) => {
      history.changed();
      if (leased) guard.background(begin(followed));
    }),
    liveRuns.onDidEnd((ended) => {
      history.changed();
      guard.background(finish(ended));
    }),
    writeBack.onDidChange(() => history.changed()),
  );

  /** Several windows may keep one run alive: one shows it. */
  async function begin(followed: FollowedRun): Promise<void> {
    if (vscode.workspace.isTrusted && (await writeBack.answersFor(followed.ref))) await showProgress(notify, followed, cancelRun);
  }

  async function finish({ followed, leased }: EndedRun): Promise<void> {
    const { file, ref } = followed;
    const evidence = followed.evidence();
    if (!file || !evidence) return;
    if (!vscode.workspace.isTrusted) return;
    const { workItem } = file;
    const state = file.writeBack?.state;
    // A run in a terminal writes its own evidence; what it could not write is pending.
    const due = leased ? state !== 'written' : state === 'pending';
    const outcome = due && workItem !== undefined ? await writeBack.writeOrOffer(ref, workItem, { asked: false }) : undefined;
    if (state === 'written' && workItem !== undefined) await writeBack.keepAmongEdits(ref, workItem);
    if (!leased) return;
    const mine = await writeBack.answersFor(ref);
    await (await loadEngine()).endLease(followed.folder);
    if (mine) await tellVerdict(notify, ref, evidence, outcome);
  }
}
