/** What a proof says, in sentences with numbers. They hold no text from outside. */
import { boundPercent, counted, duration, percent, pValue } from '../report/format.js';
import type { RunHeader } from '../run/events.js';
import type { RunEvidence } from '../run/evidence.js';
import { fisherExactLess } from '../run/statistics/fisher.js';
import { clopperPearson, CONFIDENCE } from '../run/statistics/interval.js';
import { ranksOf, rankSumTest } from '../run/statistics/ranks.js';
import type { NotExecuted } from './executed.js';
import type { EarlierFailures, Proof } from './proof.js';
import { reporterAdvice } from './reporterAdvice.js';
import { selectsByName } from './selected.js';
import type { Target } from './target.js';

export interface ProofText {
  /** Whether it is proven, and from which numbers. */
  readonly headline: string;
  /** What limits it and what to do next, one sentence each. */
  readonly remarks: readonly string[];
}

/** @param after the run after the change; undefined where none was made, since nothing could be proven */
export function proofText(proof: Proof, after: RunHeader | undefined): ProofText {
  const { headline, next } = HEADLINES[proof.kind](proof);
  const rest = [next, rarestWay(proof), besideFailure(proof), others(proof), leftOut(proof), retried(proof), leaks(proof), howKnown(proof), ...(after === undefined ? [] : sameness(proof.target.run, after))];
  return { headline, remarks: rest.filter((sentence) => sentence !== undefined) };
}

/** One-sided p-value of Fisher's exact test for a lower failure rate after; null without data. It describes, and decides nothing: the size of the run was chosen otherwise. */
export function fisherOf({ target, failures, n }: Proof): number | null {
  return n === 0 ? null : fisherExactLess({ failures: target.failures, n: target.n }, { failures, n });
}

export interface DurationChange {
  /** ms */
  readonly beforeMs: number;
  /** ms */
  readonly afterMs: number;
  /** Two-sided p-value of the rank sum test. */
  readonly pValue: number;
  readonly sentence: string;
}

/** How long passing attempts took before and after; undefined where either has fewer than {@link FEWEST}. */
export function durationChange({ target, durations }: Pick<Proof, 'target' | 'durations'>): DurationChange | undefined {
  const [before, after] = [target.durations, durations];
  if (before.length < FEWEST || after.length < FEWEST) return undefined;
  const { ranks, ties } = ranksOf(Float64Array.from([...before, ...after]));
  const sum = ranks.subarray(0, before.length).reduce((total, rank) => total + rank, 0);
  const { pLow, pHigh } = rankSumTest(sum, before.length, ranks.length, ties);
  const p = Math.min(1, 2 * Math.min(pLow, pHigh));
  const [beforeMs, afterMs] = [median(before), median(after)];
  const what = p >= LEVEL ? 'no difference shown' : pLow < pHigh ? 'it takes longer now' : 'it is faster now';
  return { beforeMs, afterMs, pValue: p, sentence: `A passing attempt took ${duration(beforeMs)} before and ${duration(afterMs)} after in the median: ${what} (rank sum test, two-sided: ${pValue(p)}).` };
}

/** The normal distribution of the rank sum is good from so many values on either side. */
const FEWEST = 5;

const LEVEL = 0.05;

interface Headline {
  readonly headline: string;
  readonly next?: string;
}

const HEADLINES: Readonly<Record<Proof['kind'], (proof: Proof) => Headline>> = {
  proven: (proof) => ({
    headline: `Proven at 95 % confidence: ${seen(proof)}; before, ${earlier(proof)}. A failure as frequent as that would have shown in ${counted(proof.n, 'attempt')} with a probability of ${boundPercent(1 - (1 - proof.rate) ** proof.n)}.`,
  }),
  'still-failing': (proof) => proof.failures === 0 && proof.earlier !== undefined ? onlyEarlier(proof, proof.earlier) : ({
    headline: `Not proven, still failing: ${seen(proof)} (${stillRate(proof)}); before, ${earlier(proof)}.`,
    next: proof.refused ? 'The sequential test refuses: that is as frequent as before, and not a tenth of it.' : `${lessOften(proof)} The attempts that showed it tell what is left of it.`,
  }),
  'new-failure': (proof) => {
    const attempts = proof.newFailures.reduce((sum, { count }) => sum + count, 0);
    return { headline: `Not proven: ${counted(proof.newFailures.length, 'new failure')}, which the run before did not show, in ${counted(attempts, 'attempt')}. Of the failure before: ${seen(proof)}; before, ${earlier(proof)}.` };
  },
  'not-executed': ({ notExecuted, target }) => {
    const { why, firstAttempt, format } = notExecuted ?? { why: 'none' as const, firstAttempt: 1, format: undefined };
    return { headline: `Not proven: attempt ${firstAttempt} passed, but ${NOT_EXECUTED[why](target)}.${UNKNOWN.has(why) ? '' : ' A test that does not run is not fixed.'}`, next: NEXT[why](target, format) };
  },
  'not-enough': (proof) => ({
    headline: `Not proven, not enough to say: ${seen(proof)}; before, ${earlier(proof)}. It takes ${counted(proof.needed ?? 0, 'attempt')} without the failure to prove that it is gone.`,
  }),
  'not-provable': ({ target, rate, moreBaselineAttempts }) => ({
    headline: target.failures === 0
      ? `Not provable: none of the ${counted(target.n, 'attempt')} before showed the failure, so that its absence after says nothing.`
      : `Not provable in reasonable time: before, ${showed(target.failures, target.n)}, which shows no more than a rate of ${boundPercent(rate)}; 0.5 % are needed.`,
    next: moreBaselineAttempts === undefined
      ? 'Enlarge the baseline, with a command or a condition under which it fails more often.'
      : `Enlarge the baseline: with ${counted(moreBaselineAttempts, 'more attempt')} (\`-n ${target.n + moreBaselineAttempts}\`) that fail as often, it is.`,
  }),
};

