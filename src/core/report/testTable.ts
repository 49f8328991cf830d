/** What a run tells of single tests, for people and for `--json`. */
import { stoppedAt, type RunEvidence } from '../run/evidence.js';
import { failingBeyond } from '../run/failing/failedInRun.js';
import type { TestVerdict } from '../run/tests/perTest.js';
import { counted, listed, percent } from './format.js';
import { cellCode, clean, inlineCode, plain } from './untrusted.js';

/** Tests that a table lists; `--json` has more. */
const MAX_TESTS_SHOWN = 20;

/** Tests in the last document of `casebook run --json`. */
const MAX_IN_SUMMARY = 1_000;

/** How many tests the attempts executed, as a sentence; undefined where none told. */
export function testsSentence({ tests }: RunEvidence): string | undefined {
  const drift = tests?.drift;
  if (!drift) return undefined;
  const { mode, lowest, highest, attempts, fewer, untold } = drift;
  const told = `told by ${listed(tests.formats)}`;
  const silent = untold === 0 ? '' : `; ${counted(untold, 'more passing attempt')} told of none and ${untold === 1 ? 'is' : 'are'} left out of the rate`;
  if (lowest === highest) return `${attempts === 1 ? 'The attempt' : `Each of ${attempts} attempts`} executed ${counted(mode, unitOf(tests.formats))} (${told})${silent}.`;
  const below = fewer.pass + fewer.leak - untold;
  const consequence = below === 0 ? '' : `; ${counted(below, 'passing attempt')} executed fewer and ${below === 1 ? 'is' : 'are'} left out of the rate`;
  return `Attempts executed ${lowest} to ${highest} ${unitOf(tests.formats)}s, most of them ${mode} (${told})${consequence}${silent}.`;
}

/** `go test` without `-v` tells only of packages. */
function unitOf(formats: readonly string[]): string {
  return formats.length === 1 && formats[0] === 'go test (packages)' ? 'package' : 'test';
}

/** Sections of a run's block; none where no attempt told of its tests. */
export function testSections(evidence: RunEvidence): string[] {
  const sentence = testsSentence(evidence);
  const { failedTests } = evidence;
  const rows = failedTests.slice(0, MAX_TESTS_SHOWN).map((test) => `| ${cellCode(test.name)} | ${countOf(test)} | ${rateOf(test)} | ${test.attempts.slice(0, 5).join(', ')}${test.failed > 5 ? ', …' : ''} |`);
  const more = moreOf(evidence, rows.length);
  const table = rows.length === 0 ? [] : ['Failures by test:', ['| Test | Failed | Failure rate (95 % CI) | Attempts |', '|---|---:|---|---|', ...rows].join('\n'), ...(more === undefined ? [] : [`${more.replace(/^a/, 'A')} failed.`]), ...biasOf(evidence)];
  return [...(sentence === undefined ? [] : [sentence]), ...table, ...retriedTests(evidence, inlineCode)];
}

/** The same for a terminal, line by line. */
export function testLines(evidence: RunEvidence): string[] {
  const sentence = testsSentence(evidence);
  const { failedTests } = evidence;
  const shown = failedTests.slice(0, MAX_TESTS_SHOWN).map((test) => `  ${countOf(test)}  ${plain(test.name)}: ${rateOf(test)}`);
  const more = moreOf(evidence, shown.length);
  return [...(sentence === undefined ? [] : [sentence]), ...(shown.length === 0 ? [] : ['Failures by test:', ...shown]), ...(more === undefined ? [] : [`  and ${more}`]), ...biasOf(evidence), ...retriedTests(evidence, clean)];
}

/** The tests that a runner tried again in attempts that passed, as far as their names are known. */
function retriedTests({ tests }: RunEvidence, show: (name: string) => string): string[] {
  const names = tests?.retriedTests ?? [];
  if (names.length === 0) return [];
  const more = names.length > MAX_TESTS_SHOWN ? ', …' : '';
  return [`Failed and passed when tried again: ${names.slice(0, MAX_TESTS_SHOWN).map(show).join(', ')}${more}.`];
}

/** The failing tests that are not shown; undefined for none. */
function moreOf(evidence: RunEvidence, shown: number): string | undefined {
  const { more, atLeast } = failingBeyond(evidence, shown);
  return more === 0 ? undefined : `${atLeast ? 'at least ' : ''}${counted(more, 'more test')}`;
}

/** The rule for stopping is about the run, and no interval of a single test follows from it. */
function biasOf(evidence: RunEvidence): string[] {
  return evidence.failedTests.length > 0 && stoppedAt(evidence) !== undefined ? ['The run stopped at a failure, which biases the rates of these tests upwards.'] : [];
}

/** `3 of 100`, with what is known as a bound only. */
function countOf({ failed, executed, atLeast, counted: byName }: TestVerdict): string {
  return `${atLeast ? 'at least ' : ''}${failed} of ${byName ? '' : 'at most '}${executed}`;
}

/** `3.0 % (0.6 % – 8.5 %)`; a single execution has no rate, nor has a number of failures that is a lower bound. */
function rateOf({ kind, rate, low, high }: TestVerdict): string {
  if (rate === null) return `no estimate (${percent(low)} – ${percent(high)})`;
  return kind === 'inconclusive' ? 'executed once' : `${percent(rate)} (${percent(low)} – ${percent(high)})`;
}

/** The part of the last document of `casebook run --json` that is about tests. Rates and bounds are fractions 0–1. */
export interface TestSummary {
  /** Tests that failed at least once, most failures first, at most 1,000. `counted`: whether `executed` is known test by test, else it is an upper bound. `atLeast`: `failed` is a lower bound, and there is no rate. */
  readonly tests: readonly Pick<TestVerdict, 'name' | 'executed' | 'failed' | 'atLeast' | 'kind' | 'rate' | 'low' | 'high' | 'counted' | 'firstAttempt'>[];
  /** Null where no attempt told of its tests. `executed` is what most attempts executed; null where none told a whole count. `retried` attempts passed only because a test that failed was tried again. */
  readonly testTotals: { readonly attempts: number; readonly formats: readonly string[]; readonly executed: number | null; readonly lowest: number | null; readonly highest: number | null; readonly retried: number; readonly retriedTests: readonly string[] } | null;
}

export function testSummary({ tests, failedTests }: RunEvidence): TestSummary {
  const drift = tests?.drift;
  return {
    tests: failedTests.slice(0, MAX_IN_SUMMARY).map(({ name, executed, failed, atLeast, kind, rate, low, high, counted: byName, firstAttempt }) => ({ name, executed, failed, atLeast, kind, rate, low, high, counted: byName, firstAttempt })),
    testTotals: tests ? { attempts: tests.attempts, formats: tests.formats, executed: drift?.mode ?? null, lowest: drift?.lowest ?? null, highest: drift?.highest ?? null, retried: tests.retried, retriedTests: tests.retriedTests } : null,
  };
}
