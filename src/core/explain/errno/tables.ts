/** What a number means on each operating system. */
import { LINUX } from './linux.js';
import { MACOS } from './macos.js';
import type { ErrnoRow } from './row.js';
import { WINDOWS } from './windows.js';

export const SYSTEMS = ['linux', 'macos', 'windows'] as const;

export type System = (typeof SYSTEMS)[number];

const TABLES: Readonly<Record<System, ReadonlyMap<number, ErrnoRow>>> = { linux: byNumber(LINUX), macos: byNumber(MACOS), windows: byNumber(WINDOWS) };

/** Of getaddrinfo: netdb.h of glibc, without its sign, and of macOS. Windows gives numbers of Windows Sockets. */
const RESOLVER: Readonly<Record<System, ReadonlyMap<number, ErrnoRow>>> = {
  linux: byNumber([
    [1, 'EAI_BADFLAGS', 'Bad value for ai_flags'],
    [2, 'EAI_NONAME', 'Name or service not known'],
    [3, 'EAI_AGAIN', 'Temporary failure in name resolution'],
    [4, 'EAI_FAIL', 'Non-recoverable failure in name resolution'],
    [5, 'EAI_NODATA', 'No address associated with hostname'],
    [6, 'EAI_FAMILY', 'ai_family not supported'],
    [7, 'EAI_SOCKTYPE', 'ai_socktype not supported'],
    [8, 'EAI_SERVICE', 'Servname not supported for ai_socktype'],
    [9, 'EAI_ADDRFAMILY', 'Address family for hostname not supported'],
    [10, 'EAI_MEMORY', 'Memory allocation failure'],
    [11, 'EAI_SYSTEM', 'System error'],
  ]),
  macos: byNumber([
    [1, 'EAI_ADDRFAMILY', 'address family for hostname not supported'],
    [2, 'EAI_AGAIN', 'temporary failure in name resolution'],
    [3, 'EAI_BADFLAGS', 'invalid value for ai_flags'],
    [4, 'EAI_FAIL', 'non-recoverable failure in name resolution'],
    [5, 'EAI_FAMILY', 'ai_family not supported'],
    [6, 'EAI_MEMORY', 'memory allocation failure'],
    [7, 'EAI_NODATA', 'no address associated with hostname'],
    [8, 'EAI_NONAME', 'nodename nor servname provided, or not known'],
    [9, 'EAI_SERVICE', 'servname not supported for ai_socktype'],
    [10, 'EAI_SOCKTYPE', 'ai_socktype not supported'],
    [11, 'EAI_SYSTEM', 'system error'],
  ]),
  windows: TABLES.windows,
};

/** A number's meaning on one system. */
export interface Reading {
  readonly os: System;
  readonly number: number;
  /** `ECONNREFUSED`, `EAI_NONAME`, `WSANO_DATA`. */
  readonly name: string;
  /** The system's own message. */
  readonly words: string;
}

/** What the number means where; none where no system has it. @param resolver the number is one of getaddrinfo's, not of errno */
export function readingsOf(number: number, systems: readonly System[] = SYSTEMS, resolver = false): Reading[] {
  return systems.flatMap((os) => {
    const row = (resolver ? RESOLVER : TABLES)[os].get(number);
    return row ? [{ os, number, name: row[1], words: row[2] }] : [];
  });
}

/** The numbers of a name on each system. */
export function numbersOf(name: string): Reading[] {
  return SYSTEMS.flatMap((os) => [...TABLES[os].values()].filter((row) => row[1] === name && (os !== 'windows' || row[0] >= 10_000)).map(([number, , words]) => ({ os, number, name, words })));
}

/** Each name of errno, with the words of the first system that has it. */
export const ERRNO_WORDS: ReadonlyMap<string, string> = new Map(SYSTEMS.toReversed().flatMap((os) => [...TABLES[os].values()].map(([, name, words]) => [name, words] as const)));

function byNumber(rows: readonly ErrnoRow[]): ReadonlyMap<number, ErrnoRow> {
  return new Map(rows.map((row) => [row[0], row]));
}
