/** The processes of a workspace, with what they started. */
import { readFileSync, readlinkSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { redactWords } from '../../core/evidence/redactWords.js';
import { bounded, clean, plain } from '../../core/report/untrusted.js';
import { matchingTrees } from '../../core/snapshot/tree.js';
import type { Item, ProcessFacts } from '../../core/snapshot/types.js';
import { isDead, listPids, parseProcStat } from '../process/procfs.js';
import { startedAt } from '../probe/sockets.js';
import { turns } from './turns.js';

const MAX_SHOWN = 200;

const MAX_COMMAND = 200;

/** Characters of a word that are looked through for secrets: far more than are shown. */
const MAX_WORD = 16_384;

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
export async function workspaceProcesses(root: string, names: readonly string[], signal: AbortSignal): Promise<Item<readonly ProcessFacts[]>> {
  if (process.platform !== 'linux') return { missing: 'Processes are told apart by their working directory, which is known on Linux only.' };
  const real = await realpath(root);
  const turn = turns(signal);
  const found: Found[] = [];
  const matching = new Set<number>();
  for (const pid of listPids()) {
    await turn();
    const each = read(pid);
    if (!each) continue;
    found.push(each);
    if (names.includes(each.name) || (names.length > 0 && names.includes(path.basename(commandWords(pid)[0] ?? ''))) || isInside(real, workingDirectory(pid))) matching.add(pid);
  }
  const byPid = new Map(found.map((each) => [each.pid, each]));
  const own = new Set<number>();
  for (let pid = process.pid; pid > 0 && !own.has(pid); pid = byPid.get(pid)?.parent ?? 0) own.add(pid);
  const trees = matchingTrees(found, ({ pid }) => matching.has(pid), own);
  return {
    value: trees.slice(0, MAX_SHOWN).map(({ process: { pid, parent, name, startTime }, depth }) => {
      const since = startedAt(startTime);
      return { pid, parent, command: commandLine(pid) ?? bounded(`[${clean(name).replace(/\s+/g, ' ')}]`, MAX_COMMAND), ...(since !== undefined && { startedAt: since }), depth };
    }),
    ...(trees.length > MAX_SHOWN && { incomplete: `${trees.length - MAX_SHOWN} more of the workspace or of that name are not recorded.` }),
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

/** Redacted word by word, since a value may be several words; undefined for one that has none, as a kernel thread. */
function commandLine(pid: number): string | undefined {
  // A line shows no more of them, each with the space behind it.
  const words = commandWords(pid).slice(0, MAX_COMMAND).map((word) => plain(word.slice(0, MAX_WORD)));
  const line = clean(redactWords(words).join(' ')).replace(/\s+/g, ' ').trim();
  return line === '' ? undefined : bounded(line, MAX_COMMAND);
}

/** The first is its program in full: the kernel cuts the name to 15 bytes. */
function commandWords(pid: number): string[] {
  return readText(`/proc/${pid}/cmdline`).replace(/\0+$/, '').split('\0');
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