/** It passed this time. */
function onlyEarlier(proof: Proof, { runs, n, failures }: EarlierFailures): Headline {
  return {
    headline: `Not proven: ${seen(proof)}, but ${counted(runs, 'earlier verification')} of the same sources did: ${failures} of ${counted(n, 'attempt')}. Together ${showed(failures, proof.n + n)}; before, ${earlier(proof)}.`,
    next: 'To verify until it passes proves nothing. Change the sources; if the cause lay outside of them, commit a note of what was changed there, and verify that commit.',
  };
}

const NOT_EXECUTED: Readonly<Record<NotExecuted, (target: Target) => string>> = {
  none: () => 'executed no test',
  fewer: ({ executed }) => `executed fewer tests than the run before${executed === undefined ? '' : ` (${executed})`}`,
  absent: () => 'the test that failed before is not among those that it executed',
  skipped: ({ skipped }) => `skipped more tests than the run before${skipped === undefined ? '' : ` (${skipped})`}`,
  unnamed: ({ executed }) => `its output does not name the tests that it executed: ${executed === undefined ? 'nobody can tell' : 'their number does not tell'} whether the one that failed before was among them`,
  retried: () => 'a test failed in it and passed when it was tried again, and nothing tells that this is another one than that which failed before',
  untold: () => 'its output does not tell which tests it executed, although that of the run before did',
};

/** Not that it was not executed, but that nobody knows. */
const UNKNOWN: ReadonlySet<NotExecuted> = new Set<NotExecuted>(['unnamed', 'untold', 'retried']);

const AS_BEFORE = 'Let the command print its results as before.';

const NEXT: Readonly<Record<NotExecuted, (target: Target, format: string | undefined) => string>> = {
  none: () => 'Look for a skip, a new name, or a filter that leaves it out.',
  fewer: () => 'Look for a skip, a new name, or a filter that leaves tests out; if tests were removed on purpose, measure a new baseline on the sources before the fix without them.',
  absent: () => 'Look for a skip, a new name, or a filter that leaves it out.',
  skipped: () => 'If these tests are skipped on purpose, measure a new baseline on the sources before the fix with the same ones skipped.',
  unnamed: ({ passesName }, format) => (passesName ? AS_BEFORE : namesAsked(format)),
  untold: () => AS_BEFORE,
  retried: () => 'Switch retries off in the runner, and verify again.',
};

/** What has to be done before a fix of a test can be proven by its name. */
function namesAsked(format: string | undefined): string {
  const advice = reporterAdvice(format);
  return `Let the runner name every test${advice === undefined ? '' : ` (${advice})`}, measure the baseline with that command on the sources before the fix, and verify then.`;
}

/** What keeps every proof from a run that is to be a baseline, told when it was made; undefined where nothing does. */
export function unnamedTests({ run, tests, failedTests }: Pick<RunEvidence, 'run' | 'tests' | 'failedTests'>): string | undefined {
  if (tests === undefined || failedTests.length === 0 || [...tests.sets.keys()].some((set) => set !== '')) return undefined;
  if (tests.drift?.mode === 1 && failedTests.every(({ name }) => selectsByName(run.command, name))) return undefined;
  return `\`casebook verify\` can prove nothing: the tests that pass are not named, so that nobody can tell whether the one that failed is among them. ${namesAsked(tests.formats.join(' + '))}`;
}

/** Where the sequential test ended the run, a rule for stopping that follows from the failures makes the rate rough. */
function stillRate({ failures, n, refused }: Proof): string {
  const { low, high } = clopperPearson(failures, n);
  return `failure rate ${refused ? 'roughly ' : ''}${percent(failures / n)}, 95 % CI ${percent(low)} – ${percent(high)}`;
}

