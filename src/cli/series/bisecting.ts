/** The course of a bisection: measures the bad end, tries the good one, then each commit that git proposes. */
import { attemptsPerCommit, commitsToTry, CommitFold, MEASURED_ERROR, TOTAL_ERROR, type Bisection, type CommitTrial } from '../../core/prove/bisection.js';
import { Refusal } from '../../core/refusal.js';
import { counted, percent, withoutStop } from '../../core/report/format.js';
import type { EndReason, RunEvent } from '../../core/run/events.js';
import { EvidenceFold, soughtFailures, type RunEvidence } from '../../core/run/evidence.js';
import { newRunId } from '../../core/run/id.js';
import { clopperPearson, intervalAtStop } from '../../core/run/statistics/interval.js';
import { GitBisect } from '../../node/prove/bisect.js';
import { randomBytes, systemClock } from '../../node/ports.js';
import { setUp } from '../../node/prove/setup.js';
import type { Part } from '../../node/prove/turns.js';
import type { Worktree } from '../../node/prove/worktree.js';
import { execute } from '../../node/run/execute.js';
import type { RunRequest } from '../../node/run/header.js';

export interface BisectOrder {
  /** What each commit is tried with; its id is that of the first run, and of the series. */
  readonly request: RunRequest;
  /** Full ids. */
  readonly good: string;
  readonly bad: string;
  /** Commits that may have brought the failure. */
  readonly candidates: number;
  readonly setup: string | undefined;
  /** Attempts of each commit; undefined sizes them. */
  readonly attempts: number | undefined;
  /** Failure rate at the bad end, 0–1; undefined measures it. */
  readonly rate: number | undefined;
  /** How the run with that id is steered from outside. */
  readonly control: (id: string) => NonNullable<Part['control']>;
}

/** The bad end is measured until so many failures came: then its rate is known to about half of it. */
const FAILURES = 10;

const MOST_ATTEMPTS = 500;

export class Bisecting {
  readonly #order: BisectOrder;
  readonly #worktree: Worktree;
  readonly #git: GitBisect;
  readonly #signal: AbortSignal;
  readonly #onEvent: (event: RunEvent, run: string) => void;
  readonly #say: (line: string) => void;
  readonly #trials: CommitTrial[] = [];
  #first = true;

  /** @param onEvent is told of each event with its run's id */
  constructor(order: BisectOrder, worktree: Worktree, onEvent: (event: RunEvent, run: string) => void, say: (line: string) => void, signal: AbortSignal) {
    this.#order = order;
    this.#worktree = worktree;
    this.#git = new GitBisect(worktree, signal);
    this.#onEvent = onEvent;
    this.#say = say;
    this.#signal = signal;
  }

