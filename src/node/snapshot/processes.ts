/** The processes of a workspace, with what they started. */
import { readFileSync, readlinkSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { bounded, clean } from '../../core/report/untrusted.js';
import { matchingTrees } from '../../core/snapshot/tree.js';
import type { Item, ProcessFacts } from '../../core/snapshot/types.js';
import { isDead, listPids, parseProcStat } from '../process/procfs.js';
import { startedAt } from '../probe/sockets.js';

const MAX_SHOWN = 200;

const MAX_COMMAND = 200;

interface Found {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
  readonly startTime: string;
}

/**
 * Those whose working directory lies in the workspace, or whose program has one of the names. This process and those that lead to it are left out.
 * @param root absolute
 */
export async function workspaceProcesses(root: string, names: readonly string[]): Promise<Item<readonly ProcessFacts[]>> {
  if (process.platform !== 'linux') return { missing: 'Processes are told apart by their working directory, which is known on Linux only.' };
  const real = await realpath(root);
  const found = listPids().flatMap((pid) => read(pid) ?? []);
  const byPid = new Map(found.map((each) => [each.pid, each]));
  const own = new Set<number>();
  for (let pid = process.pid; pid > 0 && !own.has(pid); pid = byPid.get(pid)?.parent ?? 0) own.add(pid);
  const matches = ({ pid, name }: Found): boolean => names.includes(name) || names.includes(programOf(pid)) || isInside(real, workingDirectory(pid));
  const trees = matchingTrees(found, matches, own);
  return {
    value: trees.slice(0, MAX_SHOWN).map(({ process: { pid, parent, name, startTime }, depth }) => {
      const since = startedAt(startTime);
      const line = commandLine(pid);
      return { pid, parent, command: bounded(clean(line === '' ? `[${name}]` : line).replace(/\s+/g, ' ').trim(), MAX_COMMAND), ...(since !== undefined && { startedAt: since }), depth };
    }),
  };
}

function read(pid: number): Found | undefined {
  const text = readText(`/proc/${pid}/stat`);
  const stat = parseProcStat(text);
  if (!stat || isDead(stat)) return undefined;
  // The second field after the name, see proc(5).
  const parent = Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]);
  return { pid, parent, name: stat.comm, startTime: stat.startTime };
}

function commandLine(pid: number): string {
  return readText(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();
}

/** Of the program in its command line: the kernel cuts the name to 15 bytes. */
function programOf(pid: number): string {
  return path.basename(readText(`/proc/${pid}/cmdline`).split('\0', 1)[0] ?? '');
}

function workingDirectory(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined; // Another user's, or gone.
  }
}

function isInside(root: string, folder: string | undefined): boolean {
  return folder !== undefined && (folder === root || folder.startsWith(root.endsWith('/') ? root : `${root}/`));
}

/** Empty for a process that is gone. */
function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
