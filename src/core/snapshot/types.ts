/** The state of a machine at one moment: what is otherwise gone tomorrow. */
import type { GitState } from '../run/events.js';

/** What was asked for, or why it could not be had: a sentence. `incomplete`: what of it was left out, a sentence. */
export type Item<T> = { readonly value: T; readonly incomplete?: string } | { readonly missing: string };

export interface SystemFacts {
  readonly name: string;
  readonly platform: string;
  readonly release: string;
  readonly arch: string;
  /** As the system calls itself: `Debian GNU/Linux 12 (bookworm)`. */
  readonly version: string;
  /** Since its start, s. */
  readonly uptimeS: number;
  /** Of Casebook's own process. */
  readonly node: string;
}

export interface LoadFacts {
  readonly cpus: number;
  readonly model: string;
  /** Over 1, 5 and 15 minutes. Windows has none. */
  readonly averages?: readonly number[];
}

export interface MemoryFacts {
  /** Bytes. */
  readonly total: number;
  /** That processes can still get without swapping, bytes. */
  readonly available: number;
  /** Bytes; absent where the system does not tell. */
  readonly swapTotal?: number;
  readonly swapFree?: number;
}

export interface ClockFacts {
  /** The clock here minus the reference, ms; absent where only the synchronisation is known. */
  readonly offsetMs?: number;
  readonly synchronised?: boolean;
  /** Who says so: `chronyc tracking`. */
  readonly source: string;
}

/** A tool that the workspace uses. */
export interface Tool {
  readonly name: string;
  /** The manifest that says so: `package.json`. */
  readonly manifest: string;
  /** First line of what it says of itself. */
  readonly version: Item<string>;
}

export interface Listener {
  /** Literal, without brackets; `0.0.0.0` and `::` are every address, `*` too where the system says no more. */
  readonly address: string;
  readonly port: number;
  /** Those that this user may see. */
  readonly processes: readonly { readonly pid: number; readonly name: string; /** ISO 8601, UTC. */ readonly startedAt?: string }[];
}

export interface ProcessFacts {
  readonly pid: number;
  readonly parent: number;
  /** Its command line, redacted and bounded. */
  readonly command: string;
  /** ISO 8601, UTC. */
  readonly startedAt?: string;
  /** Below the first of its tree. */
  readonly depth: number;
}

export interface Container {
  readonly name: string;
  readonly image: string;
  /** As the runtime says it: `Up 3 hours (healthy)`. */
  readonly status: string;
  readonly ports: string;
}

export interface Snapshot {
  readonly system: Item<SystemFacts>;
  readonly load: Item<LoadFacts>;
  readonly memory: Item<MemoryFacts>;
  readonly clock: Item<ClockFacts>;
  readonly tools: Item<readonly Tool[]>;
  readonly git: Item<GitState>;
  readonly listeners: Item<readonly Listener[]>;
  /** Those that work in the workspace or were named, with their descendants, parents before children. */
  readonly processes: Item<readonly ProcessFacts[]>;
  /** Of the allow-list, redacted. */
  readonly environment: Item<Readonly<Record<string, string>>>;
  readonly containers: Item<{ readonly runtime: string; readonly list: readonly Container[] }>;
}

/** What a snapshot was asked for beyond what each holds: what another was not asked for does not differ. */
export interface Asked {
  /** Names of programs. */
  readonly processes: readonly string[];
  /** Names of variables: the workspace's allow-list. */
  readonly environment: readonly string[];
}

/** The parts of a snapshot, as people call them. */
export const PARTS = {
  system: 'operating system',
  load: 'CPU and load',
  memory: 'memory',
  clock: 'clock',
  tools: 'tools',
  git: 'sources',
  listeners: 'listening ports',
  processes: 'processes',
  environment: 'environment',
  containers: 'containers',
} as const satisfies Readonly<Record<keyof Snapshot, string>>;
