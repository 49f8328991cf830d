/** What a person sees while a run goes on: a bar where there is a terminal, plain lines where there is none. */
import { clean } from '../core/report/untrusted.js';
import type { RunEvent } from '../core/run/events.js';
import type { EvidenceFold } from '../core/run/evidence.js';
import { isFailure } from '../core/run/outcome.js';
import { plannedAttempts, type RunPlan } from '../core/run/plan.js';
import { duration } from '../core/report/format.js';
import type { Output } from './context.js';

export interface Progress {
  /** To be called after the event was folded. */
  show(event: RunEvent): void;
  /** Takes the bar away; nothing is shown after it. */
  end(): void;
}

/** The bar is drawn at most so often. ms. */
const REDRAW_MS = 100;

/** Ways to fail that are told; a test whose failures all differ must not fill the screen. */
const MAX_TOLD = 20;

/** Without a terminal a line is printed for so many attempts. */
const LINE_EVERY = 10;

/** @param monotonic time in ms, for the time left */
export function progressOn(err: Output, fold: EvidenceFold, monotonic: () => number): Progress {
  return err.columns === undefined ? new Lines(err, fold) : new Bar(err, fold, monotonic);
}

/** Where the run pauses or goes on again: a line that says so. */
function turn(event: RunEvent): string | undefined {
  const latest = event.type === 'run-started' ? event.run.history?.at(-1)?.type : undefined;
  if (latest === 'paused') return 'paused: attempts that run come to their end';
  return latest === 'continued' || latest === 'resumed' ? latest : undefined;
}

/** Tells each way to fail once, when it is first seen; the counts tell the rest. */
class NewFailures {
  private readonly seen = new Set<string>();

  /** A line about the event's attempt, if it failed in a way that was not told yet. */
  line(event: RunEvent): string | undefined {
    if (event.type !== 'attempt-finished') return undefined;
    const { attempt, outcome, signature, reason } = event.record;
    if (!isFailure(outcome) && outcome !== 'infra' && outcome !== 'leak') return undefined;
    const key = `${outcome} ${signature?.id ?? reason ?? ''}`;
    if (this.seen.has(key) || this.seen.size >= MAX_TOLD) return undefined;
    this.seen.add(key);
    return `attempt ${attempt}: ${outcome}  ${clean(signature?.title ?? reason ?? '')}`.trimEnd();
  }
}

class Lines implements Progress {
  private readonly failures = new NewFailures();
  private plan: RunPlan | undefined;

  constructor(
    private readonly err: Output,
    private readonly fold: EvidenceFold,
  ) {}

  show(event: RunEvent): void {
    const news = turn(event) ?? this.failures.line(event);
    if (news !== undefined) this.err.write(`${news}\n`);
    if (event.type === 'run-started') this.plan = event.run.plan;
    if (event.type !== 'attempt-finished') return;
    const { finished, failures } = this.fold.progress();
    const planned = this.plan && plannedAttempts(this.plan);
    if (finished % LINE_EVERY === 0 || finished === planned) this.err.write(`${ofPlanned(finished, planned)}  ${failures} failed\n`);
  }

  end(): void {
    // Lines stay.
  }
}

class Bar implements Progress {
  private readonly failures = new NewFailures();
  private readonly startedAt: number;
  private drawnAt = -Infinity;
  private shown = false;
  /** Attempts that had ended when the first one of this process started. */
  private before: number | undefined;
  private plan: RunPlan | undefined;

  constructor(
    private readonly err: Output,
    private readonly fold: EvidenceFold,
    private readonly monotonic: () => number,
  ) {
    this.startedAt = monotonic();
  }

  show(event: RunEvent): void {
    const news = turn(event) ?? this.failures.line(event);
    if (news !== undefined) {
      this.clear();
      this.err.write(`${news}\n`);
    }
    if (event.type === 'run-started') this.plan = event.run.plan;
    // What a resumed run had done before says nothing of the time that is left.
    if (event.type === 'attempt-started') this.before ??= this.fold.progress().finished;
    const now = this.monotonic();
    if (news === undefined && now - this.drawnAt < REDRAW_MS) return;
    this.drawnAt = now;
    this.draw(now);
  }

  end(): void {
    this.clear();
  }

  private draw(now: number): void {
    const { finished, failures } = this.fold.progress();
    const planned = this.plan && plannedAttempts(this.plan);
    const share = this.share(now, finished, planned);
    const remaining = this.remaining(now, finished, planned);
    const left = remaining === undefined ? '' : `  about ${duration(remaining)} left`;
    const text = `${ofPlanned(finished, planned)}  ${finished - failures} passed  ${failures} failed${left}`;
    const room = Math.min(30, Math.max(0, (this.err.columns ?? 80) - text.length - 4));
    const full = Math.round(share * room);
    this.err.write(`\r\u001b[K[${'#'.repeat(full)}${'.'.repeat(room - full)}] ${text}`.slice(0, (this.err.columns ?? 80) + 3));
    this.shown = true;
  }

  /** How much of the run is done, 0–1: of its attempts or of its time, whichever ends first. */
  private share(now: number, finished: number, planned: number | undefined): number {
    const ofAttempts = planned === undefined ? 0 : finished / planned;
    const ofTime = this.plan?.forMs === undefined ? 0 : (now - this.startedAt) / this.plan.forMs;
    return Math.min(1, Math.max(ofAttempts, ofTime));
  }

  /** How long it takes yet, ms: for its attempts or of its time, whichever ends first. */
  private remaining(now: number, finished: number, planned: number | undefined): number | undefined {
    const elapsed = now - this.startedAt;
    const made = finished - (this.before ?? 0);
    const ofAttempts = planned === undefined || made <= 0 ? Infinity : (elapsed / made) * (planned - finished);
    const ofTime = this.plan?.forMs === undefined ? Infinity : Math.max(0, this.plan.forMs - elapsed);
    const least = Math.min(ofAttempts, ofTime);
    return Number.isFinite(least) ? Math.max(0, least) : undefined;
  }

  private clear(): void {
    if (this.shown) this.err.write('\r\u001b[K');
    this.shown = false;
  }
}

/** `7/100`, or `7` where no number is planned. */
function ofPlanned(finished: number, planned: number | undefined): string {
  return planned === undefined ? `${finished}` : `${finished}/${planned}`;
}
