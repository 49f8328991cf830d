/** Where tests failed, from our own runs: of each command, its latest run. */
import path from 'node:path';
import type { RunEvidence } from '../../core/run/evidence.js';
import type { RunSummary } from '../../node/run/readLedger.js';
import { refusalOf } from '../adapters/guard.js';
import { isInside, type RunRef } from '../adapters/references.js';
import { anyCasebookFolder, workspaceRoots } from '../adapters/roots.js';
import { refOf, workItemOf, type RunHistory } from './history.js';
import type { LiveRuns } from './liveRuns.js';

/** Commands whose latest run is looked at, of each root. */
const COMMANDS = 50;

/** One way in which a run failed, in one place. */
export interface FailurePlace {
  readonly ref: RunRef;
  /** Absolute. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** Attempts that failed so. */
  readonly count: number;
  /** Attempts that count. */
  readonly counted: number;
  readonly title: string;
  /** Path relative to the root. */
  readonly workItem?: string;
  /** Wall time, ms since the Unix epoch. */
  readonly startedAt: number;
}

export class Failures {
  #places: Promise<readonly FailurePlace[]> | undefined;

  constructor(
    private readonly history: RunHistory,
    private readonly liveRuns: LiveRuns,
  ) {}

  /** A run has changed: read again. */
  changed(): void {
    this.#places = undefined;
  }

  /** Failures in a file, in the order of its lines. Cheap where there are no runs. */
  async in(file: string): Promise<FailurePlace[]> {
    const places = (this.#places ??= this.#read());
    places.catch(() => (this.#places = undefined));
    return (await places).filter((place) => place.file === file).sort((a, b) => a.line - b.line);
  }

  async #read(): Promise<readonly FailurePlace[]> {
    if (!(await anyCasebookFolder())) return [];
    const places: FailurePlace[] = [];
    for (const { path: root } of await workspaceRoots()) {
      for (const run of latestOfEachCommand(await this.history.recent(root))) {
        const evidence = await this.#evidence(run);
        if (evidence) places.push(...placesOf(refOf(root, run), run, evidence));
      }
    }
    return places;
  }

  /** Undefined if the ledger cannot be read: the tree says so. */
  async #evidence(run: RunSummary): Promise<RunEvidence | undefined> {
    try {
      return this.liveRuns.get(run.file.id)?.followed.evidence() ?? (await this.history.evidence(run));
    } catch (error) {
      if ((await refusalOf(error)) === undefined) throw error;
      return undefined;
    }
  }
}

function latestOfEachCommand(runs: readonly RunSummary[]): RunSummary[] {
  const latest = new Map<string, RunSummary>();
  for (const run of runs) {
    const { command, cwd, plan } = run.file;
    const key = JSON.stringify([command, cwd, plan.shell]);
    if (!latest.has(key)) latest.set(key, run);
    if (latest.size === COMMANDS) break;
  }
  return [...latest.values()];
}

/** Only places inside the folder that the command ran in: what a test prints could name any file. */
function placesOf(ref: RunRef, { file }: RunSummary, { groups, counted, run }: RunEvidence): FailurePlace[] {
  const workItem = workItemOf(file);
  return groups.flatMap(({ signature: { location, title }, count }) => {
    const place = location && path.resolve(run.cwd, location.file);
    if (place === undefined || !isInside(run.cwd, place)) return [];
    return [{ ref, file: place, line: location?.line ?? 1, count, counted, title, startedAt: Date.parse(run.startedAt), ...(workItem !== undefined && { workItem }) }];
  });
}
