/** Which failures a document shows, and where: one place per test, what was fixed since left out. */
import { enclosingTest } from '../enclosingTest.js';
import { clopperPearson } from '../statistics/interval.js';
import { findTestLine, mayBeNamed } from './findTest.js';
import type { FileResult, RunFailure, SeenTest, WholeRun } from './seen.js';

/** What a document is now. */
export interface DocumentState {
  readonly lines: readonly string[];
  /** Wall time of the last change of its text, ms; Infinity with unsaved edits. */
  readonly changedAt: number;
  /** Where a line of the file (0-based) that was seen at some time stands now; undefined if nobody knows. */
  readonly lineNow: (line: number, since: number) => number | undefined;
}

/** All failures of one source in one test. */
export interface PlacedFailure {
  /** Where the test begins, or where it failed if no test is found around that; 0-based. */
  readonly line: number;
  /** Where in it the failure lies, 0-based; the same line if that is not known. */
  readonly at: number;
  /** The file has changed since: what is shown may be fixed, or elsewhere. */
  readonly stale: boolean;
  /** The most frequent one of a run. */
  readonly seen: RunFailure | FileResult;
  /** Attempts of the run that failed in this test; 1 for a file of results. */
  readonly count: number;
  /** Undefined for a file of results, where one observation carries none. */
  readonly rate?: TestRate;
  /** The last file of results in which the test passed after it failed, although it is flaky: one pass does not refute that. */
  readonly passedIn?: string;
}

/** What a run says of one test; numbers are null where they would be biased. */
export interface TestRate {
  readonly failures: number;
  readonly counted: number;
  readonly kind: 'flaky' | 'consistently-failing' | 'undecided';
  /** Fractions 0–1, 95 % confidence. */
  readonly rate: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/**
 * In the order of lines. A test that failed in a file of results is gone when a later one has it passed, and so is one that failed in every attempt of a run: of one that
 * is flaky a single pass says nothing. A file's failure is not told beside a run's that is as current.
 */
export function placedFailures(seen: readonly SeenTest[], document: DocumentState): PlacedFailure[] {
  const runs = new Map<string, PlacedFailure>();
  const files = new Map<number, { readonly result: FileResult; readonly line: number; readonly at: number }>();
  const take = (test: SeenTest): void => {
    const place = placeOf(test, document);
    if (!place) return;
    const { line } = place;
    if (test.source === 'run') {
      const key = `${line} ${test.run}`;
      const known = runs.get(key);
      runs.set(key, test.byName && known ? counted(known, test) : together(known, test, place, document));
    } else if ((files.get(line)?.result.seenAt ?? -1) < test.seenAt) files.set(line, { result: test, ...place });
  };
  const failed = seen.filter((test) => !hasPassed(test));
  for (const test of failed) if (!isByName(test)) take(test);
  for (const test of failed) if (isByName(test)) take(test);
  // Of the many that passed only those matter that may be one that failed.
  const failedLines = [...new Set([...Array.from(runs.values(), ({ line }) => line), ...files.keys()])];
  for (const test of seen) if (hasPassed(test) && (test.line !== undefined || failedLines.some((line) => mayBeNamed(document.lines, line, test.name)))) take(test);
  const placed: PlacedFailure[] = [];
  for (const failure of runs.values()) {
    const told = files.get(failure.line)?.result;
    const passed = told?.outcome === 'passed' && told.seenAt > failure.seen.seenAt ? told : undefined;
    if (!passed) placed.push(failure);
    else if (failure.rate?.kind === 'flaky') placed.push({ ...failure, passedIn: passed.results });
  }
  for (const { result, line, at } of files.values()) {
    const current = placed.some((other) => other.line === line && (!other.stale || other.seen.seenAt >= result.seenAt));
    if (result.outcome !== 'passed' && !current) placed.push({ line, at, stale: document.changedAt > result.seenAt, seen: result, count: 1 });
  }
  return placed.sort((a, b) => a.line - b.line || b.seen.seenAt - a.seen.seenAt);
}

function hasPassed(test: SeenTest): test is FileResult {
  return test.source === 'file' && test.outcome === 'passed';
}

function isByName(test: SeenTest): boolean {
  return test.source === 'run' && test.byName === true;
}

/** An attempt in which this test failed may be told by the failure of another one: then it failed oftener than its own failures say. */
function counted(known: PlacedFailure, { count, whole }: RunFailure): PlacedFailure {
  return count > known.count && known.seen.source === 'run' && known.seen.beside !== true ? { ...known, count, rate: rateOf(count, whole, true) } : known;
}

/** Where a test begins, and where in it the failure lies. */
interface Place {
  readonly line: number;
  readonly at: number;
}

/** By file and line first, then by the test's name. */
function placeOf({ line, name, seenAt }: SeenTest, { lines, changedAt, lineNow }: DocumentState): Place | undefined {
  const now = line === undefined ? undefined : lineNow(line - 1, seenAt);
  if (now !== undefined && now < lines.length) {
    const test = enclosingTest(lines, now);
    // Of a file that changed elsewhere, a line that lies in no test is no place.
    if (test !== undefined || changedAt <= seenAt) return { line: test ?? now, at: now };
  }
  const found = name === undefined ? undefined : findTestLine(lines, name);
  const known = found ?? (now !== undefined && now < lines.length ? now : undefined);
  return known === undefined ? undefined : { line: known, at: known };
}

function together(known: PlacedFailure | undefined, test: RunFailure, place: Place, { changedAt }: DocumentState): PlacedFailure {
  const before = known?.seen.source === 'run' ? known.seen : undefined;
  const seen = before && before.count >= test.count ? before : test;
  const count = (known?.count ?? 0) + test.count;
  return { line: place.line, at: known && seen !== test ? known.at : place.at, stale: changedAt > test.seenAt, seen, count, rate: rateOf(count, test.whole, seen.beside !== true) };
}

/** The run's own verdict where all of its failures lie here; of a part only what a stop at a failure does not bias. */
function rateOf(failures: number, { counted, failures: all, kind, rate, low, high, stopped }: WholeRun, judged: boolean): TestRate {
  const own = kind === 'flaky' || kind === 'consistently-failing' ? kind : 'undecided';
  if (judged && failures >= all) return { failures, counted, kind: counted > 1 ? own : 'undecided', rate, low, high };
  const part = failures < counted ? 'flaky' : counted > 1 ? 'consistently-failing' : 'undecided';
  if (stopped) return { failures, counted, kind: part, rate: null, low: null, high: null };
  return { failures, counted, kind: part, rate: failures / counted, ...clopperPearson(failures, counted) };
}
