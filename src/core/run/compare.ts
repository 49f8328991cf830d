/** Two runs of the same command, held against each other. It describes; whether a fix is proven is for `verify` to say (DESIGN 5.6). */
import { boundPercent, counted, duration, durationArgument, percent, pValue } from '../report/format.js';
import type { RunHeader } from './events.js';
import { soughtFailures, stoppedAt, type FailureGroup, type RunEvidence } from './evidence.js';
import { fisherExactLess } from './statistics/fisher.js';
import { attemptsToSee, upperBoundAtZero } from './statistics/interval.js';

/** A failure that both runs show. */
export interface RemainingFailure {
  readonly signature: FailureGroup['signature'];
  readonly before: number;
  readonly after: number;
}

export interface Comparison {
  readonly before: RunEvidence;
  readonly after: RunEvidence;
  /** Whether the failure rates can be compared. */
  readonly comparable: boolean;
  /** Why not, as a sentence that says what to do. */
  readonly why?: string;
  /** One-sided p-value of Fisher's exact test for a lower failure rate after; null where the rates cannot be compared. */
  readonly pValue: number | null;
  /** What the two runs show. It holds no text from outside. */
  readonly sentence: string;
  /** The same, sentence by sentence. */
  readonly sentences: readonly string[];
  /** Failures of the run before that the run after does not show. */
  readonly goneSignatures: readonly FailureGroup[];
  readonly remainingSignatures: readonly RemainingFailure[];
  /** Failures of the run after that the run before does not show. */
  readonly newSignatures: readonly FailureGroup[];
}

/** The level at which the test is declared to show something (FACTS: declared in advance). */
const LEVEL = 0.05;

/** Compares a run made before a change with one made after it. */
export function compareRuns(before: RunEvidence, after: RunEvidence): Comparison {
  const signatures = compareSignatures(before, after);
  const why = incomparable(before, after);
  if (why !== undefined) return { before, after, comparable: false, why, pValue: null, sentence: `Not compared: ${why}`, sentences: [`Not compared: ${why}`], ...signatures };
  const p = fisherExactLess({ failures: soughtFailures(before), n: before.counted }, { failures: soughtFailures(after), n: after.counted });
  const sentences = [newFailures(signatures.newSignatures), counts(before, after), reading(before, after, p), ungrouped(before, after)].filter((sentence) => sentence !== undefined);
  return { before, after, comparable: true, pValue: p, sentence: sentences.join(' '), sentences, ...signatures };
}

function compareSignatures(before: RunEvidence, after: RunEvidence): Pick<Comparison, 'goneSignatures' | 'remainingSignatures' | 'newSignatures'> {
  const earlier = new Map(before.groups.map((group) => [group.signature.id, group]));
  const later = new Set(after.groups.map((group) => group.signature.id));
  return {
    goneSignatures: before.groups.filter(({ signature }) => !later.has(signature.id)),
    remainingSignatures: after.groups.flatMap(({ signature, count }) => {
      const known = earlier.get(signature.id);
      return known ? [{ signature, before: known.count, after: count }] : [];
    }),
    newSignatures: after.groups.filter(({ signature }) => !earlier.has(signature.id)),
  };
}