  /**
   * @returns the result, or why there is none: the bad end does not fail, or the good one does
   * @throws Refusal `unable` where the ends cannot be judged; the signal's reason if that is aborted
   */
  async run(): Promise<Bisection | string> {
    const { good, bad, candidates, attempts } = this.#order;
    const tests = commitsToTry(candidates);
    const measured = this.#order.rate === undefined;
    const end = await this.#measure(bad, tests);
    if (typeof end === 'string') return end;
    const needed = attempts ?? attemptsPerCommit(end.rate, tests, measured ? MEASURED_ERROR : TOTAL_ERROR);
    this.#say(`${counted(candidates, 'commit')} may have brought it, about ${counted(tests, 'commit')} to try, ${counted(needed, 'attempt')} each.`);
    const goodEnd = await this.#try(good, needed, end.known);
    if (goodEnd.verdict === 'bad') return `The good end fails, too: ${goodEnd.failures} of ${counted(goodEnd.failures + goodEnd.passes, 'attempt')}. Give as --good a commit before the failure came.`;
    if (goodEnd.verdict === 'skip') throw new Refusal('unable', `The good end cannot be judged: ${withoutStop(goodEnd.reason ?? 'its attempts end otherwise')}. Give another one, or prepare it with --setup.`);
    let state = await this.#git.start(bad, good);
    while ('next' in state) {
      const { verdict } = await this.#try(state.next, needed, end.known);
      state = await this.#git.answer(verdict);
    }
    const found = await Promise.all(state.found.map(async (commit) => ({ commit, subject: await this.#git.subject(commit) })));
    return { good, bad, rate: end.rate, measured, attempts: needed, trials: this.#trials, found };
  }

  /** The failure at the bad end: how often it comes at least, and what it looks like. */
  async #measure(bad: string, tests: number): Promise<{ rate: number; known: ReadonlySet<string> } | string> {
    const { rate, attempts } = this.#order;
    const problem = await this.#prepare(bad);
    if (problem !== undefined) throw new Refusal('unable', `The set-up of the bad end failed: ${problem}. Mend --setup.`);
    const plan = rate === undefined
      ? attempts === undefined ? { attempts: MOST_ATTEMPTS, untilFailures: FAILURES } : { attempts }
      : { attempts: attempts ?? attemptsPerCommit(rate, tests, TOTAL_ERROR), untilFailures: 1 };
    this.#say(`Measuring the bad end (${bad.slice(0, 12)}).`);
    const evidence = await this.#make(bad, plan);
    const { counted: n, result, otherFailures } = evidence;
    const failures = soughtFailures(evidence);
    if (n === 0) throw new Refusal('unable', `The bad end cannot be judged, since no attempt of ${evidence.attempts.length} counts: ${withoutStop(evidence.result?.message ?? evidence.remarks[0]?.reason ?? 'each ended otherwise')}. Mend the command, or prepare the commit with --setup.`);
    if (failures === 0) return `The bad end did not ${otherFailures === undefined ? 'fail' : 'show the expected failure'} in ${counted(n, 'attempt')}: give as --bad a commit on which it fails, or more attempts with -n.`;
    const known = new Set(evidence.groups.map(({ signature }) => signature.id));
    const measuredRate = result?.reason === 'completed' ? clopperPearson(failures, n).low : intervalAtStop(failures, n).low;
    if (rate === undefined) this.#say(`It fails in ${failures} of ${counted(n, 'attempt')}, a rate of at least ${percent(measuredRate)}.`);
    return { rate: rate ?? measuredRate, known };
  }

  async #try(commit: string, needed: number, known: ReadonlySet<string>): Promise<CommitTrial> {
    const problem = await this.#prepare(commit);
    if (problem !== undefined) return this.#tell({ commit, verdict: 'skip', passes: 0, failures: 0, others: 0, reason: `set-up: ${problem}` });
    const fold = new CommitFold(needed, known);
    // Those that end otherwise do not count: so more attempts are allowed than are needed.
    const evidence = await this.#make(commit, { attempts: 2 * needed + FAILURES }, fold);
    const verdict = fold.verdict() ?? 'skip';
    const reason = verdict === 'skip' ? (evidence.result?.message ?? evidence.groups[0]?.signature.title ?? evidence.remarks[0]?.reason ?? 'no attempt counts') : undefined;
    return this.#tell({ commit, verdict, ...fold.counts(), run: evidence.run.id, ...(reason !== undefined && { reason }) });
  }

  #tell(trial: CommitTrial): CommitTrial {
    this.#trials.push(trial);
    const { commit, verdict, passes, failures, others, reason } = trial;
    this.#say(`${commit.slice(0, 12)}  ${verdict}  ${passes} passed, ${failures} failed${others === 0 ? '' : `, ${others} ended otherwise`}${reason === undefined ? '' : `  (${reason})`}`);
    return trial;
  }

  async #prepare(commit: string): Promise<string | undefined> {
    await this.#git.checkOut(commit);
    return this.#order.setup === undefined ? undefined : setUp(this.#worktree, this.#order.setup, this.#signal);
  }

  async #make(commit: string, change: { readonly attempts: number; readonly untilFailures?: number }, judge?: CommitFold): Promise<RunEvidence> {
    const { request } = this.#order;
    const id = this.#first ? request.id : newRunId(systemClock.now(), randomBytes);
    this.#first = false;
    const fold = new EvidenceFold();
    const one = { ...request, id, cwd: this.#worktree.cwd, plan: { ...request.plan, ...change }, series: { kind: 'bisect' as const, id: request.id, label: commit } };
    const control = this.#order.control(id);
    const isEnough = (): boolean => judge?.verdict() === 'good';
    const shouldStop = (): EndReason | undefined => control.shouldStop?.() ?? (judge?.verdict() === undefined || isEnough() ? undefined : 'decided');
    for await (const event of execute(one, this.#signal, { ...control, shouldStop, isEnough, onRecord: (record) => judge?.add(record) })) {
      fold.add(event);
      this.#onEvent(event, id);
    }
    this.#signal.throwIfAborted();
    const evidence = fold.evidence();
    if (evidence.result?.reason === 'cancelled') throw new Refusal('cancelled', `Run ${id} was cancelled, and the bisection ends with it.`);
    // What the disk or the ledger did is nothing of the commit's.
    if (evidence.result?.reason === 'error' && evidence.outcomes.infra === 0) throw new Refusal('unable', evidence.result.message ?? `Run ${id} could not go on.`);
    return evidence;
  }
}
