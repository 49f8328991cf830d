/** The failure that a fix has to remove: what the run before it showed. */
import type { AttemptRecord, RunHeader } from '../run/events.js';
import { countsInRate, isFailure } from '../run/outcome.js';
import { isCut } from '../run/tests/cut.js';
import { comparableCount, DriftFold } from '../run/tests/drift.js';

export interface Target {
  readonly run: RunHeader;
  /** Attempts that showed the failure: with `expect` the expected one, else any. */
  readonly failures: number;
  /** Where it came in several ways, told apart by the tests that failed, else by their signatures: in how many, and in how many attempts the rarest of them did. */
  readonly ways?: { readonly count: number; readonly rarest: number };
  /** Attempts that say whether it is there. */
  readonly n: number;
  /** Ids of the signatures of all failures of the run, the target's or not: a failure with another one is new. */
  readonly known: ReadonlySet<string>;
  /** Full names of the tests that failed, where the output told. */
  readonly tests: readonly string[];
  /** Others may have failed: an attempt did not name all of them. */
  readonly testsCut: boolean;
  /** How many tests most attempts executed; undefined where nothing told. */
  readonly executed?: number;
  /** The most tests that an attempt skipped; undefined where nothing told. */
  readonly skipped?: number;
  /** Whether attempts that pass tell which or how many tests they executed: true also where none passed, since one may not take that on trust. */
  readonly passesTell: boolean;
  /** Whether an attempt that passed named the tests that it executed. */
  readonly passesName: boolean;
  /** Attempts that passed but left processes behind, or held the output open. */
  readonly leaks: number;
  /** ms of the attempts that passed. */
  readonly durations: readonly number[];
}

/** What the attempts of a finished run show. */
export function targetOf(run: RunHeader, records: Iterable<AttemptRecord>): Target {
  const known = new Set<string>();
  const tests = new Map<string, number>();
  const signatures = new Map<string, number>();
  const drift = new DriftFold();
  const durations: number[] = [];
  let [failures, n, passes, telling, naming, leaks] = [0, 0, 0, 0, 0, 0];
  let testsCut = false;
  let skipped: number | undefined;
  for (const record of records) {
    if (!countsInRate(record.outcome)) continue;
    drift.add(record);
    if (record.tests && comparableCount(record) !== undefined) skipped = Math.max(skipped ?? 0, record.tests.skipped);
    if (isFailure(record.outcome)) {
      if (record.signature) known.add(record.signature.id);
      // Another failure hides whether the target would have come.
      if (record.expected === false) continue;
      // Of what could not be told the careful reading is that it is not the target: a lower rate takes more attempts to prove.
      if (run.plan.expect === undefined || record.expected === true) failures += 1;
      for (const name of new Set(record.tests?.failures)) tests.set(name, (tests.get(name) ?? 0) + 1);
      if (record.signature) signatures.set(record.signature.id, (signatures.get(record.signature.id) ?? 0) + 1);
      testsCut ||= record.tests !== undefined && isCut(record.tests);
    } else {
      passes += 1;
      if (record.tests) telling += 1;
      if (record.tests?.set !== undefined) naming += 1;
      if (record.outcome === 'leak') leaks += 1;
      durations.push(record.durationMs);
    }
    n += 1;
  }
  const executed = drift.drift()?.mode;
  const ways = [...(tests.size > 1 ? tests : signatures).values()];
  return { run, failures, ...(ways.length > 1 && { ways: { count: ways.length, rarest: Math.min(...ways) } }), n, known, tests: [...tests.keys()], testsCut, ...(executed !== undefined && { executed }), ...(skipped !== undefined && { skipped }), passesTell: executed !== undefined && (telling > 0 || passes === 0), passesName: naming > 0, leaks, durations };
}
