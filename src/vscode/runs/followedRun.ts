/** One run as its ledger tells it, while it goes on. The ledger is the truth: whoever makes the run is never asked. */
import { watch, type FSWatcher } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { AttemptRecord } from '../../core/run/events.js';
import type { EvidenceFold, RunEvidence, RunProgress } from '../../core/run/evidence.js';
import type { LedgerPosition } from '../../node/run/attemptLines.js';
import type { RunState } from '../../node/run/readLedger.js';
import type { RunFile } from '../../node/run/records.js';
import type { Engine } from '../adapters/loadEngine.js';
import type { RunRef } from '../adapters/references.js';

/** Between two looks while nothing is heard of the file system, ms. */
const POLL_MS = 500;

/** Looks are at least so far apart, ms: a run of a command that takes 2 ms changes its ledger all the time. */
const MIN_GAP_MS = 100;

/** Looks in a row that may fail. */
const MAX_FAILED_LOOKS = 3;

/** `starting`: there is no ledger yet. */
export type FollowedState = 'starting' | RunState;

export class FollowedRun implements vscode.Disposable {
  readonly folder: string;
  /** Settles with the state in which the run ended; rejects if it was given up, or its ledger cannot be read. */
  readonly ended: Promise<RunState>;
  /** Resolves when the ledger is there; rejects as {@link ended}. */
  readonly started: Promise<void>;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #fold: EvidenceFold;
  #state: FollowedState = 'starting';
  #file: RunFile | undefined;
  #position: LedgerPosition | undefined;
  #timer: NodeJS.Timeout | undefined;
  #watcher: FSWatcher | undefined;
  #looking = false;
  #heardAt = 0;
  #failedLooks = 0;
  #lookedAt = 0;
  #disposed = false;
  #resolveStarted: () => void = () => undefined;
  #resolveEnded: (state: RunState) => void = () => undefined;
  #reject: (error: unknown) => void = () => undefined;

  constructor(
    private readonly engine: Engine,
    readonly ref: RunRef,
  ) {
    this.folder = engine.runFolder(ref.root, ref.run);
    this.#fold = new engine.EvidenceFold();
    const failed = new Promise<never>((_, reject) => (this.#reject = reject));
    this.started = Promise.race([new Promise<void>((resolve) => (this.#resolveStarted = resolve)), failed]);
    this.ended = Promise.race([new Promise<RunState>((resolve) => (this.#resolveEnded = resolve)), failed]);
    // Whoever waits for one of them hears of it; nobody has to wait for both.
    this.started.catch(() => undefined);
    this.ended.catch(() => undefined);
    this.#schedule(0);
  }

  get state(): FollowedState {
    return this.#state;
  }

  /** The run's header; undefined while it is starting. */
  get file(): RunFile | undefined {
    return this.#file;
  }

  progress(): RunProgress {
    return this.#fold.progress();
  }

  /** What is known so far; undefined while it is starting. Costs n log n: for a few times per second. */
  evidence(): RunEvidence | undefined {
    if (!this.#file) return undefined;
    const evidence = this.#fold.evidence();
    return this.#state === 'interrupted' ? this.engine.endedEvidence(evidence) : evidence;
  }

  /** To be called when something may have changed: the run's process has ended, for instance. */
  poke(): void {
    this.#heardAt = performance.now();
    if (!this.#looking) this.#schedule(Math.max(0, this.#lookedAt + MIN_GAP_MS - performance.now()));
  }

  /** There will be no ledger: the process that should have made it is gone. */
  giveUp(error: Error): void {
    this.#reject(error);
    this.dispose();
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
    this.#watcher?.close();
    this.#changed.dispose();
  }

  /** A method, since it changes while something is waited for. */
  #isOver(): boolean {
    return this.#disposed;
  }

  #schedule(ms: number): void {
    if (this.#isOver()) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#lookAndGoOn(), ms);
  }

  async #lookAndGoOn(): Promise<void> {
    this.#looking = true;
    this.#lookedAt = performance.now();
    try {
      await this.#look();
      this.#failedLooks = 0;
    } catch (error) {
      // Where files cannot be replaced while they are read, a look may come at the wrong moment.
      this.#failedLooks += 1;
      if (this.#failedLooks >= MAX_FAILED_LOOKS) this.giveUp(error instanceof Error ? error : new Error(String(error)));
    } finally {
      this.#looking = false;
    }
    this.#schedule(this.#heardAt > this.#lookedAt ? MIN_GAP_MS : POLL_MS);
  }

  async #look(): Promise<void> {
    const alive = this.#file === undefined || this.engine.isAlive(this.#file.runner);
    const file = await this.#readFile();
    if (this.#isOver() || !file) return;
    const first = this.#file === undefined;
    const before = this.#fold.progress().finished;
    const moments = this.#file?.history?.length;
    if (first) this.#fold.add({ type: 'run-started', run: file });
    this.#file = file;
    this.#add(await this.engine.readAttempts(this.folder, this.#position));
    if (this.#isOver()) return;
    const state = stateOf(file, alive);
    if (state === 'running') this.#watch();
    if (state !== 'running' && file.result) this.#fold.add({ type: 'run-finished', result: file.result });
    const changed = first || state !== this.#state || this.#fold.progress().finished !== before || file.history?.length !== moments;
    this.#state = state;
    if (first) this.#resolveStarted();
    if (changed) this.#changed.fire();
    if (state === 'running') return;
    this.#resolveEnded(state);
    this.dispose();
  }

  #add({ attempts, position }: { readonly attempts: readonly AttemptRecord[]; readonly position: LedgerPosition }): void {
    this.#position = position;
    for (const record of attempts) this.#fold.add({ type: 'attempt-finished', record });
  }

  async #readFile(): Promise<RunFile | undefined> {
    const there = await access(path.join(this.folder, 'run.json')).then(() => true, () => false);
    if (!there && this.#state === 'starting') return undefined;
    return this.engine.readRunFile(this.folder);
  }

  /** The watcher makes it quick, the poll makes it sure: some file systems tell nothing. */
  #watch(): void {
    if (this.#watcher) return;
    try {
      this.#watcher = watch(this.folder, () => this.poke());
      this.#watcher.on('error', () => this.#watcher?.close());
    } catch {
      // No watcher is to be had (their number is limited): the poll stays.
    }
  }
}

/**
 * A run for a work item has ended only when its process has noted what became of the write-back, or is gone: it must not note that over what
 * was noted here.
 * @param alive as it was seen *before* the file was read, so that a result written in between is not missed
 */
function stateOf({ result, workItem, writeBack }: RunFile, alive: boolean): RunState {
  if (!result) return alive ? 'running' : 'interrupted';
  return alive && workItem !== undefined && writeBack === undefined ? 'running' : 'finished';
}