/** A failure that became rarer is not gone, but whoever looks for its cause wants to know. */
function lessOften(proof: Proof): string {
  const p = fisherOf(proof) ?? 1;
  return p < LEVEL ? `It is rarer than before, but not gone (Fisher's exact test, one-sided, as a description: ${pValue(p)}).` : `That it is rarer than before is not shown either (Fisher's exact test, one-sided: ${pValue(p)}).`;
}

function seen({ failures, n, hidden }: Proof): string {
  return hidden === 0 ? showed(failures, n) : `${showed(failures, n)}, hidden in ${hidden} of them since the test passed when it was tried again`;
}

function earlier({ target, rate }: Proof): string {
  return `${target.failures} of ${target.n} did, a rate of at least ${percent(rate)}`;
}

function showed(failures: number, n: number): string {
  return `${failures} of ${counted(n, 'attempt')} showed the failure`;
}

/** What is proven of all together is not proven of each: the rarest alone needs more attempts. */
function rarestWay({ kind, target, n }: Proof): string | undefined {
  const { ways } = target;
  if (kind !== 'proven' || ways === undefined) return undefined;
  const { low } = clopperPearson(ways.rarest, target.n);
  const chance = 1 - (1 - low) ** n;
  if (chance >= CONFIDENCE) return undefined;
  return `That is of ${ways.count} failures together. The rarest came in ${ways.rarest} of ${counted(target.n, 'attempt')}, a rate of at least ${percent(low)}: as frequent as that, it would have shown with a probability of ${boundPercent(chance)} only. To prove that one gone, measure a baseline that expects it (\`--expect\`).`;
}

/** What else came beside the failure itself. */
function besideFailure({ kind, newFailures, notExecuted }: Proof): string | undefined {
  if (kind !== 'still-failing') return undefined;
  const attempts = newFailures.reduce((sum, { count }) => sum + count, 0);
  const told = [
    ...(attempts === 0 ? [] : [`${counted(newFailures.length, 'new failure')}, which the run before did not show, came in ${counted(attempts, 'attempt')}`]),
    ...(notExecuted === undefined ? [] : [`attempt ${notExecuted.firstAttempt} passed without executing the test as before`]),
  ];
  return told.length === 0 ? undefined : `Beside it, ${told.join(', and ')}.`;
}

function others({ otherFailures }: Proof): string | undefined {
  return otherFailures === 0 ? undefined : `${counted(otherFailures, 'attempt')} failed in another way that the run before showed too, and counted for nothing.`;
}

function leftOut({ leftOut: count }: Proof): string | undefined {
  return count === 0 ? undefined : `Left out: ${counted(count, 'attempt')} that could not be started or ${count === 1 ? 'was' : 'were'} cancelled.`;
}

/** The failure in question is told in the headline. */
function retried({ retried: all, hidden }: Proof): string | undefined {
  const count = all - hidden;
  return count === 0 ? undefined : `Warning: ${counted(count, 'attempt')} passed only because a test was tried again.`;
}

function leaks({ leaks: count, target }: Proof): string | undefined {
  if (count === 0) return undefined;
  const before = target.leaks === 0 ? 'none did before' : `before, ${target.leaks} of ${target.n} did`;
  return `Warning: ${counted(count, 'attempt')} passed but left processes behind or held the output open (leak); ${before}.`;
}

function howKnown({ kind, known, target, n, failures }: Proof): string | undefined {
  if (kind === 'not-executed' || kind === 'not-provable' || n === failures) return undefined;
  if (known === 'name') return 'Each attempt executed the test that failed, by its name.';
  if (known === 'selected') return 'Each attempt executed one test, and the command selects the one that failed by its name; whether the runner tried it again would show only where it names its tests.';
  if (known === 'nothing') return 'The output does not tell which tests were executed: that the test which failed was among them is taken from the exit code.';
  return target.executed === undefined
    ? 'Each attempt executed tests; how many the run before executed is not known.'
    : 'Each attempt executed at least as many tests as before; and skipped no more; which of them failed is not known, so that nothing but their number tells that it was among them.';
}

/** What else differs, or does not, and should be known by whoever reads the numbers. */
function sameness(before: RunHeader, after: RunHeader): string[] {
  const sentences: string[] = [];
  if (before.host.name !== after.host.name || before.host.cpus !== after.host.cpus || before.host.platform !== after.host.platform) sentences.push('The two runs were made on different machines.');
  else if (before.host.node !== after.host.node) sentences.push('The two runs were made with different versions of Node.');
  const names = new Set([...Object.keys(before.environment), ...Object.keys(after.environment)]);
  const changed = [...names].filter((name) => before.environment[name] !== after.environment[name]);
  if (changed.length > 0) sentences.push(`${counted(changed.length, 'recorded variable')} of the environment ${changed.length === 1 ? 'has' : 'have'} another value than before.`);
  if (before.git?.commit !== undefined && before.git.commit === after.git?.commit && before.git.diffHash === after.git.diffHash) sentences.push('The sources are those of the run before: nothing was changed in them.');
  return sentences;
}

function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}
