/** The runs that go on now, whoever started them. */
import * as vscode from 'vscode';
import type { RunState } from '../../node/run/readLedger.js';
import type { Guard } from '../adapters/guard.js';
import { loadEngine, type Engine } from '../adapters/loadEngine.js';
import type { RunRef } from '../adapters/references.js';
import { FollowedRun } from './followedRun.js';

/** The lease of a run lapses after 60 s; this leaves room for a host that hangs for a while. ms. */
const RENEW_EVERY_MS = 10_000;

export interface LiveRun {
  readonly followed: FollowedRun;
  /** An editor started it and renews its lease; others were started in a terminal, which shows them. */
  readonly leased: boolean;
}

/** A run that has ended while it was followed. */
export interface EndedRun extends LiveRun {
  readonly state: RunState;
}

export class LiveRuns implements vscode.Disposable {
  readonly #runs = new Map<string, { -readonly [Key in keyof LiveRun]: LiveRun[Key] }>();
  readonly #began = new vscode.EventEmitter<LiveRun>();
  readonly #changed = new vscode.EventEmitter<FollowedRun>();
  readonly #ended = new vscode.EventEmitter<EndedRun>();
  /** A run is followed from now on. */
  readonly onDidBegin = this.#began.event;
  /** Attempts have ended. */
  readonly onDidChange = this.#changed.event;
  readonly onDidEnd = this.#ended.event;
  readonly #renewal: NodeJS.Timeout;

  constructor(private readonly guard: Guard) {
    this.#renewal = setInterval(() => void this.#renewAll(), RENEW_EVERY_MS);
  }

  /** In the order in which they were found. */
  all(): readonly LiveRun[] {
    return [...this.#runs.values()].filter(({ followed }) => followed.state !== 'starting');
  }

  get(run: string): LiveRun | undefined {
    return this.#runs.get(run);
  }

  /** Follows a run that is known to go on, or to begin now. */
  follow(engine: Engine, ref: RunRef, leased: boolean): LiveRun {
    const known = this.#runs.get(ref.run);
    if (known) {
      // It was found before it was known that this editor had resumed it.
      if (leased) known.leased = true;
      return known;
    }
    const followed = new FollowedRun(engine, ref);
    const live = { followed, leased };
    this.#runs.set(ref.run, live);
    followed.onDidChange(() => this.#changed.fire(followed));
    this.guard.background(this.#toItsEnd(live));
    return live;
  }

  /** Follows a run that was found in its ledger: after a reload of the window, or started in a terminal. */
  async adopt(ref: RunRef): Promise<LiveRun> {
    const engine = await loadEngine();
    return this.follow(engine, ref, await engine.hasLease(engine.runFolder(ref.root, ref.run)));
  }

  dispose(): void {
    clearInterval(this.#renewal);
    for (const { followed } of this.#runs.values()) followed.dispose();
    for (const emitter of [this.#began, this.#changed, this.#ended]) emitter.dispose();
  }

  async #toItsEnd(live: LiveRun): Promise<void> {
    const { followed } = live;
    const { run } = followed.ref;
    try {
      await followed.started;
    } catch {
      this.#runs.delete(run); // told by whoever started it
      return;
    }
    if (live.leased) await this.#renew(live);
    this.#began.fire(live);
    try {
      const state = await followed.ended;
      this.#runs.delete(run);
      this.#ended.fire({ ...live, state });
    } finally {
      this.#runs.delete(run);
    }
  }

  async #renewAll(): Promise<void> {
    for (const live of this.all()) if (live.leased) await this.#renew(live);
  }

  async #renew({ followed }: LiveRun): Promise<void> {
    const { renewLease, systemClock } = await loadEngine();
    try {
      await renewLease(followed.folder, systemClock);
    } catch (error) {
      this.guard.note(error);
    }
  }
}
