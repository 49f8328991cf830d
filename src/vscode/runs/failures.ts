/** What failed in our own runs, place by place: of each command, its latest run. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { RunEvidence } from '../../core/run/evidence.js';
import type { RunFailure } from '../../core/run/failing/seen.js';
import type { RunSummary } from '../../node/run/readLedger.js';
import { refusalOf } from '../adapters/guard.js';
import { loadEngine, type Engine } from '../adapters/loadEngine.js';
import { isInside } from '../adapters/references.js';
import { anyCasebookFolder, workspaceRoots } from '../adapters/roots.js';
import type { RunHistory } from './history.js';
import type { LiveRuns } from './liveRuns.js';

/** Commands whose latest run is looked at, of each root. */
const COMMANDS = 50;

export class Failures {
  #seen: Promise<readonly RunFailure[]> | undefined;

  constructor(
    private readonly history: RunHistory,
    private readonly liveRuns: LiveRuns,
  ) {}

  /** A run has changed: read again. */
  changed(): void {
    this.#seen = undefined;
  }

  /** All of the window. Cheap where there are no runs. */
  async all(): Promise<readonly RunFailure[]> {
    const seen = (this.#seen ??= this.#read());
    seen.catch(() => (this.#seen = undefined));
    return seen;
  }

  async #read(): Promise<readonly RunFailure[]> {
    if (!(await anyCasebookFolder())) return [];
    const engine = await loadEngine();
    const seen: RunFailure[] = [];
    for (const { path: root } of await workspaceRoots()) {
      const runs = await this.history.recent(root);
      for (const run of latestOfEachCommand(runs)) {
        const evidence = await this.#evidence(run);
        if (evidence && evidence.failures > 0) seen.push(...(await failuresOf(engine, root, { run, runs, evidence, workItem: await this.history.workItemOf(root, run.file) })));
      }
    }
    return seen;
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
    const key = commandKey(run);
    if (!latest.has(key)) latest.set(key, run);
    if (latest.size === COMMANDS) break;
  }
  return [...latest.values()];
}

function commandKey({ file: { command, cwd, plan } }: RunSummary): string {
  return JSON.stringify([command, cwd, plan.shell]);
}

interface Failed {
  readonly run: RunSummary;
  /** All that are known. */
  readonly runs: readonly RunSummary[];
  readonly evidence: RunEvidence;
  readonly workItem: string | undefined;
}

/** Only places inside the folder that the command ran in: what a test prints could name any file. */
async function failuresOf(engine: Engine, root: string, { run, runs, evidence, workItem }: Failed): Promise<RunFailure[]> {
  const { file } = run;
  const baseline = baselineOf(engine, run, runs);
  const whole = engine.wholeRun(evidence);
  const failures: RunFailure[] = [];
  for (const { files, ...place } of engine.placesOfRun(evidence)) {
    const found = await firstInside(file.cwd, files);
    if (found === undefined) continue;
    failures.push({ source: 'run', root, run: file.id, file: found, ...place, whole, seenAt: Date.parse(file.startedAt), ...(workItem !== undefined && { workItem }), ...(baseline !== undefined && { baseline }) });
  }
  return failures;
}

async function firstInside(cwd: string, files: readonly string[]): Promise<string | undefined> {
  for (const file of files) {
    const full = path.resolve(cwd, file);
    // One candidate is what the failure itself names; of several, the one that exists.
    if (isInside(cwd, full) && (files.length === 1 || (await stat(full).then((info) => info.isFile(), () => false)))) return full;
  }
  return undefined;
}

/** The run itself, or the latest one before it of the same command, that a proof can start from. */
function baselineOf({ baselineProblem }: Engine, run: RunSummary, runs: readonly RunSummary[]): string | undefined {
  const usable = ({ file, state }: RunSummary): boolean => state === 'finished' && file.series === undefined && baselineProblem(file) === undefined;
  if (usable(run)) return run.file.id;
  const key = commandKey(run);
  return runs.find((other) => other.file.id < run.file.id && commandKey(other) === key && usable(other))?.file.id;
}
