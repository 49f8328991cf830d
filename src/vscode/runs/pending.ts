/** What a root's ledgers leave to do: runs that go on are followed, and what was not written into its work item is. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Guard } from '../adapters/guard.js';
import { loadEngine } from '../adapters/loadEngine.js';
import type { Notifications } from '../adapters/notify.js';
import { refOf, type RunHistory } from './history.js';
import type { LiveRuns } from './liveRuns.js';
import type { WriteBack } from './writeBack.js';

/** Folders of evidence other than runs that are looked at, newest first. */
const RECENT = 200;

export interface Ledgers {
  readonly guard: Guard;
  readonly notify: Notifications;
  readonly history: RunHistory;
  readonly liveRuns: LiveRuns;
  readonly writeBack: WriteBack;
}

/** @param mayWrite false in an untrusted workspace: then runs are only followed */
export async function takeUp(root: string, { guard, history, liveRuns, writeBack }: Ledgers, mayWrite: boolean): Promise<void> {
  const known = new Set<string>();
  for (const run of await history.recent(root)) {
    known.add(run.file.id);
    if (run.state === 'running') await liveRuns.adopt(refOf(root, run));
    else if (mayWrite && run.file.writeBack?.state === 'pending') await writeBack.writeFound(refOf(root, run), run.file.writeBack.workItem);
  }
  if (mayWrite) await takeUpOthers(root, known, { guard, writeBack });
}

/** Everything but runs is over when their ledger appears; only their write-back may be left. */
async function takeUpOthers(root: string, runs: ReadonlySet<string>, { guard, writeBack }: Pick<Ledgers, 'guard' | 'writeBack'>): Promise<void> {
  const { isRunId, readCommand, readFault, readLogDiff, readLogs, readProbe, readSnapshot, readWait, Refusal, runsFolder } = await loadEngine();
  const top = runsFolder(root);
  const ids = (await readdir(top).catch(() => [])).filter((id) => isRunId(id) && !runs.has(id)).sort().reverse().slice(0, RECENT);
  for (const id of ids) {
    try {
      const folder = path.join(top, id);
      const found = (await readProbe(folder)) ?? (await readWait(folder)) ?? (await readSnapshot(folder)) ?? (await readFault(folder)) ?? (await readLogs(folder)) ?? (await readLogDiff(folder)) ?? (await readCommand(folder));
      if (found?.writeBack?.state === 'pending') await writeBack.writeFound({ root, run: id }, found.writeBack.workItem);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      guard.note(error);
    }
  }
}