function incomparable(before: RunEvidence, after: RunEvidence): string | undefined {
  if (before.run.id === after.run.id) return 'it is the same run. Name two runs.';
  if (!sameItems(before.run.command, after.run.command) || before.run.plan.shell !== after.run.plan.shell) {
    return 'the two runs executed different commands. Repeat the run with the command of the other one.';
  }
  if (!samePlace(before.run, after.run)) return 'the two runs executed the command in different folders. Repeat the run in the folder of the other one.';
  if (before.run.plan.jobs !== after.run.plan.jobs) {
    return `the run before made ${counted(before.run.plan.jobs, 'attempt')} at a time, the run after ${after.run.plan.jobs}, and load changes failure rates. Repeat it with \`--jobs ${before.run.plan.jobs}\`.`;
  }
  if (before.run.plan.warm?.framework !== after.run.plan.warm?.framework) {
    return `the attempts of one of the two runs were repetitions of the framework itself (warm), those of the other were not, and that changes failure rates. Repeat it ${before.run.plan.warm ? `with \`--warm ${before.run.plan.warm.framework}\`` : 'without `--warm`'}.`;
  }
  if (before.run.plan.timeoutMs !== after.run.plan.timeoutMs) {
    return `an attempt had ${duration(before.run.plan.timeoutMs)} in the run before and ${duration(after.run.plan.timeoutMs)} in the run after, and one that takes longer counts as a failure. Repeat it with \`--timeout ${durationArgument(before.run.plan.timeoutMs)}\`.`;
  }
  if (before.run.plan.expect !== after.run.plan.expect) return 'the two runs expect different failures. Repeat the run with the `--expect` of the other one.';
  for (const [name, evidence] of [['before', before], ['after', after]] as const) {
    if (evidence.result?.reason === 'damaged') return `the ledger of the run ${name} is damaged, and what is missing may have failed. Restore it from a copy, or repeat the run.`;
    if (evidence.untoldFailures !== undefined) return `of some failures of the run ${name} it could not be told in time whether they are the expected one. Repeat both runs with a simpler expression.`;
    if (evidence.counted === 0) return `the run ${name} has no attempt that counts. Repeat it.`;
    if (stoppedAt(evidence) !== undefined) return `the run ${name} stopped at ${stoppedAt(evidence) === 1 ? 'its first failure' : `failure ${stoppedAt(evidence) ?? ''}`}, which biases its rate. Repeat it without an end at failures.`;
  }
  return undefined;
}

/** The same folder, or the same folder of two checkouts. */
function samePlace(before: RunHeader, after: RunHeader): boolean {
  if (before.cwd === after.cwd) return true;
  return before.git?.prefix !== undefined && before.git.prefix === after.git?.prefix;
}

function sameItems(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((item, index) => item === other[index]);
}

function newFailures(groups: readonly FailureGroup[]): string | undefined {
  if (groups.length === 0) return undefined;
  const attempts = groups.reduce((sum, { count }) => sum + count, 0);
  return `New after: ${counted(groups.length, 'failure')} that the run before did not show, in ${counted(attempts, 'attempt')}.`;
}

function counts(before: RunEvidence, after: RunEvidence): string {
  return `Before: ${count(before)}; after: ${count(after)}.`;
}

function count(evidence: RunEvidence): string {
  const [failures, n] = [soughtFailures(evidence), evidence.counted];
  const what = evidence.otherFailures === undefined ? 'failed' : 'showed the expected failure';
  return `${failures} of ${counted(n, 'attempt')} ${what} (${failures === 0 ? `at most ${boundPercent(upperBoundAtZero(n))}` : percent(failures / n)})`;
}

function reading(before: RunEvidence, after: RunEvidence, p: number): string {
  const test = `Fisher's exact test, one-sided: ${pValue(p)}`;
  if (soughtFailures(before) === 0) {
    return soughtFailures(after) === 0
      ? `The failure was not reproduced before, so its absence after says nothing (${test}).`
      : `The failure was not reproduced before; the run after shows one (${test}).`;
  }
  if (p < LEVEL) return `The failure rate after is lower (${test}).`;
  return [`This does not show a lower failure rate (${test}).`, attemptsMissing(before, after)].filter((sentence) => sentence !== undefined).join(' ');
}

/** How many attempts without a failure would carry weight: sized from the lower bound of the rate before (FACTS 4). */
function attemptsMissing(before: RunEvidence, after: RunEvidence): string | undefined {
  const { low } = before.verdict;
  if (soughtFailures(after) > 0 || low === null) return undefined;
  const needed = attemptsToSee(low);
  if (!(needed > after.counted)) return undefined;
  return `The rate before is at least ${percent(low)}; to see such a failure with 95 % confidence takes ${counted(needed, 'attempt')}.`;
}

function ungrouped(before: RunEvidence, after: RunEvidence): string | undefined {
  return before.ungrouped + after.ungrouped === 0 ? undefined : 'There were too many different failures to tell all of them apart, so new ones may be missing here.';
}
