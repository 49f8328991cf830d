/** Telling a process from a later one that got the same number. */
import type { ProcessIdentity } from '../../core/run/events.js';
import { isDead, readProcStat } from './procfs.js';

/**
 * The identity of a live process; undefined if there is none with that number.
 * On Linux the start time is field 22 of /proc/PID/stat, in clock ticks since boot. On macOS and Windows no start time is
 * known without starting another program: it is left out there, and a number that was used again cannot be told.
 */
export function processIdentity(pid: number): ProcessIdentity | undefined {
  const stat = readProcStat(pid);
  if (stat) return isDead(stat) ? undefined : { pid, startTime: stat.startTime };
  return process.platform !== 'linux' && answersSignals(pid) ? { pid } : undefined;
}

/** That of this process. */
export function ownIdentity(): ProcessIdentity {
  return processIdentity(process.pid) ?? { pid: process.pid };
}

/** Whether that very process lives. One that ended and waits for its parent does not. */
export function isAlive(identity: ProcessIdentity): boolean {
  const current = processIdentity(identity.pid);
  if (!current) return false;
  return identity.startTime === undefined || current.startTime === undefined || identity.startTime === current.startTime;
}

function answersSignals(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process exists, but may not be signalled.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
