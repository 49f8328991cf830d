/** The fold from a run's events to what is known of it. One fold for live progress, a run that is opened again, and a merge. */
import { AttemptTable, type AttemptList } from './attemptTable.js';
import { borneOut } from './damage.js';
import type { Divergence } from './divergence.js';
import { durationsOf, type Durations } from './durations.js';
import type { AttemptRecord, CollectedItem, EndReason, FailureSignature, RunEvent, RunHeader, RunResult } from './events.js';
import { attemptLogPath } from './logPath.js';
import { dependenceOf, durationDriftOf, type Dependence, type DurationDrift } from './independence.js';
import { countsInRate, isFailure, OUTCOMES, type Outcome } from './outcome.js';
import { plannedAttempts } from './plan.js';
import { positionsOf, type FailurePosition } from './position.js';
import { inStartOrder } from './startOrder.js';
import { comparableCount, type TestDrift } from './tests/drift.js';
import { TestFold, type RunTests } from './tests/fold.js';
import { testVerdicts, type TestVerdict } from './tests/perTest.js';
import { verdictOf, type Verdict } from './verdict.js';

/** Failures that look the same. */
export interface FailureGroup {
  readonly signature: FailureSignature;
  readonly count: number;
  /** The first attempts that failed so, in the order in which they ended; at most {@link ATTEMPTS_PER_GROUP}. */
  readonly attempts: readonly number[];
  /** Log of the first of them, inside the run's folder. */
  readonly firstLog: string;
  /** For a plan that says which failure it expects: how many of these were not that one. */
  readonly others?: number;
  /** Where in the run they stand; absent while it goes on, and where they are too few to tell. */
  readonly position?: FailurePosition;
  /** Where the log of the first of them leaves that of a passing attempt; only where somebody has read the logs, which the fold does not. */
  readonly divergence?: Divergence;
}

/** What the runner said of attempts that could not be started or left something behind; equal sentences are counted. */
export interface AttemptRemark {
  readonly outcome: Outcome;
  readonly reason: string;
  readonly count: number;
  readonly firstAttempt: number;
}

export interface RunEvidence {
  readonly run: RunHeader;
  /** In the order in which they ended. */
  readonly attempts: AttemptList;
  /** Attempts that were started and have not ended. */
  readonly running: readonly number[];
  readonly outcomes: Readonly<Record<Outcome, number>>;
  /** Attempts that say something about the command: the denominator of the failure rate. */
  readonly counted: number;
  readonly failures: number;
  /** For a plan that says which failure it expects: how many of {@link failures} are not known to be that one. */
  readonly otherFailures?: number;
  /** How many of {@link otherFailures} are there only because it could not be told in time whether they are the expected one. */
  readonly untoldFailures?: number;
  readonly verdict: Verdict;
  /** What speaks against attempts being independent; absent while the run goes on. */
  readonly dependence?: Dependence;
  readonly drift?: DurationDrift;
  /** In the order of first appearance, so that an index stays valid while the run goes on. */
  readonly groups: readonly FailureGroup[];
  /** Failures beyond the first {@link MAX_GROUPS} groups: counted, but not told apart. */
  readonly ungrouped: number;
  readonly remarks: readonly AttemptRemark[];
  /** What was kept at the first failure, where the configuration asks for it. */
  readonly collected?: { readonly attempt: number; readonly items: readonly CollectedItem[] };
  /** Processes that attempts left behind and that had to be ended. */
  readonly leftBehind: number;
  /** Of the attempts that count; undefined if there is none. */
  readonly durations: Durations | undefined;
  /** What attempts told of the tests in them; absent where none did. */
  readonly tests?: RunTests;
  /** The verdict on each test that is known to have failed, most failures first. */
  readonly failedTests: readonly TestVerdict[];
  /** Undefined while the run goes on, and after its process was killed. Its reason is `damaged` where attempts that it promises are missing. */
  readonly result?: RunResult;
}

/** What a progress display needs, in constant time. */
export interface RunProgress {
  readonly planned: number;
  /** Attempts that ended, whatever their outcome. */
  readonly finished: number;
  readonly running: number;
  readonly failures: number;
  readonly outcomes: Readonly<Record<Outcome, number>>;
}

/** Attempt numbers that a group keeps. */
export const ATTEMPTS_PER_GROUP = 20;

/** Groups that are told apart. A test whose failures all differ must not fill the memory. */
export const MAX_GROUPS = 500;

/** Different remarks that are kept. */
const MAX_REMARKS = 20;

interface OpenGroup {
  readonly index: number;
  readonly signature: FailureSignature;
  readonly attempts: number[];
  readonly firstLog: string;
  count: number;
  others: number;
}

interface OpenRemark {
  readonly outcome: Outcome;
  readonly reason: string;
  readonly firstAttempt: number;
  count: number;
}

