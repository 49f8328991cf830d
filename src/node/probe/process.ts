/** Does the process run, is it still the same one, and what does it listen on? */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { hostPort } from '../../core/probe/address.js';
import { replayProbe } from '../../core/probe/replay.js';
import type { ProbeResult, ProcessTarget } from '../../core/probe/types.js';
import { clean } from '../../core/report/untrusted.js';
import { processIdentity } from '../process/identity.js';
import { isDead, listPids, readProcStat } from '../process/procfs.js';
import { result, startClock, type Start } from './question.js';
import { listeningSockets, socketsOf, startedAt } from './sockets.js';

/** More processes of one name are counted, but not shown. */
const MAX_SHOWN = 8;

/**
 * One answer for each process of a name, or one for the process with a number. The replay names it with its start time: asked again, a later process
 * that got the same number is `restarted`. By name on Linux only: no other system tells without starting a program.
 */
export function askProcess(target: ProcessTarget, timeoutMs: number): ProbeResult[] {
  const start = startClock();
  if (target.pid !== undefined) return [byNumber(target.pid, target, start, timeoutMs)];
  if (process.platform !== 'linux') {
    return [answer(target.text, start, { type: 'judged', class: 'unknown', error: { reason: 'processes are found by name on Linux only: write process:PID' } }, replayProbe(target.text, timeoutMs))];
  }
  const pids = listPids().filter((pid) => pid !== process.pid && isNamed(pid, target.name ?? ''));
  if (pids.length === 0) return [answer(target.text, start, { type: 'judged', class: 'absent' }, replayProbe(target.text, timeoutMs))];
  return pids.slice(0, MAX_SHOWN).map((pid) => byNumber(pid, target, start, timeoutMs, pids.length > MAX_SHOWN ? `one of ${pids.length}` : undefined));
}

function byNumber(pid: number, target: ProcessTarget, start: Start, timeoutMs: number, note?: string): ProbeResult {
  const identity = processIdentity(pid);
  const address = `process:${pid}`;
  if (!identity) return answer(address, start, { type: 'judged', class: 'absent' }, replayProbe(target.text, timeoutMs));
  const { startTime } = identity;
  const replay = replayProbe(startTime === undefined ? address : `${address}@${startTime}`, timeoutMs);
  const since = startTime === undefined ? undefined : startedAt(startTime);
  const name = readProcStat(pid)?.comm;
  const facts = [name, since && `since ${since}`, listensOn(pid), note].filter((fact) => fact !== undefined && fact !== '');
  const restarted = target.startTime !== undefined && startTime !== undefined && target.startTime !== startTime;
  return answer(address, start, restarted ? { type: 'judged', class: 'restarted' } : { type: 'answer' }, replay, clean(facts.join(', ')));
}

function answer(address: string, start: Start, seen: Parameters<typeof result>[1], replay: string, excerpt?: string): ProbeResult {
  return result('process', seen, start, { address, phases: { total: start.elapsed() }, replay, excerpt });
}

/** By the name of its executable, or of the program in its command line: the kernel cuts the first to 15 bytes. */
function isNamed(pid: number, name: string): boolean {
  const stat = readProcStat(pid);
  if (!stat || isDead(stat)) return false;
  if (stat.comm === name) return true;
  try {
    return path.basename(readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0', 1)[0] ?? '') === name;
  } catch {
    return false; // It ended meanwhile.
  }
}

function listensOn(pid: number): string | undefined {
  const own = new Set(socketsOf(pid));
  const listening = (listeningSockets() ?? []).filter(({ inode }) => own.has(inode)).map(({ address, port }) => hostPort(address, port));
  return listening.length === 0 ? undefined : `listens on ${listening.join(' and ')}`;
}
