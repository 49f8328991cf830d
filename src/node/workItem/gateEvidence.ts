/**
 * Whether a run shows that the change as it is now works. Its ledger has to be there, to have ended without a failure, and to have measured
 * the sources as they are now.
 *
 * "As they are now" is decided by content, not by the history: the files that differ from the commit of the ledger hash to what they hashed
 * to then (nothing, where the checkout was clean). So a run on uncommitted changes still holds after exactly these were committed, amended or
 * rebased; a run that was made before the change does not hold, although its commit is an ancestor of HEAD. Work items and `.casebook` are no
 * sources.
 */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { Refusal } from '../../core/refusal.js';
import { reduce } from '../../core/run/evidence.js';
import type { Proof } from '../../core/prove/proof.js';
import { proofText } from '../../core/prove/sentence.js';
import { isRunId } from '../../core/run/id.js';
import type { PlacedEvidence } from '../../core/workItem/model.js';
import { sourcesBeside } from '../git.js';
import { proofOf } from '../prove/proofOf.js';
import { runFolder } from '../run/folders.js';
import { readRun, runEvents, type StoredRun } from '../run/readLedger.js';
import type { RunFile } from '../run/records.js';
import type { Workspace } from '../workspace.js';

/** Paths that are named in a sentence. */
const NAMED = 3;

/** Whether git is asked if the sources are still those that were measured. */
export type SourceCheck = 'compared' | 'unread';

/** Why the block does not show it, in a sentence that says what to do; undefined if it does. */
export async function reasonAgainst({ kind, id }: PlacedEvidence, workspace: Workspace, sources: SourceCheck, signal: AbortSignal): Promise<string | undefined> {
  const run = id.split('/')[0] ?? id;
  if (!isRunId(run)) return `${run} is not the id of a run.`;
  if (kind === 'command') return 'a command that ran once shows too little. Add a run with `casebook verify`.';
  if (kind !== 'run' && kind !== 'compare') return `a ${kind} does not record which sources it measured. Add a run with \`casebook verify\`.`;
  try {
    const stored = await readRun(runFolder(workspace.root, run));
    return failureOf(stored, await proofOf(workspace.root, run)) ?? (sources === 'compared' ? await changeSince(stored.file, workspace, signal) : undefined);
  } catch (error) {
    if (error instanceof Refusal) return `its ledger is not usable. ${error.message}`;
    throw error;
  }
}

/** @param proof of a run that verifies a change against a baseline: then only that counts, and not that nothing failed in too few attempts */
function failureOf(stored: StoredRun, proof: Proof | undefined): string | undefined {
  if (stored.state === 'running') return 'its run still goes on. Wait for it to end.';
  if (stored.state === 'interrupted') return 'its run was interrupted. Run it again.';
  // What is not whole (cancelled, damaged, attempts that say nothing) shows nothing either.
  const { verdict, result } = reduce(runEvents(stored));
  if (proof && result?.reason !== 'damaged') return proof.kind === 'proven' ? undefined : proofText(proof, undefined).headline;
  return verdict.kind === 'passing' ? undefined : verdict.sentence;
}

async function changeSince({ id, git, cwd }: RunFile, { root, config }: Workspace, signal: AbortSignal): Promise<string | undefined> {
  if (!git) return `run ${id} was not made in a git checkout, so nothing says which sources it measured. Run it again in one.`;
  const here = (await stat(cwd).catch(() => undefined))?.isDirectory() === true ? cwd : root;
  const exclude = config.workItems.folders.map((folder) => path.resolve(root, folder));
  const now = await sourcesBeside(here, git.commit, exclude, signal);
  signal.throwIfAborted();
  const commit = git.commit.slice(0, 10);
  if (!now) return `this checkout does not know commit ${commit}, on which it was measured. Fetch it, or run it again.`;
  if (now.diffHash === git.diffHash) return undefined;
  const named = now.changed.slice(0, NAMED).join(', ') + (now.changed.length > NAMED ? ` and ${now.changed.length - NAMED} more` : '');
  const difference = now.changed.length === 0 ? 'its uncommitted changes are gone' : `what differs from that commit now: ${named}`;
  return `the sources are not those that it measured (commit ${commit}${git.dirty ? ' with uncommitted changes' : ''}; ${difference}). Run it again.`;
}
