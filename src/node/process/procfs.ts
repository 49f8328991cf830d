/** What Linux tells of processes in /proc. On other systems everything here answers "not known". */
import { closeSync, openSync, readdirSync, readSync } from 'node:fs';

/** Fields of /proc/PID/stat, see proc(5). */
export interface ProcStat {
  readonly pid: number;
  /** Name of the executable, at most 15 bytes; any character may stand in it. */
  readonly comm: string;
  /** `Z` and `X` are dead: they hold nothing but their number. */
  readonly state: string;
  /** Number of its process group. */
  readonly group: number;
  /** Field 22: start time in clock ticks since boot. */
  readonly startTime: string;
}

/** Large enough for every stat line, and for most environments in one read. */
const buffer = Buffer.allocUnsafe(64 * 1024);

/** An environment that is longer is searched up to here, bytes. Linux itself allows a fraction of the stack limit, usually 2 MiB. */
const MAX_ENVIRON = 8 * 1024 * 1024;

/** Undefined if there is no such process, or no /proc. */
export function readProcStat(pid: number): ProcStat | undefined {
  const text = readProcFile(`/proc/${pid}/stat`)?.toString('latin1');
  return text === undefined ? undefined : parseProcStat(text);
}

/** Undefined if the text is no stat line. The name in parentheses may itself hold parentheses and spaces: the last `)` ends it. */
export function parseProcStat(text: string): ProcStat | undefined {
  const open = text.indexOf('(');
  const close = text.lastIndexOf(')');
  if (open < 0 || close < open) return undefined;
  const pid = Number(text.slice(0, open).trim());
  // The first field after the name is number 3, the state.
  const fields = text.slice(close + 2).trim().split(' ');
  const [state, group, startTime] = [fields[0], Number(fields[2]), fields[19]];
  if (!Number.isSafeInteger(pid) || state === undefined || !Number.isSafeInteger(group) || startTime === undefined) return undefined;
  return { pid, comm: text.slice(open + 1, close), state, group, startTime };
}

/** Whether the process has ended, and only its parent's wait is missing. */
export function isDead(stat: ProcStat): boolean {
  return stat.state === 'Z' || stat.state === 'X' || stat.state === 'x';
}

/** Numbers of all processes that are visible here; empty where there is no /proc. */
export function listPids(): number[] {
  let names: string[];
  try {
    names = readdirSync('/proc');
  } catch {
    return [];
  }
  const pids: number[] = [];
  for (const name of names) {
    const first = name.charCodeAt(0);
    if (first >= 0x31 && first <= 0x39) pids.push(Number(name));
  }
  return pids;
}

/**
 * The number that was given to a process or thread last; undefined where there is no /proc. It is the last field of /proc/loadavg, and much
 * cheaper than a look at all processes.
 */
export function latestPid(): number | undefined {
  const field = readProcFile('/proc/loadavg')?.toString('latin1').trim().split(' ').at(-1);
  const pid = Number(field);
  return Number.isSafeInteger(pid) && pid > 0 ? pid : undefined;
}

/**
 * The environment that the process was started with, as `NAME=value` entries with a NUL before and after each.
 * Undefined if it is gone, or another user's. Empty for a kernel thread, a dead process, and one that overwrote it.
 */
export function readEnviron(pid: number): Buffer | undefined {
  const content = readProcFile(`/proc/${pid}/environ`);
  return content && Buffer.concat([NUL, content, NUL]);
}

const NUL = Buffer.from([0]);

/** A view of the shared buffer, valid until the next call, unless the file is larger than it. */
function readProcFile(path: string): Buffer | undefined {
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch {
    return undefined;
  }
  try {
    const parts: Buffer[] = [];
    let total = 0;
    for (;;) {
      const read = readSync(fd, buffer, 0, buffer.length, null);
      total += read;
      if (read < buffer.length) {
        if (parts.length === 0) return buffer.subarray(0, read);
        return Buffer.concat([...parts, buffer.subarray(0, read)]);
      }
      if (total > MAX_ENVIRON) return Buffer.concat(parts);
      parts.push(Buffer.from(buffer));
    }
  } catch {
    // The process ended between open and read (ESRCH), or may not be read (EPERM).
    return undefined;
  } finally {
    closeSync(fd);
  }
}
