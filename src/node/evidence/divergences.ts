/** Reads logs of a run to find where its failing attempts leave passing ones. */
import { open } from 'node:fs/promises';
import path from 'node:path';
import { firstDivergence, MAX_LOG_LENGTH, nearestPassing, type Divergence, type LogHead } from '../../core/run/divergence.js';
import { byCount, type FailureGroup, type RunEvidence } from '../../core/run/evidence.js';
import { attemptLogPath } from '../../core/run/logPath.js';
import { errorCode } from '../errorCode.js';

/** Ways to fail for which logs are read: the most frequent ones, as everywhere. */
const MAX_GROUPS = 5;

/** Passing attempts that are tried, since logs of passing attempts may have been removed. */
const CANDIDATES = 20;

/**
 * The evidence, its most frequent groups of failures with the line at which the log of their first attempt leaves that of the nearest passing one. The next nearest
 * one tells what is noise. Where a log is gone, or no attempt passed, there is nothing to tell.
 * @param folder the run's folder
 */
export async function withDivergences(folder: string, evidence: RunEvidence): Promise<RunEvidence> {
  const found = new Map<string, Divergence>();
  for (const group of byCount(evidence.groups).slice(0, MAX_GROUPS)) {
    const divergence = await divergenceOf(folder, evidence, group);
    if (divergence) found.set(group.signature.id, divergence);
  }
  if (found.size === 0) return evidence;
  const groups = evidence.groups.map((group) => {
    const divergence = found.get(group.signature.id);
    return divergence ? { ...group, divergence } : group;
  });
  return { ...evidence, groups };
}

async function divergenceOf(folder: string, { attempts, run }: RunEvidence, group: FailureGroup): Promise<Divergence | undefined> {
  const [failingAttempt] = group.attempts;
  const failing = await headOf(path.join(folder, group.firstLog));
  if (failingAttempt === undefined || failing === undefined) return undefined;
  const passing: { attempt: number; log: LogHead }[] = [];
  for (const attempt of nearestPassing(attempts, failingAttempt, CANDIDATES)) {
    const log = await headOf(path.join(folder, attemptLogPath(attempt)));
    if (log !== undefined) passing.push({ attempt, log });
    if (passing.length === 2) break;
  }
  const [nearest, next] = passing;
  if (!nearest) return undefined;
  const divergence = firstDivergence(failing, nearest.log, run.cwd, next?.log);
  return divergence && { ...divergence, failingAttempt, passingAttempt: nearest.attempt };
}

/** The first part of a log; undefined if it is gone. */
async function headOf(file: string): Promise<LogHead | undefined> {
  try {
    const handle = await open(file, 'r');
    try {
      const { size } = await handle.stat();
      const buffer = Buffer.alloc(Math.min(size, MAX_LOG_LENGTH));
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
      return { text: buffer.subarray(0, bytesRead).toString('utf8'), cut: bytesRead < size };
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
