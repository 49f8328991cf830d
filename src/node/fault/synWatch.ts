/** Sees connections that get no answer: sockets of this machine in SYN_SENT towards a port, in the kernel's table (Linux, proc(5)). */
import { readFileSync } from 'node:fs';
import { addressText, type Address } from '../../core/fault/address.js';

const TABLES = ['/proc/net/tcp', '/proc/net/tcp6'];

/** `TCP_SYN_SENT` in the kernel's tcp_states.h. */
const SYN_SENT = '02';

/** A connect that is answered leaves the table within microseconds; one that is not stays for seconds. */
const EVERY_MS = 10;

/** Tells of each socket once, by its own address and port. To be stopped by whoever started it. */
export function watchSyns(target: Address, seen: (from: string) => void): { stop(): void } {
  const known = new Set<string>();
  const look = (): void => {
    for (const table of TABLES) {
      for (const from of synsTo(target, table)) {
        if (known.has(from)) continue;
        known.add(from);
        seen(from);
      }
    }
  };
  const timer = setInterval(look, EVERY_MS);
  return {
    stop: () => {
      look();
      clearInterval(timer);
    },
  };
}

function synsTo({ host, port }: Address, table: string): string[] {
  let text: string;
  try {
    text = readFileSync(table, 'latin1');
  } catch {
    return []; // No such table: another system, or a kernel without IPv6.
  }
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')} ${SYN_SENT} `;
  return text.split('\n').flatMap((line) => {
    if (!line.includes(wanted)) return [];
    const [, local = '', remote = ''] = line.trim().split(/\s+/);
    const [from, to] = [decoded(local), decoded(remote)];
    return from && to && isHost(to.host, host) ? [addressText(from)] : [];
  });
}

function isHost(address: string, host: string): boolean {
  if (host === '0.0.0.0' || host === '::') return address.startsWith('127.') || address === '::1';
  return address === host;
}

/** `0100007F:1F90`: 32-bit words in the byte order of the machine. */
function decoded(text: string): Address | undefined {
  const [words = '', port = ''] = text.split(':');
  const bytes = Buffer.from(words, 'hex');
  for (let at = 0; at + 4 <= bytes.length; at += 4) bytes.subarray(at, at + 4).reverse();
  const v4 = bytes.length === 4 ? bytes : bytes.length === 16 && words.startsWith('0000000000000000FFFF0000') ? bytes.subarray(12) : undefined;
  if (v4) return { host: v4.join('.'), port: Number.parseInt(port, 16) };
  if (bytes.length !== 16) return undefined;
  const groups = Array.from({ length: 8 }, (_, i) => bytes.readUInt16BE(2 * i).toString(16)).join(':');
  return { host: new URL(`http://[${groups}]/`).hostname.slice(1, -1), port: Number.parseInt(port, 16) };
}
