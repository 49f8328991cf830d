/** Takes a snapshot: each part by itself, each bounded in time, none able to fail another. */
import path from 'node:path';
import { variablesIn } from '../../core/probe/environment.js';
import { bounded, clean } from '../../core/report/untrusted.js';
import { RECORDED_VARIABLES } from '../../core/snapshot/environment.js';
import type { Item, Snapshot } from '../../core/snapshot/types.js';
import { gitState } from '../git.js';
import { clock, containers, toolVersions } from './asked.js';
import { listeners } from './listeners.js';
import { loadFacts, memoryFacts, systemFacts } from './machine.js';
import { workspaceProcesses } from './processes.js';

export interface SnapshotPlan {
  /** Absolute. */
  readonly root: string;
  /** Folders of work items, relative to the root: their changes are no changes of the sources. */
  readonly workItemFolders: readonly string[];
  /** Names of variables that are recorded besides those that alter clients; `NODE_*` means all that begin so. */
  readonly allowed: readonly string[];
  /** Names of programs whose processes belong to it, too. */
  readonly processes: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** A part of a slow disk or a large checkout is given up after this, ms. */
const PART_MS = 5_000;

const MAX_VALUE = 1_000;

/** @throws the signal's reason once it aborts */
export async function takeSnapshot({ root, workItemFolders, allowed, processes, environment }: SnapshotPlan, signal: AbortSignal): Promise<Snapshot> {
  const part = <T>(name: string, take: (signal: AbortSignal) => Promise<Item<T>>): Promise<Item<T>> => within(name, take, signal);
  const context = { root, env: environment };
  const exclude = workItemFolders.map((folder) => path.resolve(root, folder));
  const [system, memory, clockItem, tools, git, listening, running, containerItem] = await Promise.all([
    part('The operating system', systemFacts),
    part('The memory', memoryFacts),
    part('The clock', (own) => clock(context, own)),
    part('Tools', (own) => toolVersions(context, own)),
    part('The sources', async (own) => {
      const state = await gitState(root, exclude, own);
      return state ? { value: state } : { missing: 'There is no git checkout with a commit, or git did not answer.' };
    }),
    part('Listening ports', (own) => listeners(context, own)),
    part('Processes', (own) => workspaceProcesses(root, processes, own)),
    part('Containers', (own) => containers(context, own)),
  ]);
  const variables = variablesIn(environment, [...allowed, ...RECORDED_VARIABLES]).map(([name, value]) => [name, bounded(clean(`${name}=${value}`).slice(name.length + 1), MAX_VALUE)] as const);
  return { system, load: loadFacts(), memory, clock: clockItem, tools, git, listeners: listening, processes: running, environment: { value: Object.fromEntries(variables) }, containers: containerItem };
}

/** The part, or that it took too long, or what the system said. */
async function within<T>(name: string, take: (signal: AbortSignal) => Promise<Item<T>>, signal: AbortSignal): Promise<Item<T>> {
  const late = AbortSignal.timeout(PART_MS);
  const over = new Promise<Item<T>>((resolve) => late.addEventListener('abort', () => resolve({ missing: `${name}: no answer within ${PART_MS / 1000} s.` }), { once: true }));
  try {
    return await Promise.race([take(AbortSignal.any([signal, late])), over]);
  } catch (error) {
    signal.throwIfAborted();
    if (late.aborted) return over;
    if (error instanceof Error && 'code' in error && 'syscall' in error) return { missing: bounded(clean(`${name}: ${error.message}`), 300) };
    throw error;
  }
}
