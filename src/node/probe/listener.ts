/** Who listens there, where the address is this machine's own? */
import { networkInterfaces } from 'node:os';
import { hostPort } from '../../core/probe/address.js';
import { shellWord } from '../../core/probe/replay.js';
import type { ProbeResult } from '../../core/probe/types.js';
import { clean } from '../../core/report/untrusted.js';
import { result, startClock } from './question.js';
import { listeningSockets, socketOwners, startedAt, type ListeningSocket, type SocketOwner } from './sockets.js';

/**
 * The sockets that listen on the port, with their processes and when these started; undefined for an address of another machine, and where the
 * system does not tell. `absent` breaks nothing: a port forwarder in the kernel has no socket.
 */
export function askListener(address: string, port: number): ProbeResult | undefined {
  if (!isLocal(address)) return undefined;
  const start = startClock();
  const sockets = listeningSockets()?.filter((socket) => socket.port === port);
  if (!sockets) return undefined;
  const owners = socketOwners(new Set(sockets.map(({ inode }) => inode)));
  const here = sockets.filter((socket) => serves(socket, address));
  const elsewhere = sockets.filter((socket) => !here.includes(socket));
  const lines = [
    ...(here.length > 0 ? here.map((socket) => listens(socket, owners)) : [`nothing listens on ${hostPort(address, port)}`]),
    ...elsewhere.map((socket) => `elsewhere: ${listens(socket, owners)}`),
  ];
  return result('listener', here.length > 0 ? { type: 'answer' } : { type: 'judged', class: 'absent' }, start, {
    address: hostPort(address, port),
    phases: { lookup: start.elapsed() },
    excerpt: clean(lines.join('\n')),
    replay: `ss -ltnp ${shellWord(`sport = :${port}`)}`,
  });
}

function isLocal(address: string): boolean {
  return address.startsWith('127.') || Object.values(networkInterfaces()).some((entries) => entries?.some((entry) => entry.address === address));
}

/** A socket of every IPv6 address takes IPv4 as well, unless it was told not to, which cannot be seen. */
function serves(socket: ListeningSocket, address: string): boolean {
  return socket.address === address || socket.address === '::' || (socket.address === '0.0.0.0' && !address.includes(':')) || socket.address === `::ffff:${address}`;
}

function listens({ address, port, inode }: ListeningSocket, owners: ReadonlyMap<string, SocketOwner>): string {
  const owner = owners.get(inode);
  return `${owner ? ownerText(owner) : 'a process of another user or container'} listens on ${hostPort(address, port)}`;
}

function ownerText({ name, pid, startTime }: SocketOwner): string {
  const since = startedAt(startTime);
  return `${name} (pid ${pid}${since === undefined ? '' : `, since ${since}`})`;
}
