/** What a run saw fail, place by place. */
import { soughtFailures, stoppedAt, type RunEvidence } from '../evidence.js';
import type { WholeRun } from './seen.js';
import { byFailures, failedInRun } from './failedInRun.js';
import { fileCandidates } from './testFile.js';

/** A failure as the run tells it: its file as a path relative to the folder that the command ran in, or absolute. */
export interface RunPlace {
  /** To try, the likeliest first. */
  readonly files: readonly string[];
  readonly line?: number;
  readonly name?: string;
  readonly count: number;
  readonly beside?: true;
  /** Whether a failure with a place is of the same test, only its source tells. */
  readonly byName?: true;
  readonly title: string;
  readonly firstLog: string;
}

/** Failing tests that are told by their names, most failures first. */
const MAX_NAMED = 50;

/** Groups with a place in the project, and beside them each of several failing tests by its name; where no group has a place, the tests that failed by their names. */
export function placesOfRun(evidence: RunEvidence): RunPlace[] {
  const { groups, failedTests, tests } = evidence;
  const [only] = failedTests;
  // Beside one that is named others may have failed.
  const name = failedTests.length === 1 && only && tests?.more !== true ? { name: only.name } : {};
  const placed = groups.flatMap(({ signature: { location, title }, count, others = 0, firstLog }): RunPlace[] =>
    location ? [{ files: [location.file], line: location.line, ...name, count: others < count ? count - others : count, ...(others === count && count > 0 && { beside: true as const }), title, firstLog }] : [],
  );
  if (placed.length > 0) return [...placed, ...namedTests(evidence)];
  const [group] = groups;
  if (!group) return [];
  return failedTests.flatMap((test): RunPlace[] => {
    const files = fileCandidates({ name: test.name, outcome: 'failed' }, undefined);
    return files.length > 0 ? [{ files, name: test.name, count: test.failed, title: group.signature.title, firstLog: group.firstLog }] : [];
  });
}

/** An attempt is told by one failure, also where several tests failed in it. Where they are counted one by one, each is told with its own number. */
function namedTests(evidence: RunEvidence): RunPlace[] {
  const { failedTests, counted, run } = evidence;
  if (failedTests.length < 2 || run.plan.expect !== undefined) return [];
  const certain = byFailures(failedTests).slice(0, MAX_NAMED).filter((test) => test.counted && !test.atLeast && test.executed === counted);
  return failedInRun(evidence, certain).flatMap(({ name, own, failed, title, log, named, failedAt }): RunPlace[] => {
    const files = [...new Set([...named.map(({ file }) => file), ...failedAt.flatMap((place) => place.files)])];
    return files.length > 0 ? [{ files, name, count: failed, byName: true, title: title ?? own, firstLog: log }] : [];
  });
}

export function wholeRun(evidence: RunEvidence): WholeRun {
  const { counted, verdict } = evidence;
  const { kind, rate, low, high, headline } = verdict;
  const stop = stoppedAt(evidence);
  // After a stop at the first failure, failures per attempt are no estimate; the bounds allow for the stop.
  return { counted, failures: soughtFailures(evidence), kind, rate: stop === 1 ? null : rate, low, high, headline, stopped: stop !== undefined };
}
