/** The recorded runs of the window's roots, newest first. Read when somebody asks, and kept until something changed. */
import * as vscode from 'vscode';
import type { RunEvidence } from '../../core/run/evidence.js';
import type { Belonging } from '../../core/workItem/belonging.js';
import type { RunSummary } from '../../node/run/readLedger.js';
import type { RunFile } from '../../node/run/records.js';
import type { Guard } from '../adapters/guard.js';
import { loadEngine } from '../adapters/loadEngine.js';
import type { RunRef } from '../adapters/references.js';
import type { Watches } from '../adapters/watches.js';
import type { WorkItemLists } from '../workItems/workItemLists.js';

/** Of each root; what is older is reached by its link in the work item. */
const RECENT = 200;

/** Runs whose attempts are kept in memory. */
const KEPT = 100;

export class RunHistory implements vscode.Disposable {
  readonly #recent = new Map<string, Promise<readonly RunSummary[]>>();
  /** By the run's folder and its end, since a run that ended may be taken up again; the oldest entry goes first. */
  readonly #evidence = new Map<string, Promise<RunEvidence>>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  /** By root: the work item of each run, as it was told last. */
  readonly #owners = new Map<string, ReadonlyMap<string, string | undefined>>();
  /** What {@link #owners} was made from. */
  readonly #told = new Map<string, { readonly runs: readonly RunSummary[]; readonly belonging: Belonging }>();
  readonly #subscription: vscode.Disposable;

  constructor(private readonly guard: Guard, watches: Pick<Watches, 'onDidChangeWorkItems'>, private readonly lists: WorkItemLists) {
    this.#subscription = watches.onDidChangeWorkItems(() => this.guard.background(this.#tellOwners()));
  }

  /** A run began, ended or was written back. */
  changed(): void {
    this.#recent.clear();
    this.#changed.fire();
  }

  /** The newest runs of a root, newest first. */
  recent(root: string): Promise<readonly RunSummary[]> {
    const known = this.#recent.get(root);
    if (known) return known;
    const read = this.#read(root);
    this.#recent.set(root, read);
    read.catch(() => this.#recent.delete(root));
    return read;
  }

  /** As `recent`, read now: for a list to choose from. The editor tells of a change some time after it, and now and then not at all. */
  async now(root: string): Promise<readonly RunSummary[]> {
    const known = await this.#recent.get(root);
    this.#recent.delete(root);
    const runs = await this.recent(root);
    if (known && statesOf(known) !== statesOf(runs)) this.#changed.fire();
    return runs;
  }

  /** The newest runs whose evidence belongs to a work item. */
  async of(root: string, workItem: string): Promise<readonly RunSummary[]> {
    const runs = await this.recent(root);
    const belonging = await this.#belonging(root, runs);
    return runs.filter(({ file }) => belonging.has(workItem, file));
  }

  /** The work item that has, or is to have, a run's evidence; path relative to the root. */
  async workItemOf(root: string, file: RunFile): Promise<string | undefined> {
    return (await this.#belonging(root, await this.recent(root))).workItemOf(file);
  }

  /** What a run tells; of one that has ended, it is kept. @throws Refusal if its ledger cannot be read */
  evidence({ folder, file, state }: RunSummary): Promise<RunEvidence> {
    if (state === 'running') return evidenceIn(folder);
    const key = `${folder} ${file.result?.endedAt ?? `${file.runner.pid} ${file.history?.length ?? 0}`}`;
    const known = this.#evidence.get(key);
    if (known) return known;
    const read = evidenceIn(folder);
    this.#evidence.set(key, read);
    read.catch(() => this.#evidence.delete(key));
    for (const oldest of this.#evidence.keys()) {
      if (this.#evidence.size <= KEPT) break;
      this.#evidence.delete(oldest);
    }
    return read;
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  async #belonging(root: string, runs: readonly RunSummary[]): Promise<Belonging> {
    const belonging = await this.lists.belonging(root);
    // Asked for each row of a tree: of the same runs and work items it is told already.
    const told = this.#told.get(root);
    if (told?.runs !== runs || told.belonging !== belonging) {
      this.#told.set(root, { runs, belonging });
      this.#owners.set(root, ownersOf(runs, belonging));
    }
    return belonging;
  }

  /** A work item was moved, or evidence taken out of one: then its runs are somebody else's. */
  async #tellOwners(): Promise<void> {
    for (const [root, before] of this.#owners) {
      const now = ownersOf(await this.recent(root), await this.lists.belonging(root));
      if ([...now].some(([run, workItem]) => before.has(run) && before.get(run) !== workItem)) {
        this.#changed.fire();
        return;
      }
    }
  }

  async #read(root: string): Promise<readonly RunSummary[]> {
    const { listRuns } = await loadEngine();
    const runs: RunSummary[] = [];
    try {
      for await (const run of listRuns(root, (problem) => this.guard.note(problem))) {
        runs.push(run);
        if (runs.length === RECENT) break;
      }
    } catch (error) {
      if (!isSystemError(error)) throw error;
      this.guard.note(error); // a folder that cannot be listed shows no runs; whoever starts one is told why
    }
    return runs;
  }
}

function statesOf(runs: readonly RunSummary[]): string {
  return runs.map(({ file, state }) => `${file.id} ${state}`).join('\n');
}

/** An error of the file system, such as that a folder is none. */
function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

function ownersOf(runs: readonly RunSummary[], belonging: Belonging): ReadonlyMap<string, string | undefined> {
  return new Map(runs.map(({ file }) => [file.id, belonging.workItemOf(file)]));
}

export function refOf(root: string, { file }: RunSummary): RunRef {
  return { root, run: file.id };
}

async function evidenceIn(folder: string): Promise<RunEvidence> {
  const { endedEvidence, readRun, reduce, runEvents } = await loadEngine();
  const run = await readRun(folder);
  const evidence = reduce(runEvents(run));
  return run.state === 'running' ? evidence : endedEvidence(evidence);
}
