/** Steering a run from outside its process, by files in its folder: the editor's lease, and requests to pause and to cancel. */
import { statSync } from 'node:fs';
import { access, rm, unlink, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '../../core/ports.js';
import type { EndReason } from '../../core/run/events.js';
import { errorCode } from '../errorCode.js';
import { takeForLife } from '../workItem/lock.js';

/** A run whose editor does not renew its lease for so long, ms, ends as interrupted (DESIGN 4.8). */
export const LEASE_MS = 60_000;

/** The editor's side: it still follows the run. To be called a few times per {@link LEASE_MS}. */
export async function renewLease(folder: string, clock: Clock): Promise<void> {
  const file = path.join(folder, 'lease');
  const now = new Date(clock.now());
  try {
    await utimes(file, now, now);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    await writeFile(file, '');
  }
}

/** The editor's side: whether an editor of this machine started the run or took it up, and nobody was told yet how it ended. */
export async function hasLease(folder: string): Promise<boolean> {
  return access(path.join(folder, 'lease')).then(() => true, () => false);
}

/** The editor's side: the run has ended, and the user is told of it. */
export async function endLease(folder: string): Promise<void> {
  await rm(path.join(folder, 'lease'), { force: true });
}

/**
 * The editor's side: of the windows on one folder, one answers for a run or other evidence: it writes that into its work item, and tells of it. The first that
 * asks is it, and stays it as long as its process lives. Returns whether this process is.
 * @throws Refusal `unable` if nothing can be written there
 */
export function claimRun(folder: string): Promise<boolean> {
  return takeForLife(path.join(folder, 'claim'));
}

/** Anybody's side: the run is to end as cancelled, within a second or so. Its running attempts are ended and recorded. */
export async function requestCancel(folder: string): Promise<void> {
  await writeFile(path.join(folder, 'cancel'), '');
}

/** Anybody's side: no further attempt starts, until {@link requestContinue}. */
export async function requestPause(folder: string): Promise<void> {
  await writeFile(path.join(folder, 'pause'), '');
}

/** Anybody's side. @returns whether it was paused */
export async function requestContinue(folder: string): Promise<boolean> {
  try {
    await unlink(path.join(folder, 'pause'));
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

/** Takes back what was asked of a run that is gone. */
export async function clearRequests(folder: string): Promise<void> {
  for (const name of ['cancel', 'pause', 'lease']) await rm(path.join(folder, name), { force: true });
}

/** What a run asks about its control. */
export interface RunControl {
  /** Why the run has to end, or undefined. */
  readonly shouldStop: () => EndReason | undefined;
  /** Whether no further attempt may start for now. */
  readonly isPaused: () => boolean;
}

/**
 * The run's side, for the options of `execute`.
 *
 * Whether the lease was renewed is seen from its file's time, but how long ago is counted on the monotonic clock from when that was
 * noticed: a wall clock that is set, or a machine that slept, ends no run. A lease that never comes lapses too.
 * @param folder the run's; it need not exist yet
 */
export function watchControl(folder: string, options: { readonly lease: boolean }, clock: Clock): RunControl {
  let renewal: number | undefined;
  let renewedAt = clock.monotonic();
  return {
    isPaused: () => modified(path.join(folder, 'pause')) !== undefined,
    shouldStop: () => {
      if (modified(path.join(folder, 'cancel')) !== undefined) return 'cancelled';
      if (!options.lease) return undefined;
      const latest = modified(path.join(folder, 'lease'));
      if (latest !== renewal) {
        renewal = latest;
        renewedAt = clock.monotonic();
      }
      return clock.monotonic() - renewedAt > LEASE_MS ? 'interrupted' : undefined;
    },
  };
}

/** Time of the last change in ms since the Unix epoch; undefined if there is no such file. */
function modified(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs;
}
