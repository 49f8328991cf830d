/** Who listens on TCP ports of this machine. */
import { bounded, clean } from '../../core/report/untrusted.js';
import { isDead, listPids, readProcStat } from '../process/procfs.js';
import { parseLsof, parseNetstat } from '../../core/snapshot/printed.js';
import type { Item, Listener } from '../../core/snapshot/types.js';
import { listeningSockets, socketsOf, startedAt } from '../probe/sockets.js';
import { askTool, type ToolContext } from './tool.js';
import { turns } from './turns.js';

/** That are recorded. */
const MAX_LISTENERS = 2_000;

/** Of one socket: a server with more workers than that has them all alike. */
const MAX_OWNERS = 100;

const MAX_NAME = 100;

/** From /proc on Linux, else from lsof or netstat. */
export async function listeners(context: ToolContext, signal: AbortSignal): Promise<Item<readonly Listener[]>> {
  const sockets = listeningSockets();
  if (sockets) {
    const owners = await ownersOf(new Set(sockets.map(({ inode }) => inode)), signal);
    return listed(sockets.map(({ address, port, inode }) => ({ address, port, processes: owners.get(inode) ?? [] })));
  }
  const windows = process.platform === 'win32';
  const said = windows ? await askTool('netstat', ['-ano', '-p', 'TCP'], context, signal) : await askTool('lsof', ['-nP', '-iTCP', '-sTCP:LISTEN', '-F', 'pcn'], context, signal);
  if ('missing' in said) return said;
  return listed(windows ? parseNetstat(said.value.stdout) : parseLsof(said.value.stdout));
}

type Owner = Listener['processes'][number];

/** All processes that hold a socket: a server and its workers. */
async function ownersOf(inodes: ReadonlySet<string>, signal: AbortSignal): Promise<Map<string, Owner[]>> {
  const owners = new Map<string, Owner[]>();
  const turn = turns(signal);
  for (const pid of listPids()) {
    await turn();
    const held = new Set(socketsOf(pid).filter((inode) => inodes.has(inode)));
    if (held.size === 0) continue;
    const stat = readProcStat(pid);
    if (!stat || isDead(stat)) continue;
    const since = startedAt(stat.startTime);
    const owner = { pid, name: stat.comm, ...(since !== undefined && { startedAt: since }) };
    for (const inode of held) {
      const others = owners.get(inode);
      if (others) others.push(owner);
      else owners.set(inode, [owner]);
    }
  }
  return owners;
}

/** Sorted and bounded. A process chooses its name: it may hold anything but a NUL. */
function listed(found: readonly Listener[]): Item<readonly Listener[]> {
  const all = found.toSorted((a, b) => a.port - b.port || (a.address < b.address ? -1 : 1));
  const value = all.slice(0, MAX_LISTENERS).map(({ address, port, processes }) => ({ address, port, processes: processes.slice(0, MAX_OWNERS).map(named) }));
  const left = all.length - value.length;
  return { value, ...(left > 0 && { incomplete: `${left} more are not recorded.` }) };
}

function named({ name, ...owner }: Owner): Owner {
  return { ...owner, name: bounded(clean(name).replace(/\s+/g, ' ').trim(), MAX_NAME) };
}
