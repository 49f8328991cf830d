/** The tests that failed in a run: which attempt tells of each, and where to look for it. */
import { stoppedAt, type RunEvidence } from '../evidence.js';
import { attemptLogPath } from '../logPath.js';
import type { TestVerdict } from '../tests/perTest.js';
import { fileCandidates } from './testFile.js';

/** A place that a failure names, its file as a path relative to the folder that the command ran in, or absolute. */
interface FailedAt {
  /** Paths to try, the likeliest first. */
  readonly files: readonly string[];
  /** 1-based, in the file as it was then. */
  readonly line: number;
  /** It is this test's: no other one is known to have failed in that attempt, and the place was read from it. */
  readonly alone: boolean;
}

export interface FailedInRun extends Pick<TestVerdict, 'name' | 'executed' | 'failed' | 'atLeast' | 'counted'> {
  /** The name without what stands around the test. */
  readonly own: string;
  /** Project, file, package, suites as the results name them; absent where they name none. */
  readonly around?: string;
  /** The first attempt in which this test alone failed and that tells how, else the first that tells how, else the first. */
  readonly attempt: number;
  /**
   * First line of how that attempt failed; from outside, and with other failing tests beside it perhaps one of theirs. Absent where only an
   * earlier attempt that failed alike tells it: numbers and places of that one may be others.
   */
  readonly title?: string;
  /** Path inside the run's folder of the log of the first attempt in which it failed. */
  readonly log: string;
  /** The failure ended the run, so that failures per attempt are no estimate of a rate. */
  readonly stopped: boolean;
  /** Files that the name itself names, as {@link FailedAt.files}; a line where it has one. */
  readonly named: readonly { readonly file: string; readonly line?: number }[];
  readonly failedAt: readonly FailedAt[];
}

/** Between what stands around a test and its own name, in all formats. */
const SEPARATOR = ' > ';

/** Most failures first; of equals by name. */
export function byFailures(tests: readonly TestVerdict[]): TestVerdict[] {
  return [...tests].sort((one, other) => other.failed - one.failed || (one.name < other.name ? -1 : 1));
}

/** Failing tests besides those that are shown; with `atLeast` there may be more than `more`. */
export function failingBeyond({ tests, failedTests }: Pick<RunEvidence, 'tests' | 'failedTests'>, shown: number): { readonly more: number; readonly atLeast: boolean } {
  return { more: Math.max(failedTests.length, failedTests.length > 0 ? (tests?.mostFailed ?? 0) : 0) - shown, atLeast: tests?.more === true };
}

/** Takes time in the order of the attempts. @param tests of `evidence.failedTests` */
export function failedInRun(evidence: RunEvidence, tests: readonly TestVerdict[]): FailedInRun[] {
  const stopped = stoppedAt(evidence) !== undefined;
  const groupOf = groupsOfAttempts(evidence, new Set(tests.flatMap(({ attempts }) => attempts)));
  const isAlone = aloneIn(evidence);
  return tests.map((test): FailedInRun => {
    const { name, executed, failed, atLeast, counted, attempts, firstAttempt } = test;
    const { own, around } = splitName(name);
    const tellsItself = (number: number): boolean => groupOf(number)?.attempts[0] === number;
    const alone = attempts.filter((number) => isAlone(test, number));
    const certain = alone.filter(tellsItself);
    const attempt = certain[0] ?? attempts.find(tellsItself) ?? alone[0] ?? firstAttempt;
    const title = tellsItself(attempt) ? groupOf(attempt)?.signature.title : undefined;
    const places = [...new Set([...certain, ...alone, ...attempts])].flatMap((number): FailedAt[] => {
      const location = groupOf(number)?.signature.location;
      if (!location) return [];
      const result = { name: own, outcome: 'failed', file: location.file, ...(around !== undefined && { group: around.split(SEPARATOR)[0] ?? around }) } as const;
      return [{ files: fileCandidates(result, undefined), line: location.line, alone: certain.includes(number) }];
    });
    return {
      name, own, executed, failed, atLeast, counted, attempt, stopped,
      ...(around !== undefined && { around }),
      ...(title !== undefined && { title }),
      log: attemptLogPath(firstAttempt),
      named: filesNamed(name),
      failedAt: distinct(places),
    };
  });
}

/** A title may hold the separator itself: then its end stands for it, and {@link FailedInRun.name} has all of it. */
function splitName(name: string): { readonly own: string; readonly around?: string } {
  const at = name.lastIndexOf(SEPARATOR);
  const own = at < 0 ? '' : name.slice(at + SEPARATOR.length).trim();
  return own === '' ? { own: name } : { own, around: name.slice(0, at) };
}

/** Playwright names file, line and column; others the file, or the module. */
function filesNamed(name: string): { readonly file: string; readonly line?: number }[] {
  const parts = name.split(SEPARATOR);
  for (const part of parts.slice(0, 2)) {
    const [, file, line] = /^([^\s:]{1,400}\.\w{1,4}):(\d{1,7}):\d{1,7}$/.exec(part) ?? [];
    if (file !== undefined) return [{ file, line: Number(line) }];
  }
  const [group, ...rest] = parts;
  const result = rest.length > 0 && group !== undefined ? { name: rest.join(SEPARATOR), group } : { name };
  return fileCandidates({ ...result, outcome: 'failed' }, undefined).map((file) => ({ file }));
}

function groupsOfAttempts({ attempts, groups }: RunEvidence, wanted: ReadonlySet<number>): (attempt: number) => RunEvidence['groups'][number] | undefined {
  const known = new Map<number, number>();
  for (const { attempt, group } of attempts) if (group !== undefined && wanted.has(attempt)) known.set(attempt, group);
  return (attempt) => groups[known.get(attempt) ?? -1];
}

/** Of a test that failed oftener than its attempts are kept, nobody knows in which others it failed. */
function aloneIn({ failedTests, tests }: RunEvidence): (test: TestVerdict, attempt: number) => boolean {
  const failing = new Map<number, number>();
  for (const { attempts } of failedTests) for (const attempt of attempts) failing.set(attempt, (failing.get(attempt) ?? 0) + 1);
  const cut = failedTests.filter(({ failed, attempts }) => failed > attempts.length);
  return (test, attempt) => tests?.more !== true && failing.get(attempt) === 1 && cut.every((other) => other === test);
}

function distinct(places: readonly FailedAt[]): FailedAt[] {
  // Those of this test alone come first, so that they are kept.
  const known = new Map<string, FailedAt>();
  for (const place of places) {
    const key = `${place.files[0] ?? ''} ${place.line}`;
    if (!known.has(key)) known.set(key, place);
  }
  return [...known.values()];
}
