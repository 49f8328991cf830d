/** What Linux tells of listening TCP sockets: /proc/net/tcp and tcp6, and whose they are: /proc/PID/fd. */
import { closeSync, openSync, readdirSync, readFileSync, readlinkSync, readSync } from 'node:fs';
import { errorCode } from '../errorCode.js';
import { isDead, listPids, readProcStat } from '../process/procfs.js';

/** Of a socket that takes connections. */
export interface ListeningSocket {
  /** Literal, without brackets; `0.0.0.0` and `::` are every address. */
  readonly address: string;
  readonly port: number;
  readonly inode: string;
}

export interface SocketOwner {
  readonly pid: number;
  /** Name of the executable, at most 15 bytes. */
  readonly name: string;
  /** Clock ticks since boot, as in /proc/PID/stat. */
  readonly startTime: string;
}

/** State LISTEN of include/net/tcp_states.h. */
const LISTEN = '0A';

/** The listening TCP sockets of this network namespace; undefined where the system does not tell (no /proc). */
export function listeningSockets(): ListeningSocket[] | undefined {
  const [ipv4Sockets, ipv6Sockets] = ['/proc/net/tcp', '/proc/net/tcp6'].map(listeningIn);
  return ipv4Sockets && [...ipv4Sockets, ...(ipv6Sockets ?? [])];
}

/** Bytes of one read: about a line. The kernel fills what is asked for, and to do so walks its table of all connections, which takes up to 40 ms. */
const READ_BYTES = 192;

/** The kernel tells of listening sockets before all others: the table is read up to the first that does not listen. Undefined if there is no such table. */
function listeningIn(table: string): ListeningSocket[] | undefined {
  let fd: number;
  try {
    fd = openSync(table, 'r');
  } catch {
    return undefined; // No /proc, or IPv6 is off.
  }
  try {
    const sockets: ListeningSocket[] = [];
    const buffer = Buffer.alloc(READ_BYTES);
    let text = '';
    let head = true;
    for (let read = readSync(fd, buffer); read > 0; read = readSync(fd, buffer)) {
      const lines = (text + buffer.toString('latin1', 0, read)).split('\n');
      text = lines.pop() ?? '';
      if (head && lines.length > 0) head = lines.shift() === undefined;
      for (const line of lines) {
        const socket = parseSocket(line);
        if (!socket) return sockets;
        sockets.push(socket);
      }
    }
    return sockets;
  } finally {
    closeSync(fd);
  }
}

/** One line of such a table; undefined if the socket does not listen. */
function parseSocket(line: string): ListeningSocket | undefined {
  const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/);
  const [hex = '', port = ''] = local.split(':');
  if (state !== LISTEN || inode === undefined) return undefined;
  return { address: hex.length === 8 ? ipv4(hex) : ipv6(hex), port: Number.parseInt(port, 16), inode };
}

/**
 * Which process holds each socket of these inodes; of several (a server and its workers) the one that was started last. Those of other users are not
 * visible to this one. From the last process to the first, since what somebody debugs was started lately: a look at all of them takes 10 ms.
 */
export function socketOwners(inodes: ReadonlySet<string>): Map<string, SocketOwner> {
  const owners = new Map<string, SocketOwner>();
  for (const pid of listPids().reverse()) {
    if (owners.size === inodes.size) break;
    for (const inode of socketsOf(pid)) {
      if (!inodes.has(inode) || owners.has(inode)) continue;
      const stat = readProcStat(pid);
      if (stat && !isDead(stat)) owners.set(inode, { pid, name: stat.comm, startTime: stat.startTime });
    }
  }
  return owners;
}

/** Inodes of the sockets that a process holds; none if it is gone, or another user's. */
export function socketsOf(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  return names.map((name) => /^socket:\[(\d+)\]$/.exec(readLink(`${folder}/${name}`))?.[1]).filter((inode) => inode !== undefined);
}

/** ISO 8601, UTC, s; undefined where the system does not tell. USER_HZ, in which the kernel counts for user space, is 100 on every Linux. */
export function startedAt(startTime: string): string | undefined {
  const boot = /^btime (\d+)$/m.exec(readText('/proc/stat') ?? '')?.[1];
  return boot === undefined ? undefined : new Date((Number(boot) + Math.floor(Number(startTime) / 100)) * 1000).toISOString().replace('.000Z', 'Z');
}

/** Four bytes as one number of the machine, which is little-endian wherever Node runs. */
function ipv4(hex: string): string {
  return (hex.match(/../g) ?? []).reverse().map((byte) => Number.parseInt(byte, 16)).join('.');
}

/** Four such numbers. */
function ipv6(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => (word.match(/../g) ?? []).reverse());
  const groups = (bytes.join('').match(/.{4}/g) ?? []).map((group) => Number.parseInt(group, 16).toString(16));
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return undefined; // No /proc.
  }
}

function readLink(file: string): string {
  try {
    return readlinkSync(file);
  } catch (error) {
    // It was closed meanwhile, or its process is gone.
    if (errorCode(error) === undefined) throw error;
    return '';
  }
}
