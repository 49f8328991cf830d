/** Who listens on TCP ports of this machine. */
import { isDead, listPids, readProcStat } from '../process/procfs.js';
import { parseLsof, parseNetstat } from '../../core/snapshot/printed.js';
import type { Item, Listener } from '../../core/snapshot/types.js';
import { listeningSockets, socketsOf, startedAt } from '../probe/sockets.js';
import { askTool } from './tool.js';

/** From /proc on Linux, else from lsof or netstat. */
export async function listeners(env: Readonly<Record<string, string | undefined>>, signal: AbortSignal): Promise<Item<readonly Listener[]>> {
  const sockets = listeningSockets();
  if (sockets) {
    const owners = ownersOf(new Set(sockets.map(({ inode }) => inode)));
    return { value: sorted(sockets.map(({ address, port, inode }) => ({ address, port, processes: owners.get(inode) ?? [] }))) };
  }
  const windows = process.platform === 'win32';
  const said = windows ? await askTool('netstat', ['-ano', '-p', 'TCP'], env, signal) : await askTool('lsof', ['-nP', '-iTCP', '-sTCP:LISTEN', '-F', 'pcn'], env, signal);
  if ('missing' in said) return said;
  return { value: sorted(windows ? parseNetstat(said.value.stdout) : parseLsof(said.value.stdout)) };
}

type Owner = Listener['processes'][number];

/** All processes that hold a socket: a server and its workers. */
function ownersOf(inodes: ReadonlySet<string>): Map<string, Owner[]> {
  const owners = new Map<string, Owner[]>();
  for (const pid of listPids()) {
    const held = new Set(socketsOf(pid).filter((inode) => inodes.has(inode)));
    if (held.size === 0) continue;
    const stat = readProcStat(pid);
    if (!stat || isDead(stat)) continue;
    const since = startedAt(stat.startTime);
    const owner = { pid, name: stat.comm, ...(since !== undefined && { startedAt: since }) };
    for (const inode of held) owners.set(inode, [...(owners.get(inode) ?? []), owner]);
  }
  return owners;
}

function sorted(found: readonly Listener[]): Listener[] {
  return found.toSorted((a, b) => a.port - b.port || (a.address < b.address ? -1 : 1));
}