/** Takes the events of one run in the order in which they were emitted. {@link EvidenceFold.add} takes amortised constant time. */
export class EvidenceFold {
  #run: RunHeader | undefined;
  #result: RunResult | undefined;
  readonly #table = new AttemptTable();
  readonly #running = new Set<number>();
  readonly #seen = new Set<number>();
  readonly #outcomes = noOutcomes();
  readonly #groups = new Map<string, OpenGroup>();
  readonly #remarks = new Map<string, OpenRemark>();
  readonly #tests = new TestFold();
  #failures = 0;
  #otherFailures = 0;
  #untoldFailures = 0;
  #ungrouped = 0;
  #leftBehind = 0;
  #collected: RunEvidence['collected'];

  /**
   * Takes one event. An attempt whose number was folded already is left out, so that reading a ledger again changes nothing;
   * a further `run-started` of the same run means that it was resumed.
   * @throws Error if the events are of two runs
   */
  add(event: RunEvent): void {
    switch (event.type) {
      case 'run-started':
        if (this.#run && this.#run.id !== event.run.id) throw new Error(`Events of two runs: ${this.#run.id} and ${event.run.id}`);
        this.#run = event.run;
        this.#result = undefined;
        return;
      case 'attempt-started':
        if (!this.#seen.has(event.attempt)) this.#running.add(event.attempt);
        return;
      case 'attempt-finished':
        this.#finished(event.record);
        return;
      case 'run-finished':
        this.#result = event.result;
        this.#running.clear();
    }
  }

  /** The counts so far, in constant time. `planned` is 0 before the run has started. */
  progress(): RunProgress {
    return {
      planned: this.#run?.plan.attempts ?? 0,
      finished: this.#seen.size,
      running: this.#running.size,
      failures: this.#failures,
      outcomes: this.#outcomesWith(this.#tests.drift()),
    };
  }

  /** Which attempts executed fewer tests than the others is known only from all of them. */
  #outcomesWith(drift: TestDrift | undefined): Record<Outcome, number> {
    const { pass, leak } = drift?.fewer ?? { pass: 0, leak: 0 };
    const known = this.#outcomes;
    return { ...known, pass: known.pass - pass, leak: known.leak - leak, 'fewer-tests': known['fewer-tests'] + pass + leak };
  }

  /**
   * What is known so far; it does not change when further events are added. Takes time in the order of n log n (quantiles),
   * so a live view asks a few times per second, not once per event.
   * @throws Error before the run has started
   */
  evidence(): RunEvidence {
    const run = this.#run;
    if (!run) throw new Error('No evidence before the run has started');
    const tests = this.#tests.tests();
    const attempts = this.#table.list(tests?.drift);
    const outcomes = this.#outcomesWith(tests?.drift);
    const result = this.#result && borneOut(this.#result, { run, attempts: this.#seen.size, failures: this.#failures });
    const expecting = run.plan.expect !== undefined;
    const groups = Array.from(this.#groups.values(), ({ signature, count, attempts: numbers, firstLog, others }): FailureGroup => ({ signature, count, attempts: [...numbers], firstLog, ...(expecting && { others }) }));
    const counts = { run, attempts, outcomes, failures: this.#failures, ...(expecting && { otherFailures: this.#otherFailures + this.#untoldFailures }), ...(expecting && this.#untoldFailures > 0 && { untoldFailures: this.#untoldFailures }), groups, ...(result && { result }) };
    return {
      ...counts,
      running: [...this.#running],
      counted: OUTCOMES.reduce((sum, outcome) => sum + (countsInRate(outcome) ? outcomes[outcome] : 0), 0),
      ...judged({ ...counts, tests }, result?.reason),
      ungrouped: this.#ungrouped,
      remarks: Array.from(this.#remarks.values(), (remark) => ({ ...remark })),
      ...(this.#collected ? { collected: this.#collected } : {}),
      leftBehind: this.#leftBehind,
      durations: durationsOf(attempts),
      ...(tests && { tests }),
      failedTests: tests ? testVerdicts(tests, () => undefined) : [],
    };
  }

  #finished(record: AttemptRecord): void {
    const { attempt, outcome, durationMs } = record;
    this.#running.delete(attempt);
    if (this.#seen.has(attempt)) return;
    this.#seen.add(attempt);
    this.#outcomes[outcome] += 1;
    if (isFailure(outcome)) this.#failures += 1;
    if (isFailure(outcome) && record.expected === false) this.#otherFailures += 1;
    if (isFailure(outcome) && record.expected === undefined) this.#untoldFailures += 1;
    this.#leftBehind += record.leftBehind ?? 0;
    if (record.collected && isFailure(outcome)) this.#collected ??= { attempt, items: record.collected };
    if (record.reason !== undefined) this.#remark(outcome, record.reason, attempt);
    this.#table.push(attempt, outcome, durationMs, isFailure(outcome) ? this.#group(record) : undefined, comparableCount(record));
    this.#tests.add(record);
  }

  #group(record: AttemptRecord): number | undefined {
    const signature = record.signature ?? { id: `unsigned-${record.outcome}`, title: `${record.outcome} (no signature was recorded)` };
    let group = this.#groups.get(signature.id);
    if (!group) {
      if (this.#groups.size >= MAX_GROUPS) {
        this.#ungrouped += 1;
        return undefined;
      }
      group = { index: this.#groups.size, signature, attempts: [], firstLog: record.log || attemptLogPath(record.attempt), count: 0, others: 0 };
      this.#groups.set(signature.id, group);
    }
    group.count += 1;
    if (record.expected === false) group.others += 1;
    if (group.attempts.length < ATTEMPTS_PER_GROUP) group.attempts.push(record.attempt);
    return group.index;
  }

  #remark(outcome: Outcome, reason: string, firstAttempt: number): void {
    const key = `${outcome} ${reason}`;
    const known = this.#remarks.get(key);
    if (known) known.count += 1;
    else if (this.#remarks.size < MAX_REMARKS) this.#remarks.set(key, { outcome, reason, firstAttempt, count: 1 });
  }
}

/** What follows from the counts. The order of attempts is looked at only when no further one is to come: it takes time in the order of n log n. */
function judged(counts: Counts, endReason: EndReason | undefined): Pick<RunEvidence, 'verdict' | 'dependence' | 'drift' | 'groups'> {
  const { run, attempts, outcomes, failures, otherFailures, untoldFailures, groups, result, tests } = counts;
  const stopped = stoppedAt({ run, failures, ...(otherFailures !== undefined && { otherFailures }), ...(result && { result }) });
  const order = endReason === undefined ? [] : inStartOrder(attempts, stopped !== undefined);
  const positions = positionsOf(order);
  const [dependence, drift] = [dependenceOf(order), durationDriftOf(order)];
  return {
    verdict: verdictOf({
      outcomes,
      planned: plannedAttempts(run.plan),
      purpose: run.purpose,
      namesInfra: run.plan.infra !== undefined,
      hasBefore: run.plan.before !== undefined,
      stoppedAt: stopped,
      otherFailures,
      untoldFailures,
      moreTests: tests?.drift?.more ?? 0,
      retried: tests?.retried,
      dependence,
      drift,
      endReason,
    }),
    ...(dependence && { dependence }),
    ...(drift && { drift }),
    groups: groups.map((group, index) => {
      const position = positions.get(index);
      return position ? { ...group, position } : group;
    }),
  };
}

type Counts = Pick<RunEvidence, 'run' | 'attempts' | 'outcomes' | 'failures' | 'otherFailures' | 'untoldFailures' | 'groups' | 'result'> & { readonly tests?: RunTests | undefined };

/**
 * The evidence of a run that is known not to go on any more: one without a result was interrupted, since the process that made it was killed.
 */
export function endedEvidence(evidence: RunEvidence): RunEvidence {
  return evidence.result ? evidence : { ...evidence, running: [], ...judged(evidence, 'interrupted') };
}

/**
 * As how many-th failure ended the run, so that failures per attempt are no estimate of the rate; undefined if none did. Where a failure is expected,
 * only that one counts. Without a result, or with a damaged one, the plan tells.
 */
export function stoppedAt({ run, failures, otherFailures = 0, result }: Pick<RunEvidence, 'run' | 'failures' | 'otherFailures' | 'result'>): number | undefined {
  const limit = run.plan.untilFailures;
  if (!result || result.reason === 'damaged') return limit !== undefined && failures - otherFailures >= limit ? limit : undefined;
  if (result.reason === 'first-failure') return 1;
  return result.reason === 'enough-failures' ? limit : undefined;
}

/** How many attempts showed the failure that the run looks for: the expected one, else any. */
export function soughtFailures({ failures, otherFailures = 0 }: Pick<RunEvidence, 'failures' | 'otherFailures'>): number {
  return failures - otherFailures;
}

/** The groups with the most failures first; of equals, the one that came first. */
export function byCount(groups: readonly FailureGroup[]): FailureGroup[] {
  return [...groups].sort((one, other) => other.count - one.count);
}

/**
 * What a run's events tell, all at once.
 * @throws Error if they do not begin with `run-started`, or are of two runs
 */
export function reduce(events: Iterable<RunEvent>): RunEvidence {
  const fold = new EvidenceFold();
  for (const event of events) fold.add(event);
  return fold.evidence();
}

function noOutcomes(): Record<Outcome, number> {
  return Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as Record<Outcome, number>;
}
