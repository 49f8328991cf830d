/** The attempts of a run in little memory: 25 bytes each, so 100,000 of them stay below 4 MB. */
import { OUTCOMES, type Outcome } from './outcome.js';
import { outcomeWithDrift, type TestDrift } from './tests/drift.js';

/** What a view needs of one attempt. Its log is `attemptLogPath(attempt)`. */
export interface AttemptSummary {
  /** 1-based. */
  readonly attempt: number;
  readonly outcome: Outcome;
  /** ms. */
  readonly durationMs: number;
  /** Index of its failure's group in `RunEvidence.groups`; undefined if it is in none. */
  readonly group?: number;
}

/** Attempts in the order in which they ended. A list that was handed out never changes. */
export interface AttemptList extends Iterable<AttemptSummary> {
  readonly length: number;
  /** The attempt that ended as number `index` (0-based); undefined outside the list. */
  at(index: number): AttemptSummary | undefined;
}

interface Columns {
  readonly attempt: Float64Array;
  readonly duration: Float64Array;
  readonly outcome: Uint8Array;
  readonly group: Int32Array;
  readonly executed: Int32Array;
}

const NO_GROUP = -1;
const NO_COUNT = -2;
const MAX_COUNT = 2 ** 31 - 1;

/** An append-only table; its {@link AttemptTable.list} shares the columns, since what stands in them never changes. */
export class AttemptTable {
  #columns = columns(64);
  #length = 0;

  /**
   * Appends one attempt, in amortised constant time.
   * @param executed as `comparableCount` gives it
   */
  push(attempt: number, outcome: Outcome, durationMs: number, group: number | undefined, executed?: number): void {
    const index = this.#length;
    if (index === this.#columns.outcome.length) this.#grow();
    this.#columns.attempt[index] = attempt;
    this.#columns.duration[index] = durationMs;
    this.#columns.outcome[index] = OUTCOMES.indexOf(outcome);
    this.#columns.group[index] = group ?? NO_GROUP;
    this.#columns.executed[index] = Math.min(executed ?? NO_COUNT, MAX_COUNT);
    this.#length = index + 1;
  }

  /**
   * The attempts so far.
   * @param drift how many tests they executed: one that passed with fewer than most has the outcome `fewer-tests`
   */
  list(drift?: TestDrift): AttemptList {
    return new ColumnList(this.#columns, this.#length, drift);
  }

  #grow(): void {
    const old = this.#columns;
    const grown = columns(old.outcome.length * 2);
    grown.attempt.set(old.attempt);
    grown.duration.set(old.duration);
    grown.outcome.set(old.outcome);
    grown.group.set(old.group);
    grown.executed.set(old.executed);
    this.#columns = grown;
  }
}

class ColumnList implements AttemptList {
  readonly #columns: Columns;
  readonly length: number;
  readonly #drift: TestDrift | undefined;

  constructor(columnsOfTable: Columns, length: number, drift: TestDrift | undefined) {
    this.#columns = columnsOfTable;
    this.length = length;
    this.#drift = drift;
  }

  at(index: number): AttemptSummary | undefined {
    if (!(index >= 0 && index < this.length)) return undefined;
    const { attempt, duration, outcome, group, executed } = this.#columns;
    const [number, ms, code, groupIndex, tests] = [attempt[index], duration[index], outcome[index], group[index], executed[index]];
    const name = code === undefined ? undefined : OUTCOMES[code];
    if (number === undefined || ms === undefined || groupIndex === undefined || name === undefined) return undefined;
    const seen = outcomeWithDrift(name, tests === NO_COUNT ? undefined : tests, this.#drift);
    return { attempt: number, outcome: seen, durationMs: ms, ...(groupIndex === NO_GROUP ? {} : { group: groupIndex }) };
  }

  *[Symbol.iterator](): Iterator<AttemptSummary> {
    for (let index = 0; index < this.length; index++) {
      const attempt = this.at(index);
      if (attempt) yield attempt;
    }
  }
}

function columns(capacity: number): Columns {
  return {
    attempt: new Float64Array(capacity),
    duration: new Float64Array(capacity),
    outcome: new Uint8Array(capacity),
    group: new Int32Array(capacity),
    executed: new Int32Array(capacity),
  };
}
